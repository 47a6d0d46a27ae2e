"""Writing down: what holds afterwards, repeated requests, conflicts, and a log that nobody can change."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from extractor.review.store import (
    ConflictError,
    NoDoubleReadingError,
    ReviewStore,
    UnknownPlaceError,
    UnstorableTextError,
)
from extractor.review.values import Place
from tests.review.store.samples import ids, say, with_document


def test_what_was_saved_is_read_back_as_it_was_returned(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    entry = single.save(say(place, "甲", "correct", "12.50", comment="涂改，见原件"))

    assert single.entries() == (entry,)
    assert (entry.before, entry.before_value, entry.at.utcoffset()) == (None, None, entry.at - entry.at)


def test_an_answer_is_final_where_one_reader_decides(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    entry = single.save(say(place, "甲", "correct", "12"))

    (answer,), (final,) = single.answers(place.document), single.finals(place.document)
    assert (answer.reviewer, answer.value, answer.entry) == ("甲", "12", entry.id)
    assert (final.by, final.value, final.entry, final.at) == (("甲",), "12", entry.id, entry.at)


def test_a_later_answer_says_what_it_replaced(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    first = single.save(say(place, "甲", "accept"))

    second = single.save(say(place, "乙", "unreadable", seen=first.id))

    assert (second.before, second.before_value) == ("accept", "10")
    assert [final.ruling for final in single.finals(place.document)] == ["unreadable"]


def test_a_repeated_request_gives_the_entry_it_wrote(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    saying = say(place, "甲", "accept", request="one-click")
    first = single.save(saying)
    single.save(say(place, "乙", "absent", seen=first.id))  # the world goes on

    assert single.save(saying) == first
    assert len(single.entries()) == 2


def test_an_answer_to_an_old_page_is_a_conflict_and_nothing_is_written(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    first = single.save(say(place, "甲", "accept"))

    with pytest.raises(ConflictError) as conflict:
        single.save(say(place, "乙", "absent", seen=0))

    assert conflict.value.current == first
    assert single.entries() == (first,)


def test_an_answer_to_an_entry_that_never_was_is_a_conflict(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    with pytest.raises(ConflictError) as conflict:
        single.save(say(place, "甲", "accept", seen=10**30))

    assert conflict.value.current is None


def test_a_comment_never_conflicts_and_changes_nothing(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    first = single.save(say(place, "甲", "accept"))

    comment = single.save(say(place, "乙", None, comment="请看第二页", seen=99))

    assert (comment.said.kind, comment.said.seen, comment.before) == ("comment", 0, None)
    assert single.latest(place.document, "乙") == {place: first.id}
    assert [final.entry for final in single.finals(place.document)] == [first.id]
    assert ids(single.entries()) == [comment.id, first.id]


def test_a_place_that_was_opened_again_holds_nothing(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    first = single.save(say(place, "甲", "accept"))

    opened = single.save(say(place, "甲", "open", seen=first.id))

    assert (single.answers(place.document), single.finals(place.document)) == ((), ())
    assert single.latest(place.document, "甲") == {place: opened.id}
    assert single.progress("甲").open == 1


def test_where_one_reader_decides_there_is_nothing_to_settle(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    with pytest.raises(NoDoubleReadingError):
        single.save(say(place, "甲", "accept", kind="settlement"))


def test_what_cannot_be_a_place_is_refused(single: ReviewStore) -> None:
    document = with_document(single, "score")
    places = [Place(number, 0, "score") for number in (0, -1, document + 1, 10**30)]
    places += [Place(document, -1, "score"), Place(document, 10**30, "score"), Place(document, 0, "x" * 1001)]

    for place in places:
        with pytest.raises(UnknownPlaceError):
            single.save(say(place, "甲", "accept"))


def test_a_text_that_one_of_the_databases_would_refuse_is_refused_by_both(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    for text in ("\0", "half a pair \ud83d"):
        with pytest.raises(UnstorableTextError):
            single.save(say(place, "甲", "correct", text))


def test_texts_come_back_as_they_were_given(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "indicators[n1].名称")
    text = " 𠮷野家’“\u200b\r\n'; DROP TABLE entry; -- 😀 "

    entry = single.save(say(place, "O'Brien 李", "correct", text, comment=text))

    assert single.entries() == (entry,)
    assert [answer.value for answer in single.answers(place.document, "O'Brien 李")] == [text]


@pytest.mark.parametrize("change", ["UPDATE entry SET value = '1'", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_the_log(single: ReviewStore, change: str) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    entry = single.save(say(place, "甲", "accept"))

    with pytest.raises(DBAPIError, match="append only"), single._database.engine.begin() as connection:
        connection.execute(sa.text(change))

    assert single.entries() == (entry,)


def test_the_database_itself_refuses_two_entries_after_the_same_one(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")
    single.save(say(place, "甲", "accept"))
    copied = (
        "INSERT INTO entry (document, form, path, stream, follows, kind, reviewer, ruling, comment, at) "
        "SELECT document, form, path, stream, follows, kind, reviewer, ruling, comment, at FROM entry"
    )

    with pytest.raises(IntegrityError), single._database.engine.begin() as connection:
        connection.execute(sa.text(copied))


def test_entries_are_read_newest_first_and_page_by_page(single: ReviewStore) -> None:
    document = with_document(single, "a", "b", "c")
    other = with_document(single, "a", name="b.json")
    first, second, third = (single.save(say(Place(document, 0, path), "甲", "accept")) for path in "abc")
    fourth = single.save(say(Place(other, 0, "a"), "乙", "accept"))

    assert ids(single.entries()) == [fourth.id, third.id, second.id, first.id]
    assert ids(single.entries(document, limit=2)) == [third.id, second.id]
    assert ids(single.entries(document, before=second.id)) == [first.id]
    assert ids(single.entries(reviewer="乙")) == [fourth.id]
    assert single.reviewers() == ("乙", "甲")


def test_one_request_cannot_name_an_undo(single: ReviewStore) -> None:
    place = Place(with_document(single, "score"), 0, "score")

    with pytest.raises(ValueError, match="undo"):
        single.save(replace(say(place, "甲", "accept"), undoes=1))


def test_the_whole_log_of_a_document_has_no_end_where_a_page_has_one(single: ReviewStore) -> None:
    one, other = (Place(with_document(single, "score", name=name), 0, "score") for name in ("a.json", "b.json"))
    said = [single.save(say(one, "甲", None, comment=str(number))) for number in range(120)]
    single.save(say(other, "甲", "accept"))

    assert len(single.entries(one.document)) == 100
    assert single.whole_log(one.document) == tuple(reversed(said))
