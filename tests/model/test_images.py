"""Images go along with a question: as parts of one message, counted, in the key of the kept answer."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.model import Question, QuestionImage, Usage, estimate_question, estimate_tokens
from extractor.model.answers_kept import key_of
from extractor.model.estimate import estimate_image
from tests.model.asking import QUESTION, ask, outcomes
from tests.model.faulty_server import FaultyServer, fails, in_turn, obeys

GOOD = obeys({"score": 90})
SMALL = QuestionImage(b"\x89PNG small", "image/png", "12.3：", 200, 60)
LARGE = QuestionImage(b"\xff\xd8 large", "image/jpeg", "第1页整页：", 1100, 1600)
SHOWN = replace(QUESTION, images=(SMALL, LARGE))


@pytest.mark.parametrize("mode", ["tools", "json_schema", "json", "md_json"])
def test_images_arrive_as_they_were_sent_each_behind_its_caption(mode: str) -> None:
    with FaultyServer(GOOD) as server:
        ask(server, SHOWN, mode=mode)
    text, *parts = server.requests[0].body["messages"][-1]["content"]
    assert text["text"].startswith(QUESTION.user)
    assert [part["text"] for part in parts[::2]] == ["12.3：", "第1页整页："]
    urls = [part["image_url"] for part in parts[1::2]]
    assert [url["detail"] for url in urls] == ["low", "high"]
    assert [url["url"].partition(";base64,")[0] for url in urls] == ["data:image/png", "data:image/jpeg"]
    assert [base64.b64decode(url["url"].partition(",")[2]) for url in urls] == [SMALL.data, LARGE.data]


def test_a_question_without_images_is_sent_as_plain_text() -> None:
    with FaultyServer(GOOD) as server:
        ask(server)
    assert isinstance(server.requests[0].body["messages"][-1]["content"], str)


def test_the_tokens_of_images_are_counted_by_tiles() -> None:
    assert estimate_image(SMALL) == 85
    assert estimate_image(LARGE) == 85 + 170 * 2 * 3  # 768 x 1117 pixels
    words = estimate_tokens(QUESTION.system + QUESTION.user + SMALL.caption + LARGE.caption)
    assert estimate_question(SHOWN) == words + 85 + 1105


def test_images_count_against_the_limit_of_a_run() -> None:
    with FaultyServer(GOOD) as server:
        reply = ask(server, SHOWN, max_tokens_per_run=900)
        assert ask(server, max_tokens_per_run=900).status == "answered"
    assert (reply.status, len(server.requests)) == ("over_budget", 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(SHOWN, images=(SMALL,)),
        replace(SHOWN, images=(LARGE, SMALL)),
        replace(SHOWN, images=(replace(SMALL, data=b"other"), LARGE)),
        replace(SHOWN, images=(replace(SMALL, caption="12.4："), LARGE)),
        QUESTION,
    ],
)
def test_other_images_are_another_question(other: Question) -> None:
    assert key_of("stub", other) != key_of("stub", SHOWN)


def test_an_answer_about_images_is_kept(tmp_path: Path) -> None:
    with FaultyServer(GOOD) as server:
        ask(server, SHOWN, cache_folder=tmp_path)
        again = ask(server, SHOWN, cache_folder=tmp_path)
    assert again.usage == Usage(reused=1) and len(server.requests) == 1


def test_a_model_that_takes_no_images_is_asked_without_them_as_before() -> None:
    with FaultyServer(in_turn(fails(400, "image input not supported"), GOOD)) as server:
        shown, again, plain = outcomes(server, SHOWN, SHOWN, QUESTION)
    assert [getattr(one, "status", "") for one in (shown, again, plain)] == ["no_images", "no_images", "answered"]
    assert len(server.requests) == 2


def test_a_mode_that_is_refused_is_not_taken_for_a_refusal_of_images() -> None:
    with FaultyServer(in_turn(fails(400, "tools is not supported"), GOOD)) as server:
        assert ask(server, SHOWN).status == "answered"
    assert server.modes == ["tools", "json_schema"]


def test_a_busy_endpoint_is_tried_again_with_the_images() -> None:
    with FaultyServer(in_turn(fails(429, "too many image requests"), GOOD)) as server:
        assert ask(server, SHOWN).status == "answered"
    assert json.dumps(server.requests[0].body) == json.dumps(server.requests[1].body)
