"""A form without a planted error holds all its sums and rules: checked by plain arithmetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from eval_set.generator import ERRORS, FAMILIES, Recipe, make
from eval_set.generator.dice import Dice
from eval_set.generator.make import sheet_of
from eval_set.generator.mistakes import plant
from eval_set.generator.numerals import Money
from eval_set.generator.sheet import NUMERIC, Sheet, leaf_at

SEEDS = range(16)
BANDS = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))


def form(family: str, seed: int) -> dict[str, Any]:
    made: dict[str, Any] = make(Recipe(family, "tabs", "none", 0, seed)).expected["forms"][0]
    return made


def number(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))


def sum_of(rows: list[dict[str, Any]], key: str) -> Decimal:
    return sum((number(row[key]) for row in rows if isinstance(row[key], str)), Decimal(0))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["national", "poverty", "sichuan"])
def test_weights_make_100_and_scores_make_the_total(family: str, seed: int) -> None:
    made = form(family, seed)
    rows = [*made["funds"], *made["indicators"]]
    assert sum_of(rows, "weight") == 100 == number(made["total"]["weight"])
    assert sum_of(rows, "score") == number(made["total"]["score"])


@pytest.mark.parametrize("seed", SEEDS)
def test_hubei_weighs_execution_20_and_indicators_80(seed: int) -> None:
    made = form("hubei", seed)
    assert sum_of(made["indicators"], "weight") == 80
    assert sum_of([*made["funds"], *made["indicators"]], "score") == number(made["total"]["score"])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["national", "poverty", "transfer", "sichuan"])
def test_sources_add_up_to_the_total_in_every_column(family: str, seed: int) -> None:
    total, *sources = form(family, seed)["funds"]
    for key in ("initial_budget", "adjusted_budget", "executed"):
        if total[key]:
            assert sum_of(sources, key) == number(total[key])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["national", "poverty", "transfer", "hubei", "sichuan"])
def test_the_rate_is_executed_by_budget(family: str, seed: int) -> None:
    for row in form(family, seed)["funds"]:
        if row["execution_rate"]:
            exact = number(row["executed"]) / number(row["adjusted_budget"]) * 100
            assert abs(exact - number(row["execution_rate"])) <= Decimal("0.051")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["national", "poverty", "hubei", "sichuan"])
def test_no_score_is_above_its_weight_and_a_lost_mark_has_its_reason(family: str, seed: int) -> None:
    for row in form(family, seed)["indicators"]:
        assert 0 <= number(row["score"]) <= number(row["weight"])
        if number(row["score"]) < number(row["weight"]) and family != "hubei":
            assert row["deviation_note"] not in (None, "无")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["city_project", "city_department"])
def test_card_items_make_sections_and_sections_the_total(family: str, seed: int) -> None:
    made = form(family, seed)
    heads = [row for row in made["scorecard"] if row["item"] is None]
    for head in heads:
        items = [row for row in made["scorecard"] if row["item"] and row["section"] == head["section"]]
        assert sum_of(items, "score") == number(head["score"]) and sum_of(items, "weight") == number(head["weight"])
    total = number(made["total"]["score"])
    assert sum_of(heads, "score") == total
    assert made["grade"] == next(word for floor, word in BANDS if total >= floor)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_department_s_balance_staff_and_income_table_hold(seed: int) -> None:
    department = form("city_department", seed)["department"]
    came = ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")
    spent, left = number(department["executed"]), number(department["year_end_balance"])
    assert sum(number(department[key]) for key in came) - spent == left
    staff = department["staff"]
    assert int(staff["total"]) == int(staff["active"]) + int(staff["retired_cadres"]) + int(staff["retired"])
    assert sum_of(department["income_by_function"], "income") == number(department["income_total"])
    assert sum_of(department["income_by_function"], "expenditure") == number(department["expenditure_total"])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["national", "city_project"])
def test_an_undamaged_table_prints_every_value(family: str, seed: int) -> None:
    made = make(Recipe(family, "tabs", "none", 0, seed))
    text = made.text.replace(",", "")
    for row in made.expected["forms"][0]["indicators"]:
        for key in ("level3", "target", "actual", "score", "progress"):
            assert row[key] is None or row[key] in text


def misprints(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Return the numbers whose cell shows another one than the record holds."""
    return {
        path: (cell.text, leaf_at(sheet.record, path))
        for _, _, cell in sheet.cells()
        for path in cell.paths
        if path.rsplit(".", 1)[-1] in NUMERIC and cell.text.replace(",", "") != leaf_at(sheet.record, path)
    }


@pytest.mark.parametrize("seed", [*range(40), 18375129])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_number_of_the_record_is_the_one_that_is_printed(family: str, seed: int) -> None:
    assert not misprints(sheet_of(family, seed))


@pytest.mark.parametrize(("amount", "printed"), [("-0.41", "-0.41"), ("-1023.00", "-1,023.00"), ("0.00", "0.00")])
def test_thousands_separators_leave_the_sign_alone(amount: str, printed: str) -> None:
    assert Money(places=2, thousands=True).printed(Decimal(amount)) == printed


@pytest.mark.parametrize("seed", [*range(12), 77283579, 76473853, 76751909, 78398733, 34856650, 15342971])
@pytest.mark.parametrize("error", [name for name, error in ERRORS.items() if "city_department" in error.families])
def test_the_prose_of_a_department_tells_what_its_record_holds(error: str, seed: int) -> None:
    planted = plant(sheet_of("city_department", seed), error, Dice(error, seed))
    record = planted[0].record if planted else sheet_of("city_department", seed).record
    department, prose = record["department"], record["narratives"]
    income, expenditure = department["income_total"], department["expenditure_total"]
    assert prose["budget_execution"].startswith(f"全年财政拨款收入合计{income}元，支出合计{expenditure}元。")
    assert prose["budget_execution"].endswith(f" 合计 {income} {expenditure}")
    assert f"实有{department['staff']['total']}人" in prose["staffing"]
