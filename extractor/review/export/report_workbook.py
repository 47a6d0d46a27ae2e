"""The report of a review as an XLSX workbook: figures, changes, the whole log, the laws, what is open.

Comes in: digests of reviewed documents. Goes out: the bytes of the workbook. Never writes a file, a formula or a
link: a value that begins like a formula stays the text that it is. The same digests give the same bytes.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from extractor.labels import SEVERITIES, Label
from extractor.review.export.digest import Decided, Digest, Spot, moment, rulings_by_reviewer
from extractor.review.export.report import TURNS, tiles
from extractor.review.export.words import FATES, KINDS, NOTHING, RULINGS, STANDINGS
from extractor.sheet.view import printable
from extractor.wording import law_title

Cellwise = Sequence[str | int | Label | None]
_LONGEST, _LINE, _MOST_LINES = 32000, 13.5, 8
_ROOM = 1.9  # column units that a Chinese character of 10 points takes
_CREATED = datetime(2000, 1, 1)  # a fixed date, so that the same review gives the same bytes
_LOOK: dict[str, Any] = {
    "font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#A8A296",
}  # fmt: skip
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "border": 0, "text_wrap": False},
    "note": {"border": 0, "text_wrap": False, "font_color": "#6C6A64"},
    "head": {"bg_color": "#F3F2EE", "align": "center", "valign": "vcenter", "bold": True},
    "text": {"align": "left"},
    "count": {"align": "right", "num_format": "0"},
    "attention": {"align": "left", "bg_color": "#FFE9A8"},
    "broken": {"align": "left", "bg_color": "#FDE4E0"},
    "mended": {"align": "left", "bg_color": "#DCF0DC"},
}
_SPOT = (
    (Label("文档", "document"), 22),
    (Label("表", "form"), 5),
    (Label("格", "cell"), 26),
    (Label("所在行", "row"), 24),
)
_CHANGE_HEADS = (
    *_SPOT, (Label("原值", "from"), 26), (Label("现值", "to"), 26), (Label("决定", "ruling"), 12),
    (Label("复核人", "by"), 12), (Label("时间（UTC）", "time (UTC)"), 16), (Label("说明", "comment"), 30),
    (Label("状态", "state"), 16), (Label("路径", "path"), 26),
)  # fmt: skip
_LOG_HEADS = (
    (Label("序号", "no."), 7), *_SPOT, (Label("时间（UTC）", "time (UTC)"), 16), (Label("复核人", "by"), 12),
    (Label("类别", "kind"), 8), (Label("决定", "ruling"), 12), (Label("当时的建议", "proposed"), 26),
    (Label("值", "value"), 26), (Label("说明", "comment"), 30), (Label("状态", "state"), 14),
    (Label("路径", "path"), 26),
)  # fmt: skip
_OPEN_HEADS = (*_SPOT, (Label("路径", "path"), 30))
_LAW_HEADS = (
    (Label("文档", "document"), 22), (Label("表", "form"), 5), (Label("结果", "result"), 18),
    (Label("程度", "severity"), 8), (Label("勾稽规则", "law"), 34), (Label("说明", "message"), 60),
    (Label("涉及单元格", "cells"), 50), (Label("in English", "in English"), 60),
)  # fmt: skip


def to_xlsx(digests: Sequence[Digest], folder: str, at: datetime) -> bytes:
    """The workbook of a review over a folder; ``at`` is when the report was made."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _CREATED, "title": "复核报告"})
    sheets = _Sheets(book)
    shown = tuple(digests)
    _overview(sheets, shown, f"{folder} · {moment(at)} UTC")
    sheets.add_list(
        "更改", _CHANGE_HEADS, (_decided_row(one.name, d) for one in shown for d in (*one.changes, *one.unfit))
    )
    sheets.add_list("全部决定", _LOG_HEADS, _log_rows(shown))
    sheets.add_list("勾稽", _LAW_HEADS, _law_rows(shown))
    waiting = ([*_spot_cells(one.name, spot), spot.path] for one in shown for spot in one.open)
    sheets.add_list("未决", _OPEN_HEADS, waiting)
    book.close()
    return out.getvalue()


