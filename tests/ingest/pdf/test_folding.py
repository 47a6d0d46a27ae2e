"""The characters of PDF fonts become ordinary ones, and nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest

from extractor.ingest.pdf.folding import UNNAMED, folded, is_plausible


@pytest.mark.parametrize(("radical", "character"), list(zip("⼀⽬⻔⻚⻋⻓\uf90a", "一目门页车长金", strict=True)))
def test_radicals_become_characters(radical: str, character: str) -> None:
    assert folded(ord(radical)) == character


def test_every_kangxi_radical_becomes_an_ideograph() -> None:
    assert all(0x4E00 <= ord(folded(code)) <= 0x9FFF for code in range(0x2F00, 0x2FD6))


def test_the_radicals_that_have_a_form_under_nfkc_become_it() -> None:
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2EF4)}

    assert {code: folded(code) for code, form in forms.items() if form != chr(code)} == {
        code: form for code, form in forms.items() if form != chr(code)
    }


@pytest.mark.parametrize("character", "０①⑩％（）～㎡≥Ａ℃Ⅱ")
def test_full_width_forms_and_signs_stay(character: str) -> None:
    assert folded(ord(character)) == character


def test_boxes_to_tick_have_a_name() -> None:
    assert [folded(code) for code in (0xF0FE, 0xF0A8, 0xF052)] == ["☑", "□", "☑"]


@pytest.mark.parametrize("code", [0, 1, 0xD800, 0x110000])
def test_what_is_no_character_has_no_name(code: int) -> None:
    assert folded(code) == UNNAMED


@pytest.mark.parametrize(
    ("character", "plausible"), [("项", True), ("≥", True), ("□", True), ("Ï", False), ("\ue123", False)]
)
def test_some_characters_can_be_on_a_form_and_some_cannot(character: str, plausible: bool) -> None:
    assert is_plausible(character) is plausible
