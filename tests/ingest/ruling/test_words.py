"""Words into cells and lines."""

from __future__ import annotations

import time

from extractor.ingest.printed import Word
from extractor.ingest.ruling import blocks_of
from tests.ingest.ruling.drawn import grid, lines_of, only_table, sides, texts_of, whole, word


def test_words_go_to_the_cell_that_holds_their_middle() -> None:
    drawn = grid(2, 2)
    words = [word("项目", 110, 110), word("100", 260, 160), word("外面", 110, 300)]

    blocks = blocks_of(words, sides(*drawn))

    assert texts_of(only_table(blocks)) == [["项目", ""], ["", "100"]]
    assert lines_of(blocks) == ["外面"]


def test_a_word_that_a_rule_runs_through_is_cut_where_its_characters_are_known() -> None:
    drawn = grid(1, 3, wide=100)

    blocks = blocks_of([word("甲乙丙丁戊", 155, 110), whole("己庚辛", 310, 110)], sides(*drawn))

    # the second character ends at 205, the border is at 200: its middle is left of it
    assert texts_of(only_table(blocks)) == [["甲乙", "丙丁戊", "己庚辛"]]


def test_a_word_of_unknown_characters_goes_to_the_cell_that_holds_most_of_it() -> None:
    blocks = blocks_of([whole("甲乙丙丁", 170, 110)], sides(*grid(1, 2, wide=100)))

    assert texts_of(only_table(blocks)) == [["", "甲乙丙丁"]]


def test_the_lines_of_a_cell_stand_below_each_other_and_words_beside() -> None:
    drawn = grid(1, 2, wide=300, high=100)
    words = [word("丙", 110, 140), word("乙", 150, 108), word("甲", 110, 110), word("丁", 137, 141)]

    assert texts_of(only_table(blocks_of(words, sides(*drawn)))) == [["甲 乙\n丙丁", ""]]


def test_a_gap_is_a_blank_and_a_wide_one_parts_two_lines() -> None:
    words = [word("单位：", 100, 50), word("甲局", 185, 50), word("金额单位：万元", 700, 50)]

    assert lines_of(blocks_of(words, [])) == ["单位： 甲局", "金额单位：万元"]


def test_blocks_come_from_top_to_bottom() -> None:
    drawn = grid(2, 2)
    words = [word("下面", 100, 300), word("上面", 100, 20), word("格", 110, 110)]

    kinds = [type(block).__name__ for block in blocks_of(words, sides(*drawn))]

    assert kinds == ["Line", "Table", "Line"]


def test_a_word_without_a_place_is_kept() -> None:
    assert lines_of(blocks_of([Word("无处"), word("有处", 100, 100)], [])) == ["有处", "无处"]


def test_words_in_columns_are_a_table_without_rules() -> None:
    rows = [["指标", "目标值", "实际值"], ["数量", "10", "9"], ["质量", "≥95%", "96%"], ["时效", "12月", "11月"]]
    words = [word(text, 100 + 300 * c, 100 + 60 * r) for r, row in enumerate(rows) for c, text in enumerate(row)]

    assert texts_of(only_table(blocks_of([word("自评表", 400, 20), *words], []))) == rows


def test_lines_close_below_each_other_are_one_cell_of_a_table_without_rules() -> None:
    words = [word(text, 100 + 300 * c, 100 + 90 * r) for r in range(4) for c, text in enumerate("甲乙丙")]
    words.append(word("续", 400, 130))

    assert texts_of(only_table(blocks_of(words, [])))[0] == ["甲", "乙\n续", "丙"]


def test_cells_of_two_lines_stand_beside_cells_in_their_middle() -> None:
    words = [word(text, 100 + 300 * c, 100 + 120 * r) for r in range(3) for c, text in enumerate("甲乙丙")]
    words += [word("上", 1000, 83 + 120 * r) for r in range(3)] + [word("下", 1000, 116 + 120 * r) for r in range(3)]

    assert texts_of(only_table(blocks_of(words, []))) == [["甲", "乙", "丙", "上\n下"]] * 3


def test_rows_with_rules_between_them_and_none_between_columns_are_a_table_of_columns() -> None:
    places, xs, ys = grid(4, 1, wide=900, high=50)
    words = [word(text, 110 + 300 * c, 110 + 50 * r) for r in range(4) for c, text in enumerate("甲乙丙")]

    assert texts_of(only_table(blocks_of(words, sides(places, xs, ys)))) == [["甲", "乙", "丙"]] * 4


def test_prose_is_no_table() -> None:
    words = [word("本项目按照年初计划顺利完成各项任务", 100, 100 + 40 * n) for n in range(6)]

    assert len(lines_of(blocks_of(words, []))) == 6


def test_ten_thousand_words_and_two_thousand_segments_take_half_a_second() -> None:
    places, xs, ys = grid(50, 20, wide=70, high=40)
    words = [word("字字", xs[c] + 3 + n * 6, ys[r] + 5, 10) for r, c, _, _ in places for n in range(10)]
    segments = sides(places, xs, ys)[:2000]

    start = time.process_time()
    blocks_of(words, segments)

    assert time.process_time() - start < 1.5  # a third of it on a free machine