class _Sheets:
    """The sheets of one workbook, with the formats made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats = {name: book.add_format(_LOOK | look) for name, look in _LOOKS.items()}

    def add(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: Any, place: tuple[int, int], item: str | int | Label | None, look: str = "text") -> None:
        """Write a number as a number and all else as text, whatever sign it begins with."""
        if isinstance(item, int):
            sheet.write_number(*place, item, self._formats["count"])
            return
        said = printable(_words(item))
        sheet.write_string(*place, said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…", self._formats[look])

    def table(self, sheet: Any, top: int, heads: Sequence[tuple[Label, int]], rows: Iterable[Cellwise]) -> int:
        """A head line and rows below it, from the line ``top``; returns the last line."""
        sheet.set_row(top, 2 * _LINE + 4)  # heads are in two languages
        for column, (head, _) in enumerate(heads):
            self.put(sheet, (top, column), head, "head")
        last = top
        for last, row in enumerate(rows, top + 1):  # noqa: B007 - the last number is what is returned
            sheet.set_row(last, _height([_words(item) for item in row], [width for _, width in heads]))
            for column, item in enumerate(row):
                self.put(sheet, (last, column), item, _look_of(item))
        return last

    def add_list(self, name: str, heads: Sequence[tuple[Label, int]], rows: Iterable[Cellwise]) -> None:
        """A sheet that is one list, with a frozen head and a filter."""
        sheet = self.add(name, [width for _, width in heads])
        last = self.table(sheet, 0, heads, rows)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.repeat_rows(0)


def _words(item: str | int | Label | None) -> str:
    if isinstance(item, Label):
        return item.zh if item.zh == item.en else f"{item.zh}\n{item.en}"
    return "" if item is None else str(item)


def _look_of(item: str | int | Label | None) -> str:
    if item in (TURNS["broken"], FATES["orphan"]):
        return "broken"
    if item == TURNS["mended"]:
        return "mended"
    return "attention" if item in (TURNS["untestable"], TURNS["still_broken"], FATES["stale"]) else "text"


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """The height in points at which every text of a line can be read; very long ones are cut off."""
    lines = (
        sum(math.ceil(_ems(part) * _ROOM / (width - 1)) or 1 for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(max(lines, default=1), _MOST_LINES) * _LINE + 4


def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def _overview(sheets: _Sheets, digests: tuple[Digest, ...], about: str) -> None:
    """Figures, then who decided what, then the documents."""
    heads = [(Label("文档", "document"), 30), (Label("名称", "title"), 36)]
    heads += [(Label(zh, en), 12) for zh, en in (("待核格", "queued"), ("决定", "decided"), ("更改", "changed"))]
    heads += [(Label(zh, en), 12) for zh, en in (("勾稽恢复", "mended"), ("新不符", "broken"), ("未决", "open"))]
    sheet = sheets.add("概况", [width for _, width in heads])
    sheets.put(sheet, (0, 0), "复核报告 Review report", "title")
    sheet.set_row(0, 26)
    sheets.put(sheet, (1, 0), about, "note")
    figures: list[Cellwise] = [[tile.label, tile.note, tile.value] for tile in tiles(digests)]
    count = Label("数量", "count")
    last = sheets.table(sheet, 3, [(Label("项目", "figure"), 30), (Label("说明", "note"), 36), (count, 12)], figures)
    shown = [ruling for ruling in RULINGS if ruling != "open"]
    by = [(Label("复核人", "reviewer"), 30), (Label("合计", "all"), 36), *[(RULINGS[ruling], 12) for ruling in shown]]
    people = rulings_by_reviewer(digests).items()
    last = sheets.table(sheet, last + 2, by, ([who, n.total(), *(n[ruling] for ruling in shown)] for who, n in people))
    sheets.table(sheet, last + 2, heads, map(_document_row, digests))


def _document_row(one: Digest) -> Cellwise:
    turned = (len(one.turned("mended")), len(one.turned("broken")))
    return [one.name, one.title, one.queued, len(one.decided), len(one.changes), *turned, len(one.open)]


def _spot_cells(name: str, spot: Spot) -> list[str | int | Label | None]:
    return [name, spot.form, spot.label, spot.row]


def _decided_row(name: str, one: Decided) -> Cellwise:
    return [
        *_spot_cells(name, one.spot), one.before or NOTHING.zh, one.after or NOTHING.zh, RULINGS[one.ruling],
        "、".join(one.by), moment(one.at), one.comment, FATES[one.fate], one.spot.path,
    ]  # fmt: skip


def _log_rows(digests: Iterable[Digest]) -> Iterator[Cellwise]:
    for one in digests:
        for line in one.log:
            yield [
                line.id, *_spot_cells(one.name, line.spot), moment(line.at), line.reviewer, KINDS[line.kind],
                RULINGS[line.ruling] if line.ruling else "", line.suggestion, line.value, line.comment,
                STANDINGS[line.standing], line.spot.path,
            ]  # fmt: skip


def _law_rows(digests: Iterable[Digest]) -> Iterator[Cellwise]:
    for one in digests:
        for law in (law for turn in TURNS for law in one.turned(turn)):
            cells = "、".join(label.zh for label in law.cells)
            yield [
                one.name, law.form, TURNS[law.turn], SEVERITIES[law.severity], law_title(law.law), law.message.zh,
                cells, law.message.en,
            ]  # fmt: skip
