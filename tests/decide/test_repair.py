"""A misread number is repaired only where two laws prove it; a form's own mistakes stay."""

from __future__ import annotations

import pytest

from extractor.notation.confusion import impossible, variants
from tests.decide.small_forms import NATIONAL, cell, decided


def test_two_laws_repair_a_misread_weight_in_a_scan() -> None:
    # given a weight of 30 read as 80: weights no longer sum to 100, and execution … the total is 150
    text = NATIONAL.replace("明显提升\t明显提升\t30\t30", "明显提升\t明显提升\t80\t30")
    # when it is decided as a scan
    found = cell(text, "indicators[2].weight", "ocr")
    # then the weight is put right, with its proof
    assert (found.value, found.origin, found.needs_review) == ("30", "repaired", False)
    assert "80" in (found.proof or "")
    assert "各项分值之和等于总分值" in (found.proof or "")


def test_the_same_text_said_to_be_digital_stays_as_printed() -> None:
    text = NATIONAL.replace("明显提升\t明显提升\t30\t30", "明显提升\t明显提升\t80\t30")
    assert cell(text, "indicators[2].weight", "digital").value == "80"


def test_a_letter_in_a_number_is_put_right_when_the_sum_confirms_it() -> None:
    text = NATIONAL.replace("≥95%\t95%\t30\t30", "≥95%\t95%\t3O\t30")
    found = cell(text, "indicators[1].weight")
    assert (found.value, found.origin, found.needs_review) == ("30", "repaired", False)


def test_a_letter_that_no_law_confirms_is_repaired_and_flagged() -> None:
    text = NATIONAL.replace("≥40公里\t36公里", "≥4O公里\t36公里")
    found = cell(text, "indicators[0].target")
    assert (found.value, found.origin) == ("≥40公里", "repaired")


def test_a_wrong_total_of_the_author_stays_and_is_reported() -> None:
    text = NATIONAL.replace("100\t97", "100\t92")
    form = decided(text)
    assert form.values["total"]["score"] == "92"
    assert "scores_sum_to_total" in [finding.law for finding in form.findings]
    assert not [path for path, found in form.cells.items() if found.origin == "repaired"]


def test_one_law_alone_suggests_and_does_not_repair() -> None:
    # given a source row that one fault would bring in line with the total, in either of the two cells
    text = NATIONAL.replace("其中：当年财政拨款\t80\t80\t72", "其中：当年财政拨款\t30\t80\t72")
    found = cell(text, "funds[1].initial_budget", "ocr")
    assert (found.value, found.needs_review) == ("30", True)
    assert found.candidates == ("80",)
    assert found.proposed_by == ("laws",)


@pytest.mark.parametrize(
    ("printed", "reading"), [("1O", "10"), ("l5", "15"), ("837.24", "337.24"), ("966", "96.6"), ("290%", "≥90%")]
)
def test_the_table_knows_the_faults_of_scanning(printed: str, reading: str) -> None:
    assert reading in [text for text, _ in variants(printed)]


@pytest.mark.parametrize("printed", ["10", "96.6", "≥95%", "30户", "明显", ""])
def test_a_sound_number_or_word_holds_no_impossible_character(printed: str) -> None:
    assert not impossible(printed)
