"""What the detector overlooked is read where a page is printed on, and is dirt elsewhere."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.pieces import ink_of, pieces_of
from extractor.ingest.scan.rules import ink_of_rules, rules_on
from tests.ingest.scan.drawing import form, grey, printed, sheet


def test_a_figure_inside_a_table_is_a_piece_and_a_speck_beside_it_is_none() -> None:
    page = printed(printed(form([["得分", "9"], ["权重", "10"]]), "r", 40, 60), "7", 60, 400)
    light = grey(page)
    rules = rules_on(light)
    ink = ink_of(light, ink_of_rules(rules, light.shape))

    places = [piece.box for piece in pieces_of(ink, [], rules)]

    assert len(places) == 4
    assert all(120 < left < 580 and 150 < top < 270 for left, top, _, _ in places)


def test_a_figure_behind_a_line_is_a_piece() -> None:
    light = grey(printed(printed(sheet(700, 300), "得分", 200, 150), "9", 262, 150))
    ink = ink_of(light, np.zeros_like(light))
    found = pieces_of(ink, [(165.0, 130.0, 235.0, 170.0)], rules_on(light))
    assert sorted(round(piece.box[0], -1) for piece in found) == [170, 260]


def test_a_column_of_characters_gives_each_of_them_once_though_boxes_overlap() -> None:
    page = sheet(700, 500)
    for row in range(3):
        page = printed(page, "全年财政拨款收入", 500, 80 + 50 * row)
    for row, character in enumerate("预算执行情况"):
        page = printed(page, character, 150, 80 + 50 * row)
    light = grey(page)
    ink = ink_of(light, np.zeros_like(light))
    lines = [(370.0, 60.0 + 50 * row, 630.0, 100.0 + 50 * row) for row in range(3)]
    boxes = [(125.0, 55.0, 175.0, 170.0), (125.0, 145.0, 175.0, 358.0)]  # the first ends in the middle of 执

    column = [piece for piece in pieces_of(ink, [*lines, *boxes], rules_on(light)) if piece.box[2] < 300]
    found = sorted(column, key=lambda piece: piece.box[1])

    assert [round((piece.box[1] + piece.box[3]) / 2, -1) for piece in found] == [80, 130, 180, 230, 280, 330]
