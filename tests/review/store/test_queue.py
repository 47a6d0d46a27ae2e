"""The queues: their order, their filters, what is next, and how far the review is."""

from __future__ import annotations

from extractor.review.store import ReviewStore
from extractor.review.values import Filter, Place
from tests.review.store.samples import Opening, queued, say, summary, with_document


def names(store: ReviewStore, **wanted: str) -> list[str]:
    """The names of the documents that a filter lets through, in the queue's order."""
    return [line.name for line in store.documents(Filter(**wanted), "甲").items]  # type: ignore[arg-type]


def paths(store: ReviewStore, **wanted: str) -> list[str]:
    """The paths of the cells that a filter lets through, in the queue's order."""
    return [line.cell.path for line in store.cells(Filter(**wanted), "甲").items]  # type: ignore[arg-type]


def ids_by_name(store: ReviewStore) -> dict[str, int]:
    return {line.name: line.id for line in store.documents(Filter(state="all")).items}


def test_documents_come_by_risk(single: ReviewStore) -> None:
    single.register(
        [
            summary("finished", errors=9),
            summary("b-sure", queued("x", 0.9)),
            summary("a-sure", queued("x", 0.9)),
            summary("unsure", queued("x", 0.1)),
            summary("two laws", queued("x", 0.9), errors=2),
            summary("three laws", queued("x", 0.9), errors=3),
        ]
    )

    assert names(single, state="all") == ["three laws", "two laws", "unsure", "a-sure", "b-sure", "finished"]
    assert names(single) == ["three laws", "two laws", "unsure", "a-sure", "b-sure"]


def test_names_are_ordered_alike_on_both_databases(single: ReviewStore) -> None:
    single.register(summary(name, queued("x")) for name in ("b", "B", "ä", "一", "a-1", "a1", "_"))

    assert names(single) == sorted(["b", "B", "ä", "一", "a-1", "a1", "_"])


def test_cells_come_by_broken_laws_then_by_confidence(single: ReviewStore) -> None:
    single.register(
        [
            summary("a", queued("sure", 0.9), queued("second", 0.5, order=2), queued("first", 0.5, order=1)),
            summary("b", queued("other", 0.5), queued("unlawful", 0.99, laws=("score.sum",))),
        ]
    )

    assert paths(single) == ["unlawful", "first", "second", "other", "sure"]


def test_pages_say_how_many_there_are_in_all(single: ReviewStore) -> None:
    single.register(summary(f"{number}", queued("x")) for number in range(5))

    page = single.documents(offset=3, limit=10)

    assert ([line.name for line in page.items], page.total) == (["3", "4"], 5)
    assert [line.name for line in single.cells(offset=1, limit=2).items] == ["1", "2"]
    assert single.documents(offset=10**30, limit=-1).items == ()


FILTERED: list[tuple[dict[str, str], list[str], list[str]]] = [
    ({"family": "whole"}, ["b"], ["b1"]),
    ({"origin": "inferred"}, ["a"], ["a2"]),
    ({"law": "score.sum"}, ["a"], ["a1"]),
    ({"law": "score"}, [], []),
    ({"reason": "看不清"}, ["b"], ["b1"]),
    ({"words": "财政 2024"}, ["a"], ["a1", "a2"]),
    ({"words": "ANNUAL"}, ["b"], ["b1"]),
    ({"words": "100%"}, [], []),
    ({"words": "\0"}, [], []),
    ({"family": "whole", "origin": "inferred"}, [], []),
]


def test_a_filter_keeps_what_it_names(double: ReviewStore) -> None:
    double.register(
        [
            summary("a", queued("a1", laws=("score.sum",)), queued("a2", origin="inferred"), title="财政局 2024"),
            summary("b", queued("b1", family="whole", reason_kind="看不清"), title="Annual", families=("whole",)),
        ]
    )
    double.save(say(Place(ids_by_name(double)["a"], 0, "elsewhere"), "甲", "accept"))

    kept = [(wanted, names(double, **wanted), paths(double, **wanted)) for wanted, _, _ in FILTERED]

    assert kept == FILTERED


def test_a_family_is_also_that_of_a_form_with_an_empty_queue(single: ReviewStore) -> None:
    single.register([summary("a", families=("whole",)), summary("b", queued("x"))])

    assert names(single, family="whole", state="all") == ["a"]
    assert names(single, family="whole") == []


def test_a_document_where_only_another_family_is_left_is_not_open_in_this_one(double: ReviewStore) -> None:
    double.register([summary("a", queued("x", family="whole"), queued("y", family="project"))])
    double.save(say(Place(ids_by_name(double)["a"], 0, "x"), "甲", "accept"))

    assert names(double, family="whole") == []
    assert names(double, family="project") == ["a"]
    assert double.documents(Filter(family="whole"), "乙").total == 1


