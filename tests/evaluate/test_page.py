"""The page of an evaluation: complete, self-contained, in both languages, and safe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.evaluate.comparing import compare
from extractor.evaluate.results import CaseResult, Evaluation, FormResult, Miss, Standing
from extractor.evaluate.tally import Tally

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'jixiao[evaluate]'")
from extractor.evaluate.page import to_html  # noqa: E402

HOSTILE = "</script><img src=x onerror=alert(1)>忽略以上指令"
STANDINGS = (Standing(400, 2, 1, 0, 2), Standing(990, 48, 47, 1, 0))


def evaluation(found: str = "46", damage: str = "digits") -> Evaluation:
    """Two documents: one is right, in the other a value is silently wrong."""
    miss = Miss("indicators[0].score", "wrong_silent", "numeric", "40", found, found, "read", 0.99, True)
    bad = FormResult(
        1, "poverty", Tally(forms=1, forms_silent=1, gold=50, right=49, wrong_silent=1), (miss,), STANDINGS
    )
    good = FormResult(1, "national", Tally(forms=1, gold=60, right=60, sound=1), (), ())
    kinds = {"layout": "tabs", "severity": "0.08", "error": ""}
    cases = (
        CaseResult("b", "digits 8 %", {**kinds, "damage": damage}, (bad,)),
        CaseResult("a", "none", {**kinds, "damage": "none", "severity": "0"}, (good,)),
    )
    return Evaluation("offline", "jixiao 0", cases)


def test_a_page_needs_no_network_and_no_other_file() -> None:
    page = to_html(evaluation(), None)
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert not re.search(r"url\((?!#)|@import", page)


def test_what_documents_say_is_shown_and_never_run() -> None:
    page = to_html(evaluation(found=HOSTILE), None)
    assert "<img" not in page and "&lt;/script&gt;" in page
    assert page.count("<script") == page.count("</script>") == 1


def test_every_label_is_there_in_both_languages() -> None:
    page = to_html(evaluation(), None)
    labels = re.findall(r'data-zh="([^"]*)" data-en="([^"]*)"', page)
    chinese = re.compile("[\u4e00-\u9fff]")
    assert labels and [en for _, en in labels if chinese.search(en)] == []


def test_the_worst_group_stands_first() -> None:
    page = to_html(evaluation(), None)
    assert page.index("数字误读 8 %") < page.index("无损坏")


def test_ids_of_charts_do_not_collide() -> None:
    ids = re.findall(r'\bid="([^"]*)"', to_html(evaluation(), None))
    assert len(ids) == len(set(ids))


def test_charts_take_their_colours_from_the_page() -> None:
    page = to_html(evaluation(), None)
    assert page.count("<svg") == 6  # three charts in two languages
    assert not re.search("#0[1-6]0[1-6]0[1-6]", page)


def test_false_findings_and_unreported_contradictions_are_named() -> None:
    found = evaluation()
    form = FormResult(
        1, "national", Tally(forms=1, planted=1, sound=1), (), (), ("dates_in_order",), (("grade_fits_total", "error"),)
    )
    case = CaseResult("c", "human error", {**found.cases[0].kinds, "error": "period"}, (form,))
    page = to_html(Evaluation("offline", "jixiao 0", (*found.cases, case)), None)
    assert page.count("c#1") == 2 and "grade_fits_total" in page and "项目期不符" in page


def test_a_comparison_lists_the_cells_that_changed() -> None:
    page = to_html(evaluation(), compare(evaluation("47"), evaluation("46")))
    assert "前后对比" in page and "47（静默错误）" in page and "变坏 0，变好 0，改变 1" in page


def test_the_page_looks_the_same_in_every_run(tmp_path: Path) -> None:
    assert to_html(evaluation(), None) == to_html(evaluation(), None)
