"""The drawing of a form holds every cell exactly once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.sheet.blocks import blocks
from extractor.sheet.grid import common_widths, place, spread
from extractor.sheet.layout import slot_text
from extractor.sheet.view import FormView, paths_of
from extractor.values import Cell
from tests import sample_record

BUILDERS = [sample_record.national, sample_record.jinzhong, sample_record.transfer, sample_record.department]


@pytest.mark.parametrize("build", BUILDERS)
def test_every_cell_has_exactly_one_place(build: Any) -> None:
    form = sample_record.record(build).forms[0]

    placed = [path for block in blocks(FormView.of(form)) for row in block.rows for slot in row for path in slot.paths]
    assert sorted(placed) == sorted(set(placed))
    assert set(paths_of(form)) <= set(placed)


def test_a_cell_that_the_drawing_does_not_know_stands_in_the_last_block() -> None:
    form = sample_record.record(sample_record.transfer).forms[0]
    more = replace(form, cells={**form.cells, "region.code": Cell("140700", "140700", "inferred")})

    last = blocks(FormView.of(more))[-1]
    assert last.name == "more" and last.rows[0][1].paths == ("region.code",)


def test_labels_of_different_states_are_not_merged() -> None:
    form = sample_record.record(sample_record.national).forms[0]
    doubted = replace(form.cells["indicators[1].level1"], needs_review=True)
    form = replace(form, cells={**form.cells, "indicators[1].level1": doubted})

    table = next(block for block in blocks(FormView.of(form)) if block.name == "indicators")
    assert [slot.rows for row in table.rows for slot in row if slot.paths[:1] == ("indicators[0].level1",)] == [1]


def test_a_code_is_shown_in_words() -> None:
    view = FormView.of(sample_record.record(sample_record.transfer).forms[0])

    texts = {slot_text(view, slot).zh for block in blocks(view) for row in block.rows for slot in row}
    assert "中央补助" in texts and "central" not in texts


def test_a_column_that_the_form_lacks_is_not_drawn() -> None:
    view = FormView.of(sample_record.record(sample_record.transfer).forms[0])

    table = next(block for block in blocks(view) if block.name == "indicators")
    assert [slot.label.zh for slot in table.rows[0] if slot.label] == [
        "绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值",
    ]  # fmt: skip


@pytest.mark.parametrize("build", BUILDERS)
def test_on_the_common_grid_no_two_slots_share_a_field_and_none_is_free(build: Any) -> None:
    drawn = blocks(FormView.of(sample_record.record(build).forms[0]))
    widths = common_widths(drawn)

    fields = [
        (row, column)
        for _, placed in place(drawn, widths)
        for item in placed
        for row in range(item.top, item.bottom + 1)
        for column in range(item.left, item.right + 1)
    ]
    assert len(fields) == len(set(fields)) == sum(len(block.rows) for block in drawn) * len(widths)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.lists(st.integers(1, 40), min_size=9, max_size=12))
def test_a_block_is_spread_over_the_whole_grid(wanted: list[int], grid: list[int]) -> None:
    cuts = spread(wanted, grid)

    assert cuts[0] == 0 and cuts[-1] == len(grid) and len(cuts) == len(wanted) + 1
    assert all(one < other for one, other in zip(cuts, cuts[1:], strict=False))
