"""A narrative as a page: every figure leads to its cell; markup of the document never becomes markup of the page."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from extractor.narrate import narrate
from extractor.narrate.page import page_of
from tests import sample_record


def _page(text: str = "乡村道路照明改造项目", language: str = "zh", template: str = "summary") -> str:
    record = sample_record.record(lambda page: sample_record.national(page, project=text))
    return page_of(narrate([record], template, language))  # type: ignore[arg-type]


def test_headings_and_tables_become_html_and_the_first_heading_the_title() -> None:
    page = _page()
    assert "<title>2023年度乡村道路照明改造项目绩效情况</title>" in page
    assert re.search(r"<td><a [^>]*>新装路灯数</a></td>", page) and 'lang="zh-CN"' in page


def test_a_figure_is_a_link_whose_title_names_path_printed_text_and_origin() -> None:
    found = re.search(r'<a class="cell" href="#(cell-\d+)" title="total.score “88” 识读">88</a>', _page())

    assert found is not None
    assert re.search(rf'<tr id="{found[1]}"><td>总分<br><code>total.score</code></td><td>88</td>', _page())


def test_a_result_names_its_formula_and_all_its_cells() -> None:
    assert re.search(r'title="算式 20－19.5；indicators\[0\].weight “20” 识读；indicators\[0\].score', _page())


@pytest.mark.parametrize("template", ["summary", "report", "memo", "brief", "portfolio"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_of_a_page_leads_to_a_row_or_a_note_of_it(template: str, language: str) -> None:
    page = page_of(narrate([sample_record.everything()], template, language))  # type: ignore[arg-type]

    targets = set(re.findall(r'href="#([\w-]+)"', page))
    assert targets and targets <= set(re.findall(r'id="([\w-]+)"', page))


def test_every_digit_of_the_text_stands_in_a_link_or_counts_headings_and_notes() -> None:
    page = _page(template="report")
    body = page[page.index("<body>") : page.index('<section class="cells">')]
    outside = re.sub(r"<a [^>]*>[^<]*</a>|<[^>]+>", "", body)

    assert re.findall(r"\d+", outside) == []


def test_a_contradiction_is_a_note_at_its_figure_and_at_the_end() -> None:
    page = _page()
    assert re.search(r'88</a>分〔待核〕<sup><a href="#note-2">\[2\]</a></sup>', page)
    assert re.search(r'<li id="note-2">.*与总分88相差2', page)


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x>",
        "<script>alert(1)</script>",
        "[甲](javascript:alert(1))",
        "![x](http://x.invalid/x.png)",
        '" onload="x',
    ],
)
def test_markup_of_the_document_is_shown_as_text(text: str) -> None:
    page = _page(text)

    assert "<script" not in page and "<img" not in page and "src=" not in page.replace("src=x&gt;", "")
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))
    assert 'onload="' not in page and "\ue0f0" not in page


def test_the_page_runs_nothing_and_fetches_nothing() -> None:
    page = _page()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert " style=" not in page and "url(" not in page and "<script" not in page
