"""How well a record agrees with what is expected of it, leaf by leaf.

Comes in: the JSON of a record and the JSON of an expected file (``eval_set/<case>.expected.json``).
Goes out: one verdict per leaf and the figures over them. Never reads a file, never runs a reader,
never changes what it is given.

Every expected leaf ends in one class:

    right            the value agrees, flagged or not
    wrong_silent     it differs and nothing says so: the figure that has to be 0
    wrong_flagged    it differs, and its cell says ``needs_review``
    missing_silent   a value is expected, the record has none, and nothing says so
    missing_flagged  the same, and its cell says ``needs_review``

A value where none is expected is wrong, and counts as ``extra`` too. An expected leaf is plain text,
None, or ``{"v": value, "how": "stitched|repaired|inferred|ambiguous"}``; ``{"lost": true}`` stands for
a value that the source has lost, ``{"skip": true}`` for one that is not scored.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

Kind = Literal["numeric", "quantity", "text"]
LeafVerdict = Literal["right", "wrong_silent", "wrong_flagged", "missing_silent", "missing_flagged"]

PROSE = 40  # a text longer than this agrees by similarity, for a wrapped line may cost it a character
SIMILAR_PROSE = 0.90
SAME_ROW = 0.4  # rows less alike than this are different rows
CLIPPED = 4  # characters that a clipped label must still have
ROW_KEYS: Mapping[str, tuple[str, ...]] = {  # what tells the rows of a list apart
    "indicators": ("level3", "target", "actual"),
    "scorecard": ("section", "group", "item"),
    "funds": ("stage", "source"),
    "evaluators": ("name", "phone"),
    "income_by_function": ("code", "name"),
}
NUMERIC = frozenset(
    "initial_budget adjusted_budget allocated executed weight reference_weight execution_rate score carry_over_in "
    "budget_adjustment other_adjustment year_end_balance income expenditure income_total expenditure_total".split()
)
ONE_FORM = str.maketrans("≧⩾≦⩽，。；：（）“”‘’、—–～", "≥≥≤≤,.;:()\"\"'',--~")
MARKUP = re.compile(r"</?(?:p|br|b|div|span|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScoredLeaf:
    """One leaf of either side: its path in the expected form, both values, and how they compare.

    ``how`` is how the expected value stands in the source (``read`` where nothing is said);
    ``flagged`` is true where the record asks for a look at the cell.
    """

    path: str
    verdict: LeafVerdict
    kind: Kind
    expected: str | None
    how: str
    found: str | None
    flagged: bool

    @property
    def burdens_reviewer(self) -> bool:
        """Whether the flag counts: prose and what nobody could be sure of may be flagged freely."""
        shown = self.expected if self.expected is not None else self.found
        return self.flagged and self.how not in ("ambiguous", "lost") and len(normal(shown)) <= PROSE


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over scored leaves; rates are over ``gold``, the leaves with an expected value."""

    gold: int = 0
    right: int = 0
    wrong_silent: int = 0
    wrong_flagged: int = 0
    missing_silent: int = 0
    missing_flagged: int = 0
    extra: int = 0
    flagged: int = 0
    numeric_gold: int = 0
    numeric_right: int = 0
    numeric_wrong_silent: int = 0
    quantity_gold: int = 0
    quantity_right: int = 0
    quantity_wrong_silent: int = 0

    @property
    def accuracy(self) -> float:
        """Right leaves as a share of the expected ones and the superfluous ones, 0 to 1."""
        return round(self.right / max(1, self.gold + self.extra), 4)

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def as_dict(self) -> dict[str, int | float]:
        """All counts by name, and ``accuracy``."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"accuracy": self.accuracy}


def count(leaves: Iterable[ScoredLeaf]) -> Figures:
    """Add up scored leaves."""
    total: Counter[str] = Counter()
    for leaf in leaves:
        total[leaf.verdict] += 1
        total[f"{leaf.kind}_{leaf.verdict}"] += 1
        total["extra"] += leaf.expected is None
        total["flagged"] += leaf.burdens_reviewer
        if leaf.expected is not None:
            total["gold"] += 1
            total[f"{leaf.kind}_gold"] += 1
    return Figures(**{f.name: total[f.name] for f in fields(Figures)})


def score_record(record: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[ScoredLeaf, ...]:
    """Score all forms of a record's JSON against an expected file's JSON.

    Forms are paired in order by title, project name and year. A form too many is all extra, a form
    too few all missing; an expected entry of None is a form that is not scored.
    """
    pairs = pair_forms(record.get("forms", ()), expected.get("forms", ()))
    return tuple(leaf for form, gold in pairs for leaf in score_form(form, gold))


def score_form(form: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[ScoredLeaf, ...]:
    """Score one form of a record's JSON (``values`` and ``cells``) against one expected form."""
    cells: Mapping[str, Any] = form.get("cells", {})
    scored = []
    for path, gold_path, found, leaf in leaves_of(form.get("values", {}), expected, "", ""):
        cell = cells.get(path) or cells.get(gold_path) or {}
        # The path in the record names a leaf of a form that nobody expected.
        kept = score_leaf(gold_path if expected else path, found, leaf, bool(cell.get("needs_review")))
        if kept is not None:
            scored.append(kept)
    return tuple(scored)


