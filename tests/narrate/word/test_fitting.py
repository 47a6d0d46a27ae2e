"""A letter a little longer than a page is set closer; any other keeps the lines of the standard."""

from __future__ import annotations

import pytest

from extractor.narrate.word.blocks import parse
from extractor.narrate.word.fitting import line_height
from extractor.narrate.word.house import LINE
from tests.narrate.word.reading import style_of, written


def _letter(lines: int) -> str:
    return "# 简报\n\n" + "\n\n".join(["国" * 20] * lines)


@pytest.mark.parametrize("lines", [5, 17, 30])
def test_a_letter_that_fits_and_one_that_never_would_keep_their_lines(lines: int) -> None:
    assert line_height(parse(_letter(lines)), "zh", pictures=False) == LINE


@pytest.mark.parametrize("lines", [19, 20])
def test_a_letter_of_a_page_and_a_little_is_set_closer(lines: int) -> None:
    assert 26 * 20 <= line_height(parse(_letter(lines)), "zh", pictures=False) < LINE


def test_notes_take_their_share_of_the_page() -> None:
    noted = _letter(18).replace("国国\n", "国[^1]\n", 1) + "\n\n[^1]: 注。"
    assert line_height(parse(noted), "zh", pictures=False) < LINE


@pytest.mark.parametrize("more", ["\n\n# 简报", "\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"])
def test_several_letters_and_tables_keep_their_lines(more: str) -> None:
    assert line_height(parse(_letter(19) + more), "zh", pictures=False) == LINE


def test_the_styles_have_the_height() -> None:
    spacing = style_of(written(_letter(20)), "BodyText").paragraph_format.line_spacing
    assert 26 <= spacing.pt < LINE / 20
