"""One table of a page put together from its strips: header, rows, total row.

Comes in: for every strip the header lines and the other lines of a table. Goes out: the
table as lines of cells, one cell for every column, as if the page had not been cut; and
the lines that are none of the table's. A cell whose line a strip has lost is empty and in
doubt; so is one that could as well be of another row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom
from extractor.read.levels import strangeness_of
from extractor.read.page.columns import RIGHT, Heads, Slot, heads_of
from extractor.read.page.ledgers import Amounts, Points, Sums
from extractor.read.page.lines import Made, Table, way_of
from extractor.read.page.pieces import FAR, Sheet
from extractor.read.page.ties import Tie, best_of
from extractor.read.page.weave import Weave

_MUST = frozenset(("level3", "target", "actual", "weight", "score", "progress"))
_LOST_LINE = 1.6
_NO_LINE = 0.1
_NO_AMOUNT, _NO_TOTAL, _NO_SOURCE = 0.25, 1.6, 2.2
_NO_PROSE = 0.6
_SELDOM_BLANK = 0.45
_MAIN = frozenset(("fiscal", "central"))  # the sources that nearly every project has money from
_HALF_A_ROW = 1.3  # a row that has an amount in one strip has one in the next
_AMOUNT = re.compile(r"[\d,]*\d(?:\.\d*)?")
_UNDER = 1.5
_SOURCE = Slot("source", "source")
Lines = Sequence[Sequence[Sequence[Atom]]]  # strip -> line -> cell


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the page says: words that stand whole, texts that have a line of their own, other figures."""

    words: frozenset[str]
    alone: tuple[Counter[str], ...]  # by strip
    own: Mapping[str, Decimal]  # weight and score of the money table

    @classmethod
    def of(cls, strips: Lines) -> Surroundings:
        """Words and repeated texts of all strips."""
        words = frozenset(
            atom.norm[n : n + 2]
            for lines in strips
            for line in lines
            for atom in line
            for n in range(len(atom.norm) - 1)
            if "\u4e00" <= atom.norm[n] <= "\u9fff"
        )
        return cls(words, tuple(_alone(lines) for lines in strips), {})

    def elsewhere(self, bodies: Lines) -> list[frozenset[str]]:
        """For each strip the texts that stand alone on a line outside these ones."""
        return [frozenset((count - _alone(lines)).keys()) for count, lines in zip(self.alone, bodies, strict=True)]


def _alone(lines: Sequence[Sequence[Atom]]) -> Counter[str]:
    """Texts that have a line of their own."""
    return Counter(line[0].norm for line in lines if len(line) == 1)


def table_of(
    block: str, headers: Lines, bodies: Lines, family: Family, lexicon: Lexicon, page: Surroundings
) -> Table | None:
    """The table of a block; None where no strip heads a column of it."""
    heads = heads_of(headers, block, family, lexicon)
    if heads is None:
        return None
    slots = _with_border_parts(_with_sources(heads.slots) if block == "funds" else heads.slots)
    told = zip(slots, bodies, page.elsewhere(bodies), strict=True)
    sheets = [Sheet.of(row, lines, lexicon, often) for row, lines, often in told]
    making = Making(block, heads, sheets, lexicon, page.words)
    return making.table(page.own)


def _with_sources(slots: Sequence[Sequence[Slot]]) -> list[tuple[Slot, ...]]:
    """The slots with the column of sources, which has no header, in the first strip."""
    return [(_SOURCE, *row) if n == 0 else tuple(row) for n, row in enumerate(slots)]


def _with_border_parts(slots: Sequence[Sequence[Slot]]) -> list[tuple[Slot, ...]]:
    """The slots, each strip with a place for what runs over from the last column of the strip before."""
    out = [tuple(row) for row in slots]
    for n in range(1, len(out)):
        if out[n - 1] and not (out[n] and out[n][0].part == RIGHT):
            out[n] = (replace(out[n - 1][-1], part=RIGHT), *out[n])
    return out


