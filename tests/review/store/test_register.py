"""Registering documents: ids that stay, queues that are renewed, files that go and come back."""

from __future__ import annotations

from extractor.review.store import ReviewStore
from extractor.review.values import Filter, Place
from tests.review.store.samples import queued, say, summary, with_document


def test_a_document_is_known_by_what_its_summary_says(single: ReviewStore) -> None:
    laws = ("amount.sum", "score.sum")
    cell = queued("a", 0.25, form=1, laws=laws, origin="inferred", order=3)
    single.register([summary("财政局.json", cell, errors=2, warnings=1, forms=2, families=("project", "whole"))])

    line, (shown,) = single.document_named("财政局.json"), single.cells().items

    assert line is not None
    assert (line.title, line.families, line.forms, line.cells) == ("自评表 财政局.json", ("project", "whole"), 2, 30)
    assert (line.queued, line.open, line.errors, line.warnings, line.lowest) == (1, 1, 2, 1, 0.25)
    assert (shown.document, shown.name, shown.cell) == (line.id, "财政局.json", cell)
    assert single.document(line.id) == line


def test_what_is_not_registered_is_none(single: ReviewStore) -> None:
    assert single.document(1) is single.document(10**30) is single.document_named("\ud800") is None


def test_registered_twice_a_document_is_there_once(single: ReviewStore) -> None:
    first = with_document(single, "a", "b")

    assert with_document(single, "a", "b") == first
    assert (single.documents().total, single.cells().total) == (1, 2)


def test_a_changed_file_renews_the_queue_and_keeps_id_and_decisions(single: ReviewStore) -> None:
    document = with_document(single, "a", "b")
    single.save(say(Place(document, 0, "a"), "甲", "accept"))

    single.register([summary("a.json", queued("a"), queued("c"), stamp="2", title="新")])

    line = single.document(document)
    assert line is not None
    assert (line.title, line.queued, line.open) == ("新", 2, 1)
    assert [cell.cell.path for cell in single.cells().items] == ["c"]
    assert single.stamps() == {"a.json": "2"}


def test_a_decision_on_another_suggestion_than_a_changed_file_makes_leaves_its_cell_open(single: ReviewStore) -> None:
    document = with_document(single, "a", "b")
    for path in ("a", "b"):
        single.save(say(Place(document, 0, path), "甲", "accept"))

    single.register([summary("a.json", queued("a"), queued("b", value="70"), stamp="2")])

    line = single.document(document)
    assert line is not None
    assert (line.queued, line.open) == (2, 1)
    assert [cell.cell.path for cell in single.cells(Filter(state="open")).items] == ["b"]


def test_the_same_stamp_means_that_nothing_has_to_be_looked_at(single: ReviewStore) -> None:
    document = with_document(single, "a")

    single.register([summary("a.json", queued("b"), title="unseen")])

    line = single.document(document)
    assert line is not None
    assert line.title == "自评表 a.json"


def test_a_file_that_is_gone_leaves_all_queues_and_comes_back_as_it_was(single: ReviewStore) -> None:
    document = with_document(single, "a", "b")
    single.save(say(Place(document, 0, "a"), "甲", "accept"))

    single.forget_missing(["a.json", "never.json"])

    assert single.documents(Filter(state="all")).total == single.cells(Filter(state="all")).total == 0
    assert (single.stamps(), single.progress("甲").cells, single.facets().families) == ({}, 0, {})
    assert len(single.entries(document)) == 1

    assert with_document(single, "a", "b") == document
    assert (single.cells().total, single.progress("甲").done) == (1, 1)


def test_a_file_that_comes_back_changed_is_renewed(single: ReviewStore) -> None:
    document = with_document(single, "a")
    single.forget_missing(["a.json"])

    single.register([summary("a.json", queued("b"), stamp="2")])

    assert [(line.document, line.cell.path) for line in single.cells().items] == [(document, "b")]


def test_more_documents_than_one_batch_are_all_registered(single: ReviewStore) -> None:
    single.register(summary(f"{number:04d}.json", queued("a"), queued("b")) for number in range(700))

    assert (single.documents().total, single.cells().total) == (700, 1400)


def test_a_file_that_is_no_record_is_listed_with_its_fault(single: ReviewStore) -> None:
    single.register([summary("broken.json", fault="不是记录文件"), summary("a.json", queued("a"))])

    lines = single.documents(Filter(state="all")).items

    assert [(line.name, line.fault) for line in lines] == [("a.json", ""), ("broken.json", "不是记录文件")]
    assert (single.progress().documents, single.documents(Filter(state="done")).total) == (1, 0)


def test_characters_that_no_database_keeps_do_not_stop_the_folder(single: ReviewStore) -> None:
    single.register([summary("odd\udcff.json", queued("a", value="1\0002", reason="\ud800"), title="\0")])

    (line,) = single.cells().items
    assert (line.name, line.title, line.cell.value, line.cell.reason) == (
        "odd\ufffd.json",
        "\ufffd",
        "1\ufffd2",
        "\ufffd",
    )


def test_a_very_long_reason_is_no_obstacle(single: ReviewStore) -> None:
    single.register([summary("a.json", queued("a", reason="长" * 9000, reason_kind="长" * 9000))])

    assert single.cells(Filter(reason="长" * 9000)).total == 1
