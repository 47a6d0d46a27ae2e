"""The comparison page: the source on the left, the recovered form on the right, linked both ways.

Comes in: a ``Record``. Goes out: one HTML page that needs no network and no other file. Document
text is untrusted: it reaches the page only through the template's escaping or as escaped JSON, and
the page's own policy forbids any script but the one that belongs to it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.labels import SEVERITIES, STATES, Language
from extractor.notation.page_runs import page_runs
from extractor.sheet.details import page_data
from extractor.sheet.drawing import draw_form, marks, number_cells
from extractor.sheet.page import SHEET_ASSETS, page_environment
from extractor.sheet.source_text import regions
from extractor.sheet.view import FormView, total_counts
from extractor.values import Record

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(record: Record, language: Language = "zh", pages: Sequence[tuple[int, str]] = ()) -> str:
    """The comparison page of a record, in Chinese with a switch to English, or the other way round.

    ``pages`` are the images of a scan that lie beside the page: number and address (``form.pages/1.png``).
    """
    views = [FormView.of(form) for form in record.forms]
    numbers = number_cells(views)
    script = (SHEET_ASSETS / "sheet.js").read_text(encoding="utf-8") + "jixiaoSheet();\n"
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return _template().render(
        record=record,
        language=language,
        bilingual=True,
        name=record.source.name,
        model="、".join((record.reader.model or "").split(",")),
        style=_markup((SHEET_ASSETS / "sheet.css").read_text(encoding="utf-8")),
        script=_markup(script),
        script_hash=digest,
        total=total_counts(record),
        forms=[draw_form(at, view, numbers, record.text) for at, view in enumerate(views)],
        pages=pages,
        unread=page_runs(record.source.unread),
        regions=regions(record, marks(views, numbers)),
        data=_markup(page_data(views, numbers)),
        states=STATES,
        severities=SEVERITIES,
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    return page_environment(_TEMPLATES).get_template("comparison.html.j2")


def _markup(text: str) -> Any:
    """Text that the program itself wrote and that the template must not escape; never document text."""
    from markupsafe import Markup

    return Markup(text)
