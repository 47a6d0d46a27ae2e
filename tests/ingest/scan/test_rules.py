"""Rules are found however they are drawn, and strokes of characters are none."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.rules import ink_of_rules, outside_of_text, rules_on, without_rules
from tests.ingest.scan.damaging import blurred, faint, noisy, skewed
from tests.ingest.scan.drawing import Pixels, form, grey, printed, ruled, sheet

XS, YS = [100, 400, 700, 1000], [100, 160, 220, 280, 340]


def grid() -> Pixels:
    return ruled(sheet(1100, 440), XS, YS)


def places(page: Pixels) -> tuple[list[int], list[int]]:
    """Where rules are, each place once."""
    found = rules_on(grey(page))
    return distinct((s.y0 + s.y1) / 2 for s in found.across), distinct((s.x0 + s.x1) / 2 for s in found.down)


def distinct(values: object) -> list[int]:
    out: list[int] = []
    for value in sorted(values):  # type: ignore[call-overload]
        if not out or value - out[-1] > 8:
            out.append(round(value))
    return out


def gap(page: Pixels) -> Pixels:
    page[:, 250:262] = 255
    page[130:138] = 255
    return page


def dotted(page: Pixels) -> Pixels:
    ink = page[:, :, 0] < 128
    rows, columns = np.indices(ink.shape)
    page[ink & ((rows // 2 + columns // 2) % 2 == 1)] = 255
    return page


@pytest.mark.parametrize(
    "drawn",
    [
        grid(),
        faint(grid(), 0.25),
        dotted(grid()),
        gap(grid()),
        blurred(grid(), 1.2),
        noisy(faint(grid(), 0.5), 8),
        skewed(grid(), 0.1),
    ],
    ids=["solid", "faint", "dotted", "broken", "blurred", "noisy", "a little askew"],
)
def test_rules_are_found(drawn: Pixels) -> None:
    across, down = places(drawn)
    assert across == pytest.approx(YS, abs=4)
    assert down == pytest.approx(XS, abs=4)


def test_a_cell_that_spans_columns_has_no_rule_inside() -> None:
    page = grid()
    page[102:159, 398:403] = 255
    page = printed(page, "梧桐巷社区食堂运营补贴项目支出", 400, 130)
    found = rules_on(grey(page))
    middle = [s for s in found.down if abs(s.x0 - 400) < 8]
    assert middle and min(s.y0 for s in middle) > 150


def test_strokes_are_no_rules() -> None:
    page = sheet(1100, 400)
    for row, text in enumerate(["一二三王玉主丰非目且自三二一", "川州训山围国固园圆川川", "——————"]):
        page = printed(page, text, 550, 80 + 110 * row, size=32)
    lines = [(300.0, 60.0 + 110 * row, 800.0, 100.0 + 110 * row) for row in range(3)]
    found = outside_of_text(rules_on(grey(page)), lines)
    assert found.all == ()


def test_a_line_through_the_middle_of_print_is_no_rule() -> None:
    page = printed(grid(), "年度总体目标", 250, 190)
    page[189:191, 100:400] = 0
    found = outside_of_text(rules_on(grey(page)), [(160.0, 174.0, 340.0, 206.0)])
    assert not [s for s in found.across if 170 < s.y0 < 210]


def test_a_table_that_fills_the_page_keeps_its_rules() -> None:
    page = grid()[98:343, 98:1003]
    assert places(np.ascontiguousarray(page)) == (
        pytest.approx([y - 98 for y in YS], abs=4),
        pytest.approx([x - 98 for x in XS], abs=4),
    )


def test_rules_of_a_row_that_a_page_break_left_open_are_found() -> None:
    page = sheet(1100, 500)
    for x in (100, 400, 1000):
        page[100:300, x : x + 2] = 0
    for x in (600, 800):  # the first row alone has these
        page[100:195, x : x + 2] = 0
    for y in (195, 300):
        page[y : y + 2, 100:1000] = 0
    assert places(page)[1] == pytest.approx([100, 400, 600, 800, 1000], abs=4)


def test_a_box_that_holds_nothing_but_a_rule_is_no_line_of_text() -> None:
    page = printed(printed(grid(), "年度资金总额", 250, 130), "得分", 550, 130)
    rules = rules_on(grey(page))
    lines = [(160.0, 112.0, 340.0, 148.0), (520.0, 112.0, 580.0, 148.0)]
    assert without_rules([*lines, (393.0, 104.0, 407.0, 156.0)], rules) == lines


def test_the_ink_of_rules_covers_them() -> None:
    page = grey(form([["项目", "12"], ["得分", "9"]]))
    mask = ink_of_rules(rules_on(page), page.shape)
    ruled_only = grey(ruled(np.full_like(form([["", ""], ["", ""]]), 255), [120, 350, 580], [150, 210, 270]))
    assert (mask[ruled_only < 128] > 0).mean() > 0.98
