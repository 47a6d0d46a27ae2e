"""Double reading: whoever has not answered a cell learns from no page and from no answer what others said of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import DATE, RATE, TOTAL, Review, Visitor, request

SECRET, REMARK = "86.4321", "备注保密"
QUEUED = (TOTAL, RATE, DATE)


@pytest.fixture
def review(serve: Serve, lighting: Record) -> Review:
    """林 has answered everything, with a value and remarks of which nobody else may hear."""
    review = serve({"a": lighting}, readers=2)
    lin = review.visitor("林")
    lin.decided(1, TOTAL, "correct", SECRET, comment=REMARK)
    lin.decided(1, RATE, "correct", SECRET)
    lin.decided(1, DATE, "unreadable", comment=REMARK)
    lin.send("/api/documents/1/comments", form=0, path=TOTAL, comment=REMARK, request=request())
    lin.send("/api/documents/1/rows", form=0, table="indicators", after="indicators[0]", request=request())
    lin.decided(1, "indicators[n1].level3", "correct", SECRET)
    lin.decided(1, "project_name", "correct", SECRET)
    return review


def everything(who: Visitor) -> Iterator[tuple[str, str]]:
    """Every page and every JSON answer that somebody can ask for without deciding anything."""
    pages = ["/", "/?view=cells", "/?view=disagreements", "/?view=cells&state=all", "/?view=cells&state=done"]
    pages += ["/?state=all&reviewer=%E6%9E%97", "/?view=cells&reviewer=%E6%9E%97&state=all", "/?state=disagreed"]
    pages += ["/desk/1", "/desk/1?settle=1", "/history", "/history?document=1", "/history?by=%E6%9E%97"]
    pages += ["/agreement", "/export", "/export/records.zip", "/export/gold.zip", "/export/review.html"]
    pages += ["/export/review.xlsx", "/api/session", "/api/progress", "/api/documents/1/forced?form=0"]
    pages += ["/api/documents/1/forced?form=0&settling=true"]
    for settling in ("false", "true"):
        places = (*QUEUED, "project_name", "indicators[n1].level3", "indicators[1].level3")
        pages += [f"/api/documents/1/cell?form=0&path={path}&settling={settling}" for path in places]
    for page in pages:
        yield page, who.get(page).text
    for settling in (False, True):
        answer = who.send("/api/documents/1/trials", form=0, path=TOTAL, value="1", settling=settling)
        yield f"a trial, settling: {settling}", answer.text


def test_nothing_that_can_be_asked_for_tells_what_the_other_said(review: Review) -> None:
    zhou = review.visitor("周")
    told = [page for page, text in everything(zhou) if SECRET in text or REMARK in text]
    assert told == []


def test_no_answer_to_a_decision_tells_of_another_cell(review: Review) -> None:
    zhou = review.visitor("周")
    answers = [
        zhou.decide(1, RATE, "accept"),
        zhou.undo(1),
        zhou.send("/api/documents/1/comments", form=0, path=TOTAL, comment="问", request=request()),
        zhou.decide(1, TOTAL, "accept", settling=True),
        zhou.send("/api/documents/1/rows", form=0, table="indicators", after="indicators[3]", request=request()),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409, 200]
    assert [answer.url for answer in answers if SECRET in answer.text or REMARK in answer.text] == []
    assert SECRET not in zhou.page("/desk/1")


def test_a_remark_is_no_answer_and_opens_nothing(review: Review) -> None:
    zhou = review.visitor("周")
    zhou.send("/api/documents/1/comments", form=0, path=TOTAL, comment="问", request=request())
    assert [one["reviewer"] for one in zhou.story(1, TOTAL)["history"]] == ["周"]


def test_an_answer_opens_what_the_other_said_of_that_cell_alone(review: Review) -> None:
    zhou = review.visitor("周")
    zhou.decided(1, TOTAL, "accept")
    assert SECRET in [one["value"] for one in zhou.story(1, TOTAL)["history"]]
    assert [one["value"] for one in zhou.story(1, RATE)["history"]] == []


def test_the_number_of_a_new_row_does_not_tell_that_the_other_added_one(review: Review) -> None:
    zhou = review.visitor("周")
    answer = zhou.send("/api/documents/1/rows", form=0, table="indicators", after="indicators[0]", request=request())
    assert answer.json()["at"] == [0, "indicators[n1]"]
    # It is the same place, so that both can agree on the row, and on what stands in it.
    assert zhou.decided(1, "indicators[n1].level3", "correct", SECRET)["entries"]
    agreed = {final.place.path: final.by for final in review.desk.store.finals(1)}
    assert agreed == {"indicators[n1]": ("林", "周"), "indicators[n1].level3": ("林", "周")}


def test_two_who_answer_the_same_cell_are_in_no_conflict(review: Review) -> None:
    zhou = review.visitor("周")
    zhou.decided(1, TOTAL, "correct", SECRET)
    assert [(final.value, final.by) for final in review.desk.store.finals(1)] == [(SECRET, ("林", "周"))]


def test_a_disagreement_is_settled_by_a_third_who_sees_both(review: Review) -> None:
    review.visitor("周").decided(1, TOTAL, "accept")
    he = review.visitor("何")

    assert f"cell={TOTAL}&settle=1" in he.page("/", view="disagreements").replace("&amp;", "&")
    assert [answer[:3] for answer in he.fact(1, TOTAL, settle="1")["a"]] == [
        ["林", "correct", SECRET],
        ["周", "accept", "88"],
    ]
    told = he.decided(1, TOTAL, "correct", "86", settling=True)

    assert told["entries"]
    assert [(final.value, final.by) for final in review.desk.store.finals(1)] == [("86", ("何",))]


def test_of_two_who_settle_the_second_is_told_of_the_first(review: Review) -> None:
    review.visitor("周").decided(1, TOTAL, "accept")
    review.visitor("何").decided(1, TOTAL, "correct", "86", settling=True)
    answer = review.visitor("陆").decide(1, TOTAL, "accept", settling=True)
    assert (answer.status_code, answer.json()["current"]["reviewer"]) == (409, "何")


def test_there_is_no_settling_before_two_have_answered(review: Review) -> None:
    answer = review.visitor("何").decide(1, TOTAL, "correct", "86", settling=True)
    assert (answer.status_code, answer.json()["kind"]) == (409, "undisputed")
    assert review.desk.store.finals(1) == ()


def test_where_one_reads_there_is_no_settling(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    lin.decided(1, TOTAL, "accept")
    assert lin.decide(1, TOTAL, "correct", "86", settling=True).status_code == 409


def test_the_files_go_out_to_whoever_is_through(review: Review) -> None:
    zhou = review.visitor("周")
    refused = zhou.get("/export/records.zip")
    assert (refused.status_code, "先核完您的单元格" in refused.text) == (400, True)
    for path in QUEUED:
        zhou.decided(1, path, "accept")
    archive = zipfile.ZipFile(io.BytesIO(zhou.get("/export/records.zip").content))
    assert archive.namelist() == ["a.json"]


def test_the_number_of_another_ones_request_tells_nothing(review: Review) -> None:
    lin, zhou = review.visitor("林"), review.visitor("周")
    lin.decided(1, "sign_off.phone", "correct", SECRET, request="request-of-lin")
    answer = zhou.decide(1, "sign_off.phone", "accept", request="request-of-lin")
    assert (answer.status_code, SECRET in answer.text) == (409, False)
    assert zhou.undo(1, request="request-of-lin").status_code == 409


def test_an_old_name_with_invisible_letters_is_the_same_reader(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting}, readers=2)
    review.visitor("林").decided(1, TOTAL, "accept")
    other = review.stranger()
    other.client.post("/enter", data={"name": "\u200b林\u202e"}, follow_redirects=False)
    assert other.json("/api/session")["reviewer"] == "林"
