"""The money table: one row per source of money, its amounts in columns.

Comes in: the data atoms and columns of the table. Goes out: choices per row. Where blank
cells have vanished, the ways to place a row's amounts are alternatives for the laws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, takewhile

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.alignment import Column, Fit
from extractor.read.atoms import Atom, is_unit_mark
from extractor.read.cells import blank, candidate, only
from extractor.read.fit import fit, is_number
from extractor.read.fused import part_row
from extractor.read.quotient import parted_by_rate
from extractor.read.rows import cut_choices, is_cut, spanless
from extractor.read.sources import Entry, entries_of, source_of
from extractor.read.staged import read_staged
from extractor.read.table import TableRow, align
from extractor.read.vanished import in_doubt, keys_of, ways_of_budget
from extractor.values import Alternative, Boundary, Candidate, Choice, Span

_TYPES = {
    "initial_budget": "money", "adjusted_budget": "money", "allocated": "money", "executed": "money",
    "weight": "points", "execution_rate": "rate", "score": "points",
}  # fmt: skip
NOT_PLACED = "本行另有读不成数的内容，可能属于此栏"
_MISPLACED = 0.6
_DASH = 0.1
_NO_POINTS, _MOST_POINTS = 1.0, 50  # money is worth 10 or 20 of 100 points
_FEW_AMOUNTS = 1
_FAR_APART = 120  # strips print a label and its amounts further apart
_SELDOM_BLANK = {"adjusted_budget": 0.8, "executed": 0.8}  # an opening budget is the amount most often left out
_QUOTIENT_STEP = Decimal("0.006")
_PER_CENT_STEP = Decimal("0.0006")
_BARE_RATE = 0.2
_POINTS_OF_PART = 0.5


def read_funds(
    atoms: Sequence[Atom], columns: Sequence[Column], family: Family, lexicon: Lexicon, text: str
) -> tuple[list[Choice], int, list[Atom]]:
    """Choices of the money rows, how many rows there are, and the atoms that fit nowhere."""
    entries, stray = entries_of([atom for atom in atoms if not is_unit_mark(atom)], family)
    if family.staged_funds:
        return read_staged(entries, family, text, stray)
    out: list[Choice] = []
    bare = _prints_bare_rates(entries, columns)
    for index, entry in enumerate(entries):
        beside = list(takewhile(lambda value: value.before in (Boundary.GAP, Boundary.CELL), entry.values))
        if beside and entry.labels and 0 <= beside[0].start - entry.labels[-1].end <= _FAR_APART:
            entry.values = [*part_row(beside, columns, lexicon), *entry.values[len(beside) :]]
        out.extend(_row(f"funds[{index}]", entry, columns, bare, text, stray))
    return _with_doubts(out), len(entries), stray


def _with_doubts(choices: Sequence[Choice]) -> list[Choice]:
    """The choices, those of placing amounts in doubt where the row of the whole budget leaves the same open."""
    placed = [
        n
        for n, choice in enumerate(choices)
        if len(choice.alternatives) > 1 and any(found.value is None for found in choice.alternatives[0].candidates)
    ]
    whole = any("weight" in keys_of(choices[n]) for n in placed)
    doubtful = placed if whole and len(placed) > 1 else []
    return [in_doubt(choice) if n in doubtful else choice for n, choice in enumerate(choices)]


def _row(
    path: str, entry: Entry, columns: Sequence[Column], bare: bool, text: str, stray: list[Atom]
) -> Iterator[Choice]:
    """One row with its amounts in columns; ``bare`` says that rates are printed without a per cent sign."""
    source, label = source_of(entry.labels)
    label = label or entry.labels[0]
    span = (Span(label.start, label.end),)
    yield only(Candidate(f"{path}.stage", "all", label.text, span))
    yield only(Candidate(f"{path}.source", source or "other", label.text, span, "read", 0.0 if source else 1.0))
    values = parted_by_rate(_once(entry.values, len(columns)), columns)
    fitness = _row_fit(values, columns, bare=bare, part=source != "total")
    rows, dropped = align(values, columns, fitness, one_row=True)
    stray.extend(dropped)
    row = rows[0] if rows else TableRow()
    placed = _placed(path, source, values, row, columns, fitness, text)
    open_keys = keys_of(placed)
    if placed is not None:
        yield placed
    for column in columns:
        cell = row.cells.get(column.key)
        if column.key not in _TYPES or column.key in open_keys:
            continue
        if cell is None and column.key in row.blank and row.blank[column.key].doubt:
            doubt = row.blank[column.key].doubt
            yield only(Candidate(f"{path}.{column.key}", None, "", (), "missing", 1.0, (doubt,)))
        elif cell is None and dropped and column.key not in row.blank and not column.weak:
            yield only(Candidate(f"{path}.{column.key}", None, "", (), "missing", 1.0, (NOT_PLACED,)))
        elif cell is None:
            yield blank(f"{path}.{column.key}", spanless(row, column.key))
        elif not is_cut(cell):
            yield only(candidate(f"{path}.{column.key}", cell.atoms, _TYPES[column.key], text, cost=cell.cost))
    yield from cut_choices(path, row, _TYPES, text)


def _once(values: Sequence[Atom], width: int) -> list[Atom]:
    """The values of a row without what a merged cell leaves: copies of a figure beyond the columns there are."""
    kept = list(values)
    while sum(not atom.empty for atom in kept) > width:
        repeats = [i for i in range(1, len(kept)) if kept[i].norm == kept[i - 1].norm and not kept[i].empty]
        if not repeats:
            break
        runs = max(repeats, key=lambda i: sum(atom.norm == kept[i].norm for atom in kept))
        del kept[runs]
    return kept


def _placed(
    path: str,
    source: str | None,
    values: Sequence[Atom],
    row: TableRow,
    columns: Sequence[Column],
    fitness: Fit,
    text: str,
) -> Choice | None:
    """The ways to place the values of a row whose blank cells have vanished; None where it prints them."""
    if any(value.empty for value in values):
        return None
    whole = ways_of_budget(path, values, columns, fitness, text) if source == "total" else None
    return whole or _placements(path, row, columns, text)


def _placements(path: str, row: TableRow, columns: Sequence[Column], text: str) -> Choice | None:
    """The ways to place fewer amounts than there are money columns; None where each column has one, or none has.

    Blank cells have vanished here, so that only the sums of the table tell which ones.
    """
    keys = [column.key for column in columns if column.type == "money" and not column.weak]
    cells = [row.cells[key] for key in keys if key in row.cells]
    if not 0 < len(cells) < len(keys) or any(is_cut(cell) for cell in cells) or len(cells) < _FEW_AMOUNTS:
        return None
    ways: list[Alternative] = []
    for chosen in combinations(keys, len(cells)):
        given = dict(zip(chosen, cells, strict=True))
        candidates = tuple(
            candidate(f"{path}.{key}", given[key].atoms, "money", text)
            if key in given
            else Candidate(f"{path}.{key}", None, "", (), "blank")
            for key in keys
        )
        ways.append(Alternative(candidates, sum(_SELDOM_BLANK.get(key, 0.3) for key in keys if key not in given)))
    return Choice(tuple(sorted(ways, key=lambda way: way.cost)))


def _prints_bare_rates(entries: Sequence[Entry], columns: Sequence[Column]) -> bool:
    """True if the header names a rate and no row marks one: then a plain figure may be a rate (执行率（%） | 99.19)."""
    named = any(column.type == "rate" and not column.weak for column in columns)
    return named and not any(value.norm.endswith(("%", "‰")) for entry in entries for value in entry.values)


def _row_fit(values: Sequence[Atom], columns: Sequence[Column], *, bare: bool, part: bool) -> Fit:
    """Cost of a value in a column by its type, and by what the whole row says.

    Where the row prints a cell for every column, the place counts; a figure that is the
    quotient of two amounts before it is a rate, though printed as a fraction or, where the
    table prints its rates so, without its sign. A ``part`` of the budget seldom has points of its own.
    """
    rates = _quotients(values, bare)
    surplus = len(values) - len(columns)  # a table further right makes empty cells behind a row of money
    whole = surplus >= 0 and all(atom.empty for atom in values[len(columns) :])
    printed = values[: len(columns)] if whole else ()
    places = {atom.start: column.key for atom, column in zip(printed, columns, strict=False)}

    def cost(column: Column, atom: Atom) -> float:
        if atom.start in rates:
            base = 0.0 if column.type == "rate" else 1.0
        elif column.type in ("points", "rate") and not any(char.isdecimal() for char in atom.norm):
            base = min(_DASH, fit(column.type, atom.norm))  # points stand in the row of the total alone
        elif bare and column.type == "rate" and is_number(atom.norm):
            base = min(_BARE_RATE, fit(column.type, atom.norm))
        else:
            odd = column.type == "points" and not whole and _exceeds(atom)  # in a whole row the place tells more
            base = fit(column.type, atom.norm) + (_NO_POINTS if odd else 0.0)
        if part and column.type == "points" and is_number(atom.norm):
            base += _POINTS_OF_PART
        return base + (_MISPLACED if whole and places.get(atom.start) != column.key else 0.0)

    return cost


def _exceeds(atom: Atom) -> bool:
    return is_number(atom.norm) and Decimal(atom.norm.replace(",", "")) > _MOST_POINTS


def _quotients(values: Sequence[Atom], bare: bool) -> set[int]:
    """Starts of the figures that are the quotient of two amounts before them in the row, as fractions or per cent."""
    numbers = [(atom.start, Decimal(atom.norm.replace(",", ""))) for atom in values if is_number(atom.norm)]
    found: set[int] = set()
    for index, (start, figure) in enumerate(numbers):
        ratios = [b / a for a, b in pairwise(amount for _, amount in numbers[:index]) if a > 0]
        as_fraction = 0 < figure < 1 and any(abs(ratio - figure) < _QUOTIENT_STEP for ratio in ratios)
        if as_fraction or (bare and any(abs(ratio - figure / 100) < _PER_CENT_STEP for ratio in ratios)):
            found.add(start)
    return found
