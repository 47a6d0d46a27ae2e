"""Money rows: a row begins at its label, and what the page leaves open stays open."""

from __future__ import annotations

import pytest

from extractor.read.funds import read_funds
from extractor.read.header import split_header
from extractor.values import Choice
from tests.reading import atoms_in, family_named, lexicon_for

HEADER = "项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"


def choices_of(text: str, family: str = "project_national") -> list[Choice]:
    known = family_named(family)
    columns, data = split_header(atoms_in(text, family), "funds", known, lexicon_for(family))
    choices, _, _ = read_funds(data, columns, known, lexicon_for(family), text)
    return choices


def values_of(text: str, family: str = "project_national") -> dict[str, str | None]:
    return {c.path: c.value for choice in choices_of(text, family) for c in choice.alternatives[0].candidates}


@pytest.mark.parametrize(
    ("label", "source"),
    [
        ("年度资金总额", "total"),
        ("其中：当年财政拨款", "fiscal"),
        ("上年结转资金", "carry_over"),
        ("中央财政资金", "central"),
        ("省级及市级配套资金", "superior"),  # not in the vocabulary: several levels named together
        ("县财政配套资金", "county"),
        ("财政专户管理资金", "special_account"),
        ("其他资金", "other"),
    ],
)
def test_a_source_is_told_by_the_rows_label(label: str, source: str) -> None:
    found = values_of(f"{HEADER}{label}\t5\t5\t5\t\t100%\t\n")

    assert (found["funds[0].stage"], found["funds[0].source"]) == ("all", source)


def test_codes_point_at_the_label_that_they_stand_for() -> None:
    text = f"{HEADER}上年结转资金\t5\t5\t5\t\t100%\t\n"
    source = next(
        c for choice in choices_of(text) for c in choice.alternatives[0].candidates if c.path.endswith("source")
    )

    assert text[source.spans[0].start : source.spans[0].end] == "上年结转资金"


def test_a_rate_printed_as_a_fraction_is_known_by_its_amounts() -> None:
    found = values_of(f"{HEADER}年度资金总额\t80\t80\t74.4\t0.93\n")

    assert (found["funds[0].execution_rate"], found["funds[0].score"]) == ("0.93", None)


@pytest.mark.parametrize("cells", ["\t99.19\t", "99.19"])
def test_a_rate_without_its_sign_is_no_points_of_a_part(cells: str) -> None:
    header = HEADER.replace("执行率", "执行率（%）")
    total = "年度资金总额\t90\t84\t83.32\t10\t99.19\t9.92\n"

    found = values_of(f"{header}{total}其中：当年财政拨款\t90\t84\t83.32\t{cells}\n")

    assert [found[f"funds[1].{key}"] for key in ("weight", "execution_rate", "score")] == [None, "99.19", None]


def test_an_amount_repeated_for_merged_columns_counts_once() -> None:
    found = values_of(f"{HEADER}年度资金总额\t80\t80\t80\t80\t74.4\t74.4\t10\t93%\t9.3\n")

    assert (found["funds[0].executed"], found["funds[0].score"]) == ("74.4", "9.3")


def test_figures_without_a_boundary_are_cut_by_what_they_must_fulfil() -> None:
    found = values_of(HEADER.replace("\t", "") + "年度资金总额808074.41093%9.3\n")

    assert {key: found[f"funds[0].{key}"] for key in ("weight", "execution_rate", "score")} == {
        "weight": "10",
        "execution_rate": "93%",
        "score": "9.3",
    }


def test_fewer_amounts_than_columns_leave_the_choice_to_the_laws() -> None:
    (choice,) = [c for c in choices_of(f"{HEADER}上年结转资金\t17.6\t17.6\n") if len(c.alternatives) > 1]

    ways = [{c.path.rpartition(".")[2] for c in way.candidates if c.value} for way in choice.alternatives]
    assert ways[0] == {"adjusted_budget", "executed"}
    assert {"initial_budget", "adjusted_budget"} in ways


def test_printed_empty_cells_leave_nothing_open() -> None:
    found = choices_of(f"{HEADER}上年结转资金\t\t17.6\t17.6\t\t\t\n")

    assert all(len(choice.alternatives) == 1 for choice in found)


def test_stages_are_read_row_by_row_in_the_familys_order() -> None:
    text = (
        "项目资金\t预算资金\t市级预算资金\t40.00\n\t\t其他\t0.00\n"
        "\t预算下达资金\t\t40.00\n\t实际支出资金\t市级预算资金\t28.40\n"
    )

    found = values_of(text, "project_jinzhong")

    assert [(found[f"funds[{row}].stage"], found[f"funds[{row}].source"]) for row in range(4)] == [
        ("budget", "city"),
        ("budget", "other"),
        ("allocated", "total"),
        ("spent", "city"),
    ]
    assert (found["funds[0].initial_budget"], found["funds[3].executed"]) == ("40.00", "28.40")


def test_an_amount_of_a_stage_repeated_in_its_row_counts_once() -> None:
    text = "项目资金\t预算资金\t市级预算资金\t43.00\t43.00\n\t实际支出资金\t市级预算资金\t42.86\t42.86\n"

    found = values_of(text, "project_jinzhong")

    assert [value for path, value in found.items() if path.endswith(("initial_budget", "executed"))] == [
        "43.00",
        "42.86",
    ]


def test_a_staged_row_without_a_label_takes_the_familys_and_says_so() -> None:
    text = "项目资金\t预算资金\t市级预算资金\t40.00\n0.00\n\t预算下达资金\t\t40.00\n"

    found = [c for choice in choices_of(text, "project_jinzhong") for c in choice.alternatives[0].candidates]

    assert any(c.origin == "inferred" or c.reasons for c in found if c.path.startswith("funds[1]"))
