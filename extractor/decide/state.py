"""The state of deciding: which reading every cell has so far, and how the laws see it.

Comes in: the candidates that were chosen. Goes out: ``State``, which shows numbers to the
laws, with other readings put in on trial, and builds the plain record. A decision makes a
new candidate for a cell; evidence and printed text stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extractor.laws import BLANK, BoundLaw, Form, LawSettings, Look, bind, read_cell
from extractor.laws.outcome import Seen
from extractor.record.skeleton import leaves, put, skeleton
from extractor.values import Candidate

LOST = "missing"
LAWS = "laws"
"""Who proposed a reading that no reader has: a plausible misreading that the laws point at."""
T = TypeVar("T")


@dataclass
class State:
    """Chosen candidates by path, the rows of each list, and what is needed to bind laws."""

    form_type: str
    rows: Mapping[str, int]
    units: Mapping[str, str]
    law_ids: tuple[str, ...] | None
    settings: LawSettings
    chosen: dict[str, Candidate]
    proofs: dict[str, str] = field(default_factory=dict)
    others: dict[str, dict[str, str]] = field(default_factory=dict)  # further readings, each with who proposed it
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)  # why a person should look
    grounds: dict[str, tuple[str, ...]] = field(default_factory=dict)  # checks that a suggested reading would mend
    margins: dict[str, float] = field(default_factory=dict)  # of cells that went to the solver
    scanned: bool = False
    _bound: tuple[BoundLaw, ...] | None = None  # the laws as bound to what is chosen now
    _memo: dict[str, Any] = field(default_factory=dict)

    def take(self, path: str, candidate: Candidate) -> None:
        """Choose a reading for a cell."""
        self.chosen[path] = candidate
        self._bound = None
        self._memo.clear()

    def weigh(self, path: str, reading: str, by: str) -> None:
        """Remember another reading of a cell, and who proposed it."""
        self.others.setdefault(path, {}).setdefault(reading, by)

    def flag(self, path: str, reason: str, *, only_if_clear: bool = False) -> None:
        """Ask for a look at a cell; ``only_if_clear`` leaves a cell alone that has a reason already."""
        if not (only_if_clear and self.reasons.get(path)):
            self.reasons[path] = tuple(dict.fromkeys((*self.reasons.get(path, ()), reason)))

    def reread(self, path: str, candidate: Candidate) -> None:
        """Give a number cell another reading; which laws there are does not depend on it."""
        self.chosen[path] = candidate
        self._memo.clear()

    def once(self, key: str, compute: Callable[[], T]) -> T:
        """What ``compute`` says of what is chosen now, asked once until another reading is chosen."""
        if key not in self._memo:
            self._memo[key] = compute()
        found: T = self._memo[key]
        return found

    def values(self) -> dict[str, Any]:
        """The plain record of what is chosen."""
        return self.once("values", self._values)

    def _values(self) -> dict[str, Any]:
        values = skeleton(self.form_type, self.rows, set(self.chosen))
        for path, candidate in self.chosen.items():
            put(values, path, candidate.value)
        return values

    def blank(self, values: Mapping[str, Any]) -> frozenset[str]:
        """Paths of cells that hold nothing and are not lost."""
        return frozenset(path for path, value in leaves(values) if value is None and not self.is_lost(path))

    def is_lost(self, path: str) -> bool:
        """True for a cell that must have held something and was not found."""
        candidate = self.chosen.get(path)
        return candidate is not None and candidate.origin == LOST

    def form(self) -> Form:
        """The form as the laws see it."""
        values = self.values()
        return self.once("form", lambda: Form.of(values, self.units, self.blank(values)))

    def bound(self) -> tuple[BoundLaw, ...]:
        """All arithmetic instances of the laws over the chosen cells."""
        return self.once("arithmetic", lambda: tuple(law for law in self.all_laws() if law.relation is not None))

    def all_laws(self) -> tuple[BoundLaw, ...]:
        """All instances of the laws over the chosen cells."""
        if self._bound is None:
            self._bound = bind(self.form(), self.units, self.law_ids, self.settings)
        return self._bound

    def look(
        self,
        trial: Mapping[str, str] | None = None,
        bounds: Mapping[str, Seen] | None = None,
        hidden: Collection[str] = (),
    ) -> Look:
        """Show cells to a relation: trials first, then bounds for lost and hidden cells, then what is chosen."""

        def show(path: str) -> Seen:
            if trial is not None and path in trial:
                return read_cell(path, trial[path])
            candidate = self.chosen.get(path)
            if path in hidden and bounds is not None:
                return bounds[path]
            if candidate is None or candidate.value is None:
                if bounds is not None and path in bounds:
                    return bounds[path]
                return None if candidate is not None and candidate.origin == LOST else BLANK
            return read_cell(path, candidate.value)

        return show


def by_cell(laws: Iterable[BoundLaw]) -> dict[str, list[BoundLaw]]:
    """Laws by the cells that take part in them."""
    out: dict[str, list[BoundLaw]] = {}
    for law in laws:
        for path in law.cells:
            out.setdefault(path, []).append(law)
    return out
