"""The lines of one strip, as printed, with what each could be.

Comes in: the fragments of one vertical strip of a page. Goes out: its lines, labels that
were wrapped onto a second line closed, rows that the family fixes named, rests of
wrapped cells marked. Never looks at another strip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.family import Family
from extractor.lexicon import Lexicon, is_number_label
from extractor.read.atoms import Atom, atoms_of, stitched
from extractor.read.blocks import zones_of
from extractor.read.line import Line
from extractor.read.slots import Place, with_slots
from extractor.read.tails import with_tails
from extractor.values import Boundary, Fragment

_SHORT = 6  # the rest of a label is not longer


def lines_of(
    strip: Sequence[Fragment], family: Family, lexicon: Lexicon, places: Sequence[Place], *, first: bool = False
) -> list[Line]:
    """Lines of a strip, wraps of labels closed; those of the first strip each with the block they stand in."""
    return lines_from(rows_of(strip, lexicon), family, lexicon, places, first=first)


def rows_of(strip: Sequence[Fragment], lexicon: Lexicon, *, whole: bool = False) -> list[list[Atom]]:
    """The printed lines of a strip, each as the cells that hold text; ``whole`` cells are those that tabs part."""
    rows: list[list[Atom]] = []
    for atom in atoms_of(strip, lexicon):
        if not rows or atom.before >= Boundary.LINE:
            rows.append([])
        above = rows[-1][-1] if rows[-1] else None
        if whole and above is not None and atom.before == Boundary.NONE and atom.start == above.end:
            norm = above.norm + atom.norm
            text = above.text + atom.text
            rows[-1][-1] = replace(above, end=atom.end, text=text, norm=norm, roles=lexicon.roles(norm), loose=False)
        elif not atom.empty:
            rows[-1].append(atom)
    return [row for row in rows if row]


def lines_from(
    printed: Sequence[Sequence[Atom]], family: Family, lexicon: Lexicon, places: Sequence[Place], *, first: bool
) -> list[Line]:
    """Lines of a strip from what it printed."""
    rows = [[_closed(atom, lexicon) for atom in row] for row in _unwrapped([list(row) for row in printed], lexicon)]
    flat = [atom for row in rows for atom in row]
    zones = dict(zip((id(atom) for atom in flat), zones_of(flat, family), strict=True))
    start = next((index for index, row in enumerate(rows) if any(atom.roles for atom in row)), len(rows))
    lines = [
        Line(row, zones[id(row[0])] if (first and index >= start) or any(a.roles for a in row) else None)
        for index, row in enumerate(rows)
    ]
    lines = with_slots(lines, places, first=first)
    return lines if first else with_tails(lines)


def _closed(atom: Atom, lexicon: Lexicon) -> Atom:
    """A label known without the closing bracket that it lost, or without the stray character that a cut left before."""
    if not atom.roles and 5 <= len(atom.norm) <= 12 and all("\u4e00" <= char <= "\u9fff" for char in atom.norm[:3]):
        roles = tuple(label for label in lexicon.roles(atom.norm[1:]) if label.role == "column")
        if roles:
            return replace(atom, norm=atom.norm[1:], roles=roles)
    at = atom.norm.find("(")
    if atom.roles or at < 3 or ")" in atom.norm:
        return atom
    return replace(atom, roles=lexicon.roles(atom.norm[:at]))


def _unwrapped(rows: list[list[Atom]], lexicon: Lexicon) -> list[list[Atom]]:
    """Rows with the second line of a wrapped label (项目资金使用情 / 况) put back to its first."""
    out: list[list[Atom]] = []
    taken = False  # the line before was the rest of labels
    for number, row in enumerate(rows):
        rest = list(row)
        if number and taken and _printed(row) == _printed(rows[number - 1]):
            continue  # the rest was printed twice
        if out:
            above = out[-1]
            doubled = number > 1 and _printed(rows[number - 1]) == _printed(rows[number - 2])
            for place, cell in enumerate(above):
                closes = rest and len(rest[0].norm) <= _SHORT and not cell.more
                if closes and (_goes_on(cell, rest[0], above, lexicon) or _value_goes_on(above, place, rest, row)):
                    above[place] = stitched(cell, rest.pop(0), lexicon)
                    if doubled and len(out) > 1 and len(out[-2]) == len(above):
                        del out[-2]  # the row was printed twice before its label went on
        taken = len(rest) < len(row)
        if rest and not (len(rest) == 1 and is_number_label(rest[0].norm)):  # a bare 指标2： names no row
            out.append(rest)
    return out


def _goes_on(cell: Atom, rest: Atom, above: Sequence[Atom], lexicon: Lexicon) -> bool:
    """True if the rest makes the cell a label; a column's label (实际 / 完成) only in a header."""
    roles = lexicon.roles(cell.norm + rest.norm)
    is_column = (
        bool(roles)
        and all(label.role in ("column", "field") for label in roles)
        and any(label.role == "column" for label in roles)
    )
    return bool(roles) and (
        not is_column
        or any(label.role in ("column", "stub") for atom in above if atom is not cell for label in atom.roles)
    )


def _value_goes_on(above: Sequence[Atom], place: int, rest: Sequence[Atom], row: Sequence[Atom]) -> bool:
    """True for the rest of a value beside a label whose own rest stands before it on the line."""
    if not place or len(rest) == len(row) or above[place].roles or rest[0].roles:
        return False
    label = above[place - 1]
    return bool(label.more) and any(role.role == "field" for role in label.roles)


def _printed(cells: Sequence[Atom]) -> list[str]:
    return [atom.norm for atom in cells]
