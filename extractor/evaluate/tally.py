"""The counts that all figures are made of: whole numbers that add up over forms.

Comes in: nothing, or other tallies. Goes out: ``Tally``. Never holds a rate: rates are made from counts
where they are shown (``rates``), so that they can be added up first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over any number of forms.

    The first block is that of ``Figures``: leaves by class. *Damaged* cells are those whose printed text is
    not the true value; *covered* is a wrong value that breaks a law (see ``covering``). *Inferred* and
    *repaired* count cells by what the record says of them (``_cells``) and leaves by what is expected
    (``_wanted``). *Planted* are forms with a contradiction of the author's, *sound* forms have neither
    that nor any damage; *undamaged* forms are both.
    """

    forms: int = 0
    forms_silent: int = 0  # with at least one wrong value that nothing flags
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
    silent_covered: int = 0  # of wrong_silent
    rows_crossing: int = 0

    damaged: int = 0
    damaged_right: int = 0
    damaged_silent: int = 0
    damaged_covered: int = 0
    damaged_covered_right: int = 0
    damaged_covered_silent: int = 0
    lost: int = 0  # cells of which nothing is left
    lost_right: int = 0

    inferred_cells: int = 0
    inferred_right: int = 0
    inferred_wanted: int = 0
    inferred_had: int = 0
    repaired_cells: int = 0
    repaired_right: int = 0
    repaired_wanted: int = 0
    repaired_had: int = 0

    planted: int = 0
    planted_found: int = 0
    planted_errors: int = 0  # those of severity error
    planted_errors_found: int = 0
    planted_altered: int = 0  # forms in which a cell of the contradiction came out as something else
    error_findings: int = 0  # in undamaged forms
    error_findings_true: int = 0
    sound: int = 0
    sound_errors: int = 0  # findings in them, all false
    sound_warnings: int = 0

    @property
    def leaves(self) -> int:
        """Expected leaves and superfluous ones: what accuracy is a share of."""
        return self.gold + self.extra

    @property
    def undamaged_silent(self) -> int:
        """Silently wrong values in cells that no damage touched."""
        return self.wrong_silent - self.damaged_silent

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    def as_dict(self) -> dict[str, int]:
        """The counts that are not 0, by name."""
        return {name: count for name in NAMES if (count := getattr(self, name))}


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Tally))


def add_up(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return sum(tallies, Tally())


def tally_from(counts: Mapping[str, int]) -> Tally:
    """The tally that ``as_dict`` gave; counts of another version of the program that this one lacks are left out."""
    return Tally(**{name: int(counts.get(name, 0)) for name in NAMES})
