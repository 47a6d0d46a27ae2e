"""Tables over several scanned pages, though each sheet lay elsewhere in the scanner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.ingest.printed import Cell, Line, Page, Table, Word
from extractor.ingest.scan.pages import linked

LEFT, MIDDLE, RIGHT = 100.0, 300.0, 900.0


def page(number: int, rows: list[tuple[str, str]], top: float, bottom: float, shift: float = 0.0) -> Page:
    """A page with one table of two columns, moved to the right."""
    high = (bottom - top) / len(rows)
    cells = []
    for row, texts in enumerate(rows):
        for column, (text, first, last) in enumerate(zip(texts, (LEFT, MIDDLE), (MIDDLE, RIGHT), strict=True)):
            box = first + shift, top + high * row, last + shift, top + high * (row + 1)
            ink = box[0] + 8, box[3] - 36, min(box[2] - 8, box[0] + 8 + 26 * len(text)), box[3] - 10
            cells.append(Cell(row, column, (Line((Word(text, ink, 0.99),)),) if text else (), 1, 1, box))
    return Page(number, (Table(tuple(cells)),), 1654, 2339)


def tables(pages: tuple[Page, ...]) -> list[Table]:
    return [block for one in pages for block in one.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("shift", [0.0, 40.0, -25.0])
def test_a_table_goes_on_though_the_next_sheet_lay_elsewhere(shift: float) -> None:
    first, second = page(1, [("产出指标", "长度")], 2000, 2189), page(2, [("效益指标", "水平")], 150, 350, shift)

    above, below = tables(linked([first, second]))

    assert (above.continues, below.continues) == (False, True)
    assert [cell.box for cell in below.cells] == [cell.box for cell in tables((second,))[0].cells]


@pytest.mark.parametrize("shift", [0.0, 40.0])
def test_a_row_that_the_page_break_cut_is_one_row(shift: float) -> None:
    long = "完成十八套预警终端的安装和调试并移交使用单位"  # full to the edge of its cell
    first = page(1, [("目标", long)], 2000, 2189)
    second = page(2, [("", "任务"), ("效益指标", "水平")], 150, 350, shift)

    above, below = tables(linked([first, second]))

    assert [cell.text for cell in above.cells] == ["目标", f"{long}\n任务"]
    assert [cell.text for cell in below.cells] == ["效益指标", "水平"]
    assert [cell.box for cell in below.cells] == [cell.box for cell in tables((second,))[0].cells[2:]]


def test_tables_of_other_widths_stay_apart() -> None:
    first, second = page(1, [("产出指标", "长度")], 2000, 2189), page(2, [("效益指标", "水平")], 150, 350)
    wide = replace(
        second,
        blocks=tuple(
            replace(table, cells=tuple(replace(cell, box=_doubled(cell)) for cell in table.cells))
            for table in tables((second,))
        ),
    )
    assert not tables(linked([first, wide]))[1].continues


def _doubled(cell: Cell) -> tuple[float, float, float, float]:
    assert cell.box is not None
    left, top, right, bottom = cell.box
    return 2 * left, top, 2 * right, bottom
