"""The two kinds of ``jixiao compare``: against values, and against the source.

Comes in: a record and the other file. Goes out: a table, JSON or a page, on standard output
or in a file. Never says which side is right.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from extractor.cli.faults import shown
from extractor.cli.outputs import write_result
from extractor.cli.records import read_bytes, read_record
from extractor.errors import RecordError, UsageError, told
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.report.difference_filter import Only, Selection
    from extractor.report.matching import DocumentDifference

Layout = Literal["table", "html", "json"]


@dataclass(frozen=True, slots=True)
class Showing:
    """What of a comparison is asked for, how it is shown, and where."""

    layout: Layout
    settings: Settings
    only: Only | None = None
    fields: tuple[str, ...] = ()
    output: Path | None = None
    force: bool = False

    @property
    def chinese(self) -> bool:
        """True when the tables are to be in Chinese."""
        return self.settings.language == "zh"

    def write(self, text: str) -> None:
        """Put a finished text where it belongs."""
        write_result(text, self.output, force=self.force)

    def write_json(self, data: Mapping[str, Any]) -> None:
        """Put plain data where it belongs; a lone surrogate of a document has no UTF-8 form and becomes ``?``."""
        self.write(json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8") + "\n")


def compare_values(path: Path, other: Path, showing: Showing) -> None:
    """Compare a record with another record, expected values or plain values; rows are matched by their texts."""
    from extractor.report.difference_filter import select
    from extractor.report.difference_json import to_json
    from extractor.report.matching import compare
    from extractor.report.side import side_of

    found = compare(read_record(path), side_of(_read_side(other), str(other)))
    paths = [path for one in found.differences for path in (one.path_left, one.path_right) if path]
    selection = select(showing.only, showing.fields, paths)
    if showing.layout == "json":
        showing.write_json(to_json(found, selection))
    elif showing.layout == "html":
        from extractor.report.difference_page import PageOrder, to_html

        showing.write(to_html(found, PageOrder(str(path), str(other), showing.settings.language, selection)))
    else:
        showing.write(_table(found, selection, (path, other), chinese=showing.chinese))


def _table(found: DocumentDifference, selection: Selection, files: tuple[Path, Path], *, chinese: bool) -> str:
    """The table of a terminal, with how many cells there are of each kind."""
    from extractor.cli.tables import print_line
    from extractor.report.difference import tally
    from extractor.report.difference_table import difference_rows
    from extractor.report.matching import NOTHING_IN_COMMON

    language: Literal["zh", "en"] = "zh" if chinese else "en"
    text = io.StringIO()
    if not found.common:
        print_line(NOTHING_IN_COMMON.say(language), file=text)
        return text.getvalue()
    rows = difference_rows(found.forms, selection, language)
    if rows:
        _print_rows(rows, files, text, chinese=chinese)
    counted = tally(selection.in_fields(found.differences))
    print_line(WORDS[0 if chinese else 1].format(**counted), file=text)
    return text.getvalue()


def _print_rows(rows: list[tuple[str, ...]], files: tuple[Path, Path], file: TextIO, *, chinese: bool) -> None:
    """Print the lines; the column of the form only where there are several."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from extractor.cli.tables import console
    from extractor.report.difference_table import shorten

    width = min(WIDTH, console().width)
    several = len({row[0] for row in rows}) > 1
    heads = ("表", "结论", "单元格", "左", "右") if chinese else HEAD_EN
    names = [path.name if files[0].name != files[1].name else str(path) for path in files]
    titles = [*heads[:3], *(f"{head} {shorten(name, None, 40)}" for head, name in zip(heads[3:], names, strict=True))]
    narrow = [len(heads[0]) * (2 if chinese else 1), 4 if chinese else 10, 30][0 if several else 1 :]
    # Two blanks and a rule stand between two columns; what is left goes to the two values.
    value = max(12, (width - sum(narrow) - 3 * (len(narrow) + 2)) // 2)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title, columns in zip(titles[0 if several else 1 :], [*narrow, value, value], strict=True):
        table.add_column(Text(shown(title)), overflow="fold", width=columns)
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row[0 if several else 1 :]))
    console(file, width).print(table)


WIDTH = 100
"""Columns that a table of differences takes at most, also where a terminal is wider."""
HEAD_EN = ("form", "verdict", "cell", "left", "right")
WORDS = (
    "共 {cells} 个单元格：相同 {same}，不同 {changed}，仅左 {only_left}，仅右 {only_right}",
    "{cells} cells: {same} the same, {changed} changed, {only_left} only left, {only_right} only right",
)


def compare_source(path: Path, source: Path, showing: Showing) -> None:
    """Compare a record with the text it was made from."""
    from extractor.cli.sources import as_data, choose_cells, compare_with_source, print_cells

    if showing.layout == "html" and (showing.fields or showing.only not in (None, "all")):
        raise told(
            UsageError,
            f"{source}：与来源对照的网页显示整份记录；请去掉 --only 和 --fields，或用 table、json 格式。",
            f"{source}: the page of a record beside its source shows the whole record; "
            "leave out --only and --fields, or use table or json.",
        )
    record = read_record(path)
    cells = compare_with_source(record, source)
    if showing.layout == "html":
        from extractor.report.comparison import to_html

        pages = _page_images(path, record.source.pages, showing.output)
        showing.write(to_html(record, showing.settings.language, pages))
        return
    chosen = choose_cells(cells, showing.only, showing.fields, whole=showing.layout == "json")
    if showing.layout == "json":
        showing.write_json(as_data(chosen.shown))
    else:
        text = io.StringIO()
        print_cells(chosen, text, chinese=showing.chinese)
        showing.write(text.getvalue())


def _page_images(record: Path, pages: int, output: Path | None) -> list[tuple[int, str]]:
    """The images that lie beside a record (``form.pages/1.png``), addressed from where the page is written."""
    from urllib.parse import quote

    from extractor.review.folder import RecordFolder

    folder = RecordFolder(record.parent)
    start = (output or record).resolve().parent
    places = [(n, folder.page_image(record.stem, n)) for n in folder.pages(record.stem, pages)]
    return [(n, quote(os.path.relpath(place, start))) for n, place in places if place is not None]


def _read_side(path: Path) -> Mapping[str, Any]:
    """A JSON file with forms or the values of one; raises ``RecordError`` when it is no such file."""
    try:
        data = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise told(
            RecordError,
            f"{path}：不是 JSON 文件（{error}）；请给出记录文件或标准答案。",
            f"{path}: is not JSON ({error}); give a record, or expected values.",
        ) from None
    if not isinstance(data, Mapping):
        raise told(
            RecordError,
            f"{path}：其中没有表格数据；请给出记录文件或标准答案。",
            f"{path}: holds no form; give a record, or expected values.",
        )
    return data
