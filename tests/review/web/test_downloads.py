"""What goes out by the browser: reviewed records, reports, and gold that ``jixiao evaluate`` reads."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from extractor.record.record_json import loads
from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import DATE, RATE, TOTAL, Visitor

ROOT = Path(__file__).parents[3]


def archive(answer: Any) -> zipfile.ZipFile:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert found.testzip() is None
    return found


def finish(who: Visitor, document: int) -> None:
    who.decided(document, TOTAL, "correct", "86", comment="看错")
    who.decided(document, RATE, "accept")
    who.decided(document, DATE, "unreadable")


def test_the_records_hold_the_decisions_and_are_records_again(serve: Serve, lighting: Record) -> None:
    lin = serve({"照明": lighting, "other": lighting}).visitor()
    number = next(one for one in (1, 2) if "照明" in lin.page(f"/desk/{one}").split("</title>")[0])
    finish(lin, number)

    taken = archive(lin.get("/export/records.zip"))

    assert taken.namelist() == ["照明.json"]  # nobody decided anything of the other
    cell = loads(taken.read("照明.json")).forms[0].cells[TOTAL]
    assert (cell.value, cell.origin, cell.needs_review) == ("86", "reviewed", False)
    assert cell.review is not None and (cell.review.by, cell.review.earlier) == (("林",), "88")


def test_gold_is_of_documents_that_are_finished(serve: Serve, lighting: Record) -> None:
    lin = serve({"done": lighting, "half": lighting}).visitor()
    finish(lin, 1)
    lin.decided(2, TOTAL, "correct", "86")
    assert sorted(archive(lin.get("/export/gold.zip")).namelist()) == ["done.expected.json", "done.txt"]


def test_gold_can_be_evaluated(serve: Serve, card: Record, tmp_path: Path) -> None:
    lin = serve({"card: 2": card}).visitor()  # a name that is no name of a file everywhere
    for path, value in (("scorecard[1].score", "2.40"), ("scorecard[6].score", "3.00")):
        lin.decided(1, path, "correct", value)
    for path in ("total.weight", "grade"):
        lin.decided(1, path, "accept")
    archive(lin.get("/export/gold.zip")).extractall(tmp_path / "gold")

    command = [sys.executable, str(ROOT / "cli.py"), "evaluate", str(tmp_path / "gold")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)

    assert done.returncode == 0, done.stderr
    assert "1" in done.stdout and "Traceback" not in done.stderr


def test_the_report_is_kept_and_not_shown(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    finish(lin, 1)
    answer = lin.get("/export/review.html")
    assert answer.headers["content-disposition"] == 'attachment; filename="review.html"'
    assert "看错" in answer.text and "林" in answer.text


def test_the_workbook_opens(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    finish(lin, 1)
    book = load_workbook(io.BytesIO(lin.get("/export/review.xlsx").content))
    assert any("看错" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_where_nothing_was_decided_the_files_are_empty_and_whole(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting}).visitor()
    assert archive(lin.get("/export/records.zip")).namelist() == []
    assert archive(lin.get("/export/gold.zip")).namelist() == []
    assert lin.get("/export/review.html").status_code == lin.get("/export/review.xlsx").status_code == 200


def test_a_record_that_is_gone_keeps_the_others_from_nothing(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting, "b": lighting})
    lin = review.visitor()
    finish(lin, 1)
    finish(lin, 2)
    (review.folder / "a.json").unlink()
    assert archive(lin.get("/export/records.zip")).namelist() == ["b.json"]


def test_only_who_has_entered_takes_anything_out(serve: Serve, lighting: Record) -> None:
    stranger = serve({"a": lighting}, token="a long token").stranger()
    for name in ("records.zip", "gold.zip", "review.html", "review.xlsx", ""):
        answer = stranger.get(f"/export/{name}".rstrip("/"))
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/enter")
