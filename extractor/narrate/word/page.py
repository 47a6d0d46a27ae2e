"""The page: its measures, and its number.

Comes in: a document. Goes out: the same document on A4 as GB/T 9704-2012 has it. Never sets a header: what stands
there in an official document is for the office that issues it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.labels import Language
from extractor.narrate.word import house
from extractor.narrate.word.element import Element, field, letters, w

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer


def set_page(document: Document, language: Language, line: int = house.LINE) -> None:
    """Give the document its margins, its grid of lines, and its page numbers."""
    section = document.sections[0]
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")
    properties = section._sectPr
    for child in [child for child in properties if not child.tag.endswith("footerReference")]:
        properties.remove(child)
    properties.extend((
        w("pgSz", w=house.PAGE_WIDTH, h=house.PAGE_HEIGHT),
        w("pgMar", top=house.TOP, right=house.RIGHT, bottom=house.BOTTOM, left=house.LEFT, header=851,
          footer=house.FOOTER, gutter=0),
    ))  # fmt: skip
    if language == "zh":
        properties.append(w("docGrid", type="lines", linePitch=line))


def _number(footer: _Footer, side: str) -> None:
    """``— 1 —`` on the outer side of the page, one character from the edge of the text."""
    footer.is_linked_to_previous = False
    element: Element = footer._element
    for child in list(element):
        element.remove(child)
    size = 14 * 20
    look = w("pPr", w("pStyle", val="Footer"), w("ind", **{f"{side}Chars": 100, side: size}), w("jc", val=side))
    hint = w("rPr", w("rFonts", hint="eastAsia"))
    before, after = (w("r", hint.__copy__(), letters(text)) for text in ("— ", " —"))
    element.append(w("p", look, before, *field("PAGE", "1"), after))
