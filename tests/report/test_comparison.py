"""The comparison page: self-contained, linked both ways, and deaf to what documents say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import recover
from extractor.record.record_json import dumps
from extractor.report.comparison import to_html
from extractor.sheet.view import printable
from extractor.values import Cell, Evidence, ReaderInfo, Record
from tests import sample_record

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "&lt;b&gt; &amp;",
    "\u2028\u2029</title>",
    "javascript:alert(1)",
]


class Page(HTMLParser):
    """The page as a browser would take it apart: tags with attributes, the source text, the data."""

    VOID = frozenset({"meta", "col", "input", "br", "img", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.source, self.scripts, self.stack = "", [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1][0] == tag, (tag, self.stack[-3:])
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1][0] == "script":
            self.scripts[-1] += data
        if any(attrs.get("class") == "chunk" for _, attrs in self.stack):
            self.source += data


def _data(page: Page) -> dict[str, Any]:
    return json.loads(page.scripts[0])


def _numbers(page: Page, tag: str) -> set[int]:
    return {
        int(number)
        for name, attrs in page.tags
        if name == tag and attrs.get("data-c")
        for number in str(attrs["data-c"]).split()
    }


def test_the_source_stands_on_the_page_character_by_character() -> None:
    record = sample_record.everything()

    assert Page(to_html(record)).source == record.text


def test_every_cell_with_evidence_is_linked_from_both_sides() -> None:
    record = sample_record.everything()
    page = Page(to_html(record))

    cells = _data(page)["cells"]
    assert {number for number, cell in enumerate(cells) if cell.get("e")} == _numbers(page, "mark")
    assert _numbers(page, "td") == set(range(len(cells)))


def test_the_page_needs_no_network_and_no_other_file() -> None:
    page = Page(to_html(sample_record.everything()))

    assert not [
        tag for tag, attrs in page.tags if {"src", "srcset", "background"} & set(attrs) or tag in ("link", "img")
    ]
    assert all(str(attrs["href"]).startswith("#") for _, attrs in page.tags if "href" in attrs)


def test_only_the_pages_own_script_may_run() -> None:
    page = Page(to_html(sample_record.everything()))

    policy = next(str(attrs["content"]) for tag, attrs in page.tags if attrs.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy
    assert len(page.scripts) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_document_text_stays_text_wherever_it_stands(text: str) -> None:
    plain = Page(to_html(sample_record.record(sample_record.national)))
    record = sample_record.record(lambda page: sample_record.national(page, project=text, note=text), name=text)
    form = record.forms[0]
    finding = replace(form.findings[0], message=text, message_en=text, citation=text, expected=text, law=text)
    cell = replace(form.cells["total.score"], reasons=(text,), proof=text, candidates=(text,), raw=text)
    form = replace(form, findings=(finding, *form.findings[1:]), cells={**form.cells, "total.score": cell})

    page = Page(to_html(replace(record, forms=(form,))))

    assert [tag for tag, _ in page.tags if tag != "p"] == [tag for tag, _ in plain.tags if tag != "p"]
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert page.source == record.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=8))
def test_any_text_with_any_overlapping_spans_is_shown_whole(text: str, spans: list[tuple[int, int]]) -> None:
    evidence = tuple(Evidence(start, end, text[start:end]) for start, end in spans)
    form = sample_record.record(sample_record.transfer).forms[0]
    cells = {f"more.x{at}": Cell("1", "1", "read", evidence=(piece,)) for at, piece in enumerate(evidence)}
    record = replace(sample_record.everything(), text=text, forms=(replace(form, cells=cells, unplaced=evidence[:2]),))

    assert Page(to_html(record)).source == printable(text)


def test_a_span_that_serves_several_cells_is_marked_once_for_all() -> None:
    html = to_html(sample_record.record(sample_record.national))

    shared = re.search(r'<mark data-c="([\d ]+)">产出指标\(50分\)</mark>', html)
    assert shared and len(shared.group(1).split()) == 3


def test_findings_spell_out_the_sum_and_lead_to_their_cells() -> None:
    html = to_html(sample_record.record(sample_record.national))

    assert "各项得分 77 + 执行率得分 9 = 86，与总分 88 相差 2" in html
    assert len(re.findall(r"data-go=", html)) == 9


def test_every_chinese_word_of_the_page_has_its_english_twin() -> None:
    page = Page(to_html(sample_record.everything()))

    assert all(attrs["data-zh"] and attrs["data-en"] is not None for _, attrs in page.tags if "data-zh" in attrs)
    assert ("html", {"lang": "en"}) in Page(to_html(sample_record.everything(), "en")).tags


def test_an_edited_value_is_shown_and_marked() -> None:
    record = sample_record.record(sample_record.transfer)
    form = record.forms[0]
    edited = replace(record, forms=(replace(form, values={**form.values, "fiscal_year": "2022"}),))

    page = Page(to_html(edited))
    year = next(cell for cell in _data(page)["cells"] if cell["p"] == "fiscal_year")
    assert year["v"] == "2022" and year["s"] == ["edited"]


def _many(count: int) -> Record:
    return sample_record.record(*[sample_record.national, sample_record.jinzhong] * (count // 2))


def test_the_page_stays_small() -> None:
    record = _many(60)

    assert len(to_html(record).encode()) <= 1.5 * len(dumps(record).encode()) + 200_000


def test_a_long_source_is_laid_out_in_chunks() -> None:
    record = replace(_many(2), text=_many(2).text + "无关文字\n" * 20000)

    page = Page(to_html(record))
    assert sum(attrs.get("class") == "chunk" for _, attrs in page.tags) > 20
    assert page.source == record.text


def test_a_finding_without_a_printed_figure_leaves_the_comparison_to_its_message() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    rate = replace(form.findings[0], found="0.389", expected="0.389665", difference="-0.000665")

    assert "0.389665" not in to_html(replace(record, forms=(replace(form, findings=(rate,)),)))


def test_scraps_of_one_line_without_a_slot_are_shown_together() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    text = record.text + "\n备注 无\n结论"
    at = len(record.text) + 1
    pieces = tuple(
        Evidence(at + start, at + end, text[at + start : at + end]) for start, end in ((0, 2), (3, 4), (5, 7))
    )

    page = to_html(replace(record, text=text, forms=(replace(form, unplaced=pieces),)))
    assert re.findall("<blockquote[^>]*>(.*?)</blockquote>", page) == ["备注　无", "结论"]


def test_the_page_says_which_model_read_it_in_both_languages() -> None:
    plain = sample_record.record(sample_record.national)
    record = replace(plain, reader=ReaderInfo("both", "one,<b>two</b>"))
    page = to_html(record)
    assert 'data-en="read by the offline reader and one、&lt;b&gt;two&lt;/b&gt;"' in page
    assert "<b>two</b>" not in page
    assert "read by the offline reader" not in to_html(plain)


@pytest.mark.parametrize("name", ["national-strips.txt", "city-projects-two-in-one-file.txt", "national-tabs.txt"])
def test_a_page_is_at_most_half_as_large_again_as_its_record_and_200_kb(name: str) -> None:
    record = recover(EVAL_SET / name)
    assert len(to_html(record).encode()) <= 1.5 * len(dumps(record).encode()) + 200_000


def test_the_images_of_a_scan_beside_the_page_are_shown_with_room_for_boxes() -> None:
    record = sample_record.record(sample_record.national)
    page = to_html(record, pages=[(1, "form.pages/1.png")])
    assert '<img src="form.pages/1.png" alt="第 1 页"><svg data-page="1"' in page
    assert "img-src" in page and "<img" not in to_html(record)
