"""Elements of WordprocessingML, made in one line each.

Comes in: names, attributes and children. Goes out: elements. Never lets a character through that XML cannot
hold: document text is data and arrives here as it was found.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # an lxml element: lxml has no types of its own
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of the main namespace; so are its attributes."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def legal(text: str) -> str:
    """The text with a sign of replacement for each character that XML cannot hold."""
    return _NO_XML.sub("�", text)


def letters(text: str) -> Element:
    """The element of a text; spaces at its ends stay."""
    made = w("t")
    made.text = legal(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(code: str, result: str, properties: Element | None = None) -> list[Element]:
    """The runs of a field with the result that stands there until the field is renewed.

    ``code`` is always the program's own: text of a document never comes near it.
    """
    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    inner = (
        w("fldChar", fldCharType="begin"), instruction, w("fldChar", fldCharType="separate"), letters(result),
        w("fldChar", fldCharType="end"),
    )  # fmt: skip
    return [w("r", *_copy(properties), piece) for piece in inner]


def _copy(properties: Element | None) -> tuple[Element, ...]:
    # An element stands in one place of a tree only.
    return () if properties is None else (properties.__copy__(),)
