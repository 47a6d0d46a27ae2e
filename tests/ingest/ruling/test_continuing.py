"""Tables over several pages."""

from __future__ import annotations

from extractor.ingest.printed import Line, Page, Table, document_of
from extractor.ingest.ruling import blocks_of, continued
from extractor.values import Boundary
from tests.ingest.ruling.drawn import grid, places_of, sides, word


def page(number: int, places, xs, ys, *words) -> Page:
    return Page(number, blocks_of(words, sides(places, xs, ys)), 1654, 2339)


def tables_of(pages: tuple[Page, ...]) -> list[Table]:
    return [block for page in pages for block in page.blocks if isinstance(block, Table)]


def test_a_table_with_the_edges_of_the_one_before_goes_on() -> None:
    number = word("第1页", 700, 2250)

    pages = continued([page(1, *grid(3, 4), number), page(2, *grid(2, 4))])

    assert [table.continues for table in tables_of(pages)] == [False, True]
    assert isinstance(pages[0].blocks[-1], Line)


def test_a_table_of_other_edges_is_another_one() -> None:
    pages = continued([page(1, *grid(3, 4)), page(2, *grid(3, 4, wide=120))])

    assert [table.continues for table in tables_of(pages)] == [False, False]


def test_a_text_between_them_parts_two_tables() -> None:
    pages = continued([page(1, *grid(3, 4)), page(2, *grid(3, 4, top=700), word("部门整体自评表", 400, 600))])

    assert [table.continues for table in tables_of(pages)] == [False, False]


def test_the_columns_of_all_pages_are_counted_alike() -> None:
    # given a second page on which the two last columns are merged everywhere
    places, xs, ys = grid(2, 4)
    merged = [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]

    pages = continued([page(1, places, xs, ys), page(2, merged, [*xs[:3], xs[4]], ys)])

    assert places_of(tables_of(pages)[1])[:3] == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 2)]


def test_the_rows_of_the_second_page_are_rows_of_the_first_ones_table() -> None:
    pages = continued([page(1, *grid(2, 3), word("甲", 110, 110)), page(2, *grid(1, 3), word("乙", 110, 110))])

    fragments = document_of(pages, "表.pdf", "", "pdf").fragments

    assert [(f.text, f.before, f.row, f.page) for f in fragments if f.text] == [
        ("甲", Boundary.BLOCK, 0, 1),
        ("乙", Boundary.ROW, 2, 2),
    ]


def cut_row(*, last: float, texts: tuple[str, str]) -> tuple[Page, ...]:
    """Two pages with a row of prose between them; the table of the first page ends at ``last``."""
    places = [(0, 0, 1, 1), (0, 1, 1, 1)]
    xs = [100.0, 200.0, 600.0]
    upper = [word("目标", 110, last - 40), word(texts[0], 210, last - 35)]
    first = Page(1, blocks_of(upper, sides(places, xs, [last - 100, last])), 1654, 2339)
    second = Page(2, blocks_of([word(texts[1], 210, 160)], sides(places, xs, [150, 250])), 1654, 2339)
    return continued([first, second])


def test_a_row_that_the_page_break_cut_is_one_row() -> None:
    first, second = tables_of(cut_row(last=2189, texts=("完成十八套预警终端的安装和调试", "任务")))

    assert [cell.text for cell in first.cells] == ["目标", "完成十八套预警终端的安装和调试\n任务"]
    assert second.cells == ()


def test_a_row_behind_one_that_is_not_full_is_a_row() -> None:
    _, second = tables_of(cut_row(last=2189, texts=("完成安装", "任务")))

    assert [cell.text for cell in second.cells] == ["", "任务"]


def test_a_row_behind_one_that_ends_above_the_foot_of_the_page_is_a_row() -> None:
    _, second = tables_of(cut_row(last=1900, texts=("完成十八套预警终端的安装和调试", "任务")))

    assert [cell.text for cell in second.cells] == ["", "任务"]


def merged_cell(*, on_second: bool) -> tuple[Page, ...]:
    """Two pages with a label cell over the rows of both; the label is printed in the middle, on either of them."""
    xs, label = [100.0, 300.0, 900.0], "产出指标"
    upper = [word("数量指标", 310, 1930), word("质量指标", 310, 2100)]
    lower = [word("时效指标", 310, 190), word("成本指标", 310, 290)]
    (lower if on_second else upper).append(word(label, 110, 230 if on_second else 2000))
    places = [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    first = Page(1, blocks_of(upper, sides(places, xs, [1889.0, 2039.0, 2189.0])), 1654, 2339)
    second = Page(2, blocks_of(lower, sides(places, xs, [150.0, 250.0, 350.0])), 1654, 2339)
    return continued([first, second])


def test_the_label_of_a_merged_cell_stands_where_the_cell_begins_though_it_is_printed_behind_the_break() -> None:
    for on_second in (False, True):
        first, second = tables_of(merged_cell(on_second=on_second))
        assert [(cell.row, cell.text) for cell in first.cells] == [(0, "产出指标"), (0, "数量指标"), (1, "质量指标")]
        assert [(cell.row, cell.text) for cell in second.cells] == [(0, ""), (0, "时效指标"), (1, "成本指标")]
