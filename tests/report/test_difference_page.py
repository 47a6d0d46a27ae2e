"""The page of a comparison: what it says, and that a document's text stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

from extractor.report.difference_filter import Selection
from extractor.report.difference_page import PageOrder, to_html
from extractor.report.matching import compare
from extractor.values import Record, Review
from tests import sample_record

HOSTILE = "</script><img src=x onerror=alert(1)>"


def page(left: Record, right: Any, **order: Any) -> str:
    return to_html(compare(left, right), PageOrder("左.json", "右.json", **order))


def national(**texts: str) -> Record:
    return sample_record.record(lambda form: sample_record.national(form, **texts))


def test_the_policy_names_the_one_script_of_the_page() -> None:
    html = page(national(), national(project="乡村道路亮化改造项目"))
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in html
    assert "http://" not in html and "https://" not in html


def test_changed_characters_are_marked_on_both_sides() -> None:
    html = page(national(), national(project="乡村道路亮化改造项目"))

    assert "乡村道路<del>照明</del>改造项目" in html and "乡村道路<ins>亮化</ins>改造项目" in html


def test_hostile_text_is_escaped_wherever_it_stands() -> None:
    html = page(national(), national(project=HOSTILE, note=HOSTILE))

    assert "<img" not in html and html.count("</script>") == 1


def test_a_review_is_told_with_who_and_what_stood_there_before() -> None:
    left = national()
    form = left.forms[0]
    review = Review("accept", ("李核",), "2026-05-06T07:08:09Z", "88", "read", "以附件为准")
    cell = replace(form.cells["total.score"], origin="reviewed", needs_review=False, review=review)
    html = page(left, replace(left, forms=(replace(form, cells={**form.cells, "total.score": cell}),)))

    assert "李核 2026-05-06 07:08 UTC 确认；原为“88”（识读）（以附件为准）" in html
    assert "accepted by 李核" in html


def test_expected_values_have_no_audit_trail_and_no_findings() -> None:
    html = page(national(), dict(national().forms[0].values))

    assert "没有识读信息" in html and "勾稽与提示" not in html


def test_documents_with_nothing_in_common_are_told_in_one_sentence() -> None:
    html = page(national(), sample_record.record(sample_record.department))

    assert "两边没有共同内容" in html and '<table class="pairs"' not in html


def test_the_page_holds_only_what_is_asked_for() -> None:
    html = page(national(), national(project="甲"), selection=Selection("changed", ("project_name",)))

    assert "--only changed --fields project_name" in html
    assert set(re.findall(r'<tr class="([^"]+)"', html)) == {"changed"}


def test_the_page_begins_in_the_language_asked_for() -> None:
    html = page(national(), national(), language="en")

    assert '<html lang="en">' in html and ">No cell differs.</span>" in html
