"""What goes out by the browser: reviewed records, reports, gold.

Comes in: requests of a reviewer. Goes out: files to keep. With double reading nobody takes out what
others decided before they are through themselves.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from extractor.errors import JixiaoError, UsageError, told
from extractor.review.export.digest import Digest, digest
from extractor.review.export.gold import gold_files
from extractor.review.export.records import record_file
from extractor.review.export.reviewed import ReviewedDocument
from extractor.review.outgoing import report_page, report_workbook, reviewed_documents
from extractor.review.values import DocumentLine
from extractor.review.web.parts import Parts, parts, reviewer
from extractor.review.web.session import Session

router = APIRouter(prefix="/export", include_in_schema=False)
PartsNow = Annotated[Parts, Depends(parts)]
Known = Annotated[Session, Depends(reviewer)]
_KINDS = (
    ("records.zip", "复核后的记录（JSON）", "Reviewed records (JSON)",
     "格式与 recover 输出相同；已核单元格的 origin 为 reviewed，并保留原值、复核人和时间。",
     "As recover writes them; decided cells have origin reviewed and keep the earlier value, who and when."),
    ("review.html", "复核报告（网页）", "Review report (page)",
     "改了什么、谁改的、为什么，补正和打破了哪些勾稽。",
     "What was changed, by whom and why, and which laws that mended."),
    ("review.xlsx", "复核报告（工作簿）", "Review report (workbook)",
     "概况、更改、全部决定、勾稽各一页。", "Sheets for the overview, the changes, all decisions, the laws."),
    ("gold.zip", "评测答案", "Gold for evaluation",
     "已核完的文档：原文与 expected.json，可直接用 jixiao evaluate 评测。",
     "Documents reviewed to the end: text and expected.json, for jixiao evaluate."),
)  # fmt: skip

_UNSAFE = re.compile(r"[\\:*?\"<>|\x00-\x1f\x7f\ud800-\udfff]|%(?=[0-9A-F]{2})")
"""What one system takes for a part of a path, or does not take, and another allows in a file name.

It goes out as in an address (``%3A``), and so does what looks like that: two names never become one.
"""


@router.get("")
def offer(who: Known, at: PartsNow) -> Response:
    """What can go out."""
    progress = at.desk.store.progress(who.reviewer)
    page = at.render("export.html.j2", who, kinds=_KINDS, progress=progress, folder=at.desk.folder.path.name)
    return HTMLResponse(page)


@router.get("/records.zip")
def records(who: Known, at: PartsNow) -> Response:
    """The reviewed records."""
    _require_through(who, at)
    return _zipped("records.zip", (record_file(document) for document in _named(at)))


@router.get("/gold.zip")
def gold(who: Known, at: PartsNow) -> Response:
    """Gold for evaluation."""
    _require_through(who, at)
    return _zipped("gold.zip", (file for document in _named(at) for file in gold_files(document).items()))


@router.get("/review.html")
def page(who: Known, at: PartsNow) -> Response:
    """The report as a page."""
    _require_through(who, at)
    return _file("review.html", "text/html; charset=utf-8", report_page(at.desk, _digests(at)))


@router.get("/review.xlsx")
def workbook(who: Known, at: PartsNow) -> Response:
    """The report as a workbook."""
    _require_through(who, at)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file("review.xlsx", kind, report_workbook(at.desk, _digests(at)))


def _require_through(who: Session, at: Parts) -> None:
    """Refuse a reviewer of a double reading who still has cells to answer: the files tell what others said."""
    if at.desk.store.readers == 2 and at.desk.store.progress(who.reviewer).open:
        raise told(
            UsageError,
            "双人独立复核尚未完成：导出内容会显示他人的决定，请先核完您的单元格。",
            "The double reading is not over: these files show what others decided; finish your own cells first.",
        )


def _named(at: Parts) -> Iterator[ReviewedDocument]:
    """The reviewed documents, by names that an archive may carry."""
    for document in reviewed_documents(at.desk, _pass_over):
        yield replace(document, name=_safe(document.name))


def _digests(at: Parts) -> list[Digest]:
    return [digest(document) for document in reviewed_documents(at.desk, _pass_over)]


def _pass_over(line: DocumentLine, fault: JixiaoError) -> None:
    """A record whose file is gone has nothing to go out; the queue says so."""


def _safe(name: str) -> str:
    """A name that every system takes for one file: an archive is opened anywhere."""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", name)


def _file(name: str, kind: str, content: bytes) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _zipped(name: str, files: Iterable[tuple[str, bytes]]) -> Response:
    """Files as one archive, made on disk so that a large folder does not fill the memory."""
    place: IO[bytes] = tempfile.TemporaryFile()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files:
            archive.writestr(file, content)
    size = place.tell()
    place.seek(0)
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(size)}
    return StreamingResponse(iter(lambda: place.read(65536), b""), media_type="application/zip", headers=headers)
