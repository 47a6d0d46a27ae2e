"""Ingest: a file becomes a ``Document``, its text cut into fragments.

Comes in: a path, bytes, or a text. Goes out: a ``Document`` whose fragments are in
text order, do not overlap, and are exactly ``text[start:end]``. Never says what a
fragment means, and never drops a printed character.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractor.ingest.faults import undecodable, unreadable
from extractor.ingest.interface import Ingester, PagedIngester
from extractor.ingest.office import OldOfficeIngester, OoxmlIngester
from extractor.ingest.page_reader import PageReader
from extractor.ingest.paging import Paging
from extractor.ingest.pdf import PdfIngester
from extractor.ingest.scan.ingester import ImageIngester
from extractor.ingest.scan.lacking import has_engine
from extractor.ingest.scan.sheets import SheetReader
from extractor.ingest.signature import recognised_kind
from extractor.ingest.text import TextIngester, ingest_text
from extractor.values import Document

__all__ = ["INGESTERS", "Ingester", "Limits", "ingest", "ingest_bytes", "ingest_text"]


def _ocr_of(sha256: str, paging: Paging) -> PageReader | None:
    """Who reads the pages of a PDF file that are images; None where no engine is installed."""
    return SheetReader(sha256, paging.kept) if has_engine() else None


INGESTERS: tuple[Ingester, ...] = (
    PdfIngester(_ocr_of), ImageIngester(), OoxmlIngester(), OldOfficeIngester(), TextIngester(),
)  # fmt: skip
"""Who reads which kind of file: the first that accepts it. A further kind is one more entry."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most."""

    bytes: int = 64 << 20
    """Size of a file in bytes; a larger one is refused before it is read."""


def ingest(path: Path | str, *, limits: Limits = Limits(), paging: Paging = Paging()) -> Document:
    """Read one file into a document, named after the file; ``paging`` is for files that have pages.

    Raises UnreadableInputError (missing, a folder, not permitted, empty, too large)
    and UndecodableInputError (no text, or no known encoding).
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise unreadable(str(path), "是文件夹，不是文件；请给出其中的文件", "it is a folder; name a file in it")
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except FileNotFoundError as error:
        raise unreadable(str(path), "文件不存在；请检查路径", "there is no such file; check the path") from error
    except PermissionError as error:
        raise unreadable(
            str(path), "没有读取权限；请修改文件权限后重试", "reading it is not permitted; change its permissions"
        ) from error
    except (OSError, ValueError) as error:
        raise unreadable(
            str(path),
            f"无法读取（{error}）；请检查路径和磁盘",
            f"it cannot be read ({error}); check the path and the disk",
        ) from error
    return ingest_bytes(data, path.name, limits=limits, paging=paging)


def ingest_bytes(data: bytes, name: str, *, limits: Limits = Limits(), paging: Paging = Paging()) -> Document:
    """Read the bytes of a file into a document; raises as ``ingest`` does."""
    if len(data) > limits.bytes:
        size = limits.bytes / (1 << 20)
        raise unreadable(
            name, f"超过 {size:g} MiB 的上限；请拆分后重试", f"it is larger than {size:g} MiB; split it and try again"
        )
    for ingester in INGESTERS:
        if ingester.accepts(data, name):
            if isinstance(ingester, PagedIngester):
                document = ingester.ingest_pages(data, name, paging)
            else:
                document = ingester.ingest(data, name)
            break
    else:
        chinese, english = recognised_kind(data) or ("未知格式", "of an unknown kind")
        raise undecodable(name, f"看起来是{chinese}，不是文本", f"it looks like {english}, not text")
    if not document.text.strip():
        raise unreadable(
            name, "是空文件，没有可读的内容；请检查导出是否完整", "it is empty; check that it was exported whole"
        )
    return document
