"""The page of a comparison: both sides of every form next to each other, row by row, with what differs marked.

Comes in: a ``DocumentDifference``. Goes out: one HTML page that needs no network and no other file. Document text is
untrusted: it reaches the page only through the template's escaping, and the page's own policy forbids any script but
the one that belongs to it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.labels import FORM_TYPES, SEVERITIES, Label, Language
from extractor.report.difference import VERDICTS, Difference, tally
from extractor.report.difference_filter import Selection
from extractor.report.difference_view import BlockShown, field_name, show_blocks
from extractor.report.finding_difference import FindingDifference, compare_findings
from extractor.report.matching import NOTHING_IN_COMMON, DocumentDifference, FormPair
from extractor.report.side import FormSide, Side
from extractor.sheet.page import page_environment
from extractor.sheet.view import total_counts
from extractor.wording import law_title

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
_EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class PageOrder:
    """How the two files are called, the language the page begins in, and what is asked for."""

    left: str
    right: str
    language: Language = "zh"
    selection: Selection = _EVERYTHING


@dataclass(frozen=True, slots=True)
class SideCard:
    """What the page says of a whole side."""

    file: str
    source: str
    reader: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How the cells of one field came out."""

    name: Label
    path: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class FormShown:
    """One form of the page."""

    number: int
    name: Label
    left: FormSide | None
    right: FormSide | None
    kinds: tuple[Label, ...]
    counts: dict[str, int]
    moved: int
    fields: tuple[FieldCount, ...]
    blocks: tuple[BlockShown, ...]
    findings: FindingDifference | None


def to_html(found: DocumentDifference, order: PageOrder) -> str:
    """The page of a comparison, in Chinese with a switch to English, or the other way round."""
    script = (_TEMPLATES / "difference.js").read_text(encoding="utf-8")
    return _template().render(
        language=order.language,
        sides=(_card(found.left, order.left), _card(found.right, order.right)),
        message=None if found.common else NOTHING_IN_COMMON,
        counts=tally(order.selection.in_fields(found.differences)),
        forms=[_form(form, order.selection) for form in found.forms] if found.common else [],
        begins_open=order.selection.only in ("all", "same"),
        chosen=_asked_for(order.selection),
        verdicts=VERDICTS,
        severities=SEVERITIES,
        law_title=law_title,
        style=_markup((_TEMPLATES / "difference.css").read_text(encoding="utf-8")),
        script=_markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    return page_environment(_TEMPLATES).get_template("difference.html.j2")


def _markup(text: str) -> Any:
    """Text that the program itself wrote and that the template must not escape; never document text."""
    from markupsafe import Markup

    return Markup(text)


def _asked_for(selection: Selection) -> str:
    """What the page was asked to leave out, as it was said on the command line; empty for nothing."""
    only = f"--only {selection.only}" if selection.only not in (None, "all") else ""
    fields = f"--fields {','.join(selection.fields)}" if selection.fields else ""
    return " ".join(filter(None, (only, fields)))


def _card(side: Side, file: str) -> SideCard:
    record = side.record
    if record is None:
        return SideCard(file, "", "", {})
    reader = "、".join(filter(None, (record.reader.name, record.reader.model)))
    return SideCard(file, record.source.name, reader, total_counts(record))


def _form(form: FormPair, selection: Selection) -> FormShown:
    asked = selection.in_fields(form.differences)
    kinds = [FORM_TYPES[side.form_type] for side in (form.left, form.right) if side and side.form_type in FORM_TYPES]
    side = form.left or form.right
    return FormShown(
        form.number,
        side.name if side is not None else Label("表", "form"),
        form.left,
        form.right,
        tuple(dict.fromkeys(kinds)),
        tally(asked),
        sum(row.moved for row in selection.rows(form.rows, form.differences)),
        tuple(_fields(asked)),
        show_blocks(form, selection),
        compare_findings(form),
    )


def _fields(differences: Iterable[Difference]) -> list[FieldCount]:
    """The fields of a form with how their cells came out; those with differences first, else as they stand."""
    cells: dict[str, list[Difference]] = {}
    for one in differences:
        cells.setdefault(re.sub(r"\[\d+\]", "[*]", one.path), []).append(one)
    counted = [FieldCount(field_name(path.replace("[*]", "[0]")), path, tally(of)) for path, of in cells.items()]
    return sorted(counted, key=lambda field: field.counts["same"] == field.counts["cells"])
