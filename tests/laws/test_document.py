"""Laws between the forms of one document: what a department tells of its projects."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.laws.document import check_document

UNITS = {"": "万元"}


def department(prose: str) -> dict[str, Any]:
    return {"narratives": {"performance": prose}}


def project(name: str, executed: str, prose: str = "") -> dict[str, Any]:
    funds = [{"stage": "spent", "source": "city", "executed": executed}]
    return {"project_name": name, "funds": funds, "narratives": {"fund_use": prose}}


@pytest.mark.parametrize(("told", "verdict"), [("62.4万元", "holds"), ("624000元", "broken"), ("72.4万元", "broken")])
def test_spending_that_a_department_tells_is_that_of_the_projects_form(told: str, verdict: str) -> None:
    # Given a department that names a project, a little shortened, and that project's own form
    forms = [department(f"1、村级水站改造。2021年实际投入{told}。"), project("村级水站改造补助", "62.37")]

    ((index, judged),) = check_document([(values, UNITS) for values in forms])

    assert (index, judged.verdict) == (0, verdict)


def test_counts_that_differ_are_reported_with_both_numbers() -> None:
    prose = "共补助3户镇级水站。"
    forms = [department("1、村级水站改造补助。补助4户镇级水站。"), project("村级水站改造补助", "5", prose)]

    ((_, judged),) = check_document([(values, UNITS) for values in forms])

    assert (judged.verdict, judged.expected, judged.found) == ("broken", "3", "4")


def test_another_project_is_not_compared() -> None:
    forms = [department("1、道路养护经费。实际投入9万元。"), project("村级水站改造补助", "62.37")]

    assert check_document([(values, UNITS) for values in forms]) == ()
