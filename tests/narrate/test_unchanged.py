"""What smoothing may not change: over all paragraphs that the program writes, and however a model cheats."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.labels import Language
from extractor.narrate import narrate
from extractor.narrate.polish import Veiled, put_back, veil
from extractor.narrate.unchanged import faults, free_words, said
from tests.narrate.cheats import CHEATS, HONEST
from tests.narrate.corpus import evaluation_set

TEMPLATES = ("summary", "report", "memo", "brief")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LEAST = 15  # paragraphs that a cheat has to find something in, or the measurement says nothing


@cache
def paragraphs(language: Language) -> tuple[Veiled, ...]:
    """All different paragraphs of prose in the narratives of the evaluation set."""
    found: dict[str, Veiled] = {}
    for record in evaluation_set().values():
        for template in TEMPLATES:
            for one in veil(narrate([record], template, language).marked):
                found.setdefault(one.text, one)
    return tuple(found.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CHEATS)
def test_a_cheat_is_found_in_every_paragraph(kind: str, language: Language) -> None:
    tried = [(one, told) for one in paragraphs(language) if (told := CHEATS[kind](one.text)) is not None]
    assert [told for one, told in tried if not faults(one, told, language)] == []


@pytest.mark.parametrize("kind", CHEATS)
def test_a_cheat_has_paragraphs_to_be_tried_on(kind: str) -> None:
    every = [one for language in LANGUAGES for one in paragraphs(language)]
    assert sum(CHEATS[kind](one.text) is not None for one in every) >= LEAST


@pytest.mark.parametrize(
    ("language", "kind"), [(language, kind) for language in LANGUAGES for kind in HONEST[language]]
)
def test_honest_smoothing_is_let_through(language: Language, kind: str) -> None:
    tried = [(one, told) for one in paragraphs(language) if (told := HONEST[language][kind](one.text)) is not None]
    alarms = [(one.text, told) for one, told in tried if faults(one, told, language)]
    assert len(tried) >= LEAST
    assert alarms == []


def test_a_fault_tells_the_model_what_went_and_what_came() -> None:
    before = Veiled(0, "全年执行⟦1⟧，未完成指标⟦2⟧项〔待核〕。", ())

    found = faults(before, "全年执行⟦1⟧，完成指标⟦2⟧项，成效显著。", "zh")

    assert [one.told.zh for one in found] == [
        "少了待核或脚注标记“〔待核〕”", "少了否定词“未”", "添加了程度词“显著”", "添加了字词“成效”",
    ]  # fmt: skip
    assert Counter(one.kind for one in found) == Counter(["mark", "negation", "degree", "word"])


def test_a_value_that_changed_places_is_named() -> None:
    found = faults(Veiled(0, "预算⟦1⟧，执行⟦2⟧。", ()), "预算⟦2⟧，执行⟦1⟧。", "zh")
    assert [one.told.zh for one in found] == ["“⟦1⟧”的先后次序变了"]


def test_a_word_that_holds_a_free_word_is_not_taken_apart() -> None:
    """``其`` is free, ``其他`` is not: the money of others would become the money."""
    assert faults(Veiled(0, "其他资金⟦1⟧。", ()), "他资金⟦1⟧。", "zh") != ()


@given(st.data())
def test_whatever_free_words_come_in_the_paragraph_may_stand_and_nothing_else_may(data: st.DataObject) -> None:
    before = Veiled(0, "资金⟦1⟧，执行⟦2⟧，未完成⟦3⟧项〔待核〕。", ())
    at = data.draw(st.sampled_from([place for place, sign in enumerate(before.text) if sign == "⟦"]))
    free = data.draw(st.sampled_from(free_words("zh")))
    other = data.draw(st.text(st.characters(categories=["L", "N", "S"]), min_size=1, max_size=3))

    assert faults(before, before.text[:at] + free + before.text[at:], "zh") == ()
    assert said(other, "zh") == () or faults(before, before.text[:at] + other + before.text[at:], "zh") != ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_put_back_unchanged_give_the_same_narrative(language: Language) -> None:
    for record in evaluation_set().values():
        marked = narrate([record], "report", language).marked
        assert put_back(marked, [(one, one.text) for one in veil(marked)]) == marked


def test_a_model_sees_no_figure_of_a_form() -> None:
    for language in LANGUAGES:
        for one in paragraphs(language):
            bare = re.sub(r"⟦\d+⟧|\[\^\d+\]", "", one.text)
            assert re.search(r"\d", bare) is None
