"""A Word document read back: python-docx for what it knows, plain XML for what it does not."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from extractor.labels import Language
from extractor.narrate import narrate
from extractor.narrate.word import find_charts, write_word
from extractor.values import Record

__all__ = ["body", "opened", "part", "qn", "style_of", "texts", "written"]


def written(markdown: str, language: Language = "zh") -> Any:
    """A Markdown text as a document, opened again."""
    return opened(write_word(markdown, language))


def report(record: Record, template: str = "report", language: Language = "zh") -> bytes:
    """The report of a record with its charts."""
    narrative = narrate([record], template, language)
    return write_word(narrative.marked, language, find_charts([record], language), narrative.ledger)


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def part(content: bytes, name: str) -> Any:
    """The root of a part."""
    with ZipFile(BytesIO(content)) as archive:
        return parse_xml(archive.read(name))


def body(document: Any) -> Any:
    return document.element.body


def texts(document: Any) -> list[tuple[str, str]]:
    """Style and words of each paragraph outside of tables."""
    return [(paragraph.style.style_id, paragraph.text) for paragraph in document.paragraphs]


def style_of(document: Any, style: str) -> Any:
    return next(one for one in document.styles if one.style_id == style)
