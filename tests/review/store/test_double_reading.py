"""Double reading: two streams, agreement, settlement, and nobody learns what the other said before answering."""

from __future__ import annotations

import pytest

from extractor.review.store import ConflictError, ReviewStore
from extractor.review.values import Filter, Place
from tests.review.store.samples import Opening, ids, say, with_document


def test_two_reviewers_answer_without_conflict(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    first = double.save(say(place, "甲", "accept"))
    second = double.save(say(place, "乙", "correct", "10"))

    assert double.latest(place.document, "甲") == {place: first.id}
    assert double.latest(place.document, "乙") == {place: second.id}
    assert [final.by for final in double.finals(place.document)] == [("甲", "乙")]


def test_one_reviewer_in_two_windows_is_a_conflict(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    first = double.save(say(place, "甲", "accept"))

    with pytest.raises(ConflictError) as conflict:
        double.save(say(place, "甲", "absent"))

    assert conflict.value.current == first


def test_a_cell_is_open_for_whom_it_has_not_been_answered_by(double: ReviewStore) -> None:
    place = Place(with_document(double, "a", "b"), 0, "a")
    double.save(say(place, "甲", "accept"))

    for reviewer, left in (("甲", 1), ("乙", 2), ("", 2)):
        assert double.progress(reviewer).open == left
        assert [line.open for line in double.documents(reviewer=reviewer).items] == [left]
        assert double.cells(reviewer=reviewer).total == len(double.cells(reviewer=reviewer).items) == left
    assert double.progress("乙").done == 0


def test_a_disagreement_comes_into_the_queue_of_disagreements(double: ReviewStore) -> None:
    document = with_document(double, "a", "b")
    double.save(say(Place(document, 0, "a"), "甲", "accept"))
    double.save(say(Place(document, 0, "a"), "乙", "unreadable"))

    (line,) = double.disagreements().items

    assert (line.document, line.cell.path, line.disagreed, line.decided) == (document, "a", True, False)
    assert double.progress("甲").disagreed == 1
    assert double.cells(Filter(state="disagreed"), "甲").items == (line,)
    assert double.documents(Filter(state="disagreed")).total == 1
    assert double.documents(Filter(state="disagreed", origin="read")).total == 1
    assert double.documents(Filter(state="disagreed", origin="inferred")).total == 0


def test_a_disagreement_outside_the_queue_has_to_be_settled_too(double: ReviewStore) -> None:
    document = with_document(double, "a")
    row = Place(document, 0, "indicators[n1]")
    double.save(say(row, "甲", "added", "indicators[3]", suggestion=None))
    double.save(say(row, "乙", "added", "indicators[4]", suggestion=None))

    (line,) = double.disagreements().items

    assert (line.cell.path, line.cell.reason) == ("indicators[n1]", "")
    assert double.progress("甲").disagreed == 1


def test_a_settlement_holds_until_an_answer_is_changed(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    first = double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "correct", "12"))

    settled = double.save(say(place, "丙", "correct", "11", kind="settlement"))
    assert [(final.value, final.by) for final in double.finals(place.document)] == [("11", ("丙",))]
    assert double.disagreements().total == 0
    assert double.latest(place.document, "丁", "settlement") == {place: settled.id}

    double.save(say(place, "甲", "correct", "12", seen=first.id))
    assert [(final.value, final.by) for final in double.finals(place.document)] == [("12", ("乙", "甲"))]


def test_an_answer_taken_back_ends_a_settlement_as_well(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    first = double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "correct", "12"))
    double.save(say(place, "丙", "correct", "11", kind="settlement"))

    double.save(say(place, "甲", "open", seen=first.id))

    assert double.finals(place.document) == ()
    assert double.disagreements().total == 0


def test_a_second_settlement_must_have_seen_the_first(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "correct", "12"))
    settled = double.save(say(place, "丙", "correct", "11", kind="settlement"))

    with pytest.raises(ConflictError):
        double.save(say(place, "丁", "accept", kind="settlement"))
    double.save(say(place, "丁", "accept", kind="settlement", seen=settled.id))

    assert [final.by for final in double.finals(place.document)] == [("丁",)]


def test_nobody_sees_the_final_value_of_a_place_they_have_not_answered(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "accept"))

    assert double.visible_finals(place.document, "甲") == double.finals(place.document) != ()
    assert double.visible_finals(place.document, "丙") == ()


def test_nobody_sees_the_history_of_a_place_they_have_not_answered(double: ReviewStore) -> None:
    document = with_document(double, "a", "b")
    a, b = Place(document, 0, "a"), Place(document, 0, "b")
    first = double.save(say(a, "甲", "accept"))
    second = double.save(say(b, "甲", None, comment="应为 12"))
    third = double.save(say(a, "乙", "absent"))

    assert ids(double.visible_entries(document, reviewer="甲")) == [third.id, second.id, first.id]
    assert ids(double.visible_entries(reviewer="乙")) == [third.id, first.id]
    assert ids(double.visible_entries(reviewer="丙")) == []


def test_an_answer_that_was_withdrawn_shows_nothing_any_more(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    double.save(say(place, "甲", "accept"))
    mine = double.save(say(place, "乙", "absent"))

    opened = double.save(say(place, "乙", "open", seen=mine.id))

    assert ids(double.visible_entries(reviewer="乙")) == [opened.id, mine.id]


def test_with_one_reader_everybody_sees_everything(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    entry = single.save(say(place, "甲", "accept"))

    assert single.visible_entries(reviewer="乙") == (entry,)
    assert single.visible_finals(place.document, "乙") == single.finals(place.document) != ()


def test_a_change_of_the_number_of_readers_derives_everything_anew(opening: Opening) -> None:
    store = opening(1)
    place = Place(with_document(store, "a"), 0, "a")
    first = store.save(say(place, "甲", "accept"))
    store.save(say(place, "乙", "absent", seen=first.id))

    again = opening(2)
    assert (again.readers, again.finals(place.document)) == (2, ())
    assert again.disagreements().total == 1

    back = opening(1)
    assert [final.ruling for final in back.finals(place.document)] == ["absent"]


def test_an_undo_written_for_all_is_nobodys_own_answer(opening: Opening) -> None:
    """乙 took 'absent' back and so restored what 甲 had said: 乙 has never said it."""
    store = opening(1)
    place = Place(with_document(store, "a"), 0, "a")
    first = store.save(say(place, "甲", "accept"))
    store.save(say(place, "乙", "absent", seen=first.id))
    store.undo(place.document, "乙", "undo")

    again = opening(2)

    assert again.finals(place.document) == ()
    assert [answer.reviewer for answer in again.answers(place.document)] == ["甲"]
