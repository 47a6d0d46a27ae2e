"""What a general chat model really answers: as good as the offline reader on every form, better on damaged ones."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from extractor import recover
from extractor.evaluate import ScoredLeaf, count, score_record, similarity
from extractor.labels import Language
from extractor.narrate.unchanged import said
from extractor.record.record_json import to_json
from extractor.settings import ReaderName
from extractor.values import Record
from tests.asking import consulted
from tests.recorded.replaying import EVAL_SET, FOLDER, FORMS, READERS, Replay, replay_all, smoothed

every_form = pytest.mark.parametrize("form", FORMS)
every_reader = pytest.mark.parametrize("reader", READERS)


@cache
def replayed(form: str, reader: ReaderName) -> Record:
    return consulted(EVAL_SET / form, reader, Replay())


def expected(form: str) -> dict[str, Any]:
    place = EVAL_SET / f"{Path(form).stem}.expected.json"
    data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return data


def scored(record: Record, form: str) -> tuple[ScoredLeaf, ...]:
    return score_record(to_json(record), expected(form))


def test_every_prompt_has_its_reply_and_every_reply_its_prompt() -> None:
    replay = replay_all()
    assert sorted(replay.missing) == [], "see tests/recorded/README.md for how to record anew"
    assert set(replay.used) == {path.name.split(".")[0] for path in FOLDER.glob("*.reply.json")}


@every_reader
@every_form
def test_no_form_is_worse_than_offline(form: str, reader: ReaderName) -> None:
    with_model, offline = count(scored(replayed(form, reader), form)), count(scored(recover(EVAL_SET / form), form))
    assert with_model.right >= offline.right
    assert with_model.wrong_silent <= offline.wrong_silent
    assert with_model.missing_silent <= offline.missing_silent


@every_reader
def test_texts_of_strips_come_out_as_they_were_written(reader: ReaderName) -> None:
    form = "city-project-typeset-strips.txt"
    told = replayed(form, reader).forms[0].values["narratives"]
    want = expected(form)["forms"][0]["narratives"]
    assert {key: similarity(told[key], text) >= 0.97 for key, text in want.items() if isinstance(text, str)} == {
        key: True for key, text in want.items() if isinstance(text, str)
    }


@every_reader
def test_a_damaged_form_leaves_less_to_review(reader: ReaderName) -> None:
    form = "city-project-typeset-strips.txt"
    flagged = [
        sum(leaf.flagged for leaf in scored(r, form)) for r in (replayed(form, reader), recover(EVAL_SET / form))
    ]
    assert flagged[0] < flagged[1]


@every_form
def test_a_reply_names_no_place_that_the_page_does_not_have(form: str) -> None:
    sent = replayed(form, "llm").reader.sent
    assert sent is not None and sent["forms"][0]["not_answered"] == []


@pytest.mark.parametrize("language", get_args(Language))
def test_a_model_that_follows_the_prompt_smooths_most_paragraphs_and_changes_no_statement(language: Language) -> None:
    done = smoothed(language, Replay())
    usable = sum(one.fate in ("smoothed", "unchanged") for one in done)

    assert usable >= 0.9 * len(done)
    assert sum(one.fate == "smoothed" for one in done) >= 5
    assert [said(one.text, language) for one in done] == [said(one.paragraph.text, language) for one in done]
