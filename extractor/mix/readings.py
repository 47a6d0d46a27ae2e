"""Readings mixed: the offline reading with what models propose for it.

Comes in: the offline ``Reading``, the form as decided from it, and one ``Proposal`` a model. Goes out: a
``Mixture``: one reading over rows that were matched by their text. A table in which a model contradicts
most of what the laws have confirmed is passed over: then it is the model that reads another page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.doubts import NOT_SEEN, STRIPS_DO_NOT_TALLY
from extractor.mix.cells import alone, joined, same_value, without_placed
from extractor.mix.rows import CARRIED, PLACE, Match, Row, match_rows, overlap, rows_of, start_of
from extractor.values import Alternative, Candidate, Choice, FormRecord, Reading

_TABLES = ("funds", "indicators", "scorecard", "evaluators")
_NAME_OF = {"funds": "source", "indicators": "level3", "scorecard": "item", "evaluators": "name"}
_FIGURES = ("score", "weight", "executed", "adjusted_budget", "initial_budget", "allocated")
_DOUBTFUL = 3  # cells with such a doubt, for the model's rows to be the base
_ENOUGH = 6  # cells to compare before a table can be passed over
_TOO_FEW = 0.5  # share of them in which the two must agree
_COVERED = 0.7  # share of our rows that the model must have, for its rows to be the base


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one model read: rows of its own, single cells in the offline reader's rows, the tables it read whole."""

    reader: str
    reading: Reading
    single: tuple[Choice, ...] = ()
    read: frozenset[str] = frozenset()


@dataclass(slots=True)
class Mixture:
    """One reading, and what a model's word is at stake in.

    ``stakes`` holds for each reader the cells where it stands alone or in dispute, with its value;
    ``rows`` for each reader the rows of the mixture that are rows of its own (``indicators[3]`` ->
    ``indicators[2]``); ``passed_over`` the tables of a reader that were not taken.
    """

    reading: Reading
    stakes: dict[str, dict[str, str | None]] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    passed_over: list[tuple[str, str]] = field(default_factory=list)


def mix(plain: Reading, proposals: Sequence[Proposal], first: FormRecord) -> Mixture:
    """The offline reading with the proposals of all models; ``first`` is the form as decided without them."""
    out = Mixture(plain)
    for proposal in proposals:
        out.stakes[proposal.reader] = {}
        out.rows[proposal.reader] = {}
        _take_cells(out, proposal, _by_path(proposal.single))
        fields = [c for c in _candidates(proposal.reading.choices) if not PLACE.fullmatch(c.path)]
        _take_cells(out, proposal, {c.path: c for c in fields if c.path != "form_type"})
        for table in _TABLES:
            if table in proposal.reading.rows:
                _take_table(out, proposal, table, first)
    return out


def _candidates(choices: Iterable[Choice]) -> Iterable[Candidate]:
    return (candidate for choice in choices for candidate in choice.alternatives[0].candidates)


def _by_path(choices: Iterable[Choice]) -> dict[str, Candidate]:
    return {candidate.path: candidate for candidate in _candidates(choices)}


def _take_cells(out: Mixture, proposal: Proposal, theirs: Mapping[str, Candidate], *, doubted: bool = False) -> None:
    """Mix candidates that stand in the rows of the mixture.

    A cell that we found blank takes no text that has its sure place in another cell, unless our rows are
    ``doubted`` as such.
    """
    if not doubted:
        theirs = without_placed(out.reading.choices, theirs)
    choices: list[Choice] = []
    known: set[str] = set()
    stakes = out.stakes[proposal.reader]
    for choice in out.reading.choices:
        made, disputed = joined(choice, theirs, doubted=doubted)
        choices.append(made)
        known.update(c.path for c in choice.alternatives[0].candidates)
        stakes.update((path, theirs[path].value) for path in disputed)
    for path, candidate in theirs.items():
        if path not in known and candidate.value is not None:
            choices.append(alone(candidate))
            stakes[path] = candidate.value
    out.reading = replace(out.reading, choices=tuple(choices))


def _take_table(out: Mixture, proposal: Proposal, table: str, first: FormRecord) -> None:
    """Mix one table whose rows the model found by itself."""
    ours, theirs = rows_of(out.reading.choices, table), rows_of(proposal.reading.choices, table)
    proved = _proved(table, first)
    match = match_rows(ours, theirs, () if proved else out.reading.unplaced)  # sums that come out miss no row
    agreed, total = _agreement(ours, theirs, match)
    contradicts = total >= _ENOUGH and agreed < _TOO_FEW * total
    if contradicts and proved:
        out.passed_over.append((proposal.reader, table))
        return
    covers = not contradicts and len(match.pairs) >= _COVERED * len(ours) and len(theirs) >= len(ours)
    doubted = table in proposal.read and _rows_in_doubt(ours) and covers
    if doubted:
        order = _order(theirs, ours, _ours_to_add(ours, theirs, match), "theirs", "ours")
    else:
        if table in proposal.read:
            _doubt_unseen(out, table, set(ours) - set(match.pairs.values()), first)
        order = _order(ours, theirs, match.new, "ours", "theirs")
    place = {j: n for n, (whose, j) in enumerate(order) if whose == "theirs"}
    place |= {j: order.index(("ours", i)) for j, i in match.pairs.items() if j not in place}
    _renumber(out, table, order, {i: place[j] for j, i in match.pairs.items()})
    moved = {
        f"{table}[{place[j]}].{key}": replace(c, path=f"{table}[{place[j]}].{key}")
        for j, row in theirs.items()
        if j in place
        for key, c in row.items()
    }
    for j, n in place.items():
        out.rows[proposal.reader][f"{table}[{n}]"] = f"{table}[{j}]"
    _take_cells(out, proposal, moved, doubted=doubted)


