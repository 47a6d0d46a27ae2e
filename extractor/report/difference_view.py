"""What the page of a comparison shows of a cell, a row and a table: texts in pieces, states in words.

Comes in: a ``FormPair`` and what is asked for. Goes out: frozen values for a template. Never escapes: that is the
template's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.labels import ORIGINS, Label, code_label, field_label
from extractor.report.difference import Difference, RowPair
from extractor.report.difference_filter import Selection, row_of, rows_of
from extractor.report.difference_marks import Piece, Pieces, mark_changes
from extractor.report.difference_table import NOTES, both_paths
from extractor.report.matching import FormPair
from extractor.report.side import FormSide, leaf_value
from extractor.values import Cell, Review
from extractor.wording import reason_label

HEAD = Label("基本信息", "Head of the form")
_BLOCKS: dict[str, Label] = {
    "objective": Label("年度总体目标", "Objective"),
    "narratives": Label("文字说明", "Narrative"),
    "department": Label("部门情况", "Department"),
    "total": Label("合计", "Total"),
    "sign_off": Label("签署", "Sign-off"),
    "funds": Label("资金", "Funds"),
    "indicators": Label("绩效指标", "Indicators"),
    "scorecard": Label("评分表", "Score card"),
    "evaluators": Label("评价人员", "Evaluators"),
    "department.income_by_function": Label("按功能分类的收支", "Income by function"),
}
_RULINGS: dict[str, Label] = {
    "accept": Label("确认", "accepted"),
    "correct": Label("更正", "corrected"),
    "unreadable": Label("无法辨认", "cannot be read"),
    "absent": Label("表中无此项", "not in the form"),
    "added": Label("补录", "added"),
}
_Pairs = Mapping[tuple[str | None, str | None], RowPair]
# What a row is called by, first that is there.
_NAMES = ("level3", "item", "group", "section", "source", "name", "code")


@dataclass(frozen=True, slots=True)
class Audit:
    """How a side came by a value, in words; ``review`` is who decided and when, where somebody did."""

    origin: Label
    origin_key: str
    confidence: str
    needs_review: bool
    reasons: tuple[Label, ...]
    review: Label | None


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side of a cell; without pieces the side has no value."""

    pieces: Pieces
    audit: Audit | None
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell on both sides; ``restated``: the same value, but another origin, doubt or reviewer."""

    name: Label
    path: str
    verdict: str
    left: SideShown
    right: SideShown
    restated: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row on both sides, or the cells of a table that has no rows (then ``pair`` is None)."""

    pair: RowPair | None
    name: str
    places: tuple[str, str]
    cells: tuple[CellShown, ...]

    @property
    def lonely(self) -> str:
        """``only_left`` or ``only_right`` for a row that one side has not, else empty."""
        if self.pair is None or (self.pair.left and self.pair.right):
            return ""
        return "only_left" if self.pair.left else "only_right"

    @property
    def quiet(self) -> bool:
        """Whether there is nothing in the row to look at."""
        moved = self.pair is not None and self.pair.moved
        return not (moved or self.lonely) and all(one.verdict == "same" and not one.restated for one in self.cells)


@dataclass(frozen=True, slots=True)
class BlockShown:
    """One table of the form, or the fields that stand together."""

    name: Label
    rows: tuple[RowShown, ...]

    @property
    def quiet(self) -> bool:
        """Whether there is nothing in the block to look at."""
        return all(row.quiet for row in self.rows)

    @property
    def agreeing(self) -> int:
        """How many cells of the block agree."""
        return sum(cell.verdict == "same" for row in self.rows for cell in row.cells)


def show_blocks(form: FormPair, selection: Selection) -> tuple[BlockShown, ...]:
    """The tables of a form in the order of the left, with what is asked for."""
    wanted = Selection("all", selection.fields) if selection.only is None else selection
    by_block: dict[str, list[Difference]] = {}
    for difference in filter(wanted.shows, form.differences):
        by_block.setdefault(block_of(difference.path), []).append(difference)
    pairs = {(row.left, row.right): row for row in form.rows}
    return tuple(
        BlockShown(_BLOCKS.get(block, HEAD if not block else field_label(block)), _rows(form, pairs, cells))
        for block, cells in by_block.items()
    )


def block_of(path: str) -> str:
    """The table or group that a path stands in: ``indicators``, ``narratives``; empty for the head of the form."""
    if "[" in path:
        return re.sub(r"\[\d+\]", "", row_of(path))
    top, dot, _ = path.partition(".")
    return top if dot and top in _BLOCKS else ""


