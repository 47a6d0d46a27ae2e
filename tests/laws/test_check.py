"""Checking a whole form: the sentences people read, what is left alone, what no text may break."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import laws
from extractor.errors import FamilyError
from extractor.laws import Judgement, LawSettings
from extractor.laws.document import DOCUMENT_IDS

UNITS = {"": "万元"}


def indicator(**cells: str | None) -> dict[str, str | None]:
    keys = ("level1", "level2", "level3", "target", "actual", "progress", "weight", "score", "deviation_note")
    return {key: cells.get(key) for key in keys}


def form(**changes: Any) -> dict[str, Any]:
    """Return a small consistent form: 50 + 40 points of indicators, 10 of execution, one target missed."""
    output = indicator(level1="产出指标", level2="数量指标", level3="巡查次数", target="≥50次", actual="50次")
    effect = indicator(level1="效益指标", level2="社会效益指标", level3="环境改善", target="≥80%", actual="72%")
    funds = {"stage": "all", "source": "total", "adjusted_budget": "400", "executed": "390"}
    return {
        "fiscal_year": "2021",
        "funds": [funds | {"weight": "10", "execution_rate": "97.5%", "score": "9.75"}],
        "indicators": [
            output | {"weight": "50", "score": "50"},
            effect | {"weight": "40", "score": "36", "deviation_note": "雨季停工两周"},
        ],
        "total": {"weight": "100", "score": "95.75"},
        "grade": "优",
    } | changes


def broken(values: dict[str, Any], law: str | None = None) -> list[Judgement]:
    return [item for item in laws.check(values, UNITS) if item.verdict == "broken" and law in (None, item.law)]


def test_a_consistent_form_breaks_nothing() -> None:
    assert broken(form()) == []


def test_the_laws_of_one_cell_are_explained_with_their_arithmetic() -> None:
    # given a consistent form
    seen = laws.Form.of(form(), UNITS)
    # when the laws of the first score are explained
    told = laws.explain(seen, laws.bind(seen, UNITS), "indicators[0].score")
    # then those that hold show their sum, too, and each is of that cell
    said = {one.law: (one.verdict, one.message) for one in told}
    assert said["scores_sum_to_total"][0] == "holds"
    assert "= 95.75" in said["scores_sum_to_total"][1]
    assert all("indicators[0].score" in one.cells for one in told)


def test_a_wrong_total_is_spelled_out_in_both_languages() -> None:
    (found,) = broken(form(total={"weight": "100", "score": "98.75"}), "scores_sum_to_total")

    assert found.message == "各项得分 86 + 执行率得分 9.75 = 95.75，与总分 98.75 相差 3"
    assert found.message_en == "item scores 86 + execution score 9.75 = 95.75, but total score is 98.75: 3 apart"
    assert (found.expected, found.found, found.difference) == ("95.75", "98.75", "3")


def test_a_weight_printed_on_two_fund_rows_counts_once_and_is_reported_by_itself() -> None:
    total = form()["funds"][0]

    found = broken(form(funds=[total, total | {"source": "fiscal"}]))

    assert [item.law for item in found] == ["weight_printed_twice"]
    assert found[0].cells == ("funds[0].weight", "funds[1].weight", "total.weight")


def test_a_cut_rate_is_a_note() -> None:
    funds = form()["funds"][0] | {"executed": "391.88", "execution_rate": "97.9%", "score": "9.80"}
    values = form(funds=[funds], total={"weight": "100", "score": "95.80"})

    assert [(item.law, item.severity) for item in broken(values)] == [("execution_rate", "note")]


def test_a_rate_on_the_initial_budget_names_the_denominator_that_fits() -> None:
    funds = form()["funds"][0] | {"initial_budget": "390", "execution_rate": "100%", "score": "10"}
    values = form(funds=[funds], total={"weight": "100", "score": "96"})

    (judged,) = (item for item in laws.check(values, UNITS, ["execution_rate"]))

    assert judged.verdict == "holds"
    assert "年初预算数" in judged.message


def test_a_lost_score_makes_its_sums_untestable_when_blanks_are_known() -> None:
    values = form()
    values["indicators"][1]["score"] = None

    judged = {item.law: item.verdict for item in laws.check(values, UNITS, ["scores_sum_to_total"], blank=())}

    assert judged == {"scores_sum_to_total": "not_testable"}


def test_findings_are_the_broken_ones_worst_first() -> None:
    values = form(total={"weight": "100", "score": "98.75"}, grade="良")
    values["indicators"][0] |= {"actual": "≥50次"}

    found = laws.findings(laws.check(values, UNITS))

    assert [item.severity for item in found] == ["error", "error", "warning"]


def test_an_unknown_law_is_refused_by_name() -> None:
    with pytest.raises(FamilyError, match="no_such_law"):
        laws.bind(form(), UNITS, ["no_such_law"])


def test_a_severity_can_be_set() -> None:
    chosen = LawSettings(severities=(("scores_sum_to_total", "warning"),))
    judged = laws.check(form(total={"weight": "100", "score": "99"}), UNITS, ["scores_sum_to_total"], chosen)

    assert [item.severity for item in judged] == ["warning"]


def test_judging_the_same_form_twice_says_the_same() -> None:
    assert laws.check(form(), UNITS) == laws.check(form(), UNITS)


def test_every_law_is_described_in_both_languages() -> None:
    described = laws.describe()

    assert [item.id for item in described] == [*laws.ALL_IDS, *DOCUMENT_IDS]
    assert all(item.title and item.title_en.isascii() for item in described)


@pytest.mark.parametrize(
    ("target", "actual"), [("20批投诉", "18批投诉"), ("故障处理 5 次", "无"), ("80%-90%", "95%"), ("3天", "2天")]
)
def test_a_target_that_does_not_tell_its_direction_is_no_error(target: str, actual: str) -> None:
    row = indicator(level1="产出指标", level2="时效指标", level3="故障时长", target=target, actual=actual)
    values = form()
    values["indicators"][0] = row | {"weight": "50", "score": "50"}

    assert [item for item in broken(values) if item.severity == "error"] == []


odd_text = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(["0", "-1", "100%", "0%", "≥0", "9" * 40, "1e5", "NaN", "❾", "2021年底前", "0万/户*0", "9.9.9"]),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_text_in_any_cell_makes_checking_fail(data: st.DataObject) -> None:
    values = form()
    for row in (*values["indicators"], *values["funds"], values["total"]):
        for key in list(row):
            if data.draw(st.booleans()):
                row[key] = data.draw(odd_text)
    card = {key: data.draw(odd_text) for key in ("section", "group", "item", "weight", "score", "analysis")}
    values |= {"scorecard": [card], "narratives": {"fund_use": data.draw(odd_text)}, "grade": data.draw(odd_text)}

    laws.findings(laws.check(values, UNITS))


def card() -> list[dict[str, str | None]]:
    rows = [
        ("投入", None, None, "7", "6.9"),
        ("投入", "资金", "资金到位率", "3", "3"),
        ("投入", "资金", "预算执行率", "4", "3.9"),
    ]
    keys = ("section", "group", "item", "weight", "score")
    return [dict(zip(keys, row, strict=True)) for row in rows]


@given(st.data())
def test_losing_cells_never_makes_an_error(data: st.DataObject) -> None:
    # Given a consistent form with indicators, funds and a card, and no cell printed empty
    values = form(scorecard=card()) | {"total": {"weight": None, "score": None}}
    rows: list[dict[str, Any]] = [*values["indicators"], *values["funds"], *values["scorecard"]]
    blank = {item for item, text in laws.Form.of(values, UNITS).leaves.items() if text is None}

    # When any of its cells are lost
    for row in rows:
        for key in list(row):
            if data.draw(st.booleans()):
                row[key] = None

    # Then nothing is held against its author
    assert [item.law for item in laws.check(values, UNITS, blank=blank) if item.verdict == "broken"] == []


@pytest.mark.parametrize(
    "values", [{}, {"funds": None, "indicators": None}, {"indicators": [None, {}]}, {"total": None}]
)
def test_a_record_with_missing_parts_is_judged_as_far_as_it_goes(values: dict[str, Any]) -> None:
    assert [item for item in laws.check(values, {}) if item.verdict == "broken"] == []
