"""A narrative as a page: markup of the document never becomes markup of the page."""

from __future__ import annotations

from extractor.cli.page import page_of_markdown


def test_headings_and_tables_become_html_and_the_first_heading_the_title() -> None:
    page = page_of_markdown("# 绩效情况\n\n| 指标 | 得分 |\n|---|---|\n| 受训人数 | 10 |\n", "zh")
    assert "<title>绩效情况</title>" in page
    assert "<td>受训人数</td>" in page and 'lang="zh-CN"' in page


def test_html_in_a_narrative_is_shown_as_text() -> None:
    page = page_of_markdown("# <img src=x>\n\n<script>alert(1)</script>\n", "en")
    assert "<script>" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_link_that_runs_code_is_no_link() -> None:
    assert "href" not in page_of_markdown("[press](javascript:alert(1))", "en")


def test_the_page_fetches_nothing() -> None:
    page = page_of_markdown("![x](http://example.invalid/x.png)", "en")
    assert "src=" not in page
