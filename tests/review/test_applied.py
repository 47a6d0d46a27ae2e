"""Decisions of reviewers on a form: what stands there then, what it was, and what the laws say of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import recover
from extractor.laws import Judgement, check
from extractor.record.record_json import dumps, loads
from extractor.record.skeleton import TABLES as COLUMNS
from extractor.record.skeleton import leaves, skeleton
from extractor.report.schema import record_schema
from extractor.review.applied import apply, apply_document
from extractor.review.ruled import MADE_ANEW, NOT_LEGIBLE, NOT_THERE, ROW_MADE_ANEW, blank_paths, proposed
from extractor.review.values import Final, Ruling
from extractor.values import Finding, FormRecord, Review
from extractor.wording import reason_in_english
from tests import sample_record
from tests.review.decisions import SETTINGS, added, applied, final, form, laws_of, two_forms

EVAL_SET = ["city-department-tabs.txt", "city-project-tabs.txt", "national-tabs.txt", "transfer-tabs.txt"]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def recovered(name: str) -> FormRecord:
    return recover(f"eval_set/{name}").forms[0]


def broken(after: FormRecord) -> set[str]:
    return {finding.law for finding in after.findings if finding.severity == "error"}


# What a decision makes of its cell


def test_a_corrected_cell_holds_the_new_value_and_remembers_the_old_one() -> None:
    # given a score read as 36 over a weight of 30
    before = form(score="36")
    # when a reviewer sets it right, with blanks around
    after = applied(before, final("indicators[2].score", "correct", " 30 ", "36", comment="看错一位")).form
    # then the form and the trail have the value, the evidence stays, and the earlier value is kept
    cell = after.cells["indicators[2].score"]
    assert after.values["indicators"][2]["score"] == cell.value == "30"
    assert (cell.origin, cell.needs_review, cell.reasons, cell.confidence) == ("reviewed", False, (), 1.0)
    assert cell.evidence == before.cells["indicators[2].score"].evidence
    assert cell.raw == "36"
    assert cell.review == Review("correct", ("林",), "2026-03-05T12:00:00Z", "36", "read", "看错一位")
    assert before.values["indicators"][2]["score"] == "36"


def test_an_accepted_cell_keeps_its_value_and_is_no_longer_in_question() -> None:
    doubtful = sample_record.everything().forms[0]
    after = applied(doubtful, final("funds[1].execution_rate", "accept", "90%", "90%")).form

    cell = after.cells["funds[1].execution_rate"]
    assert (cell.value, cell.origin, cell.needs_review, cell.reasons) == ("90%", "reviewed", False, ())
    assert cell.proof == "288 ÷ 320 = 90%"


@pytest.mark.parametrize(("ruling", "reason"), [("unreadable", NOT_LEGIBLE), ("absent", NOT_THERE)])
def test_a_cell_without_a_value_says_why_in_both_languages(ruling: Ruling, reason: str) -> None:
    after = applied(form(), final("indicators[2].score", ruling, suggestion="30")).form

    cell = after.cells["indicators[2].score"]
    assert after.values["indicators"][2]["score"] is None
    assert (cell.value, cell.reasons, cell.needs_review, cell.confidence) == (None, (reason,), False, 1.0)
    assert reason_in_english(reason).startswith("reviewed: the")


def test_a_correction_to_nothing_is_null() -> None:
    assert applied(form(), final("grade", "correct", "  ")).form.values["grade"] is None


def test_a_cell_that_had_no_trail_gets_one() -> None:
    before = form()
    bare = replace(before, cells={path: cell for path, cell in before.cells.items() if path != "grade"})

    cell = applied(bare, final("grade", "correct", "优")).form.cells["grade"]

    assert (cell.value, cell.review and cell.review.earlier_origin) == ("优", "")


def test_a_part_that_the_form_lacked_comes_into_being_with_its_first_value() -> None:
    before = form()
    assert before.values["project_period"] is None

    after = applied(before, final("project_period.start", "correct", "2022-01-01")).form

    assert after.values["project_period"] == {"start": "2022-01-01", "end": None}


def test_staff_of_a_department_can_be_put_in() -> None:
    after = applied(form(), final("department.staff.total", "correct", "41")).form

    assert after.values["department"]["staff"]["total"] == "41"


# What the laws then say


def test_a_correction_mends_the_law_and_the_cells_say_so() -> None:
    before = form(score="20")
    assert "scores_sum_to_total" in before.cells["total.score"].laws_broken

    after = applied(before, final("indicators[2].score", "correct", "30", "20")).form

    assert broken(after) == set()
    assert "scores_sum_to_total" in after.cells["total.score"].laws_hold
    assert after.cells["total.score"].laws_broken == ()


def test_what_is_absent_counts_as_printed_empty_and_what_is_unreadable_as_lost() -> None:
    before = form()
    path = "indicators[2].score"

    absent = applied(before, final(path, "absent", suggestion="30"))
    unreadable = applied(before, final(path, "unreadable", suggestion="30"))

    assert "scores_sum_to_total" in broken(absent.form)
    sums = [one.verdict for one in unreadable.judgements if one.law == "scores_sum_to_total"]
    assert sums == ["not_testable"]


def test_a_reviewed_record_is_judged_alike_when_it_is_read_again() -> None:
    # given a form with a score that is not there and one that cannot be read
    path = "indicators[2].score"
    for ruling in ("absent", "unreadable"):
        after = applied(form(), final(path, ruling, suggestion="30"))  # type: ignore[arg-type]
        # when the laws run over it again, with what it says is blank
        again = check(
            after.form.values, after.form.units, laws_of(after.form.family), SETTINGS, blank_paths(after.form)
        )
        # then they say the same
        assert again == after.judgements


# Rows


def test_a_deleted_row_is_out_and_the_rows_below_keep_their_names() -> None:
    before = form()
    after = applied(before, final("indicators[1]", "deleted", suggestion=proposed(before, "indicators[1]")))

    assert [row["level3"] for row in after.form.values["indicators"]] == ["更新护栏长度", "行人安全感", "居民满意度"]
    assert after.names["indicators[1].level3"] == "indicators[2].level3"
    assert after.paths["indicators[3].score"] == "indicators[2].score"
    assert after.form.cells["indicators[1].level3"].value == "行人安全感"


def test_an_added_row_stands_behind_its_row_and_takes_corrections() -> None:
    after = applied(
        form(),
        added("indicators[n1]", "indicators[0]", entry=1),
        final("indicators[n1].level3", "correct", "更新灯杆", entry=2),
        final("indicators[n1].score", "correct", "5", entry=3),
    )

    rows = after.form.values["indicators"]
    assert [row["level3"] for row in rows][:3] == ["更新护栏长度", "更新灯杆", "验收合格率"]
    assert (rows[1]["score"], rows[1]["target"]) == ("5", None)
    assert after.names["indicators[1].score"] == "indicators[n1].score"
    assert after.form.cells["indicators[1].level3"].origin == "reviewed"
    assert "scores_sum_to_total" in broken(after.form)


def test_of_two_rows_behind_one_the_later_stands_first_and_in_front_of_all_is_possible() -> None:
    after = applied(
        form(),
        added("funds[n1]", "funds[0]", entry=1),
        added("funds[n2]", "funds[0]", entry=2),
        added("funds[n3]", "", entry=3),
    )

    order = [after.names[f"funds[{row}]"] for row in range(5)]
    assert order == ["funds[n3]", "funds[0]", "funds[n2]", "funds[n1]", "funds[1]"]


def test_a_row_can_stand_behind_a_row_that_is_taken_out() -> None:
    before = form()
    after = applied(before, final("funds[1]", "deleted", entry=1), added("funds[n1]", "funds[1]", entry=2))

    assert [after.names[f"funds[{row}]"] for row in range(2)] == ["funds[0]", "funds[n1]"]


def test_rows_of_a_table_of_a_department_come_and_go() -> None:
    before = sample_record.record(sample_record.department).forms[0]
    table = "department.income_by_function"

    after = applied(
        before,
        final(f"{table}[0]", "deleted", entry=1),
        added(f"{table}[n7]", f"{table}[1]", entry=2),
        final(f"{table}[n7].income", "correct", "3000000", entry=3),
    )

    assert [row["income"] for row in after.form.values["department"]["income_by_function"]] == ["14000000", "3000000"]


def test_decisions_on_cells_of_a_deleted_row_are_void_not_lost() -> None:
    cells = [final("indicators[1].score", "accept", "30", "30"), final("indicators[n1].score", "correct", "5")]
    after = applied(form(), *cells, final("indicators[1]", "deleted"), final("indicators[n1]", "deleted"))

    assert (after.void, after.orphans) == (tuple(cells), ())


def test_the_columns_of_added_rows_are_those_of_the_record() -> None:
    rows = {table: 1 for table in COLUMNS}
    empty = skeleton("other", rows, {"department.head"})

    assert {table: tuple(empty[table][0]) for table in COLUMNS if "." not in table} == {
        table: columns for table, columns in COLUMNS.items() if "." not in table
    }
    assert tuple(empty["department"]["income_by_function"][0]) == COLUMNS["department.income_by_function"]


# Decisions that no longer fit


def test_a_decision_of_another_proposal_is_not_applied_and_asks_for_a_new_look() -> None:
    # given a record that was made anew and reads 30 where 36 was proposed
    old = final("indicators[2].score", "correct", "35", suggestion="36")
    # when it is applied
    after = applied(form(score="30"), old)
    # then the record's value stays, and the cell says why it needs a look
    cell = after.form.cells["indicators[2].score"]
    assert (after.stale, after.applied) == ((old,), ())
    assert (cell.value, cell.needs_review, cell.review) == ("30", True, None)
    assert cell.reasons[-1] == MADE_ANEW.format("36", "30")
    assert reason_in_english(cell.reasons[-1]).startswith("the record was made anew since this was reviewed: “36”")


def test_a_row_that_is_another_one_now_is_not_deleted() -> None:
    before = form()
    old = final("indicators[1]", "deleted", suggestion="产出指标｜另一行")

    after = applied(before, old)

    assert (after.stale, len(after.form.values["indicators"])) == ((old,), 4)
    assert ROW_MADE_ANEW in after.form.cells["indicators[1].level1"].reasons
    assert reason_in_english(ROW_MADE_ANEW) != ROW_MADE_ANEW


@pytest.mark.parametrize(
    "lost",
    [
        final("indicators[9].score", "accept", "1", "1"),
        final("indicators[9]", "deleted"),
        final("indicators[n1].score", "correct", "1"),
        added("indicators[n1]", "indicators[9]"),
        added("receipts[n1]", ""),
        final("indicators[0].colour", "correct", "红"),
        final("no_such_cell", "correct", "1"),
    ],
    ids=str,
)
def test_a_decision_whose_place_is_gone_is_an_orphan(lost: Final) -> None:
    before = form()
    after = applied(before, lost)

    assert (after.orphans, after.form.values, after.form.cells) == ((lost,), before.values, before.cells)


def test_an_open_place_is_undecided() -> None:
    before = form()

    assert applied(before, final("grade", "open")).form == before


# A whole record


def test_the_forms_of_a_record_each_get_their_own_decisions() -> None:
    record = sample_record.everything()
    lost = final("title", "accept", number=9)

    after = apply_document(record, [final("grade", "correct", "良", number=2), lost], laws_of, SETTINGS)

    assert [one.values["grade"] for one in after.record.forms] != [one.values["grade"] for one in record.forms]
    assert (after.record.forms[2].values["grade"], after.orphans) == ("良", (lost,))
    assert (after.record.text, after.record.source) == (record.text, record.source)


def test_the_laws_between_forms_are_asked_again() -> None:
    # given a file with two forms of one project, whose budgets differ; the name of one is misread
    record = two_forms()
    misread = record.forms[1].values["project_name"]
    assert not same_project(record.forms[1].findings)
    # when a reviewer sets the name right
    after = apply_document(
        record, [final("project_name", "correct", "河岸护栏更新", misread, number=1)], laws_of, SETTINGS
    )
    # then what the two forms say of the project is compared, and differs
    assert same_project(after.forms[1].form.findings)
    assert same_project(after.forms[1].judgements)
    # and when only one form is looked at, what the record's forms said together stays
    alone = applied(after.record.forms[1], final("indicators[0]", "deleted")).form
    assert same_project(alone.findings) == same_project(after.forms[1].form.findings)


def same_project(told: Iterable[Finding | Judgement]) -> set[str]:
    return {one.law for one in told if one.law.startswith("same_project")}


def test_a_reviewed_record_reads_back_and_fits_the_schema() -> None:
    record = sample_record.everything()
    after = apply_document(
        record,
        [
            final("total.score", "correct", "86", "88", comment="按各项之和"),
            added("indicators[n1]", "indicators[4]"),
            final("indicators[n1].level3", "correct", "新增"),
            final("sign_off.filled_on", "unreadable"),
        ],
        laws_of,
        SETTINGS,
    ).record

    text = dumps(after)

    assert loads(text) == after
    assert list(jsonschema.Draft202012Validator(record_schema()).iter_errors(json.loads(text))) == []
    assert '"review"' not in dumps(record)


# Whatever is decided


@pytest.mark.parametrize("name", EVAL_SET)
def test_no_decisions_leave_a_form_as_it_is(name: str) -> None:
    before = recovered(name)

    assert applied(before).form == before


@pytest.mark.parametrize("name", EVAL_SET)
def test_accepting_everything_keeps_every_value(name: str) -> None:
    before = recovered(name)
    everything = [final(path, "accept", cell.value, cell.value) for path, cell in before.cells.items()]

    after = applied(before, *everything)

    assert (after.form.values, len(after.applied)) == (before.values, len(before.cells))
    assert {path: cell.value for path, cell in after.form.cells.items()} == {
        path: cell.value for path, cell in before.cells.items()
    }


ROWS = st.sampled_from(["", *(f"indicators[{row}]" for row in range(4)), "indicators[n1]", "indicators[n2]"])
CELLS = st.sampled_from(sorted(form().cells))
RULINGS = st.sampled_from(["accept", "correct", "unreadable", "absent"])


@SLOW
@given(anchor=st.integers(-1, 3))
def test_a_row_that_is_added_and_deleted_again_leaves_no_trace(anchor: int) -> None:
    before = form()
    behind = "" if anchor < 0 else f"indicators[{anchor}]"
    there = applied(before, added("indicators[n1]", behind))
    assert len(there.form.values["indicators"]) == 5

    assert applied(before, final("indicators[n1]", "deleted")).form == before


@SLOW
@given(anchors=st.lists(ROWS, max_size=4), gone=st.sets(st.integers(0, 3)), cells=st.dictionaries(CELLS, RULINGS))
def test_every_place_of_a_reviewed_form_has_one_name_of_its_own(
    anchors: list[str], gone: set[int], cells: dict[str, Ruling]
) -> None:
    before = form()
    values = dict(leaves(before.values))
    decided = [
        *(added(f"indicators[n{number}]", anchor, entry=number) for number, anchor in enumerate(anchors, 1)),
        *(final(f"indicators[{row}]", "deleted") for row in gone),
        *(final(path, ruling, "7", values.get(path)) for path, ruling in cells.items()),
    ]

    after = apply(before, decided, laws_of(before.family), SETTINGS)

    assert after == apply(before, decided, laws_of(before.family), SETTINGS, applied(before))
    assert len(set(after.names.values())) == len(after.names)
    assert {path for path, _ in leaves(after.form.values)} | set(after.form.cells) <= set(after.names)
    assert all(after.form.cells[path].value == value for path, value in leaves(after.form.values) if value is not None)
    sorted_out = [*after.applied, *after.stale, *after.orphans, *after.void]
    assert sorted(map(str, sorted_out)) == sorted(map(str, decided))
    kept = [row for row in after.names.values() if row.startswith("indicators[") and row.endswith("]")]
    assert len(kept) == len(after.form.values["indicators"])
