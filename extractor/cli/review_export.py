"""``jixiao review DIR --export FOLDER``: what was reviewed, as files.

Comes in: a folder with its decisions. Goes out: reviewed records, a report as page and workbook, gold
for ``jixiao evaluate``. Never writes into the folder of records itself.
"""

from __future__ import annotations

import os
from pathlib import Path

import typer

from extractor.cli.faults import say
from extractor.cli.outputs import open_folder, write_file
from extractor.errors import JixiaoError, OutputError, UnreadableInputError, told
from extractor.review.desk import Desk, Laws
from extractor.review.export.digest import digest
from extractor.review.export.gold import gold_files
from extractor.review.export.records import record_file
from extractor.review.outgoing import Faults, report_page, report_workbook, reviewed_documents
from extractor.review.values import DocumentLine
from extractor.review.web.server import Serving, open_desk

_REPORTS = ("review.html", "review.xlsx")


def export_review(wanted: Serving, laws: Laws, target: Path, *, force: bool) -> None:
    """Write everything that goes out of a review; raises ``OutputError`` rather than overwrite unasked."""
    desk = open_desk(wanted, laws)
    chinese = wanted.language == "zh"
    if desk.folder.path in (place.resolve() for place in (target, target / "records", target / "gold")):
        raise told(
            OutputError,
            f"{target}：这是记录所在的文件夹，导出会覆盖原记录；请另选文件夹。",
            f"{target}: is the folder of the records themselves; choose another one to export to.",
        )
    _refuse_to_overwrite(target, force=force)
    missing: list[JixiaoError] = []

    def miss(line: DocumentLine, fault: JixiaoError) -> None:
        missing.append(fault)

    counts = _write(desk, open_folder(target), miss, force=force)
    if chinese:
        typer.echo(f"{target}：复核后的记录 {counts[0]} 份，评测答案 {counts[1]} 份，review.html、review.xlsx")
    else:
        typer.echo(f"{target}: {counts[0]} reviewed records, {counts[1]} gold files, review.html, review.xlsx")
    for fault in missing:
        say(str(fault) if chinese else str(getattr(fault, "__notes__", [fault])[0]))
    if missing:
        raise typer.Exit(UnreadableInputError.exit_status)


def _refuse_to_overwrite(target: Path, *, force: bool) -> None:
    """Raise ``OutputError`` where an export is already, before anything is written: half of one would be left."""
    there = next((place for name in _REPORTS if os.path.lexists(place := target / name)), None)
    if there is not None and not force:
        raise told(
            OutputError,
            f"{there}：已经存在；如要覆盖请加 --force，或另选文件夹。",
            f"{there}: is there already; use --force to overwrite it, or choose another folder.",
        )


def _write(desk: Desk, target: Path, miss: Faults, *, force: bool) -> tuple[int, int]:
    """Write all files; how many records and how many expected files."""
    gold, digests = 0, []
    for document in reviewed_documents(desk, miss):
        name, content = record_file(document)
        write_file(open_folder(target / "records") / name, content, force=force)
        for name, content in gold_files(document).items():
            write_file(open_folder(target / "gold") / name, content, force=force)
            gold += name.endswith(".expected.json")
        digests.append(digest(document))
    for name, content in zip(_REPORTS, (report_page(desk, digests), report_workbook(desk, digests)), strict=True):
        write_file(target / name, content, force=force)
    return len(digests), gold
