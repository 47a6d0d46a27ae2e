"""One verdict per leaf of a form, and the counts over them.

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

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from extractor.evaluate.agreement import PROSE, Kind, agree, begins_alike, expected_value, kind_of, normal
from extractor.evaluate.pairing import leaves_of, pair_forms

LeafVerdict = Literal["right", "wrong_silent", "wrong_flagged", "missing_silent", "missing_flagged"]


@dataclass(frozen=True, slots=True)
class ScoredLeaf:
    """One leaf of either side: its path in the expected form, both values, and how they compare.

    ``how`` is how the expected value stands in the source (``read`` where nothing is said);
    ``flagged`` is true where the record asks for a look at the cell; ``place`` is the leaf's path in the
    record, which differs from ``path`` where rows of a list are missing or too many.
    """

    path: str
    verdict: LeafVerdict
    kind: Kind
    expected: str | None
    how: str
    found: str | None
    flagged: bool
    place: str = ""

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
            scored.append(replace(kept, place=path if path in cells or gold_path not in cells else gold_path))
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
