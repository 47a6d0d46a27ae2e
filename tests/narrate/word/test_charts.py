"""Charts: of cells only, where these are told, readable without seeing them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from extractor.narrate import narrate
from extractor.narrate.guard import Ledger
from extractor.narrate.word import Charts, find_charts, write_word
from extractor.narrate.word.blocks import parse
from extractor.narrate.word.drawing import Bar, Drawing, chinese_font, draw, printable, why_not
from extractor.narrate.word.layout import place_charts
from extractor.values import Record
from tests import sample_record
from tests.narrate.word.reading import body, opened, qn, report, texts

needs_font = pytest.mark.skipif(chinese_font() is None, reason="no font with Chinese letters on this machine")


def _many(count: int = 4) -> list[Record]:
    return [sample_record.record(sample_record.national, name=f"{number}.txt") for number in range(count)]


def _bars(*values: int) -> Drawing:
    bars = tuple(Bar(f"指标{value}", Decimal(value), Decimal(20), str(value), False) for value in values)
    return Drawing("图", bars, "分值", "rows", "图：一句话。")


def test_a_form_has_its_rates_and_the_marks_it_lost() -> None:
    ((rates, losses),) = find_charts([sample_record.record(sample_record.national)], "zh").forms
    assert rates.caption == "预算执行率与得分情况"
    assert rates.words.startswith("预算执行率与得分情况：预算执行率，90%；预算执行率得分，9（满分10）；")
    assert "扣2.5（10－7.5）" in losses.words
    assert [bar.lost for bar in losses.bars].count(True) == len([b for b in losses.bars if b.value < b.full])


def test_a_figure_in_doubt_says_so_in_the_chart() -> None:
    ((rates, _),) = find_charts([sample_record.record(sample_record.national)], "zh").forms
    assert "自评总分，88（满分100）〔待核〕" in rates.words


def test_many_bars_stand_closer_and_behind_the_appendix() -> None:
    few, many = _bars(*range(1, 8)), _bars(*range(1, 15))
    blocks = parse("# 甲\n\n## 一、乙\n\n丙。\n\n## 附：一览\n\n| 丁 |\n|---|\n| 己 |\n").blocks
    placed = place_charts(blocks, Charts(forms=((many,),)), Ledger())
    assert many.height / 14 < few.height / 7
    assert placed[-1] is many and placed[:-1] == list(blocks)


def test_a_form_without_marks_has_no_chart() -> None:
    assert find_charts([sample_record.record(sample_record.transfer)], "zh").forms == ((),)


def test_many_forms_are_counted_by_bands_and_none_is_left_out() -> None:
    records = [*_many(), sample_record.record(sample_record.transfer)]
    scores, rates, *_ = find_charts(records, "zh").whole
    assert sum(bar.value for bar in scores.bars) == 5
    assert [(bar.name, bar.said) for bar in scores.bars] == [
        ("90及以上", "0"), ("80～90", "4"), ("60～80", "0"), ("60以下", "0"), ("未载明", "1"),
    ]  # fmt: skip
    assert dict((bar.name, bar.said) for bar in rates.bars)["90～100"] == "4"


def test_two_forms_have_no_distribution() -> None:
    assert find_charts(_many(2), "zh").whole == ()


@needs_font
def test_a_picture_has_a_caption_below_and_words_for_who_cannot_see_it() -> None:
    document = opened(report(sample_record.record(sample_record.national)))
    shapes = [shape._inline.docPr for shape in document.inline_shapes]
    captions = [words for style, words in texts(document) if style == "Caption" and words.startswith("图")]
    assert [shape.get("name") for shape in shapes] == ["图 1", "图 2"]
    assert captions == ["图1 预算执行率与得分情况", "图2 各指标得分与扣分情况"]
    assert all(caption[3:] in shape.get("descr") for caption, shape in zip(captions, shapes, strict=True))


@needs_font
def test_a_picture_stands_behind_the_table_of_its_figures() -> None:
    document = opened(report(sample_record.record(sample_record.national), "summary"))
    kinds = [
        "table" if child.tag == qn("w:tbl") else "picture" if list(child.iter(qn("w:drawing"))) else "text"
        for child in body(document)
    ]
    table = kinds.index("table")
    assert kinds[table + 1] == "picture"


@needs_font
def test_the_pictures_of_a_form_stand_in_its_own_section() -> None:
    records = [sample_record.record(sample_record.national, name="a"),
               sample_record.record(sample_record.department, name="b")]  # fmt: skip
    narrative = narrate(records, "summary")
    document = opened(write_word(narrative.marked, "zh", find_charts(records, "zh"), narrative.ledger))
    order = [words for style, words in texts(document) if style == "Heading1" or words.startswith("图")]
    second = next(at for at, words in enumerate(order) if "部门整体支出" in words and not words.startswith("图"))
    assert all("乡村道路照明改造" in words for words in order[:second] if words.startswith("图"))
    assert not any("乡村道路照明改造" in words for words in order[second:] if words.startswith("图"))


@needs_font
def test_an_analysis_of_many_forms_shows_the_pictures_of_all_only() -> None:
    records = _many()
    narrative = narrate(records, "portfolio")
    document = opened(write_word(narrative.marked, "zh", find_charts(records, "zh"), narrative.ledger))
    captions = [words[2:].strip() for _, words in texts(document) if words.startswith("图")]
    assert captions == ["自评得分分布（得分占满分的百分比）", "预算执行率分布（%）"]


@needs_font
def test_a_picture_is_sharp_white_and_the_same_each_time() -> None:
    png, (width, height) = draw(_bars(8, 12, 20))
    picture = Image.open(BytesIO(png)).convert("RGB")
    assert picture.width / width >= 200
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert png == draw(_bars(8, 12, 20))[0]
    assert round(picture.height / picture.width, 2) == round(height / width, 2)


@needs_font
def test_a_rare_letter_becomes_a_printers_mark_and_no_box() -> None:
    drawing = _bars(8)
    rare = replace(drawing, bars=(replace(drawing.bars[0], name="指标\U000effff", said="$x_1$"),))
    assert [(bar.name, bar.said) for bar in printable(rare).bars] == [("指标〓", "$x_1$")]


def test_without_a_chinese_font_there_is_a_sentence_instead_of_boxes() -> None:
    # Given a machine without any of the fonts
    record = sample_record.record(sample_record.national)
    narrative = narrate([record], "report")
    charts = replace(find_charts([record], "zh"), fonts=())
    # When the report is written
    document = opened(write_word(narrative.marked, "zh", charts, narrative.ledger))
    # Then it has no picture, and says so once
    assert len(document.inline_shapes) == 0
    assert [words for _, words in texts(document) if words.startswith("图")] == [
        "图未绘制：本机没有中文字体（例如 fonts-noto-cjk）。"
    ]


def test_bars_without_chinese_letters_need_no_chinese_font() -> None:
    bars = Drawing("", (Bar("Roads", Decimal(8), Decimal(10), "8", False),), "marks", "rows", "")
    assert why_not(bars, "en", fonts=()) == ""
