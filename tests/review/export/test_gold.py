"""Gold from a review: only what is reviewed to the end, in the format that ``jixiao evaluate`` scores."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.evaluate.cases import read_expected
from extractor.evaluate.scoring import score_record
from extractor.pipeline import recover_text
from extractor.record.record_json import to_json
from extractor.review.export.gold import gold_files
from extractor.review.export.reviewed import ReviewedDocument
from extractor.settings import Settings
from extractor.values import Record
from tests.review.decisions import FORM
from tests.review.export.scene import document, lively, said, untouched

# The third indicator's score does not add up: 97 stands under scores of 87.
TEXT = FORM.format(score="20")


def misread() -> Record:
    return recover_text(TEXT, "护栏", Settings(source_kind="ocr"))


def to_the_end(**more: str) -> ReviewedDocument:
    """The form with the cells of its queue decided: the third score is corrected, all others accepted."""
    before = document(misread(), [], "护栏")
    sayings = [
        said(misread(), 0, cell.path, "accept", cell.value)
        for cell in before.queue
        if cell.path not in ("indicators[2].score", *more)
    ]
    sayings.append(said(misread(), 0, "indicators[2].score", "correct", "30"))
    sayings += [said(misread(), 0, path, ruling) for path, ruling in more.items()]
    return document(misread(), sayings, "护栏")


def expected(files: dict[str, bytes]) -> dict[str, object]:
    return dict(json.loads(files["护栏.expected.json"]))


def test_a_document_with_a_cell_that_waits_gives_no_gold() -> None:
    assert gold_files(untouched()) == gold_files(lively()) == {}


def test_what_only_the_reader_said_is_no_gold() -> None:
    # given a form in which nothing was to be looked at, and nobody did
    sound = recover_text(FORM.format(score="30"), "护栏", Settings(source_kind="digital"))
    assert document(sound, []).open_cells == ()

    assert gold_files(document(sound, [])) == {}


def test_the_expected_file_stands_beside_the_text_that_was_read() -> None:
    files = gold_files(to_the_end())

    assert list(files) == ["护栏.txt", "护栏.expected.json"]
    assert files["护栏.txt"].decode("utf-8") == TEXT
    assert expected(files)["document"] == "护栏.txt"


def test_it_holds_what_the_reviewers_decided_and_says_how_much_they_looked_at() -> None:
    after = to_the_end()

    said_by = expected(gold_files(after))

    assert said_by["forms"][0]["indicators"][2]["score"] == "30"  # type: ignore[index]
    assert said_by["reviewed_by"] == ["林"]
    review = dict(said_by["review"])  # type: ignore[call-overload]
    assert (review["from"], review["rulings"]["correct"]) == ("2026-03-05", 1)
    assert review["cells"] - review["not_looked_at"] == len(after.finals)


def test_what_nobody_could_read_is_lost_and_a_value_tells_how_it_stands() -> None:
    files = gold_files(to_the_end(**{"indicators[3].score": "unreadable", "indicators[3].target": "absent"}))

    row = expected(files)["forms"][0]["indicators"][3]  # type: ignore[index]

    assert (row["score"], row["target"], row["level1"]) == ({"lost": True}, None, "满意度指标")
    inferred = expected(files)["forms"][0]["funds"][0]["stage"]  # type: ignore[index]
    assert inferred in ("all", {"v": "all", "how": "inferred"})


def test_a_contradiction_that_stands_after_the_review_is_the_authors() -> None:
    # given a form whose every cell is accepted though its scores do not add up
    before = document(misread(), [], "护栏")
    accepted = [said(misread(), 0, cell.path, "accept", cell.value) for cell in before.queue]
    # when it goes out as gold
    found = expected(gold_files(document(misread(), accepted, "护栏")))["forms"][0]["findings"]  # type: ignore[index]
    # then the reader is asked to report it
    assert {"scores_sum_to_total"} <= {one["law"] for one in found}


def test_a_record_of_its_own_gold_is_right_throughout() -> None:
    after = to_the_end()
    leaves = score_record(to_json(after.after.record), expected(gold_files(after)))

    assert {leaf.verdict for leaf in leaves} == {"right"}


def test_evaluate_reads_a_folder_of_gold_and_gets_its_figures(tmp_path: Path) -> None:
    # given the gold of one document in a folder
    for name, data in gold_files(to_the_end()).items():
        (tmp_path / name).write_bytes(data)
    assert read_expected(tmp_path / "护栏.expected.json")["reviewed_by"] == ["林"]
    # when the offline reader is evaluated on it
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--reader", "offline", "--json", "--jobs", "1"])
    # then the one cell that people corrected is what it gets wrong
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["documents"], figures["faults"]) == (1, {})
    assert [miss["path"] for miss in figures["misses"]] == ["indicators[2].score"]


@pytest.mark.parametrize("sign", ["\ud800", "\x00"])
def test_a_text_that_has_no_utf8_form_goes_out_with_as_many_characters(sign: str) -> None:
    record = misread()
    odd = Record(record.source, record.text + sign, record.reader, record.forms)
    sayings = [said(record, 0, cell.path, "accept", cell.value) for cell in document(odd, []).queue]

    text = gold_files(document(odd, sayings))["照明.txt"].decode("utf-8")

    assert re.fullmatch(re.escape(record.text) + r"[?\x00]", text)
