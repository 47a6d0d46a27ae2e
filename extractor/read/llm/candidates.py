"""Candidates from what a model pointed at.

Comes in: ``Answers`` of one form. Goes out: a ``Reading``, made by the same rules as the offline
reader's: merged labels are carried down, codes follow from labels, values from the printed text by the
documented normalisation. What the model would rather read somewhere stands beside the candidate as
a suggestion and is never its value. Never makes a value of the model's own words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from extractor.doubts import LABEL_COMPLETED, RESTORED
from extractor.family import Family, FieldSpec
from extractor.notation.text import fold, label_key
from extractor.read.atoms import Atom, year_of
from extractor.read.card import read_card
from extractor.read.cells import candidate, only
from extractor.read.fields import FieldSlot, field_choices
from extractor.read.fit import fit
from extractor.read.indicators import level_value, name_choice, read_rows
from extractor.read.llm.answers import Answers
from extractor.read.llm.pointer import Pointed
from extractor.read.llm.topic import label_of, types_of
from extractor.read.people import read_people
from extractor.read.sources import Entry, source_of
from extractor.read.staged import read_staged
from extractor.read.table import Column, TableCell, TableRow
from extractor.values import CARRIED_DOWN, Alternative, Candidate, Choice, Reading

_BRACKETED_YEAR = re.compile(r"\s*[(（〔\[]?\s*(?:19|20)\d\d\s*年\s*度?\s*[)）〕\]]?\s*$")
_MOST_ODD = 1.4  # a pointer that passed the checks is at most this odd
_NEAR = 0.75
_MERGED = (".level1", ".level2", ".section", ".group")


def reading_of(
    answers: Answers, specs: Mapping[str, FieldSpec], family: Family, text: str, reader: str
) -> tuple[Reading, dict[str, str]]:
    """The reading of one form, one choice for each cell that was pointed at; and where its rows stand in the answers.

    The second value maps rows of the reading to rows of the answers (``indicators[2]`` to
    ``indicators[3]``): a row in which nothing was found is none.
    """
    choices: list[Choice] = []
    rows: dict[str, int] = {}
    places: dict[str, str] = {}
    for path, pointed in answers.fields.items():
        if path in specs:
            choices.extend(_field(specs[path], pointed.atom, text))
    types = types_of(family)
    for table, build in _TABLES.items():
        if table in answers.tables:
            printed = [_atoms(row) for row in answers.tables[table]]
            made, rows[table] = build(printed, family, types, text)
            choices.extend(made)
            kept = [n for n, row in enumerate(printed) if build([row], family, types, text)[1]]
            places.update({f"{table}[{n}]": f"{table}[{place}]" for n, place in enumerate(kept)})
    found = {place: row for row, place in places.items()}
    restored = {_moved(place, found): pointed.restored for place, pointed in answers.places() if pointed.restored}
    known = _labels_of(family) if restored else frozenset()
    own = {_moved(place, found) for place, _ in answers.places()}
    choices = [_unless_pointed(choice, own) for choice in choices]
    return Reading(rows, tuple(_signed(choice, reader, restored, known) for choice in choices)), places


def _unless_pointed(choice: Choice, pointed: Collection[str]) -> Choice:
    """The choice at a cost if it is a merged label that the model did not point at in this row."""
    (candidate, *others) = choice.alternatives[0].candidates
    if others or candidate.path in pointed or not candidate.path.endswith(_MERGED):
        return choice
    return only(replace(candidate, cost=max(candidate.cost, CARRIED_DOWN)))


def _moved(place: str, rows: Mapping[str, str]) -> str:
    """A place with its row renamed, as ``rows`` says."""
    row, dot, key = place.rpartition(".")
    return f"{rows.get(row, row)}{dot}{key}"


def cell_choices(place: str, pointed: Pointed, spec: FieldSpec | None, family: Family, text: str, reader: str
) -> tuple[Choice, ...]:  # fmt: skip
    """The choices of one cell that was asked for by itself."""
    if spec is not None:
        made: Sequence[Choice] = _field(spec, pointed.atom, text)
    else:
        made = [_one_cell(place, pointed.atom, types_of(family), text)]
    restored = {place: pointed.restored} if pointed.restored else {}
    known = _labels_of(family) if restored else frozenset()
    return tuple(_signed(choice, reader, restored, known) for choice in made)


def _field(spec: FieldSpec, atom: Atom, text: str) -> list[Choice]:
    if spec.path == "title":
        raw = _BRACKETED_YEAR.sub("", atom.text)
        made = candidate("title", [atom], "text", text)
        value = re.sub(r"\s+", "", raw).strip("#* ") or None
        return [only(replace(made, value=value))]
    if spec.path == "fiscal_year":
        year = year_of(atom) or next(iter(re.findall(r"(?:19|20)\d\d", fold(atom.text))), None)
        return [only(replace(candidate("fiscal_year", [atom], "text", text), value=year))]
    return list(field_choices(FieldSlot(spec, atom, [atom]), text))


def _one_cell(place: str, atom: Atom, types: Mapping[tuple[str, str], str], text: str) -> Choice:
    """One cell of a table, as its table would read it."""
    row, _, key = place.rpartition(".")
    block = row.partition("[")[0]
    if key in ("level1", "level2", "section"):
        made = candidate(place, [atom], "text", text)
        return only(replace(made, value=level_value(made.raw) if key != "section" else label_key(made.raw) or None))
    if key == "level3":
        return next(name_choice(row, TableRow({"level3": TableCell([atom], 0.0)}), text))
    kind = types.get((block, key), "text")
    return only(candidate(place, [atom], kind, text, cost=_oddity(kind, atom)))


def _atoms(row: Mapping[str, Pointed]) -> dict[str, Atom]:
    return {key: pointed.atom for key, pointed in row.items()}


def _oddity(kind: str, atom: Atom) -> float:
    return min(_MOST_ODD, fit(kind, atom.norm))


_Rows = Sequence[dict[str, Atom]]
_Types = Mapping[tuple[str, str], str]


def _aligned(rows: _Rows, table: str, types: _Types) -> list[TableRow]:
    """The rows as the aligner would have made them."""
    return [
        TableRow({key: TableCell([atom], _oddity(types.get((table, key), "text"), atom)) for key, atom in row.items()})
        for row in rows
    ]


def _columns(rows: _Rows, table: str, types: _Types) -> list[Column]:
    keys = dict.fromkeys(key for row in rows for key in row)
    return [Column(key, types.get((table, key), "text"), 0.5) for key in keys]


def _indicators(rows: _Rows, family: Family, types: _Types, text: str) -> tuple[list[Choice], int]:
    return read_rows(_aligned(rows, "indicators", types), _columns(rows, "indicators", types), family, text)


def _card(rows: _Rows, family: Family, types: _Types, text: str) -> tuple[list[Choice], int]:
    kept: list[dict[str, Atom]] = []
    last: int | None = None
    for row in rows:
        section = row.get("section")
        if section is not None and section.start == last and "item" in row:  # said again on every row: it is carried
            row = {key: atom for key, atom in row.items() if key != "section"}
        last = section.start if section is not None else last
        kept.append(row)
    return read_card(_aligned(kept, "scorecard", types), _columns(kept, "scorecard", types), family, text)


def _people(rows: _Rows, family: Family, types: _Types, text: str) -> tuple[list[Choice], int]:
    return read_people(_aligned(rows, "evaluators", types), _columns(rows, "evaluators", types), text)


def _funds(rows: _Rows, family: Family, types: _Types, text: str) -> tuple[list[Choice], int]:
    if family.staged_funds:
        entries = [
            Entry([row["stage_label"]] if "stage_label" in row else [], [row["amount"]])
            for row in rows
            if "amount" in row
        ]
        made, count, _ = read_staged(entries, family, text, [])
        return made, count
    choices: list[Choice] = []
    labelled = [row for row in rows if "label" in row]
    for index, row in enumerate(labelled):
        choices.extend(_fund_row(f"funds[{index}]", row, types, text))
    return choices, len(labelled)


def _fund_row(path: str, row: Mapping[str, Atom], types: _Types, text: str) -> Iterator[Choice]:
    label = row["label"]
    source, _ = source_of([label])
    named = candidate(f"{path}.source", [label], "text", text)
    yield only(replace(named, path=f"{path}.stage", value="all"))
    yield only(replace(named, value=source or "other", cost=0.0 if source else 1.0))
    for key, atom in row.items():
        if key != "label":
            kind = types.get(("funds", key), "money")
            yield only(candidate(f"{path}.{key}", [atom], kind, text, cost=_oddity(kind, atom)))


_TABLES = {"funds": _funds, "indicators": _indicators, "scorecard": _card, "evaluators": _people}


def _labels_of(family: Family) -> frozenset[str]:
    """Labels that a form of this family prints in its cells: a clipped one may be put whole."""
    levels = [label for labels in family.levels.values() for label in labels]
    fields = [label_of(spec) for spec in family.fields]
    return frozenset(
        map(label_key, (*family.items, *family.groups, *family.sections, *family.levels, *levels, *fields))
    )


def _signed(choice: Choice, reader: str, restored: Mapping[str, str | None], known: frozenset[str]) -> Choice:
    """The choice in the reader's name, with what the model would rather read as a suggestion."""
    return Choice(
        tuple(
            Alternative(
                tuple(_with_suggestion(c, reader, restored.get(c.path), known) for c in way.candidates), way.cost
            )
            for way in choice.alternatives
        )
    )


def _with_suggestion(made: Candidate, reader: str, restored: str | None, known: frozenset[str]) -> Candidate:
    made = replace(made, reader=reader)
    if not restored or fold(restored) == fold(made.value or ""):
        return made
    whole, clipped = label_key(restored), label_key(made.value or "")
    if whole in known and len(clipped) >= 3 and (clipped in whole or _nearly(clipped, whole)):
        return replace(made, value=restored, origin="repaired", reasons=(*made.reasons, LABEL_COMPLETED))
    return replace(made, reasons=(*made.reasons, RESTORED.format(restored[:60])), others=(restored[:200],))


def _nearly(printed: str, whole: str) -> bool:
    """True for a label with a character or two misread."""
    return Indel.normalized_similarity(printed, whole) >= _NEAR
