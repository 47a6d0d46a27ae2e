"""Rows that reviewers add and delete: their names never change, and what is no row is refused."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import Review, Visitor, request

FIRST, NEW = "indicators[0]", "indicators[n1]"


def add(who: Visitor, after: str | None, table: str = "indicators", **more: Any) -> Any:
    body = {"form": 0, "table": table, "after": after, "request": request(), **more}
    return who.send("/api/documents/1/rows", **body)


def test_an_added_row_stands_behind_its_neighbour_and_takes_values(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()

    told = add(lin, FIRST).json()
    lin.decided(1, f"{NEW}.level3", "correct", "新增指标")

    assert (told["redraw"], told["at"]) == (True, [0, NEW])
    assert lin.fact(1, f"{NEW}.level3")["p"] == "indicators[1].level3"
    assert lin.fact(1, "indicators[1].level3")["p"] == "indicators[2].level3"
    assert "新增指标" in lin.page("/desk/1")


def test_a_row_in_front_of_all_is_the_first(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    add(lin, None)
    assert lin.fact(1, f"{NEW}.score")["p"] == "indicators[0].score"


def test_a_repeated_request_adds_one_row(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    for _ in range(2):
        assert add(lin, FIRST, request="added-once").json()["at"] == [0, NEW]
    assert [final.place.path for final in review.desk.store.finals(1)] == [NEW]


def test_a_number_is_never_given_to_a_second_row(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    add(lin, FIRST)
    lin.undo(1)
    assert add(lin, FIRST).json()["at"] == [0, "indicators[n2]"]


def test_a_deleted_row_is_gone_and_an_undo_brings_it_back(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()

    told = lin.decided(1, "indicators[1]", "deleted")

    assert told["redraw"] is True
    assert lin.get("/api/documents/1/cell", form=0, path="indicators[1].score").status_code == 404
    assert lin.fact(1, "indicators[2].level3")["v"] == "完工时间"
    lin.undo(1)
    assert lin.fact(1, "indicators[1].level3")["v"] == "验收合格率"


def test_an_added_row_can_be_deleted(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    (entry,) = add(lin, FIRST).json()["entries"]
    assert lin.facts(1)["desk"]["rows"] == {f"0 {NEW}": entry}
    lin.decided(1, NEW, "deleted", seen=entry)
    assert lin.get("/api/documents/1/cell", form=0, path=f"{NEW}.score").status_code == 404


@pytest.mark.parametrize("path", ["total", "objective", "narratives", "indicators", "indicators[0].score", "funds[99]"])
def test_what_is_no_row_cannot_be_deleted(standing: Review, path: str) -> None:
    assert standing.visitor().decide(1, path, "deleted").status_code == 404
    assert standing.desk.store.entries() == ()


@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("indicators", "funds[0]"),
        ("indicators", "indicators[99]"),
        ("indicators", "indicators[0].score"),
        ("indicators", "project_name"),
        ("department.income_by_function", None),
    ],
)
def test_a_row_is_added_only_behind_a_row_of_its_table(standing: Review, table: str, after: str | None) -> None:
    assert add(standing.visitor(), after, table).status_code == 404
    assert standing.desk.store.entries() == ()