def field_name(path: str) -> Label:
    """The name of a field with its table: ``指标·得分``, ``indicator · score``."""
    own, block = field_label(path), block_of(path)
    table = field_label(block) if "[" in path else None
    return own if table is None else Label(f"{table.zh}·{own.zh}", f"{table.en} · {own.en}")


def _rows(form: FormPair, pairs: _Pairs, cells: Sequence[Difference]) -> tuple[RowShown, ...]:
    shown = []
    for rows, group in groupby(cells, rows_of):
        pair = pairs.get(rows)
        places = [re.findall(r"\[(\d+)\]$", path or "") for path in ((pair.left, pair.right) if pair else ())]
        left, right = (str(int(found[0]) + 1) if found else "" for found in places) if pair else ("", "")
        listed = tuple(_cell(form, one) for one in group)
        shown.append(RowShown(pair, _row_name(form, pair) if pair else "", (left, right), listed))
    return tuple(shown)


def _row_name(form: FormPair, pair: RowPair) -> str:
    """What the row is called on the left, or on the right where the left has no name for it."""
    for side, path in ((form.left, pair.left), (form.right, pair.right)):
        row = _row_at(side, path)
        for key in _NAMES:
            found = leaf_value(row.get(key))
            if isinstance(found, str) and found:
                label = code_label(f"{path}.{key}", found)
                stage = code_label(f"{path}.stage", str(leaf_value(row.get("stage"))))
                return found if label is None else "　".join(one.zh for one in (stage, label) if one)
    return ""


def _row_at(side: FormSide | None, path: str | None) -> Mapping[str, object]:
    """The values of a row, empty where there is none."""
    here: object = side.values if side is not None and path is not None else {}
    for step in re.findall(r"[^.\[\]]+", path or ""):
        if isinstance(here, list):
            here = here[int(step)] if step.isdigit() and int(step) < len(here) else {}
        else:
            here = here.get(step) if isinstance(here, Mapping) else {}
    return here if isinstance(here, Mapping) else {}


def _cell(form: FormPair, one: Difference) -> CellShown:
    if one.verdict == "changed":
        pieces = mark_changes(one.left or "", one.right or "")
    else:
        pieces = _whole(one.left), _whole(one.right)
    cells = _audited(form.left, one.path_left), _audited(form.right, one.path_right)
    note = NOTES.get(one.note, Label(one.note, one.note)) if one.note else None
    left = SideShown(pieces[0], _audit(cells[0]))
    right = SideShown(pieces[1], _audit(cells[1]), note)
    restated = one.verdict == "same" and None not in cells and len({*map(_state, cells)}) > 1
    return CellShown(field_label(one.path), both_paths(one), one.verdict, left, right, restated)


def _whole(text: str | None) -> Pieces:
    return () if text is None else (Piece(text, False),)


def _audited(side: FormSide | None, path: str | None) -> Cell | None:
    return side.cells.get(path) if side is not None and path is not None else None


def _state(cell: Cell | None) -> object:
    """What of a cell makes it another one although its value is the same; confidence alone does not."""
    return None if cell is None else (cell.origin, cell.needs_review, cell.review)


def _audit(cell: Cell | None) -> Audit | None:
    if cell is None:
        return None
    return Audit(
        ORIGINS[cell.origin],
        cell.origin,
        f"{round(cell.confidence * 100)}%",
        cell.needs_review,
        tuple(reason_label(reason) for reason in cell.reasons),
        None if cell.review is None else _reviewed(cell.review),
    )


def _reviewed(review: Review) -> Label:
    """Who decided, when, and what stood there before."""
    ruling = _RULINGS.get(review.ruling, Label(review.ruling, review.ruling))
    by, at = "、".join(review.by), review.at[:16].replace("T", " ")
    before = "—" if review.earlier is None else review.earlier
    said = list(_said(review))
    zh = f"{by} {at} UTC {ruling.zh}；原为“{before}”" + "".join(f"（{one.zh}）" for one in said)
    en = f"{ruling.en} by {by}, {at} UTC; it was “{before}”" + "".join(f" ({one.en})" for one in said)
    return Label(zh, en)


def _said(review: Review) -> Iterator[Label]:
    """What else there is to tell of a review: where the earlier value came from, and the reviewer's comment."""
    if review.earlier_origin:
        yield ORIGINS.get(review.earlier_origin, Label(review.earlier_origin, review.earlier_origin))
    if review.comment:
        yield Label(review.comment, review.comment)