@dataclass(slots=True)
class Making:
    """A table in the making."""

    block: str
    heads: Heads
    sheets: Sequence[Sheet]
    lexicon: Lexicon
    words: frozenset[str]

    def table(self, own: Mapping[str, Decimal]) -> Table:
        """The table whose lines of all strips cost least together; ``own`` are figures of other tables in its sums."""
        keys = [column.key for column in self.heads.columns]
        sums: Sums
        if self.block != "indicators":
            sums = Amounts(tuple(column.key for column in self.heads.columns if column.type == "money"))
        else:
            sums = Points(tuple(key for key in ("weight", "score") if key in keys), own)
        ties = [Tie(a, b, self.words, self._prints_notes()) for a, b in zip(self.sheets, self.sheets[1:], strict=False)]
        for sheet, tie in zip(self.sheets, ties, strict=False):
            sheet.runs_on = tie.cut
        weave = Weave(
            self.sheets, ties, sums, self._figures(ties), self._missing, self._label(ties),
            totals=self.block == "indicators",
        )  # fmt: skip
        woven = weave.woven()
        return Made(self, ties, woven).table()

    def _prints_notes(self) -> bool:
        """True where some rows print a note and others none."""
        return any(column.key == "deviation_note" for column in self.heads.columns)

    def _figures(self, ties: Sequence[Tie]):  # type: ignore[no-untyped-def]
        """The texts of a row's figures, by column; of the sources their key."""
        wanted = [
            [(n, slot) for n, slot in enumerate(sheet.slots) if slot.type in ("points", "money", "source")]
            for sheet in self.sheets
        ]
        known: dict[tuple[int | None, ...], dict[str, str]] = {}

        def figures(heads: tuple[int | None, ...]) -> dict[str, str]:
            if heads not in known:
                out: dict[str, str] = {}
                for s, line in enumerate(heads):
                    if line is None or not wanted[s]:
                        continue
                    way = way_of(self.sheets, ties, heads, s)
                    for n, slot in wanted[s]:
                        atom = way.at(n)
                        if atom is None:
                            continue
                        if slot.type == "source":
                            out["source"] = next((r.key for r in atom.roles if r.role == "row"), "other")
                        else:
                            out[slot.key] = out.get(slot.key, "") + atom.norm
                known[heads] = out
            return known[heads]

        return figures

    def _missing(self, strip: int, heads: tuple[int | None, ...]) -> float:
        """What it costs a row to have no line in a strip."""
        slots = self.sheets[strip].slots
        if self.block == "funds":
            if any(slot.key == "source" and slot.part != RIGHT for slot in slots):
                return _NO_SOURCE
            cells = self.sheets[0].lines[heads[0]] if heads[0] is not None else ()
            sources = {label.key for atom in cells for label in atom.roles if label.role == "row"}
            own = [slot for slot in slots if slot.part != RIGHT]
            if not own:
                return _NO_LINE
            money = any(slot.type == "money" for slot in own)
            if money and any(_AMOUNT.fullmatch(atom.norm) for atom in cells):
                return _HALF_A_ROW
            return _NO_TOTAL if "total" in sources else _SELDOM_BLANK if sources & _MAIN else _NO_AMOUNT
        if self.block == "objective":
            return _NO_PROSE
        must = any(slot.key in _MUST and slot.part != RIGHT for slot in slots)
        return _LOST_LINE if must else _NO_LINE

    def _label(self, ties: Sequence[Tie]):  # type: ignore[no-untyped-def]
        """What it costs a row to stand below the level label that the first strip printed last."""
        first = self.sheets[0]
        place = next((n for n, slot in enumerate(first.slots) if slot.key == "level2"), None)

        def cost(last: int, heads: tuple[int | None, ...]) -> float:
            if place is None or len(heads) < 2 or heads[1] is None:
                return 0.0
            label = None
            while last >= 0 and label is None:
                label = best_of(first, last).at(place)
                last -= 1
            if label is None:
                return 0.0
            texts = [atom.norm for atom in self.sheets[1].lines[heads[1]]]
            return _UNDER * strangeness_of(label.norm, texts[:2])

        return cost


__all__ = ["FAR", "Table", "table_of"]