def _agreement(ours: Mapping[int, Row], theirs: Mapping[int, Row], match: Match) -> tuple[int, int]:
    """How many cells the two readers have alike, and how many the other one has in all."""
    total = agreed = 0
    for j, row in theirs.items():
        mine = ours.get(match.pairs.get(j, -1), {})
        if j in match.new:
            continue
        for key, candidate in row.items():
            if key in CARRIED or candidate.value is None:
                continue
            other = mine.get(key)
            total += 1
            agreed += other is not None and same_value(other.value, candidate.value)
    return agreed, total


def _proved(table: str, first: FormRecord) -> bool:
    """True if laws confirm figures of a table and none of severity error is broken in it."""
    cells = [cell for path, cell in first.cells.items() if path.startswith(f"{table}[") and path.endswith(_FIGURES)]
    wrong = any(
        finding.severity == "error" and any(path.startswith(f"{table}[") for path in finding.cells)
        for finding in first.findings
    )
    return not wrong and sum(bool(cell.laws_hold) for cell in cells) >= max(2, len(cells) // 2)


def _doubt_unseen(out: Mixture, table: str, unseen: set[int], first: FormRecord) -> None:
    """Flag the names of rows that the model did not read, unless laws confirm their figures."""
    doubtful = {
        f"{table}[{i}].{_NAME_OF[table]}"
        for i in unseen
        if not any((cell := first.cells.get(f"{table}[{i}].{key}")) is not None and cell.laws_hold for key in _FIGURES)
    }
    if doubtful:
        out.reading = replace(out.reading, choices=tuple(_flagged(c, doubtful) for c in out.reading.choices))


def _flagged(choice: Choice, paths: set[str]) -> Choice:
    if not any(c.path in paths and c.value for way in choice.alternatives for c in way.candidates):
        return choice
    return Choice(
        tuple(
            Alternative(
                tuple(
                    replace(c, reasons=(*c.reasons, NOT_SEEN)) if c.path in paths and c.value else c
                    for c in way.candidates
                ),
                way.cost,
            )
            for way in choice.alternatives
        )
    )


def _rows_in_doubt(ours: Mapping[int, Row]) -> bool:
    """True where the offline reader itself doubts which lines of strips make a row."""
    doubtful = [c for row in ours.values() for c in row.values() if STRIPS_DO_NOT_TALLY in c.reasons]
    return len(doubtful) >= _DOUBTFUL


def _ours_to_add(ours: Mapping[int, Row], theirs: Mapping[int, Row], match: Match) -> list[int]:
    """Our rows that the model passed over: one of their cells at least is text that none of its rows uses."""
    used = [span for row in theirs.values() for c in row.values() for span in c.spans]
    taken = set(match.pairs.values())
    return [
        i
        for i, row in ours.items()
        if i not in taken
        and any(c.value and c.spans and not overlap(c.spans, used) for key, c in row.items() if key not in CARRIED)
    ]


def _order(
    base: Mapping[int, Row], added: Mapping[int, Row], new: Sequence[int], base_name: str, added_name: str
) -> list[tuple[str, int]]:
    """The rows of the mixture: those of the base in order, the new ones where their text stands."""
    rows = {base_name: base, added_name: added}
    order = [(base_name, i) for i in sorted(base)]
    for j in sorted(new, key=lambda j: start_of(added[j])):
        start = start_of(added[j])
        at = next((n for n, (whose, i) in enumerate(order) if start_of(rows[whose][i]) > start), len(order))
        order.insert(at, (added_name, j))
    return order


def _renumber(out: Mixture, table: str, order: Sequence[tuple[str, int]], pairs: Mapping[int, int]) -> None:
    """Give the rows of a table their new numbers, in the reading and in what was noted of it.

    ``pairs`` are rows of ours that go on as a row of the other reader; rows of ours that go nowhere are left out.
    """
    new = {f"{table}[{i}]": f"{table}[{n}]" for n, (whose, i) in enumerate(order) if whose == "ours"}
    new |= {f"{table}[{i}]": f"{table}[{n}]" for i, n in pairs.items()}
    gone = {f"{table}[{i}]" for i in rows_of(out.reading.choices, table)} - new.keys()
    if gone:
        kept = tuple(choice for choice in out.reading.choices if not _stands_in(choice, gone))
        out.reading = replace(out.reading, choices=kept)
    rows = {**out.reading.rows, table: len(order)}
    if any(old != now for old, now in new.items()):
        choices = tuple(_moved_choice(choice, new) for choice in out.reading.choices)
        out.reading = replace(out.reading, choices=choices)
        for reader, stakes in out.stakes.items():
            out.stakes[reader] = {_moved(path, new): value for path, value in stakes.items()}
        for reader, own in out.rows.items():
            out.rows[reader] = {new.get(row, row): theirs for row, theirs in own.items()}
    out.reading = replace(out.reading, rows=rows)


def _stands_in(choice: Choice, rows: set[str]) -> bool:
    """True for a choice over cells of some rows."""
    return choice.alternatives[0].candidates[0].path.rpartition(".")[0] in rows


def _moved(path: str, new: Mapping[str, str]) -> str:
    row, dot, key = path.rpartition(".")
    return f"{new.get(row, row)}{dot}{key}"


def _moved_choice(choice: Choice, new: Mapping[str, str]) -> Choice:
    return Choice(
        tuple(
            Alternative(tuple(replace(c, path=_moved(c.path, new)) for c in way.candidates), way.cost)
            for way in choice.alternatives
        )
    )
