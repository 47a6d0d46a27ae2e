"""Pages in strips: what a careful person can put together again is wanted, and only that."""

from __future__ import annotations

from typing import Any

import pytest

from eval_set.generator import Recipe, make
from eval_set.generator.make import sheet_of
from eval_set.generator.page import Piece, page_cut
from eval_set.generator.sheet import Row, Sheet, blank_record, fund_entry, value
from eval_set.generator.unplaced import unplaced

TABLES = ("national", "poverty", "transfer", "hubei", "sichuan")


def page(*notes: str) -> Sheet:
    """Three indicators with a score each, and these notes; a blank note is an empty cell."""
    rows = []
    for place, note in enumerate(notes):
        name, score = value(f"指标{place}", f"indicators[{place}].level3"), value("9", f"indicators[{place}].score")
        rows.append(Row("indicators", (name, score, value(note, f"indicators[{place}].deviation_note"))))
    return Sheet(tuple(rows), blank_record("project_national"))


def money(*lines: tuple[str, str, str]) -> Sheet:
    """Sources of money by name, with a budget and what was spent; blank amounts are empty cells."""
    record = blank_record("project_national")
    record["funds"] = [fund_entry("all", name) for name, _, _ in lines]
    keys = ("source", "adjusted_budget", "executed")
    rows = [
        Row("funds", tuple(value(text, f"funds[{place}].{key}") for text, key in zip(line, keys, strict=True)))
        for place, line in enumerate(lines)
    ]
    return Sheet(tuple(rows), record)


def cut(sheet: Sheet, *columns: tuple[int, ...]) -> list[list[tuple[Piece, ...]]]:
    """One strip for each group of columns; empty cells leave nothing."""
    pieces = [
        [tuple(Piece(row.cells[c].text, number, c) for c in group if row.cells[c].text) for group in columns]
        for number, row in enumerate(sheet.rows)
    ]
    return [[row[place] for row in pieces if row[place]] for place in range(len(columns))]


def test_notes_alone_in_a_strip_belong_to_any_row() -> None:
    sheet = page("受降雨影响", "", "尾款未付")
    notes = {f"indicators[{row}].deviation_note" for row in range(3)}
    vague, beside = unplaced(sheet, cut(sheet, (0, 1), (2,)))
    assert (vague, beside) == (notes - {"indicators[1].deviation_note"}, {"indicators[1].deviation_note"})


@pytest.mark.parametrize(
    ("notes", "columns"), [(("受降雨影响", "", "尾款未付"), ((0,), (1, 2))), (("甲", "乙", "丙"), ((0, 1), (2,)))]
)
def test_notes_beside_scores_or_one_a_row_have_their_places(
    notes: tuple[str, ...], columns: tuple[tuple[int, ...], ...]
) -> None:
    sheet = page(*notes)
    assert unplaced(sheet, cut(sheet, *columns)) == (frozenset(), frozenset())


@pytest.mark.parametrize(("columns", "told"), [(((0,), (1, 2)), False), (((0, 1), (2,)), True)])
def test_money_has_its_source_where_some_of_it_stands_beside_the_label(
    columns: tuple[tuple[int, ...], ...], told: bool
) -> None:
    sheet = money(("财政", "8", "7"), ("其他", "", ""))
    vague, beside = unplaced(sheet, cut(sheet, *columns))
    keys = ("adjusted_budget", "executed")
    assert vague == (frozenset() if told else {f"funds[0].{key}" for key in keys})
    assert beside == (frozenset() if told else {f"funds[1].{key}" for key in keys})


def form(recipe: Recipe) -> dict[str, Any]:
    made: dict[str, Any] = make(recipe).expected["forms"][0]
    return made


def test_gold_of_notes_that_stand_alone_is_ambiguous_and_keeps_the_note() -> None:
    whole = form(Recipe("national", "tabs", "none", 0, 2))
    strips = form(Recipe("national", "strips", "strips", 0, 2))
    notes = [row["deviation_note"] for row in whole["indicators"]]
    wanted = [{"v": note, "how": "ambiguous"} if note else {"skip": True} for note in notes]
    assert any(notes) and [row["deviation_note"] for row in strips["indicators"]] == wanted


@pytest.mark.parametrize("family", TABLES)
@pytest.mark.parametrize("seed", range(20))
def test_an_indicator_on_a_typeset_page_takes_one_line(family: str, seed: int) -> None:
    sheet = sheet_of(family, seed)
    wide = sum(sheet.widths)
    for strip in page_cut(sheet, (wide // 3, wide * 2 // 3), typeset=True):
        rows = [row for line in strip for row in {piece.row for piece in line}]
        assert all(rows.count(row) == 1 for row in set(rows) if sheet.rows[row].block in ("indicators", "total"))


@pytest.mark.parametrize("family", TABLES)
@pytest.mark.parametrize("seed", range(20))
def test_every_note_on_a_typeset_page_has_its_row(family: str, seed: int) -> None:
    whole, strips = (form(Recipe(family, layout, "strips", 0, seed)) for layout in ("tabs", "typeset strips"))
    assert strips["indicators"] == whole["indicators"]
