"""A record in the four forms that ``recover`` writes.

Comes in: a record. Goes out: the bytes of its record file, workbook, narrative and
comparison page, by suffix. Never writes anything.
"""

from __future__ import annotations

from urllib.parse import quote

from extractor.ingest.pictures import PagePictures
from extractor.settings import Settings
from extractor.values import Record


def render(record: Record, settings: Settings | None = None, pictures: PagePictures | None = None) -> dict[str, bytes]:
    """All outputs of one record, so that nothing is written before everything is ready.

    ``settings`` are those the record was made with: the workbook works out the same laws. ``pictures`` lie beside
    the outputs, and the comparison page shows them.
    """
    from extractor.narrate import draft
    from extractor.record.record_json import dumps
    from extractor.report.comparison import to_html
    from extractor.report.workbook import to_xlsx

    return {
        ".json": _bytes(dumps(record)),
        ".xlsx": to_xlsx(record, settings),
        ".md": _bytes(draft([record])),
        ".html": _bytes(to_html(record, pages=_addresses(pictures))),
    }


def _addresses(pictures: PagePictures | None) -> list[tuple[int, str]]:
    """The pictures by page, as a page in the same folder addresses them."""
    if pictures is None:
        return []
    return [(number, f"{quote(pictures.folder.name)}/{number}.jpg") for number in pictures.numbers()]


def _bytes(text: str) -> bytes:
    """UTF-8; a lone surrogate that slipped through becomes a question mark instead of a fault."""
    return text.encode("utf-8", errors="replace")
