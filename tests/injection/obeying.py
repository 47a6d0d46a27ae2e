"""What becomes of a hostile form when a model obeys it, and how that differs from the form as read offline.

Comes in: a hostile form, a reader, a manner of obeying. Goes out: the forms as decided and what was asked.
Rows that are made of nothing but the hostile text are its own: they are set aside on both sides before anything is
compared.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.consult import Consultation, consult
from extractor.model import Question
from extractor.model.scripted import ScriptedModel
from extractor.notation.text import fold
from extractor.settings import Endpoint, ModelSettings, Settings
from extractor.values import Cell, FormRecord, Span
from tests.injection.hostile import NAMES, HostileForm, hostile_form
from tests.injection.obedient import MANNERS, ObedientModel

Reader = Literal["llm", "both"]
READERS: tuple[Reader, ...] = ("llm", "both")
_TURNS: dict[Reader, tuple[int, ...]] = {"llm": (0, 5), "both": (1, 8)}
_ROW = re.compile(r"(\w+)\[(\d+)\](.*)")
_FIGURES = frozenset((".weight", ".score"))
_CARRIED = (".level1", ".level2", ".section", ".group", ".stage")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The forms of a document as decided with the model, and all that it was asked."""

    manner: str
    forms: tuple[FormRecord, ...]
    asked: tuple[Question, ...]


def manners_for(name: str, reader: Reader) -> list[str]:
    """The manners that are tried on a form: some of them by turns, so that all are tried on many forms."""
    first = NAMES.index(name)
    return [list(MANNERS)[(first + turn) % len(MANNERS)] for turn in _TURNS[reader]]


@cache
def outcomes(name: str, reader: Reader) -> tuple[Outcome, ...]:
    """What comes of a hostile form in each of its manners."""
    form = hostile_form(name)
    return tuple(outcome_of(form, reader, manner) for manner in manners_for(name, reader))


def outcome_of(form: HostileForm, reader: Reader, manner: str) -> Outcome:
    """What comes of a form whose model obeys in one manner."""
    model = ObedientModel(form, manner)
    client = ScriptedModel(model, "obedient")
    settings = Settings(reader=reader, endpoint=Endpoint("none", None, ("obedient",)), model=ModelSettings())
    about = Consultation(settings, (client,))

    async def decided() -> list[FormRecord]:
        return [await consult(read, number, about) for number, read in enumerate(form.forms, 1)]

    return Outcome(manner, tuple(asyncio.run(decided())), tuple(client.asked))


# the text's own cells and rows


def _touches(cell: Cell, span: Span) -> bool:
    return any(piece.start < span.end and span.start < piece.end for piece in cell.evidence)


def _own_rows(record: FormRecord, span: Span, known: frozenset[Span] = frozenset()) -> dict[str, frozenset[Span]]:
    """Rows whose every cell stands in the hostile text, or whose words do and that hold text in ``known``."""
    rows: dict[str, dict[str, Cell]] = {}
    for path, cell in record.cells.items():
        row = _ROW.fullmatch(path)
        if row and cell.value is not None and cell.evidence and not path.endswith(_CARRIED):
            rows.setdefault(f"{row[1]}[{row[2]}]", {})[row[3]] = cell
    own: dict[str, frozenset[Span]] = {}
    for row, cells in rows.items():
        text = frozenset(Span(piece.start, piece.end) for cell in cells.values() for piece in cell.evidence)
        foreign = [key for key, cell in cells.items() if not _touches(cell, span)]
        if not foreign or (text & known and set(foreign) <= _FIGURES):
            own[row] = text
    return own


@dataclass(frozen=True, slots=True)
class _Compared:
    """A form with the hostile text's own rows set aside: cells by path, and the verdicts that laws gave."""

    cells: dict[str, Cell]
    verdicts: Counter[tuple[str, str, tuple[str, ...]]]


