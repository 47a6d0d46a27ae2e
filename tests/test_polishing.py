"""Polishing: a model that is honest, one that cheats once, one that always cheats, one that says nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import recover
from extractor.model import Question
from extractor.model.scripted import ScriptedModel, unanswered
from extractor.narrate import narrate
from extractor.narrate.draft import Narrative
from extractor.narrate.guard import pieces
from extractor.polishing import Polishing, polish
from tests.narrate.cheats import CHEATS

EVAL_SET = Path(__file__).parent.parent / "eval_set"
Rewrite = Callable[[str], str]


@pytest.fixture(scope="module")
def report() -> Narrative:
    return narrate([recover(EVAL_SET / "national-tabs.txt")], "report", "zh")


def given(question: Question) -> list[str]:
    """The paragraphs of a question."""
    asked = question.user.split("上次的回答")[0]
    return [found.strip() for found in re.findall(r"^\[\d+\] (.*)$", asked, re.MULTILINE)]


def answering(*rewrites: Rewrite) -> ScriptedModel:
    """A model that rewrites every paragraph so the first time it is asked, so the second; the last for ever."""
    model = ScriptedModel(lambda question: {
        "paragraphs": [rewrites[min(len(model.asked), len(rewrites)) - 1](text) for text in given(question)]
    })  # fmt: skip
    return model


def honest(text: str) -> str:
    return text.replace("；", "，").replace("。", "；", text.count("。") - 1)


def cheating(text: str) -> str:
    return text.replace("⟦1⟧", "约⟦1⟧", 1)


def done(narrative: Narrative, model: ScriptedModel) -> Polishing:
    return asyncio.run(polish(narrative, model))


def test_an_honest_model_changes_words_and_no_value(report: Narrative) -> None:
    found = done(report, answering(honest))

    assert found.count("smoothed") > 0
    assert found.count("kept") == 0
    assert found.narrative.markdown != report.markdown
    then, now = ([piece[0] for piece in pieces(text)] for text in (report.marked, found.narrative.marked))
    assert then == now


def test_a_model_that_cheats_once_is_told_why_and_asked_again(report: Narrative) -> None:
    model = answering(cheating, honest)

    found = done(report, model)

    assert found.count("kept") == 0
    assert "添加了约数与不确定“约”" in model.asked[-1].user
    assert found.narrative.markdown == done(report, answering(honest)).narrative.markdown


@pytest.mark.parametrize("kind", CHEATS)
def test_a_model_that_goes_on_cheating_leaves_no_trace(report: Narrative, kind: str) -> None:
    model = answering(lambda text: CHEATS[kind](text) or text)

    found = done(report, model)

    assert found.narrative.markdown == report.markdown
    assert found.count("smoothed") == 0


@pytest.mark.parametrize("paragraphs", [[], ["一段"], ["甲"] * 99])
def test_too_few_or_too_many_paragraphs_are_no_answer(report: Narrative, paragraphs: list[str]) -> None:
    found = done(report, ScriptedModel(lambda question: {"paragraphs": paragraphs}))

    assert found.narrative == report
    assert {fault.told.zh for one in found.paragraphs for fault in one.faults} == {"返回的段数与所给的不同"}


def test_paragraphs_that_come_back_in_another_order_are_kept(report: Narrative) -> None:
    found = done(report, ScriptedModel(lambda question: {"paragraphs": given(question)[::-1]}))
    assert found.narrative.markdown == report.markdown


def test_a_model_that_does_not_answer_leaves_the_plain_text(report: Narrative) -> None:
    found = done(report, ScriptedModel(unanswered))
    assert found.narrative == report
    assert "保留原文" in found.note().zh


def test_no_value_of_the_form_is_sent(report: Narrative) -> None:
    model = answering(honest)

    done(report, model)

    sent = "".join(question.user for question in model.asked)
    values = {piece[2] for piece in pieces(report.marked) if len(piece[2]) >= 3}
    assert len(values) > 20
    assert {value for value in values if value in sent} == set()


def test_what_became_of_the_paragraphs_is_told_in_one_sentence(report: Narrative) -> None:
    smooth, kept = done(report, answering(honest)).note(), done(report, answering(cheating)).note()
    assert re.fullmatch(r"Polish: \d+ of \d+ paragraphs smoothed\.", smooth.en)
    assert re.search(r"; \d+ kept their plain text, as the model's could not stand\.$", kept.en)
