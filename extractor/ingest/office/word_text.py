"""The text of a Word paragraph as it is printed.

Comes in: a ``w:p`` element. Goes out: its lines, the page breaks in it, and the text boxes that hang on it. Tracked
insertions are text, tracked deletions, comments, field codes and hidden text are not. Never writes the numbers of
numbered lists, nor the marks of footnotes: beside a figure they would read as one of its digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from extractor.ingest.office.package import Element, attribute, child, local, switched_on
from extractor.ingest.office.symbols import TICKED, UNTICKED, is_symbol_font, shown
from extractor.ingest.printed import Line, Word

_BLANKS = re.compile(r"[\n\r\t]")
_GONE = {"del", "moveFrom", "rPr", "pPr", "sdtPr", "instrText", "delText", "delInstrText", "fldData", "rt", "ctrlPr"}
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "cr": "\n"}


class Break(Enum):
    """Where a new page begins."""

    PAGE = "page"
    """The author began a new page."""
    RENDERED = "rendered"
    """Word began a new page when it last printed the text; said again behind a break of the author's."""


@dataclass(slots=True)
class Story:
    """What a walk through one part needs to know, and collects: notes referred to, in order."""

    sections: Sequence[Element] = ()
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Printed:
    """A paragraph as it is printed."""

    lines: list[Line | Break]
    boxes: list[Element]


def paragraph(element: Element, story: Story) -> Printed:
    """The lines of a paragraph, each ``\\t`` a tab stop; and the contents of text boxes, which stand elsewhere."""
    walk = _Walk(story)
    properties = child(element, "pPr")
    if switched_on(child(properties, "pageBreakBefore")):
        walk.out.append(Break.RENDERED)
    walk.inside(element, None)
    walk.end_line()
    if walk.broken:
        walk.out.append(Break.RENDERED)
    section = child(properties, "sectPr")
    if section is not None and _next_begins_a_page(section, story.sections):
        walk.out.append(Break.PAGE)
    return Printed(walk.out, walk.boxes)


def chosen(alternate: Element) -> Element | None:
    """The one of the alternatives of ``mc:AlternateContent`` that is read: they say the same twice."""
    branch = child(alternate, "Choice")
    return branch if branch is not None else child(alternate, "Fallback")


def is_placeholder(control: Element) -> bool:
    """Say whether a content control shows no value but a prompt ("click here to enter text")."""
    return switched_on(child(control, "sdtPr", "showingPlcHdr"))


class _Walk:
    """Gathers the characters of one paragraph."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.out: list[Line | Break] = []
        self.boxes: list[Element] = []
        self.broken = False
        self._parts: list[str] = []

    def inside(self, element: Element, font: str | None) -> None:
        """Follow everything in an element in order."""
        for part in element:
            name = local(part)
            if name in _GONE:
                continue
            if name in _SIGNS:
                self._parts.append(_SIGNS[name])
            elif name in _HANDLERS:
                _HANDLERS[name](self, part, font)
            else:
                self.inside(part, font)

    def end_line(self) -> None:
        """Write what has been gathered: a line for each line break."""
        text, self._parts = "".join(self._parts), []
        for line in text.split("\n"):
            if line.strip():
                self.out.append(Line((Word(line.strip("\t\n\r ")),)))

    def _run(self, run: Element, font: str | None) -> None:
        properties = child(run, "rPr")
        if switched_on(child(properties, "vanish")):
            return
        fonts = child(properties, "rFonts")
        names = (attribute(fonts, "ascii"), attribute(fonts, "hAnsi"))
        self.inside(run, next((name for name in names if is_symbol_font(name)), None))

    def _text(self, text: Element, font: str | None) -> None:
        self._parts.append(shown(_BLANKS.sub(" ", text.text or ""), font))

    def _symbol(self, symbol: Element, font: str | None) -> None:
        code = attribute(symbol, "char") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            char = chr(int(code, 16))
            if not 0xD800 <= ord(char) < 0xE000 and char.isprintable() or 0xF000 <= ord(char) < 0xF100:
                self._parts.append(shown(char, attribute(symbol, "font")))

    def _break(self, sign: Element, font: str | None) -> None:
        if attribute(sign, "type") == "page":
            self.end_line()
            self.out.append(Break.PAGE)
        else:
            self._parts.append("\n")

    def _rendered(self, sign: Element, font: str | None) -> None:
        """A page that begins inside a paragraph does not cut it: the whole line belongs to the page it began on."""
        if "".join(self._parts).strip() or any(isinstance(line, Line) for line in self.out):
            self.broken = True
        else:
            self.out.append(Break.RENDERED)

    def _form_field(self, sign: Element, font: str | None) -> None:
        box = child(sign, "ffData", "checkBox")
        if box is not None:
            state = child(box, "checked")
            self._parts.append(TICKED if switched_on(child(box, "default") if state is None else state) else UNTICKED)
        menu = child(sign, "ffData", "ddList")
        if menu is not None:
            entries = menu.findall("{*}listEntry")
            index = attribute(child(menu, "result"), "val") or "0"
            if index.isdecimal() and int(index) < len(entries):
                self._parts.append(attribute(entries[int(index)], "val") or "")

    def _fraction(self, fraction: Element, font: str | None) -> None:
        """A fraction of a formula: 3 over 4 must not read 34."""
        for sign, name in (("", "num"), ("/", "den")):
            self._parts.append(sign)
            part = child(fraction, name)
            if part is not None:
                self.inside(part, font)

    def _alternate(self, alternate: Element, font: str | None) -> None:
        branch = chosen(alternate)
        if branch is not None:
            self.inside(branch, font)

    def _drawing(self, drawing: Element, font: str | None) -> None:
        """Only text boxes speak; one inside another is found when the outer one is read."""
        waiting = list(drawing)[::-1]
        while waiting:
            part = waiting.pop()
            name = local(part)
            if name == "txbxContent":
                self.boxes.append(part)
            elif name == "AlternateContent":
                branch = chosen(part)
                waiting.extend([] if branch is None else list(branch)[::-1])
            else:
                waiting.extend(list(part)[::-1])

    def _control(self, control: Element, font: str | None) -> None:
        content = child(control, "sdtContent")
        if content is not None and not is_placeholder(control):
            self.inside(content, font)

    def _note(self, mark: Element, font: str | None) -> None:
        self.story.notes.append((local(mark).removesuffix("Reference"), attribute(mark, "id") or ""))


def _next_begins_a_page(section: Element, sections: Sequence[Element]) -> bool:
    """Say whether the section behind this one begins on a new page; how it begins is written in its own properties."""
    place = next((index for index, other in enumerate(sections) if other is section), len(sections))
    if place + 1 >= len(sections):
        return False
    return attribute(child(sections[place + 1], "type"), "val") not in ("continuous", "nextColumn")


_HANDLERS: dict[str, Callable[[_Walk, Element, str | None], None]] = {
    "r": _Walk._run,
    "t": _Walk._text,
    "sym": _Walk._symbol,
    "br": _Walk._break,
    "lastRenderedPageBreak": _Walk._rendered,
    "fldChar": _Walk._form_field,
    "f": _Walk._fraction,
    "AlternateContent": _Walk._alternate,
    "drawing": _Walk._drawing,
    "pict": _Walk._drawing,
    "sdt": _Walk._control,
    "footnoteReference": _Walk._note,
    "endnoteReference": _Walk._note,
}
