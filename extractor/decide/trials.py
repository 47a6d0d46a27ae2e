"""Trials: what a different reading of one cell would do to the laws.

Comes in: the state of a form and its bound laws. Goes out: ``Mending`` values, one for
every known fault of scanning that would mend a failing test. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.decide.checks import FULL, LETTER, ROW_KEYS, SOFT, Check
from extractor.decide.state import State
from extractor.notation import parse_number
from extractor.notation.confusion import LETTERS, impossible, variants
from extractor.values import Candidate
from extractor.wording import title_of_law

PLAIN_KEYS = frozenset(
    (
        "initial_budget adjusted_budget allocated executed weight reference_weight score execution_rate "
        "carry_over_in budget_adjustment other_adjustment year_end_balance income expenditure"
    ).split()
)
# A letter where a number stands: ≥S次, q元/餐. With 级 or 类 behind it, it is a grade.
_LETTER_FOR_NUMBER = re.compile(
    rf"[≥≤><=≧≦⩾⩽＞＜＝]+\s*[{re.escape(LETTERS)}]{{1,2}}(?![A-Za-z\d])"
    rf"|[A-Z{re.escape(LETTERS)}](?=[元个次人户家台套米亩份期场天年月条名件座处辆吨本所村岁公小分%％])(?!分级|年级)"
)
_LEADING_ZERO = re.compile(r"0\d")  # 05%: nobody prints it, but in a date
_DATE_GOES_ON = re.compile(r"\s*[年月日时点分:：/\-.]")
_LEAD = re.compile(r"[≥≤><=≧≦⩾⩽＞＜＝]*\s*")
_BODY = re.compile(rf"[\d{re.escape(LETTERS)}.,+-]+%?")


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
        return titles_of(self.mended)

    @property
    def hard(self) -> tuple[str, ...]:
        """The tests that are laws or characters, not scoring habits."""
        return tuple(name for name in self.mended if not name.startswith((SOFT, FULL)))


def titles_of(names: Iterable[str]) -> str:
    """Checks by their titles, as a reviewer reads them: ``“各项得分之和等于总分”、“…”``."""
    ids = dict.fromkeys(name.partition(":")[0] for name in names)
    return "、".join(f"“{title_of_law(law_id)}”" for law_id in ids)


def figures(state: State) -> tuple[tuple[str, Candidate], ...]:
    """Cells that were read as numbers, with what was read."""
    return state.once("figures", lambda: tuple(_figures(state)))


def _figures(state: State) -> Iterator[tuple[str, Candidate]]:
    for path, candidate in state.chosen.items():
        key = path.rpartition(".")[2]
        if candidate.value and candidate.origin in ("read", "stitched") and (key in PLAIN_KEYS or key in ROW_KEYS):
            if any(char.isdecimal() for char in candidate.value) or is_impossible(path, candidate.value):
                yield path, candidate


def body_of(text: str) -> str:
    """The number of a reading, without comparator and unit."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    body = _BODY.match(rest)
    return body[0] if body else rest


@lru_cache(maxsize=8192)
def is_impossible(path: str, text: str) -> bool:
    """True for a reading that no number cell can hold: a letter in it, or for a plain number nothing but one."""
    body = body_of(text)
    if path.rpartition(".")[2] in PLAIN_KEYS and body == text and text in set(LETTERS):
        return True
    if _LETTER_FOR_NUMBER.match(text):
        return True
    if _LEADING_ZERO.match(body) and not _DATE_GOES_ON.match(text, text.find(body) + len(body)):
        return True
    return impossible(body)


def mendings(state: State, checks: Sequence[Check]) -> list[Mending]:
    """Every single reading fault that would mend at least one failing check, or put an impossible character right."""
    of = by_cell(checks)
    suspicious = {path for check in failing_now(state, checks) for path in check.cells}
    out: list[Mending] = []
    for path, candidate in figures(state):
        text = candidate.value or ""
        letter = is_impossible(path, text)
        if path not in suspicious and not letter:
            continue
        failing = failing_checks(state, of.get(path, ()))
        for whole, cost in readings_of(path, text):
            after = failing_checks(state, of.get(path, ()), {path: whole})
            mended = tuple(sorted(failing - after)) + ((f"{LETTER}:{path}",) if letter else ())
            if mended:
                out.append(Mending(path, whole, cost, mended, len(after - failing)))
    return out


def failing_now(state: State, checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks that fail for what is chosen now."""
    return state.once("failing", lambda: tuple(check for check in checks if check.fails(state)))


def readings_of(path: str, text: str) -> Iterator[tuple[str, float]]:
    """What a cell may have held instead, by one fault of scanning, with the cost of each; no nonsense."""
    body = body_of(text)
    for reading, cost in variants(body):
        whole = text.replace(body, reading, 1)
        if not is_nonsense(path, whole):
            yield whole, cost


def failing_checks(state: State, checks: Iterable[Check], trial: Mapping[str, str] | None = None) -> set[str]:
    """Names of the checks that fail."""
    return {check.name for check in checks if check.fails(state, trial)}


def by_cell(checks: Iterable[Check]) -> dict[str, list[Check]]:
    """Checks by the cells that take part in them."""
    out: dict[str, list[Check]] = {}
    for check in checks:
        for path in check.cells:
            out.setdefault(path, []).append(check)
    return out


def is_nonsense(path: str, text: str) -> bool:
    """True for a reading that no form prints, such as a weight of 1001 or 007, or that is no number."""
    if "≥" in text[:1] and not path.endswith((".target", ".actual")):
        return True
    body = body_of(text).rstrip("%")
    if re.match(r"0\d", body) or body.endswith("."):
        return True
    number = parse_number(body)
    return path.endswith((".weight", ".score")) and number is not None and number.value > 100