def score_leaf(path: str, found: Any, leaf: Any, flagged: bool) -> ScoredLeaf | None:
    """Score one leaf; None where there is nothing to compare or the leaf is not scored."""
    want, how = expected_value(leaf)
    found = None if found in (None, "", [], {}) else str(found)
    if how == "skip" or (want is None and found is None):
        return None
    kind = kind_of(path, want if want is not None else found)
    verdict = verdict_of(found, want, how, flagged)
    return ScoredLeaf(path, verdict, kind, want, how, found, flagged)


def verdict_of(found: str | None, want: str | None, how: str, flagged: bool) -> LeafVerdict:
    """The class that a leaf ends in; see the module's docstring."""
    if found is None:
        return "missing_flagged" if flagged else "missing_silent"
    if want is not None and (agree(found, want) or (how == "ambiguous" and (flagged or begins_alike(found, want)))):
        return "right"
    return "wrong_flagged" if flagged else "wrong_silent"


@lru_cache(maxsize=65536)
def normal(text: Any) -> str:
    """NFKC without white space and markup, with one character for each punctuation mark and comparator."""
    folded = unicodedata.normalize("NFKC", MARKUP.sub("", str(text)).translate(ONE_FORM))
    return re.sub(r"\s+", "", folded).rstrip(".;,")


def agree(found: Any, want: Any) -> bool:
    """Whether two values are the same: as normal text, as numbers, or nearly so for prose with the same digits."""
    left, right = normal(found), normal(want)
    if left == right:
        return True
    numbers = plain_number(left), plain_number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if len(right) <= PROSE or Counter(re.findall(r"\d+", left)) != Counter(re.findall(r"\d+", right)):
        return False
    return similarity(left, right, SIMILAR_PROSE) >= SIMILAR_PROSE


def begins_alike(found: Any, want: Any) -> bool:
    """Whether one text is the beginning of the other, as a clipped label is of the whole one."""
    left, right = normal(found), normal(want)
    return min(len(left), len(right)) >= CLIPPED and (left.startswith(right) or right.startswith(left))


