"""The two kinds of ``jixiao compare``: against values, and against the source.

Comes in: a record and the other file. Goes out: a table, JSON or a page, on standard output
or in a file. Never says which side is right.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from extractor.cli.outputs import write_result
from extractor.cli.records import read_bytes, read_record
from extractor.errors import RecordError, told
from extractor.settings import Settings

Layout = Literal["table", "html", "json"]


@dataclass(frozen=True, slots=True)
class Showing:
    """How the result of a comparison is shown, and where."""

    layout: Layout
    settings: Settings
    show_all: bool = False
    output: Path | None = None
    force: bool = False

    @property
    def chinese(self) -> bool:
        """True when the tables are to be in Chinese."""
        return self.settings.language == "zh"

    def write(self, text: str) -> None:
        """Put a finished text where it belongs."""
        write_result(text, self.output, force=self.force)


def compare_values(path: Path, other: Path, showing: Showing) -> None:
    """Compare a record with another record, expected values or plain values; rows are matched by their texts."""
    from extractor.cli.tables import print_line, print_table
    from extractor.report.difference import compare, difference_rows, tally, to_json

    differences = compare(read_record(path), _read_side(other))
    if showing.layout == "json":
        showing.write(json.dumps(to_json(differences), ensure_ascii=False, indent=1) + "\n")
        return
    text = io.StringIO()
    rows = difference_rows(differences, showing.settings.language, everything=showing.show_all)
    if rows:
        head = ("表", "结论", "单元格", str(path), str(other)) if showing.chinese else HEAD_EN + (str(path), str(other))
        print_table(head, rows, text)
    words = WORDS[0 if showing.chinese else 1]
    print_line(words.format(**tally(differences)), file=text)
    showing.write(text.getvalue())


HEAD_EN = ("form", "verdict", "cell")
WORDS = (
    "共 {cells} 个单元格：相同 {same}，不同 {changed}，仅左 {only_left}，仅右 {only_right}",
    "{cells} cells: {same} the same, {changed} changed, {only_left} only left, {only_right} only right",
)


def compare_source(path: Path, source: Path, showing: Showing) -> None:
    """Compare a record with the text it was made from."""
    from extractor.cli.sources import as_data, compare_with_source, print_cells

    record = read_record(path)
    cells = compare_with_source(record, source)
    if showing.layout == "html":
        from extractor.report.comparison import to_html

        showing.write(to_html(record, showing.settings.language))
    elif showing.layout == "json":
        showing.write(json.dumps(as_data(cells), ensure_ascii=False, indent=1) + "\n")
    else:
        text = io.StringIO()
        print_cells(cells, text, chinese=showing.chinese, show_all=showing.show_all)
        showing.write(text.getvalue())


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
