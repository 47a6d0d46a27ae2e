"""HTML tables, with merged cells and the text around them."""

from __future__ import annotations

from extractor.ingest import ingest_text
from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, fragments_of, places_of, rows_of


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def test_every_cell_is_a_fragment_empty_ones_too() -> None:
    text = table("<td>合计</td><td></td><td> &nbsp; </td>", "<th>得分</th><td>10</td>")

    assert rows_of(text) == [["合计", "", ""], ["得分", "10"]]
    assert boundaries_of(text)[2:4] == [Boundary.CELL, Boundary.ROW]


def test_a_cell_behind_a_merged_one_keeps_its_grid_column() -> None:
    text = table("<td rowspan=2>甲</td><td colspan='2'>乙</td><td>丙</td>", "<td>丁</td><td>戊</td>")

    assert places_of(text) == {"甲": (0, 0), "乙": (0, 1), "丙": (0, 3), "丁": (1, 1), "戊": (1, 2)}


def test_tags_around_a_cells_text_are_outside_of_its_span() -> None:
    text = table("<td>\n <p><b>第一行</b><br>第二行</p>\n</td>")

    assert rows_of(text) == [["第一行</b><br>第二行"]]


def test_a_comparison_in_a_cell_is_no_tag() -> None:
    assert rows_of(table("<td>1<S≤10</td><td>a<b</td><td>5</td>")) == [["1<S≤10", "a<b", "5"]]


def test_missing_end_tags_do_no_harm() -> None:
    assert rows_of("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>") == [["甲", "1"], ["乙", "2"]]


def test_a_nested_table_gives_its_own_rows() -> None:
    text = table("<td>外前" + table("<td>内</td>") + "外后</td><td>右</td>")

    assert [f.text for f in fragments_of(text)] == ["外前", "内", "外后", "右"]
    assert places_of(text)["右"] == (0, 1)


def test_scripts_styles_and_comments_are_dropped() -> None:
    text = table("<td><script>var a = '<td>';</script>甲<!-- <td>乙</td> --></td><td><style>td{}</style>5</td>")

    assert rows_of(text) == [["甲", "5"]]


def test_text_around_a_table_is_cut_at_its_blocks() -> None:
    text = "<html><body><h1>自评表</h1><p>（2023年度）</p>" + table("<td>甲</td>") + "<p>说明</p></body></html>"

    assert rows_of(text) == [["自评表"], ["（2023年度）"], ["甲"], ["说明"]]
    assert boundaries_of(text) == [Boundary.BLOCK, Boundary.LINE, Boundary.BLOCK, Boundary.BLOCK]


def test_a_table_inside_a_text_file_leaves_the_text_alone() -> None:
    text = "甲\t1\n\n" + table("<td>乙</td><td>2</td>") + "\n\n丙\t3\n"

    assert rows_of(text) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]


def test_a_table_cut_off_in_the_middle_ends_with_its_last_line() -> None:
    assert rows_of("<table><tr><td>甲</td><td>没写\n\n乙\t2\n") == [["甲", "没写"], ["乙", "2"]]


def test_the_ending_html_makes_the_whole_text_html() -> None:
    assert rows_of("<p>自评表<p>甲<br>乙", "form.html") == [["自评表"], ["甲"], ["乙"]]
    assert ingest_text("<p>甲", "form.html").kind == "html"


def test_deep_nesting_is_walked_and_not_recursed() -> None:
    text = "<table><tr><td>" * 20_000 + "深"

    assert [f.text for f in fragments_of(text)] == ["深"]


def test_a_span_of_rows_without_end_reaches_to_the_end_of_the_table() -> None:
    text = table("<td rowspan=0>甲</td><td>乙</td>", "<td>丙</td>", "<td>丁</td>")

    assert places_of(text)["丁"] == (2, 1)
