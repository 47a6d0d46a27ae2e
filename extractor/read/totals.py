"""The one figure of a total row: the total weight, or the total score.

Comes in: the atoms of a table, its family, and the figure with what stands beside it. Goes out: the key
of its column. The printed place decides; without one, what the weights of this family sum to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.family import Family
from extractor.read.alignment import Column
from extractor.read.atoms import Atom

_FULL = 100


@dataclass(frozen=True, slots=True)
class TotalColumn:
    """What a table says of its total row: grid columns of weight and score, and whether the weights sum to 100."""

    places: Mapping[int, str] = field(default_factory=dict)
    weights_make_all: bool = True

    def key_of(self, figure: Atom, number: float, beside: Sequence[Atom], columns: Sequence[Column]) -> str:
        """Whether the only figure of a total row is the ``weight`` or the ``score``."""
        keys = [column.key for column in columns]
        placed = self.places.get(figure.column) if figure.column is not None else None
        if placed is not None and placed in keys and self._reaches_score(placed, [figure, *beside]):
            return placed
        before = any(atom.empty and atom.start <= figure.start for atom in beside)
        if "weight" not in keys or (before and number != _FULL):
            return "score"
        if "score" not in keys:
            return "weight"
        return "weight" if number == _FULL and self.weights_make_all else "score"

    def _reaches_score(self, placed: str, row: Sequence[Atom]) -> bool:
        """True if the row's cells stand where the header's do: a merged label moves them left, never right."""
        score = max((column for column, key in self.places.items() if key == "score"), default=-1)
        return placed == "score" or any(atom.column is not None and atom.column >= score for atom in row)


ANY_TOTAL = TotalColumn()
"""For a total row whose table says nothing."""


def total_column(atoms: Sequence[Atom], block: str, family: Family) -> TotalColumn:
    """What the atoms of a table, header included, and its family say of the total row.

    The weights do not sum to 100 where the points of execution stand in a heading (得分（20分*执行率）).
    """
    places = {
        atom.column: label.key
        for atom in atoms
        for label in atom.roles
        if atom.column is not None and label.block == block and label.key in ("weight", "score")
    }
    funds = {spec.key for spec in family.columns.get("funds", ())}
    return TotalColumn(places, "score" not in funds or "weight" in funds)