def plain_number(text: str) -> Decimal | None:
    """The number that a normalised text is, or None."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def similarity(left: str, right: str, needed: float = 0.0) -> float:
    """Share of matching characters, 0 to 1, as difflib counts them, or some figure below ``needed``."""
    from rapidfuzz.distance import Indel

    # The longest common subsequence is never shorter than difflib's blocks, and far quicker to find.
    bound = Indel.normalized_similarity(left, right)
    if bound == 1 or bound < needed - 0.001:
        return bound
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def kind_of(path: str, value: Any) -> Kind:
    """``numeric`` for money, weights, rates and scores, ``quantity`` for targets and results with a digit."""
    key = path.rpartition(".")[2]
    if not any(character.isdigit() for character in str(value)):
        return "text"
    if key in NUMERIC or ".staff." in path:
        return "numeric"
    return "quantity" if key in ("target", "actual", "progress") else "text"


def expected_value(leaf: Any) -> tuple[str | None, str]:
    """The value and the ``how`` of an expected leaf; ``lost`` and ``skip`` have no value."""
    if not isinstance(leaf, Mapping):
        return leaf, "read"
    return (leaf["v"], leaf.get("how", "read")) if "v" in leaf else (None, "lost" if leaf.get("lost") else "skip")


def is_leaf(node: Any) -> bool:
    """Whether an expected node is a value rather than a part of the form."""
    return not isinstance(node, list) and (not isinstance(node, Mapping) or not {"v", "lost", "skip"}.isdisjoint(node))


def leaves_of(found: Any, gold: Any, path: str, gold_path: str) -> Iterator[tuple[str, str, Any, Any]]:
    """(path in the record, path in the expected form, value found, leaf expected) for every leaf of either side."""
    if isinstance(gold, list) or isinstance(found, list):
        found, gold = found or [], gold or []
        for i, j in pair_rows(found, gold, ROW_KEYS.get(path.rpartition(".")[2], ("name",))):
            row, gold_row = found[i] if i is not None else {}, gold[j] if j is not None else {}
            yield from leaves_of(row, gold_row, f"{path}[{i}]", f"{gold_path}[{j}]")
    elif not is_leaf(gold) or (isinstance(found, Mapping) and gold is None):
        found, gold = found or {}, gold or {}
        for key in [*gold, *(key for key in found if key not in gold)]:
            if key != "findings":  # the expected file's remarks, which are no part of the form
                dot, gold_dot = f"{path}.{key}".lstrip("."), f"{gold_path}.{key}".lstrip(".")
                yield from leaves_of(found.get(key), gold.get(key), dot, gold_dot)
    else:
        yield path, gold_path, found, gold


def pair_rows(found: Sequence[Any], gold: Sequence[Any], keys: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Align two lists of rows in order by similarity: pairs of indices, None where a row has no partner."""
    ours, theirs = [row_text(row, keys) for row in found], [row_text(row, keys) for row in gold]
    likeness = [[similarity(a, b, SAME_ROW) for b in theirs] for a in ours]
    return align(likeness, SAME_ROW, len(ours), len(theirs))


def align(likeness: list[list[float]], least: float, rows: int, columns: int) -> list[tuple[int | None, int | None]]:
    """The in-order pairing of greatest summed likeness, of pairs that are at least ``least`` alike."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] >= least else -1.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows and j < columns:
        if likeness[i][j] >= least and abs(best[i][j] - best[i + 1][j + 1] - likeness[i][j]) < 1e-9:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif abs(best[i][j] - best[i + 1][j]) < 1e-9:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs + [(k, None) for k in range(i, rows)] + [(None, k) for k in range(j, columns)]


def row_text(row: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What tells a row apart from the others of its list."""
    return "|".join(normal(expected_value(row.get(key))[0] or "") for key in keys)


def pair_forms(
    forms: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any] | None]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Pair the forms found with the forms expected, in order; ``{}`` stands for the missing side."""
    if len(forms) == len(expected):
        pairs: list[tuple[int | None, int | None]] = [(k, k) for k in range(len(forms))]
    else:
        ours, theirs = [form_name(form.get("values", {})) for form in forms], [form_name(e or {}) for e in expected]
        pairs = align([[similarity(a, b) for b in theirs] for a in ours], 0.0, len(ours), len(theirs))
    sides = [(forms[i] if i is not None else {}, expected[j] if j is not None else {}) for i, j in pairs]
    return [(form, gold) for form, gold in sides if gold is not None]


def form_name(values: Mapping[str, Any]) -> str:
    """Title, project name and year of a form: what tells the forms of one file apart."""
    title, project, year = (expected_value(values.get(key))[0] for key in ("title", "project_name", "fiscal_year"))
    return f"{normal(title or '')}|{normal(project or '')}|{year}"
