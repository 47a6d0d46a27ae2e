"""Taking back: step by step, own things only, and never over another's head."""

from __future__ import annotations

import pytest

from extractor.review.store import ConflictError, NothingToUndo, ReviewStore, UnknownPlaceError
from extractor.review.values import Place
from tests.review.store.samples import request, say, with_document


def held(store: ReviewStore, document: int) -> dict[str, str | None]:
    """The final values of a document by path."""
    return {final.place.path: final.value for final in store.finals(document)}


def test_undo_pressed_again_and_again_walks_back_step_by_step(single: ReviewStore) -> None:
    document = with_document(single, "a", "b")
    a, b = Place(document, 0, "a"), Place(document, 0, "b")
    first = single.save(say(a, "甲", "accept"))
    single.save(say(b, "甲", "correct", "7"))
    single.save(say(a, "甲", "correct", "11", seen=first.id))

    seen = [held(single, document)]
    for _ in range(3):
        single.undo(document, "甲", request())
        seen.append(held(single, document))

    assert seen == [{"a": "11", "b": "7"}, {"a": "10", "b": "7"}, {"a": "10"}, {}]
    with pytest.raises(NothingToUndo):
        single.undo(document, "甲", request())


def test_an_undo_is_an_entry_of_its_own_that_says_what_it_restores(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    first = single.save(say(place, "甲", "accept"))
    second = single.save(say(place, "甲", "correct", "11", seen=first.id))

    undo = single.undo(place.document, "甲", request())

    assert (undo.said.undoes, undo.said.ruling, undo.said.value) == (second.id, "accept", "10")
    assert (undo.before, undo.before_value) == ("correct", "11")
    assert single.entries()[0] == undo


def test_the_undo_of_a_first_answer_leaves_the_place_open(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    single.save(say(place, "甲", "accept"))

    undo = single.undo(place.document, "甲", request())

    assert (undo.said.ruling, undo.said.value) == ("open", None)
    assert single.answers(place.document) == ()
    assert single.progress("甲").open == 1


def test_after_an_undo_the_place_is_answered_on_top_of_it(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    first = single.save(say(place, "甲", "accept"))
    undo = single.undo(place.document, "甲", request())

    with pytest.raises(ConflictError):
        single.save(say(place, "甲", "absent", seen=first.id))
    single.save(say(place, "甲", "absent", seen=undo.id))

    assert [final.ruling for final in single.finals(place.document)] == ["absent"]


def test_a_redone_answer_can_be_undone_too(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    first = single.save(say(place, "甲", "correct", "1"))
    second = single.save(say(place, "甲", "correct", "2", seen=first.id))
    undo = single.undo(place.document, "甲", request())
    third = single.save(say(place, "甲", "correct", "3", seen=undo.id))

    undone = [single.undo(place.document, "甲", request()) for _ in range(2)]

    assert [entry.said.undoes for entry in undone] == [third.id, first.id]
    assert second.id not in [entry.said.undoes for entry in undone]
    assert single.finals(place.document) == ()


def test_what_another_decided_since_is_not_undone(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    first = single.save(say(place, "甲", "accept"))
    second = single.save(say(place, "乙", "absent", seen=first.id))

    with pytest.raises(ConflictError) as conflict:
        single.undo(place.document, "甲", request())

    assert conflict.value.current == second


def test_what_another_took_back_again_is_no_obstacle_and_the_answer_keeps_its_author(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    first = single.save(say(place, "甲", "accept"))
    single.save(say(place, "乙", "absent", seen=first.id))
    single.undo(place.document, "乙", request())

    assert [(final.by, final.entry) for final in single.finals(place.document)] == [(("甲",), first.id)]
    single.undo(place.document, "甲", request())
    assert single.finals(place.document) == ()


def test_comments_and_other_documents_stay(single: ReviewStore) -> None:
    document, other = with_document(single, "a"), with_document(single, "a", name="b.json")
    single.save(say(Place(document, 0, "a"), "甲", None, comment="请看"))
    single.save(say(Place(other, 0, "a"), "甲", "accept"))

    with pytest.raises(NothingToUndo):
        single.undo(document, "甲", request())


def test_a_repeated_undo_takes_back_one_thing(single: ReviewStore) -> None:
    document = with_document(single, "a", "b")
    single.save(say(Place(document, 0, "a"), "甲", "accept"))
    single.save(say(Place(document, 0, "b"), "甲", "accept"))

    undo = single.undo(document, "甲", "one-press")

    assert single.undo(document, "甲", "one-press") == undo
    assert held(single, document) == {"a": "10"}


def test_an_unknown_document_has_nothing_to_undo(single: ReviewStore) -> None:
    with pytest.raises(UnknownPlaceError):
        single.undo(7, "甲", request())


def test_the_undo_of_a_settlement_brings_the_disagreement_back(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "correct", "12"))
    double.save(say(place, "丙", "correct", "12", kind="settlement"))

    double.undo(place.document, "丙", request())

    assert double.finals(place.document) == ()
    assert double.disagreements().total == 1


def test_the_undo_of_a_change_brings_the_settlement_back(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    first = double.save(say(place, "甲", "accept"))
    double.save(say(place, "乙", "correct", "12"))
    settled = double.save(say(place, "丙", "correct", "11", kind="settlement"))
    double.save(say(place, "甲", "absent", seen=first.id))
    assert double.finals(place.document) == ()

    double.undo(place.document, "甲", request())

    assert [final.entry for final in double.finals(place.document)] == [settled.id]