def test_states_are_told_apart(single: ReviewStore) -> None:
    single.register([summary("a", queued("a1"), queued("a2")), summary("b", queued("b1"))])
    known = ids_by_name(single)
    single.save(say(Place(known["a"], 0, "a1"), "甲", "accept"))
    single.save(say(Place(known["b"], 0, "b1"), "甲", "accept"))

    assert (names(single), paths(single)) == (["a"], ["a2"])
    assert (names(single, state="done"), paths(single, state="done")) == (["b"], ["a1", "b1"])
    assert (names(single, state="all"), paths(single, state="all")) == (["a", "b"], ["a1", "a2", "b1"])
    assert (names(single, state="disagreed"), paths(single, state="disagreed")) == ([], [])


def test_what_one_person_has_answered_can_be_asked_for(double: ReviewStore) -> None:
    double.register([summary("a", queued("a1"), queued("a2")), summary("b", queued("b1"))])
    double.save(say(Place(ids_by_name(double)["a"], 0, "a1"), "乙", "accept"))

    assert (names(double, reviewer="乙"), paths(double, reviewer="乙")) == (["a"], ["a1"])
    assert (names(double, reviewer="丙"), paths(double, reviewer="丙")) == ([], [])
    assert [line.reviewers for line in double.documents().items] == [("乙",), ()]
    page = double.cells(Filter(reviewer="乙"), "乙")
    assert (page.items, page.total) == ((), 0)


def test_the_next_document_is_the_one_behind_this_in_the_queue(single: ReviewStore) -> None:
    single.register(summary(name, queued("x")) for name in "abc")
    known = ids_by_name(single)

    assert single.next_document() == known["a"]
    assert single.next_document(known["a"]) == known["b"]
    assert single.next_document(known["c"], Filter(state="all")) is None
    assert single.next_document(10**30) == known["a"]


def test_the_next_document_of_one_just_finished_is_the_one_that_came_behind_it(single: ReviewStore) -> None:
    single.register(summary(name, queued("x")) for name in "abc")
    known = ids_by_name(single)

    single.save(say(Place(known["b"], 0, "x"), "甲", "accept"))

    assert single.next_document(known["b"], Filter(), "甲") == known["c"]
    assert single.next_document(known["c"], Filter(), "甲") == known["a"]


def test_there_is_no_next_document_when_all_others_are_done(single: ReviewStore) -> None:
    single.register(summary(name, queued("x")) for name in "ab")
    known = ids_by_name(single)
    single.save(say(Place(known["a"], 0, "x"), "甲", "accept"))

    assert single.next_document(known["b"], Filter(), "甲") is None


def test_facets_count_the_cells_of_documents_that_are_there(single: ReviewStore) -> None:
    single.register([summary("a", queued("x", laws=("l1", "l2")), queued("y", laws=("l1",), origin="inferred"))])
    before = single.facets()
    single.register([summary("b", queued("z", family="whole"))])
    single.save(say(Place(ids_by_name(single)["b"], 0, "z"), "甲", "accept"))

    after = single.facets()

    assert (before.families, before.laws) == ({"project": 2}, {"l1": 2, "l2": 1})
    assert (after.families, after.origins) == ({"project": 2, "whole": 1}, {"read": 2, "inferred": 1})
    assert (after.reasons, after.reviewers) == ({"小数点可疑（{}）": 3}, {"甲": 1})


def test_facets_follow_what_another_process_registers(opening: Opening) -> None:
    one, other = opening(1), opening()
    assert one.facets().families == {}

    with_document(other, "x")

    assert one.facets().families == {"project": 1}


def test_progress_counts_documents_and_cells(single: ReviewStore) -> None:
    single.register([summary("a", queued("x")), summary("b", queued("y"), queued("z")), summary("c")])
    known = ids_by_name(single)
    single.save(say(Place(known["a"], 0, "x"), "甲", "accept"))
    single.save(say(Place(known["b"], 0, "outside the queue"), "甲", "accept"))

    progress = single.progress("甲")

    assert (progress.documents, progress.documents_done) == (3, 2)
    assert (progress.cells, progress.done, progress.open, progress.disagreed) == (3, 1, 2, 0)


def test_an_empty_store_answers_everything(single: ReviewStore) -> None:
    assert single.documents().total == single.cells().total == single.disagreements().total == 0
    assert (single.next_document(), single.facets().laws, single.reviewers(), single.agreements()) == (None, {}, (), ())
    assert (single.progress().cells, single.answers(1), single.finals(1), single.latest(1, "甲")) == (0, (), (), {})
