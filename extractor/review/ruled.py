"""What a decision makes of a cell.

Comes in: the cell of the record, and the decision. Goes out: the cell that holds from then on, with what
stood there before. Never changes what the reader left as evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from extractor.record.skeleton import leaves
from extractor.review.rows import row_path, row_words
from extractor.review.values import Final
from extractor.sheet.view import value_at
from extractor.values import Cell, FormRecord, Review

NOT_LEGIBLE = "复核：原件此处无法辨认"
NOT_THERE = "复核：表中无此项"
MADE_ANEW = "复核之后记录已重新生成，建议值由“{}”变为“{}”，请再次复核"
ROW_MADE_ANEW = "删除此行的决定之后记录已重新生成，此行已不同，请再次复核"
_NOTHING = "（空）"
_LONGEST = 60  # characters of a value that a reason quotes
_WHY = {"unreadable": (NOT_LEGIBLE,), "absent": (NOT_THERE,)}


def proposed(form: FormRecord, path: str) -> str | None:
    """What the record proposes for a place: the value of a cell, all that stands in a row, None for an added row.

    A decision holds only as long as this is what its ``suggestion`` says.
    """
    place = row_path(path)
    if place is not None and not place.column:
        return row_words(form.values, path)
    return value_at(form.values, path)


def is_stale(form: FormRecord, final: Final) -> bool:
    """Whether the record proposes something else now than when this was decided.

    A row whose decision kept no suggestion is taken for the same row.
    """
    if final.ruling == "added" or (final.ruling == "deleted" and final.suggestion is None):
        return False
    return (proposed(form, final.place.path) or None) != (final.suggestion or None)


def decided_value(final: Final, value: str | None) -> str | None:
    """The value of a cell after a decision; ``value`` is what stood there."""
    if final.ruling == "accept":
        return value
    return (final.value or "").strip() or None if final.ruling == "correct" else None


def ruled(cell: Cell | None, value: str | None, final: Final) -> Cell:
    """The cell after a decision: its value is sure, and ``value``, which stood there, is kept as the earlier one."""
    now = decided_value(final, value)
    before = cell or Cell(value, "", "blank")
    return replace(
        before,
        value=now,
        origin="reviewed",
        needs_review=False,
        reasons=_WHY.get(final.ruling, ()),
        confidence=1.0,
        # What proves another value, or says how sure that one was, says nothing of this one.
        proof=before.proof if now == value else None,
        margin=before.margin if now == value else None,
        review=Review(final.ruling, final.by, _moment(final.at), value, cell.origin if cell else "", final.comment),
    )


def doubted(cell: Cell | None, value: str | None, final: Final) -> Cell:
    """The cell whose decision was made of another record: as the record has it, and to be looked at again."""
    before = cell or Cell(value, "", "missing" if value is None else "inferred", confidence=0.0)
    said = ROW_MADE_ANEW if final.ruling == "deleted" else _changed(final.suggestion, value)
    return replace(before, needs_review=True, reasons=tuple(dict.fromkeys((*before.reasons, said))))


def _changed(then: str | None, now: str | None) -> str:
    return MADE_ANEW.format(_short(then), _short(now))


def _short(text: str | None) -> str:
    if not text:
        return _NOTHING
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _moment(at: datetime) -> str:
    """ISO 8601 in UTC; a time without a zone, as some databases give it back, is UTC already."""
    moment = at if at.tzinfo is None else at.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def blank_paths(form: FormRecord) -> frozenset[str]:
    """The leaves that hold nothing by design: printed empty, of a column that the form lacks, or decided to be so.

    A cell that a reviewer could not read is lost instead: no law takes it for nothing.
    """
    return frozenset(blanks(form.values, form.cells))


def blanks(values: Mapping[str, Any], cells: Mapping[str, Cell]) -> list[str]:
    """As ``blank_paths``, of values and cells."""
    return [path for path, value in leaves(values) if value is None and _is_blank(cells.get(path))]


def _is_blank(cell: Cell | None) -> bool:
    if cell is None or cell.origin == "blank":
        return True
    return cell.origin == "reviewed" and cell.review is not None and cell.review.ruling != "unreadable"
