"""Decisions over HTTP: what is written, what is answered, and that nobody's decision is lost or overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.review.values import Place
from extractor.values import Record
from tests import sample_record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import RATE, TOTAL, Review, write_record


def test_a_correction_changes_the_value_and_mends_the_law(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor("林")

    told = lin.decided(1, TOTAL, "correct", "86", comment="看错")

    assert [law["law"][0] for law in told["effects"]["mended"]] == ["各项得分之和等于总分"]
    assert told["count"] == {"queued": 3, "open": 2}
    fact = lin.fact(1, TOTAL)
    assert (fact["v"], fact["o"], fact["d"]["b"], fact["d"]["s"], fact["d"]["c"]) == (
        "86",
        "reviewed",
        "林",
        "88",
        "看错",
    )


@pytest.mark.parametrize(("ruling", "value"), [("accept", "88"), ("unreadable", None), ("absent", None)])
def test_every_ruling_gives_the_cell_its_value(serve: Serve, lighting: Record, ruling: str, value: str | None) -> None:
    lin = serve({"a": lighting}).visitor()
    lin.decided(1, TOTAL, ruling)
    assert lin.story(1, TOTAL)["value"] == value


def test_what_cannot_be_read_keeps_no_value_that_was_sent_along(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    lin.decided(1, TOTAL, "unreadable", "77")
    assert [entry["value"] for entry in lin.story(1, TOTAL)["history"]] == [None]


def test_the_record_on_disk_stays_as_it_was(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    before = (review.folder / "a.json").read_bytes()
    review.visitor().decided(1, TOTAL, "correct", "86")
    assert (review.folder / "a.json").read_bytes() == before


def test_of_two_who_save_the_same_cell_the_second_is_told_who_what_and_when(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin, zhou = review.visitor("林"), review.visitor("周")
    lin.decided(1, TOTAL, "correct", "86", comment="加过")

    answer = zhou.decide(1, TOTAL, "accept")

    assert (answer.status_code, answer.json()["kind"]) == (409, "conflict")
    current = answer.json()["current"]
    assert (current["reviewer"], current["ruling"], current["value"], current["comment"]) == (
        "林",
        "correct",
        "86",
        "加过",
    )
    assert current["at"].startswith("20")
    assert [final.value for final in review.desk.store.finals(1)] == ["86"]
    assert zhou.decided(1, TOTAL, "accept", seen=current["id"])["entries"] != []  # having seen it, one may


def test_a_repeated_request_is_written_once_and_answered_the_same(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    first = lin.decided(1, TOTAL, "correct", "86", request="pressed-twice")
    again = lin.decided(1, TOTAL, "correct", "86", request="pressed-twice")
    assert first["entries"] == again["entries"]
    assert len(review.desk.store.entries()) == 1


def test_the_number_of_a_request_cannot_be_used_for_another_cell(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    lin.decided(1, TOTAL, "correct", "86", request="used-before")

    answer = lin.decide(1, RATE, "accept", request="used-before")

    assert (answer.status_code, answer.json()["kind"]) == (409, "reused")
    assert lin.fact(1, RATE).get("d") is None


def test_several_cells_are_decided_at_once_and_again_without_harm(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    for _ in range(2):
        told = lin.decided(1, TOTAL, "accept", also=[{"form": 0, "path": RATE}], request="whole-row")
        assert len(told["entries"]) == 2
    assert len(review.desk.store.entries()) == 2
    assert told["count"]["open"] == 1


def test_of_several_cells_none_is_decided_when_one_is_not_there(standing: Review) -> None:
    answer = standing.visitor().decide(1, TOTAL, "accept", also=[{"form": 0, "path": "funds[99].score"}])
    assert answer.status_code == 404
    assert standing.desk.store.entries() == ()


def test_an_undo_is_a_new_entry_and_opens_the_cell_again(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    (first,) = lin.decided(1, TOTAL, "correct", "86")["entries"]

    told = lin.undo(1).json()

    assert told["at"] == [0, TOTAL]
    assert told["count"]["open"] == 3
    assert [entry.said.undoes for entry in review.desk.store.entries()] == [first, None]
    assert lin.story(1, TOTAL)["value"] == "88"


def test_an_undo_sent_twice_takes_one_decision_back(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    lin.decided(1, TOTAL, "correct", "86")
    lin.decided(1, RATE, "accept")
    for _ in range(2):
        assert lin.undo(1, request="undo-once").status_code == 200
    assert [final.place.path for final in review.desk.store.finals(1)] == [TOTAL]


def test_with_nothing_left_to_undo_one_sentence_says_so(standing: Review) -> None:
    answer = standing.visitor().undo(1)
    assert (answer.status_code, answer.json()["kind"]) == (409, "nothing")
    assert answer.json()["en"] == "There is nothing left to undo."


def test_a_decision_that_another_overtook_cannot_be_undone(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin, zhou = review.visitor("林"), review.visitor("周")
    (first,) = lin.decided(1, TOTAL, "correct", "86")["entries"]
    zhou.decided(1, TOTAL, "accept", seen=first)

    answer = lin.undo(1)

    assert (answer.status_code, answer.json()["current"]["reviewer"]) == (409, "周")
    assert len(review.desk.store.entries()) == 2


def test_a_trial_tells_what_would_turn_and_writes_nothing(standing: Review) -> None:
    answer = standing.visitor().send("/api/documents/1/trials", form=0, path=TOTAL, value="86")
    assert [law["severity"] for law in answer.json()["mended"]] == ["error"]
    assert standing.desk.store.entries() == ()


def test_a_comment_decides_nothing_and_stands_in_the_story(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    answer = lin.send("/api/documents/1/comments", form=0, path=TOTAL, comment="待查", request="comment-1")
    assert answer.status_code == 200
    assert [(one["kind"], one["comment"]) for one in lin.story(1, TOTAL)["history"]] == [("comment", "待查")]
    assert review.desk.store.progress("林").open == 3


def test_to_accept_a_corrected_cell_is_to_confirm_the_correction(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    (first,) = review.visitor("林").decided(1, TOTAL, "correct", "86")["entries"]
    review.visitor("周").decided(1, TOTAL, "accept", seen=first)
    assert [(final.value, final.by) for final in review.desk.store.finals(1)] == [("86", ("周",))]


def test_what_the_laws_force_is_offered_and_not_applied(serve: Serve, card: Record) -> None:
    lin = serve({"card": card}).visitor()
    assert lin.json("/api/documents/1/forced", form=0) == []
    lin.decided(1, "scorecard[1].score", "correct", "2.40")

    (offered,) = lin.json("/api/documents/1/forced", form=0)

    assert offered["value"] == "3.00"
    assert lin.facts(1)["cells"][offered["number"]]["p"] == "scorecard[6].score"
    assert lin.story(1, "scorecard[6].score")["value"] is None


def test_a_record_that_was_made_anew_is_not_decided_unseen(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    shown = lin.facts(1)["desk"]["stamp"]
    write_record(review.folder, "a", _with_total("89"))

    answer = lin.decide(1, TOTAL, "accept", stamp=shown)

    assert (answer.status_code, answer.json()["kind"]) == (409, "replaced")
    assert review.desk.store.entries() == ()
    assert lin.decide(1, TOTAL, "accept", stamp=lin.facts(1)["desk"]["stamp"]).status_code == 200


def test_a_decision_of_a_record_that_was_made_anew_asks_for_another_look(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    (first,) = lin.decided(1, TOTAL, "correct", "86")["entries"]
    write_record(review.folder, "a", _with_total("89"))

    fact = lin.fact(1, TOTAL)

    assert (fact["v"], fact.get("d"), fact["t"]) == ("89", None, first)
    assert any("重新生成" in reason[0] for reason in fact["w"])
    # The cell shows 89: to accept it is to accept 89, not the correction of what stood there before.
    lin.decided(1, TOTAL, "accept", seen=first)
    assert (lin.fact(1, TOTAL)["v"], lin.fact(1, TOTAL)["d"]["r"]) == ("89", "accept")


def test_a_text_that_no_database_keeps_is_refused_in_one_sentence(standing: Review) -> None:
    answer = standing.visitor().decide(1, TOTAL, "correct", "8\x006")
    assert answer.status_code == 400
    assert "characters that cannot be kept" in answer.json()["en"]
    assert standing.desk.store.entries() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "total.score\n"},
        {"path": "../../etc/passwd"},
        {"path": "x" * 121},
        {"form": -1},
        {"form": 10**30},
        {"form": "0"},
        {"form": True},
        {"seen": 2**31},
        {"ruling": "added"},
        {"ruling": "open"},
        {"value": 86},
        {"value": "9" * 20_001},
        {"comment": "x" * 4001},
        {"request": "short"},
        {"request": "with space"},
        {"also": [{"form": 0, "path": "total.score"}] * 201},
        {"reviewer": "somebody else"},
    ],
)
def test_what_is_not_a_decision_is_refused_without_being_repeated(standing: Review, wrong: Any) -> None:
    body = {"form": 0, "path": TOTAL, "ruling": "accept", "request": "some-request", **wrong}
    answer = standing.visitor().send("/api/documents/1/decisions", **body)
    assert (answer.status_code, answer.json()["kind"]) == (422, "invalid")
    assert len(answer.text) < 400
    assert standing.desk.store.entries() == ()


@pytest.mark.parametrize(
    ("document", "form", "path"),
    [(2, 0, TOTAL), (1, 1, TOTAL), (1, 0, "total"), (1, 0, "funds[0]"), (1, 0, "funds[99].score"), (1, 0, "nothing")],
)
def test_there_is_no_deciding_what_is_not_there(standing: Review, document: int, form: int, path: str) -> None:
    answer = standing.visitor().decide(document, path, "accept", form=form)
    assert (answer.status_code, answer.json()["kind"]) == (404, "unknown")
    assert standing.desk.store.entries() == ()


def test_a_cell_outside_the_queue_can_be_corrected_too(serve: Serve, tabs: Record) -> None:
    review = serve({"tabs": tabs})
    review.visitor().decided(1, "project_name", "correct", "另一个名称")
    assert review.desk.store.finals(1)[0].place == Place(1, 0, "project_name")


def _with_total(score: str) -> Record:
    """The form again, made by a later version that reads another total."""

    def national(page: Any) -> Any:
        form = sample_record.national(page)
        form.values["total"]["score"] = score
        return form

    return sample_record.record(national)


@pytest.mark.parametrize(("ruling", "verdict"), [("absent", "broken"), ("unreadable", "not_testable")])
def test_a_cell_that_is_not_in_the_form_counts_as_nothing_and_one_that_cannot_be_read_stops_the_sum(
    serve: Serve, lighting: Record, ruling: str, verdict: str
) -> None:
    lin = serve({"a": lighting}).visitor()

    lin.decided(1, "indicators[0].score", ruling)

    told = {law["law"][1]: law["verdict"] for law in lin.story(1, TOTAL)["laws"]}
    assert told["scores add up to the total score"] == verdict