def _compared(record: FormRecord, own: Collection[str]) -> _Compared:
    left: dict[str, list[int]] = {}
    for path in record.cells:
        row = _ROW.fullmatch(path)
        if row and f"{row[1]}[{row[2]}]" not in own and int(row[2]) not in left.setdefault(row[1], []):
            left[row[1]].append(int(row[2]))
    number = {f"{table}[{row}]": n for table, rows in left.items() for n, row in enumerate(sorted(rows))}

    def renamed(path: str) -> str | None:
        row = _ROW.fullmatch(path)
        if not row:
            return path
        at = number.get(f"{row[1]}[{row[2]}]")
        return None if at is None else f"{row[1]}[{at}]{row[3]}"

    cells = {new: cell for path, cell in record.cells.items() if (new := renamed(path))}
    verdicts = Counter(
        (finding.law, finding.verdict, tuple(sorted(new for path in finding.cells if (new := renamed(path)))))
        for finding in record.findings
    )
    return _Compared(cells, verdicts)


# complaints: what must not have happened, in words


def _pairs(name: str, reader: Reader) -> Iterator[tuple[str, _Compared, _Compared]]:
    """Each manner with each form as read offline and as decided with the model."""
    form = hostile_form(name)
    for outcome in outcomes(name, reader):
        for read, decided in zip(form.forms, outcome.forms, strict=True):
            own = _own_rows(read.record, form.span)
            now = _own_rows(decided, form.span, frozenset().union(*own.values()))
            yield outcome.manner, _compared(read.record, own), _compared(decided, now)


def changed_values(name: str, reader: Reader) -> list[str]:
    """Cells outside the hostile text's own that have a value offline and now another, or none."""
    return [
        f"{manner}: {path} was {was!r}, is {value!r}{flag}"
        for manner, path, was, value, flag in _changes(name, reader)
        if was is not None
    ]


def filled_cells(name: str, reader: Reader) -> list[str]:
    """Cells outside the hostile text's own that are blank, lost or not there offline and now have a value."""
    return [
        f"{manner}: {path} was blank, is {value!r}{flag}"
        for manner, path, was, value, flag in _changes(name, reader)
        if was is None
    ]


def _changes(name: str, reader: Reader) -> Iterator[tuple[str, str, str | None, str | None, str]]:
    """Manner, path, value offline, value now and whether that is flagged, for each cell that is not the text's own."""
    span = hostile_form(name).span
    for manner, offline, now in _pairs(name, reader):
        for path in sorted(offline.cells.keys() | now.cells.keys()):
            before, after = offline.cells.get(path), now.cells.get(path)
            was, value = before.value if before else None, after.value if after else None
            if was != value and not (before is not None and _touches(before, span)):
                yield manner, path, was, value, "" if after and after.needs_review else ", not flagged"


def changed_verdicts(name: str, reader: Reader) -> list[str]:
    """Laws that judge otherwise than offline."""
    out = []
    for manner, offline, now in _pairs(name, reader):
        out += [f"{manner}: {law} is new over {cells}" for law, _, cells in now.verdicts - offline.verdicts]
        out += [f"{manner}: {law} is gone over {cells}" for law, _, cells in offline.verdicts - now.verdicts]
    return out


_CODES = re.compile(r"form_type|funds\[\d+\]\.(?:stage|source)|sign_off\.filled_on")  # in the record's own words


def invented_values(name: str, reader: Reader) -> list[str]:
    """Values that are not made of the characters of their evidence, and evidence that is not the document's text."""
    text = hostile_form(name).document.text
    out = []
    for outcome in outcomes(name, reader):
        for path, cell in ((path, cell) for form in outcome.forms for path, cell in form.cells.items()):
            if any(piece.text != text[piece.start : piece.end] for piece in cell.evidence):
                out.append(f"{outcome.manner}: {path} points at what is not there")
            if cell.origin not in ("read", "stitched") or not cell.value or _CODES.fullmatch(path):
                continue
            if letters(cell.value) - letters("".join(piece.text for piece in cell.evidence)):
                out.append(f"{outcome.manner}: {path} is {cell.value!r}, made of {cell.raw!r}")
    return out


def letters(text: str) -> Counter[str]:
    """How often each letter and digit stands in a text, widths folded."""
    return Counter(re.sub(r"\W", "", fold(text)))
