"""Laws between the forms of one document: a department and its projects, copies, years, names."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.laws import document
from extractor.laws.document import DOCUMENT_IDS, DOCUMENT_LAWS, check_document
from extractor.laws.document.counted import counts_of_projects
from extractor.laws.document.law import DocumentLaw
from extractor.laws.law import Judgement

UNITS = {"": "万元"}
NAME = "村级水站改造补助"
_EXAMPLE = re.compile(r"^    (Okay|Broken): ((?:.|\n {8})+)", re.MULTILINE)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def department(prose: str = "", **more: Any) -> dict[str, Any]:
    return {"form_type": "department_jinzhong", "narratives": {"performance": prose}, **more}


def staged(name: str, executed: str, prose: str = "") -> dict[str, Any]:
    funds = [{"stage": "spent", "source": "city", "executed": executed}]
    return {"project_name": name, "funds": funds, "narratives": {"fund_use": prose}}


def project(name: str = NAME, budget: str = "50", executed: str = "48", **more: Any) -> dict[str, Any]:
    """A self-evaluation with money, a total and two indicators."""
    funds = [
        {
            "stage": "all", "source": "total", "initial_budget": budget, "adjusted_budget": budget,
            "executed": executed, "weight": "10",
        }
    ]  # fmt: skip
    built = indicator("改造水站数量", "≥12座", "12座", "50", "50")
    satisfied = indicator("群众满意度", "≥95%", "96.4%", "40", "38")
    return {
        "title": "项目支出绩效自评表", "fiscal_year": "2022", "project_name": name, "implementing_unit": "松涧县水利站",
        "supervising_department": "松涧县水利局", "funds": funds, "indicators": [built, satisfied],
        "total": {"weight": "100", "score": "97.6"}, "grade": "优", **more,
    }  # fmt: skip


def indicator(name: str, target: str, actual: str, weight: str = "10", score: str = "10") -> dict[str, Any]:
    return {"level3": name, "target": target, "actual": actual, "weight": weight, "score": score}


def judged(*forms: dict[str, Any], units: list[dict[str, str]] | None = None) -> list[tuple[int, Judgement]]:
    return list(check_document(list(zip(forms, units or [UNITS] * len(forms), strict=True))))


def broken(*forms: dict[str, Any], units: list[dict[str, str]] | None = None) -> list[tuple[int, Judgement]]:
    return [(index, verdict) for index, verdict in judged(*forms, units=units) if verdict.verdict == "broken"]


def laws_broken(*forms: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(index, verdict.law, verdict.severity) for index, verdict in broken(*forms)]


# The list of laws and its examples


def record(assignments: str) -> dict[str, Any]:
    """Build forms from ``forms[0].path=value; forms[1].path=value``."""
    root: dict[str, Any] = {}
    for assignment in re.split(r";\s+(?=forms\[)", assignments.strip()):
        path, _, value = assignment.partition("=")
        node: Any = root
        keys = re.findall(r"[a-z_0-9]+", path)
        for key, following in zip(keys, [*keys[1:], None], strict=True):
            fresh: Any = value if following is None else [] if following.isdigit() else {}
            if isinstance(node, list):
                node.extend({} for _ in range(int(key) + 1 - len(node)))
                node[int(key)] = node[int(key)] or fresh
                node = node[int(key)]
            else:
                node = node.setdefault(key, fresh)
    return root


def examples() -> Iterator[Any]:
    for law in DOCUMENT_LAWS:
        for kind, text in _EXAMPLE.findall(law.claim):
            yield pytest.param(law, kind, " ".join(text.split()), id=f"{law.id}-{kind.lower()}")


@pytest.mark.parametrize(("law", "kind", "text"), list(examples()))
def test_an_example_in_a_docstring_is_judged_as_it_says(law: DocumentLaw, kind: str, text: str) -> None:
    verdicts = {verdict.verdict for _, verdict in judged(*record(text)["forms"]) if verdict.law == law.id}

    assert ("broken" in verdicts) == (kind == "Broken")
    assert verdicts or kind == "Okay"


@pytest.mark.parametrize("law", DOCUMENT_LAWS, ids=lambda law: law.id)
def test_a_docstring_opens_with_id_and_claim_and_shows_both_sides(law: DocumentLaw) -> None:
    assert law.claim.startswith(f"{law.id}: ")
    assert {kind for kind, _ in _EXAMPLE.findall(law.claim)} == {"Okay", "Broken"}


def test_every_law_that_is_defined_is_listed_once() -> None:
    names = [info.name for info in pkgutil.iter_modules(document.__path__)]
    modules = [importlib.import_module(f"{document.__name__}.{name}") for name in names]
    defined = {value.id for module in modules for value in vars(module).values() if isinstance(value, DocumentLaw)}

    assert sorted(DOCUMENT_IDS) == sorted(defined)


# A clause that names a project, and the project's form


@pytest.mark.parametrize(("told", "verdict"), [("62.4万元", "holds"), ("624000元", "broken"), ("72.4万元", "broken")])
def test_spending_that_a_department_tells_is_that_of_the_projects_form(told: str, verdict: str) -> None:
    # Given a department that names a project, a little shortened, and that project's own form
    ((index, found),) = judged(department(f"1、村级水站改造。2021年实际投入{told}。"), staged(NAME, "62.37"))

    assert (index, found.verdict) == (0, verdict)


def test_counts_that_differ_are_reported_with_both_numbers() -> None:
    prose = "共补助3户镇级水站。"

    ((_, found),) = judged(department("1、村级水站改造补助。补助4户镇级水站。"), staged(NAME, "5", prose))

    assert (found.verdict, found.expected, found.found) == ("broken", "3", "4")


def test_another_project_is_not_compared() -> None:
    assert judged(department("1、道路养护经费。实际投入9万元。"), staged(NAME, "62.37")) == []


# How many projects, how much in all


@pytest.mark.parametrize(
    ("prose", "counts"),
    [
        ("本年共实施项目5个。", [5]),
        ("2021年我单位共有3个预算项目，均已完成。", [3]),
        ("列入绩效考核的项目共6项", [6]),
        ("对4个项目开展了绩效自评", [4]),
        ("三个项目均完成目标", [3]),
        ("共安排十二个项目", [12]),
        ("其中重点项目共2个", []),
        ("全县共实施项目35个", []),
        ("共引进招商项目12个", []),
        ("上年共实施项目7个", []),
        ("共成立3个项目组", []),
    ],
)
def test_only_a_count_of_all_projects_counts(prose: str, counts: list[int]) -> None:
    assert sorted(set(counts_of_projects(prose))) == counts


def test_fewer_forms_than_projects_told_is_a_note_and_more_a_warning() -> None:
    forms = (staged(NAME, "5"), staged("乡村道路养护经费", "6"))

    (few,) = broken(department("本年共实施项目3个。"), *forms)
    (many,) = broken(department("本年共实施项目1个。"), *forms)

    assert (few[0], few[1].severity, few[1].expected, few[1].found) == (0, "note", "3", "2")
    assert (many[1].severity, many[1].message) == ("warning", "部门表写项目共 1 个，本文件有 2 个项目的表，多 1 个")


def test_a_form_that_lost_its_name_may_be_the_project_that_is_missing() -> None:
    nameless = {"form_type": "project_jinzhong", "total": {"weight": "100", "score": "98"}}

    assert broken(department("本年共实施项目2个。"), staged(NAME, "5"), nameless) == []


def by_kind(executed: str) -> dict[str, Any]:
    rows = [{"stage": "by_expenditure", "source": "basic", "executed": "80"}]
    return department(funds=[*rows, {"stage": "by_expenditure", "source": "project", "executed": executed}])


def test_projects_that_spent_more_than_the_departments_projects_are_a_warning_with_the_sum() -> None:
    ((index, found),) = broken(by_kind("90"), project(), project("乡村道路养护经费", "60", "52.5"))

    assert (index, found.law, found.severity) == (0, "project_amounts_sum_to_department", "warning")
    assert found.message == "本文件 2 个项目执行数合计 48 + 52.5 = 100.5，部门表项目支出 90万元，多 10.5"
    assert found.cells == ("funds[1].executed",)


@pytest.mark.parametrize("executed", ["100.5", "100.46", "101"])
def test_a_sum_within_the_print_holds(executed: str) -> None:
    assert broken(by_kind(executed), project(), project("乡村道路养护经费", "60", "52.5")) == []


def test_less_than_the_departments_projects_is_a_note_unless_it_counts_the_forms_there_are() -> None:
    told = {"narratives": {"performance": "本年共实施项目1个。"}}

    assert laws_broken(by_kind("90"), project()) == [(0, "project_amounts_sum_to_department", "note")]
    assert laws_broken(by_kind("90") | told, project()) == [(0, "project_amounts_sum_to_department", "warning")]


@pytest.mark.parametrize(
    "prose",
    [
        "1、村级水站改造补助。基本支出为零,项目支出5万元。",  # of one project
        "上年基本支出80万元,上年项目支出20万元。",
        "基本支出80万元,项目支出预算20万元。",
        "水站改造项目支出5万元。",
    ],
)
def test_an_amount_that_is_not_the_departments_spending_is_not_compared(prose: str) -> None:
    assert "project_amounts_sum_to_department" not in [law for _, law, _ in laws_broken(department(prose), project())]


def test_a_projects_money_in_yuan_is_converted() -> None:
    units = [UNITS, {"": "元"}]

    assert broken(by_kind("48"), project(budget="500000", executed="480000"), units=units) == []


def test_a_project_cannot_spend_more_than_its_department() -> None:
    whole = department(department={"executed": "40", "initial_budget": "30", "budget_adjustment": "25"})

    ((index, found),) = broken(whole, project())

    assert (index, found.cells, found.difference) == (1, ("funds[0].executed",), "8")


def test_a_project_of_another_department_is_not_held_against_this_one() -> None:
    whole = department(reporting_unit="松涧县教育局", department={"executed": "40", "initial_budget": "30"})

    assert broken(whole, project()) == []


# The same project twice


def test_two_forms_of_a_project_that_disagree_are_named_with_both_values() -> None:
    ((index, found),) = broken(project(), project(executed="46"))

    assert (index, found.law, found.severity) == (1, "same_project_same_amounts", "error")
    assert found.cells == ("funds[0].executed",)
    assert (
        found.message
        == "「村级水站改造补助」在第 1 张表与第 2 张表中资金总额·执行数不同：48万元 与 46万元，相差 2 万元"
    )


def test_yuan_beside_ten_thousand_yuan_agree_and_a_slip_of_the_unit_is_named() -> None:
    in_yuan = project(budget="500000", executed="480000")

    assert broken(project(), in_yuan, units=[UNITS, {"": "元"}]) == []
    assert all("单位或小数点错位" in found.message for _, found in broken(project(), in_yuan))


def test_a_goal_form_is_compared_in_goals_and_budget_alone() -> None:
    # Given a goal form, which has neither results nor spending, and a lower target than the self-evaluation
    goals = project(title="项目支出绩效目标申报表", executed="0", grade=None)
    goals["indicators"][0] = indicator("改造水站数量", "≥15座", "", "50", "")
    goals["total"] = {"weight": "100", "score": "0"}

    assert laws_broken(goals, project()) == [(1, "same_project_same_indicators", "warning")]


def test_a_review_may_score_otherwise() -> None:
    review = project(title="项目支出绩效复核表", total={"weight": "100", "score": "91"}, grade="良")

    assert broken(project(), review) == []


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("implementing_unit", "白石县水利站"),
        ("fiscal_year", "2020"),
        ("fiscal_year", None),
        ("project_name", "水站改造"),
    ],
)
def test_forms_that_may_be_two_projects_are_not_compared(path: str, other: str | None) -> None:
    assert broken(project(), project(executed="30", total={"weight": "100", "score": "88"}) | {path: other}) == []


def test_a_second_batch_of_money_under_the_same_name_is_not_compared() -> None:
    assert broken(project(), project(budget="70", executed="66")) == []


@pytest.mark.parametrize("other", ["12座", "=12座", ">12座", "≥12 座", "≥12"])
def test_a_target_printed_otherwise_is_the_same(other: str) -> None:
    second = project()
    second["indicators"][0]["target"] = other

    assert broken(project(), second) == []


def test_without_a_year_a_difference_is_a_note() -> None:
    forms = [project(executed=executed) | {"fiscal_year": None} for executed in ("48", "46")]

    assert laws_broken(*forms) == [(1, "same_project_same_amounts", "note")]


# Year against year


def two_years(**more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    last, this = project() | {"fiscal_year": "2021"}, project(**more)
    for row in this["indicators"]:
        row["actual"] = {"12座": "14座", "96.4%": "97.1%"}[row["actual"]]
    return last, this


@pytest.mark.parametrize(
    ("carried", "severity"),
    [("2", None), ("2.00", None), ("1.9", None), ("3", "warning"), ("1", "note"), ("0", "note")],
)
def test_what_is_carried_over_was_left_the_year_before(carried: str, severity: str | None) -> None:
    last, this = two_years()
    this["funds"].append({"stage": "all", "source": "carry_over", "adjusted_budget": carried})

    found = [verdict for _, verdict in broken(last, this)]

    assert [verdict.severity for verdict in found] == ([severity] if severity else [])
    assert all("结余 50 - 48 = 2" in verdict.message for verdict in found)


def test_the_same_target_again_is_fine_and_a_lowered_one_a_note() -> None:
    last, this = two_years()
    lowered = copy.deepcopy(this)
    lowered["indicators"][1]["target"] = "≥90%"

    assert broken(last, this) == []
    assert laws_broken(last, lowered) == [(1, "target_reaches_last_years_result", "note")]


def test_fewer_for_less_money_is_no_lowered_target() -> None:
    last, this = two_years(budget="30", executed="30")
    this["indicators"][0]["target"] = "≥8座"

    assert broken(last, this) == []


def test_results_that_all_repeat_last_years_are_a_note() -> None:
    last, this = project() | {"fiscal_year": "2021"}, project()
    for form in (last, this):
        form["indicators"].append(indicator("完工及时率", "100%", "100%"))

    assert laws_broken(last, this) == [(1, "results_are_of_their_year", "note")]


def test_results_that_are_full_marks_each_year_are_not_copied() -> None:
    rows = [indicator(name, "100%", "100%") for name in ("完工及时率", "资金到位率", "验收合格率")]

    assert broken(project(indicators=rows) | {"fiscal_year": "2021"}, project(indicators=rows)) == []


# Names


def test_one_implementing_unit_under_two_spellings_of_a_department_is_a_note() -> None:
    rare = project("乡村道路养护经费", supervising_department="松涧县水务局")

    ((index, found),) = broken(project(), rare, project("灌区巡查经费"))

    assert (index, found.severity, found.cells) == (1, "note", ("supervising_department",))
    assert "第 1 张表为「松涧县水利局」" in found.message


@pytest.mark.parametrize("other", ["松涧县 水利局。", "县水利局", "松涧县乡村振兴局", "农业科", "无", None])
def test_punctuation_a_clipped_name_and_another_department_are_silent(other: str | None) -> None:
    assert broken(project(), project("乡村道路养护经费", supervising_department=other)) == []


def test_a_departments_own_name_is_that_in_its_projects() -> None:
    own = department(reporting_unit="松涧县水务局")

    assert laws_broken(own, project()) == [(1, "supervising_department_agrees", "note")]


# All laws


def test_messages_of_broken_laws_are_written_in_both_languages() -> None:
    # Given a project that is named in no Chinese, so that all Chinese is the program's
    forms = [project("Water Works A", executed=executed, supervising_department=None) for executed in ("48", "46")]
    whole = department("本年共实施项目9个。", department={"executed": "40"})

    found = [verdict for _, verdict in broken(whole, *forms)]

    assert {verdict.law for verdict in found} >= {"same_project_same_amounts", "project_count_is_number_of_forms"}
    assert all(_CHINESE.search(verdict.message) for verdict in found)
    assert not any(_CHINESE.search(verdict.message_en.replace("万元", "")) for verdict in found)


def test_a_single_form_and_forms_of_different_projects_are_silent() -> None:
    assert judged(project()) == judged() == []
    assert broken(project(), project("乡村道路养护经费", "9", "8"), project("灌区巡查经费", "7", "5.5")) == []


def test_a_document_that_is_consistent_throughout_is_silent() -> None:
    # Given a department, two projects with a goal form for one, and last year's form of that one
    prose = "本年共实施项目2个。全年基本支出80万元,项目支出100.5万元。1、村级水站改造。实际支出48万元。"
    whole = department(prose, fiscal_year="2022", reporting_unit="松涧县水利局", department={"executed": "180.5"})
    goals = project(title="项目支出绩效目标申报表", executed="", grade=None, total={"weight": "100", "score": ""})
    last, this = two_years()
    this["funds"].append({"stage": "all", "source": "carry_over", "adjusted_budget": "2.00"})
    forms = (whole, last, goals, this, project("乡村道路养护经费", "60", "52.5"))

    assert [found.message for _, found in broken(*forms)] == []
    assert len(judged(*forms)) >= 10


cell = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "—", "48", "48.00", "1,250", "4O", "≥95%", "95", "100%", "12月底前", "2022年12月", "良好", "9" * 40]
    ),
    st.text(alphabet="0123456789.≥≤%万元个年月 -", max_size=12),
)
odd_indicator = st.fixed_dictionaries(
    {
        "level3": st.sampled_from([NAME, "满意度", "完成率", None, "数量"]),
        "target": cell,
        "actual": cell,
        "weight": cell,
    }
)
odd_fund = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["all", "budget", "spent", "by_expenditure", None]),
        "source": st.sampled_from(["total", "fiscal", "carry_over", "project", None]),
        "initial_budget": cell, "adjusted_budget": cell, "allocated": cell, "executed": cell,
    }
)  # fmt: skip
odd_form = st.fixed_dictionaries(
    {
        "project_name": st.sampled_from([NAME, "灌区巡查经费", "2022年灌区巡查经费", None]),
        "fiscal_year": st.sampled_from(["2021", "2022", None]),
        "title": st.sampled_from(["项目支出绩效自评表", "绩效目标表", "部门整体支出绩效自评表", None]),
        "implementing_unit": st.sampled_from(["松涧县水利站", "白石县水利站", None]),
        "funds": st.lists(odd_fund, max_size=3),
        "indicators": st.lists(odd_indicator, max_size=4),
        "narratives": st.fixed_dictionaries({"performance": st.sampled_from(["本年共实施项目3个。", None])}),
        "total": st.fixed_dictionaries({"weight": cell, "score": cell}),
    }
)


@given(odd_form)
def test_a_form_twice_in_one_document_gives_no_finding(form: dict[str, Any]) -> None:
    same_project = [verdict for _, verdict in broken(form, copy.deepcopy(form)) if "same" in verdict.law]

    assert same_project == []


@given(st.lists(odd_form, max_size=5))
def test_whatever_the_forms_hold_every_verdict_names_cells_of_its_form(forms: list[dict[str, Any]]) -> None:
    for index, verdict in judged(*forms):
        assert 0 <= index < len(forms)
        assert all(path.split("[")[0].split(".")[0] in forms[index] for path in verdict.cells)
