"""The table inside a department's prose, as scans leave it."""

from __future__ import annotations

import pytest

from extractor.read.cells import only
from extractor.read.department import AMOUNTS_GLUED, ONE_AMOUNT, read_department
from extractor.values import Candidate, Span

HEAD = "类款代码 名称 本年收入 本年支出"


def table(text: str) -> tuple[dict[str, str | None], dict[str, tuple[str, ...]]]:
    """The values of the table by path, and the reasons for review."""
    prose = only(Candidate("narratives.budget_execution", text, text, (Span(0, len(text)),)))
    made, _ = read_department([], [prose], text)
    found = {c.path: c for choice in made for c in choice.alternatives[0].candidates if ".staff." not in c.path}
    short = {path.removeprefix("department.").replace("income_by_function", ""): c for path, c in found.items()}
    return {path: c.value for path, c in short.items()}, {path: c.reasons for path, c in short.items() if c.reasons}


def test_rows_and_total_are_read() -> None:
    values, reasons = table(f"{HEAD} 201 一般公共服务支出 5210300 5200100.5 208 社会保障支出 1186 1186 合计 6 7")
    assert values == {
        "[0].code": "201", "[0].name": "一般公共服务支出", "[0].income": "5210300", "[0].expenditure": "5200100.5",
        "[1].code": "208", "[1].name": "社会保障支出", "[1].income": "1186", "[1].expenditure": "1186",
        "income_total": "6", "expenditure_total": "7",
    }  # fmt: skip
    assert not reasons


@pytest.mark.parametrize("name", ["卫生健\n康支出", "卫\n生健康支出", "卫生健康支\n出"])
def test_a_name_may_be_wrapped_anywhere(name: str) -> None:
    values, _ = table(f"{HEAD} 210 {name} 69 69 213 农林水支出 19 15 合计 88 84")
    assert (values["[0].name"], values["[0].income"], values["[1].code"]) == ("卫生健康支出", "69", "213")


@pytest.mark.parametrize("total", ["合计 88 84", "合计88\n84", "计 88 84", "合 88 84"])
def test_a_total_is_one_with_half_its_label(total: str) -> None:
    values, _ = table(f"{HEAD} 210 卫生健康支出 69 69 {total}")
    assert (values["income_total"], values["expenditure_total"]) == ("88", "84")


def test_amounts_that_run_together_are_told_and_take_no_row_with_them() -> None:
    values, reasons = table(
        f"{HEAD} 205 教育支出 41.341.3210卫生健康支出 7.68 7.68 221 住房保障支出 8.5 8.5 合计 57 57"
    )
    assert [values[f"[{row}].code"] for row in range(3)] == ["205", "210", "221"]
    assert (values["[0].income"], values["[1].income"], values["[2].expenditure"]) == (None, "7.68", "8.5")
    assert reasons == {"[0].income": (AMOUNTS_GLUED,), "[0].expenditure": (AMOUNTS_GLUED,)}


@pytest.mark.parametrize("name", ["教育支\n出", "教\n育支出"])
def test_a_wrapped_name_is_whole_also_where_amounts_run_together(name: str) -> None:
    values, _ = table(f"{HEAD} 205 {name} 41.3 41.3 210 卫生健康支出 7.687.68 合计 49 49")
    assert (values["[0].name"], values["[1].code"], values["[1].income"]) == ("教育支出", "210", None)


def test_one_amount_is_not_said_to_be_either() -> None:
    _, reasons = table(f"{HEAD} 205 教育支出 41.3 合计 41.3 41.3")
    assert set(reasons) == {"[0].income", "[0].expenditure"}
    assert reasons["[0].income"] == (ONE_AMOUNT,)
