"""The portfolio: one line per form, amounts in one unit, rates and totals as formulas."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from extractor.report.export import rows, to_csv, to_xlsx
from extractor.values import Cell, FormRecord, Record
from tests import sample_record
from tests.recalculation import kept, needs_office, opened, recalculated


def records() -> list[Record]:
    named = [partial(sample_record.national, project=name) for name in ("甲", "=1+1")]
    return [sample_record.everything(), *map(sample_record.record, named)]


def changed(record: Record, **values: object) -> Record:
    """A record whose one form has other values and units."""
    form: FormRecord = record.forms[0]
    return replace(record, forms=(replace(form, **values),))  # type: ignore[arg-type]


def test_a_line_says_what_was_planned_spent_scored_and_is_open() -> None:
    line = rows([sample_record.record(sample_record.national)], "portfolio")[0]

    assert (line["project"], line["unit_name"], line["year"]) == ("乡村道路照明改造项目", "青禾县公路站", "2023")
    assert (line["budget"], line["executed"], line["rate"], line["score"]) == ("320", "288", "90.00%", "88")
    assert (line["errors"], line["warnings"], line["review"], line["form"]) == ("1", "1", "3", "1")


def test_stages_that_stand_on_rows_of_their_own_are_added_up() -> None:
    line = rows([sample_record.record(sample_record.jinzhong)], "portfolio")[0]

    assert (Decimal(str(line["budget"])), Decimal(str(line["executed"])), line["grade"]) == (
        Decimal(80),
        Decimal(60),
        "优",
    )


def test_the_budget_of_a_department_is_what_it_had_after_adjustments() -> None:
    record = sample_record.record(sample_record.department)
    line, values = rows([record], "portfolio")[0], record.forms[0].values["department"]

    parts = ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")
    assert Decimal(str(line["budget"])) == sum(Decimal(values[key] or 0) for key in parts)
    assert line["project"] == record.forms[0].values["title"]


def test_yuan_are_told_in_ten_thousands() -> None:
    record = changed(sample_record.record(sample_record.national), units={"": "元"})

    assert Decimal(str(rows([record], "portfolio")[0]["budget"])) == Decimal("0.032")


def test_a_lost_amount_is_not_nought_and_gives_no_rate() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    funds = [{**row, "executed": None} for row in form.values["funds"]]
    lost = Cell(None, "", "missing", True)
    cells = {**form.cells, **{f"funds[{row}].executed": lost for row in range(3)}}
    line = rows([changed(record, values={**form.values, "funds": funds}, cells=cells)], "portfolio")[0]

    assert (line["executed"], line["rate"]) == (None, None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_lines_give_the_same_bytes(language: str) -> None:
    found = rows(records(), "portfolio")

    assert to_xlsx(found, "portfolio") == to_xlsx(found, "portfolio")
    assert len(to_csv(found, "portfolio").splitlines()) == 1 + len(found)


def test_a_project_that_looks_like_a_formula_stays_text() -> None:
    sheet = opened(to_xlsx(rows(records(), "portfolio"), "portfolio"))["portfolio"]

    named = [cell for cell in sheet["A"] if cell.value == "=1+1"]
    assert [cell.data_type for cell in named] == ["s"]


def test_rates_totals_and_counts_are_formulas_with_their_values() -> None:
    data = to_xlsx(rows(records(), "portfolio"), "portfolio")
    written, shown = opened(data), kept(data)

    last = written["portfolio"].max_row
    assert written["portfolio"][f"E{last}"].value == f"=SUBTOTAL(109,E2:E{last - 2})"
    assert [row[0].value for row in shown["grades"].iter_rows(min_row=2)] == [
        "优",
        "良",
        "中",
        "差",
        "其他写法",
        "未填",
    ]
    assert sum(int(str(cell.value)) for cell in shown["grades"]["B"][1:]) == len(rows(records(), "portfolio"))


@needs_office
def test_the_values_in_the_file_are_those_that_the_formulas_give(tmp_path: Path) -> None:
    data = to_xlsx(rows(records(), "portfolio"), "portfolio")
    sheets, shown = recalculated([(opened(data), {})], tmp_path)[0], kept(data)

    for title, sheet in sheets.items():
        for cell in (cell for row in shown[title].iter_rows() for cell in row):
            now = sheet[cell.coordinate].value
            assert (now or "") == pytest.approx(cell.value or ""), (title, cell.coordinate)


@needs_office
def test_a_corrected_amount_changes_rate_total_and_grade(tmp_path: Path) -> None:
    found = rows(records(), "portfolio")
    book = opened(to_xlsx(found, "portfolio"))
    row = 2 + next(at for at, line in enumerate(found) if line["grade"] == "优")
    sheets = recalculated([(book, {("portfolio", f"F{row}"): 40.0, ("portfolio", f"I{row}"): "良好"})], tmp_path)[0]

    total = sum(Decimal(line["executed"] or 0) for line in found) - Decimal(found[row - 2]["executed"] or 0) + 40
    assert float(str(sheets["portfolio"][f"F{len(found) + 3}"].value)) == pytest.approx(float(total))
    assert sheets["portfolio"][f"G{row}"].value == pytest.approx(40 / float(found[row - 2]["budget"] or 1))
    assert int(str(sheets["grades"]["B3"].value)) == sum(line["grade"] in ("良", "良好") for line in found) + 1


def test_no_records_give_a_workbook_with_heads() -> None:
    assert opened(to_xlsx([], "portfolio"))["portfolio"]["A1"].value == "项目名称"
