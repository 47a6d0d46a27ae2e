"""Trials: what a different reading of one cell would do to the laws.

Comes in: the state of a form and its bound laws. Goes out: ``Mending`` values, one for
every known fault of scanning that would mend a failing test. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.decide.confusion import impossible, variants
from extractor.decide.rows import fulfilment, proportional
from extractor.decide.state import State, by_cell
from extractor.laws import BoundLaw
from extractor.notation import parse_number
from extractor.values import Candidate
from extractor.wording import title_of_law

PLAIN_KEYS = frozenset(
    (
        "initial_budget adjusted_budget allocated executed weight reference_weight score execution_rate "
        "carry_over_in budget_adjustment other_adjustment year_end_balance income expenditure"
    ).split()
)
_ROW_KEYS = ("weight", "score", "target", "actual")
SOFT = "scored_in_proportion"
LETTER = "impossible_character"
_LEAD = re.compile(r"[≥≤><=≧≦⩾⩽＞＜＝]*\s*")
_BODY = re.compile(r"[\dOoDQlI|iSsBZzgq.,+-]+%?")


@dataclass(frozen=True, slots=True)
class Mending:
    """A reading on trial: which tests it mends (laws with their last cell) and how many it breaks."""

    path: str
    reading: str
    cost: float
    mended: tuple[str, ...]
    spoiled: int

    @property
    def titles(self) -> str:
        """The tests by their titles, as a reviewer reads them: ``“各项得分之和等于总分”、“…”``."""
        names = dict.fromkeys(name.partition(":")[0] for name in self.mended)
        return "、".join(f"“{title_of_law(name)}”" for name in names)

    @property
    def hard(self) -> tuple[str, ...]:
        """The tests that are laws or characters, not scoring habits."""
        return tuple(name for name in self.mended if not name.startswith(SOFT))


def figures(state: State) -> Iterator[tuple[str, Candidate]]:
    """Cells that were read as numbers, with what was read."""
    for path, candidate in state.chosen.items():
        key = path.rpartition(".")[2]
        if candidate.value and candidate.origin in ("read", "stitched") and (key in PLAIN_KEYS or key in _ROW_KEYS):
            if any(char.isdecimal() for char in candidate.value) or is_impossible(path, candidate.value):
                yield path, candidate


def body_of(text: str) -> str:
    """The number of a reading, without comparator and unit."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    body = _BODY.match(rest)
    return body[0] if body else rest


def is_impossible(path: str, text: str) -> bool:
    """True for a reading that no number cell can hold: a letter in it, or for a plain number nothing but one."""
    body = body_of(text)
    if path.rpartition(".")[2] in PLAIN_KEYS and body == text and text in ("O", "o", "S", "s", "B", "l", "I", "|", "Z"):
        return True
    return impossible(body)


def mendings(state: State, laws: Sequence[BoundLaw]) -> list[Mending]:
    """Every single reading fault that would mend at least one failing test, or put an impossible character right."""
    of = by_cell(laws)
    suspicious = _in_failing_tests(state, laws)
    out: list[Mending] = []
    for path, candidate in figures(state):
        text = candidate.value or ""
        letter = is_impossible(path, text)
        if path not in suspicious and not letter:
            continue
        failing = failing_tests(state, path, of.get(path, ()), {})
        for reading, cost in variants(body_of(text)):
            whole = text.replace(body_of(text), reading, 1)
            after = failing_tests(state, path, of.get(path, ()), {path: whole})
            mended = tuple(sorted(failing - after)) + ((f"{LETTER}:{path}",) if letter else ())
            if mended and not _nonsense(path, whole):
                out.append(Mending(path, whole, cost, mended, len(after - failing)))
    return out


def _in_failing_tests(state: State, laws: Sequence[BoundLaw]) -> set[str]:
    """Cells of the laws that are broken and of the rows that are not scored as usual: each test is run once."""
    look = state.look()
    cells: set[str] = set()
    for law in laws:
        if law.relation is not None and law.relation.judge(look).verdict == "broken":
            cells.update(law.cells)
    for row in range(state.rows.get("indicators", 0)):
        if row_passes(state, f"indicators[{row}]", {}) is False:
            cells.update(f"indicators[{row}].{key}" for key in _ROW_KEYS)
    return cells


def failing_tests(state: State, path: str, laws: Iterable[BoundLaw], trial: Mapping[str, str]) -> set[str]:
    """Names of the tests that fail for this cell: laws with their cells, and the scoring of its row."""
    look = state.look(trial)
    failing = set()
    for law in laws:
        if law.relation is None or law.relation.judge(look).verdict != "broken":
            continue
        if all(rule.relation.judge(look).verdict == "broken" for rule in law.alternatives):
            failing.add(f"{law.law_id}:{law.cells[-1]}")
    if path.startswith("indicators") and path.rpartition(".")[2] in _ROW_KEYS:
        row = path.rpartition(".")[0]
        if row_passes(state, row, trial) is False:
            failing.add(f"{SOFT}:{row}")
    return failing


def row_passes(state: State, row: str, trial: Mapping[str, str]) -> bool | None:
    """Whether an indicator's score is full or in proportion to what was reached; None if that cannot be told."""
    texts = {key: _text(state, f"{row}.{key}", trial) for key in _ROW_KEYS}
    weight, score = (parse_number(texts[key] or "") for key in ("weight", "score"))
    share = fulfilment(texts["target"], texts["actual"])
    if weight is None or score is None or share is None:
        return None
    return score.value == weight.value if share >= 1 else proportional(weight.value, share, score.value)


def _text(state: State, path: str, trial: Mapping[str, str]) -> str | None:
    candidate = state.chosen.get(path)
    return trial.get(path) or (candidate.value if candidate else None)


def _nonsense(path: str, text: str) -> bool:
    """True for a reading that no form prints, such as a weight of 1001 or 007."""
    if "≥" in text[:1] and not path.endswith((".target", ".actual")):
        return True
    body = body_of(text).rstrip("%")
    if re.match(r"0\d", body) or body.endswith("."):
        return True
    number = parse_number(body)
    return path.endswith((".weight", ".score")) and number is not None and number.value > 100
