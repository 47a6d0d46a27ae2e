"""A narrative as a Word document after GB/T 9704-2012.

Comes in: Markdown, a language, charts. Goes out: the bytes of a ``.docx``, the same for the same input. Never runs,
opens or links anything that stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.labels import Language
from extractor.narrate.guard import Ledger
from extractor.narrate.word.blocks import Block, Heading, Item, Paragraph, Piece, Pieces, Table, parse, plain
from extractor.narrate.word.charts import NO_CHARTS, Charts
from extractor.narrate.word.drawing import Drawing, draw, why_not
from extractor.narrate.word.element import Element, field, legal, w
from extractor.narrate.word.fitting import line_height
from extractor.narrate.word.footnotes import Footnotes
from extractor.narrate.word.house import WORDS, looks
from extractor.narrate.word.layout import APPENDIX, is_appendix, place_charts
from extractor.narrate.word.packing import fresh_document, packed
from extractor.narrate.word.page import set_page
from extractor.narrate.word.runs import RunWriter
from extractor.narrate.word.styles import BULLETS, HEADINGS, add_numbered_list, indented, set_styles
from extractor.narrate.word.tables import write_table
from extractor.narrate.word.titles import broken_title

if TYPE_CHECKING:
    from docx.document import Document

# The kinds of number that a heading may bring along, by their level.
_OWN_NUMBERS = {
    "zh": (
        r"[一二三四五六七八九十百]+、",
        r"[（(][一二三四五六七八九十百]+[)）]",
        r"\d{1,2}[．.、]",
        r"[（(]\d{1,2}[)）]",
    ),
    "en": (r"\d{1,2}\. ", r"\d{1,2}\.\d{1,2}\.? ", r"\d{1,2}(\.\d{1,2}){2}\.? ", r"\([a-z]\)"),
}
_ADDRESS = re.compile(r"[^，。,.：:]{2,60}[：:]")
_CAPTION = re.compile(r"(?:表|Table)\s*\d*\s*[:：.]?\s*(?=\S)")
_LONG = 30  # rows of a table that takes more than a page
_BEFORE_LIST = ("：", ":")


def write_word(
    markdown: str, language: Language, charts: Charts = NO_CHARTS, ledger: Ledger | None = None
) -> bytes:  # fmt: skip
    """The narrative as a document to print and sign.

    ``markdown`` may hold trace marks; with their ``ledger`` the charts stand where their cells are told.
    """
    text = parse(markdown)
    document = fresh_document()
    line = line_height(text, language, pictures=charts != NO_CHARTS)
    set_styles(document, language, line)
    set_page(document, language, line)
    notes = Footnotes(text.notes, WORDS[language].note)
    writer = RunWriter(language, notes)
    composer = _Composer(document, writer, charts.fonts)
    composer.write(place_charts(text.blocks, charts, ledger or Ledger()))
    composer.close()
    notes.attach(document, writer.words_only)
    title = next((plain(block.pieces) for block in text.blocks if isinstance(block, Heading)), "")
    document.core_properties.title = legal(title)[:255]
    stream = BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


class _Composer:
    """Writes blocks one behind the other, and counts tables and pictures."""

    def __init__(self, document: Document, writer: RunWriter, fonts: Sequence[str]) -> None:
        self.document, self.writer, self.fonts = document, writer, fonts
        self.body = document.element.body
        self.words = WORDS[writer.language]
        self.looks = {look.style: look for look in looks(writer.language)}
        self.headings: dict[int, Pieces] = {}
        self.counts = {"table": 0, "figure": 0}
        self.series: dict[int, int] = {}
        self.titles = 0
        self.gap = ""  # why there are no pictures
        self.numbered = False  # whether the headings bring their numbers along
        self.roomy = False  # whether the next paragraph keeps a distance, because a table ends above it

    def write(self, blocks: Sequence[Block | Drawing]) -> None:
        """Write all blocks; each knows the next one, because some must not stand alone at the end of a page."""
        heads = [block for block in blocks if isinstance(block, Heading)]
        self.numbered = any(_own_number(head, self.writer.language) is not None for head in heads)
        caption: Pieces | None = None
        for at, (block, following) in enumerate(pairwise([*blocks, None])):
            if isinstance(block, Table):
                # The title of an appendix right above says what a caption would.
                self.table(block, caption, named=at > 0 and is_appendix(blocks[at - 1]))
            elif isinstance(block, Drawing):
                self.chart(block)
            elif isinstance(block, Heading):
                self.heading(block)
            elif isinstance(block, Item):
                self.item(block)
            elif isinstance(block, Paragraph) and isinstance(following, Table) and (own := _own_caption(block)):
                caption = own
                continue
            elif isinstance(block, Paragraph) and at and _is_address(block, blocks[at - 1]):
                self.paragraph(block.pieces, "Normal")
            elif isinstance(block, Paragraph):
                ahead = plain(block.pieces).rstrip().endswith(_BEFORE_LIST)
                self.paragraph(block.pieces, "Quote" if block.quoted else "BodyText", keep=ahead)
            caption = None

    def close(self) -> None:
        """What stands behind the text: notes that nothing refers to, and why there are no pictures."""
        for at, note in enumerate(self.writer.notes.left_over()):
            lead = (Piece(self.words.notes + self.words.colon),) if at == 0 else ()
            self.paragraph(lead + note, "BodyText")
        if self.gap:
            self.paragraph((Piece(self.gap),), "BodyText")

    def put(self, element: Element) -> None:
        """Append to the body, before the properties of the section."""
        self.body[-1].addprevious(element)

    def paragraph(self, pieces: Pieces, style: str, *, keep: bool = False, more: Sequence[Element] = ()) -> None:
        """One paragraph; ``more`` are properties of its own that follow the style, in the order of the schema."""
        look = w("pPr", w("pStyle", val=style), *([w("keepNext")] if keep else []))
        own = {element.tag: element for element in more}
        spacing = self._distance(style)
        for element in [*own.values(), *spacing]:
            look.append(element)
        _in_order(look)
        self.put(w("p", look, *self.writer.runs(pieces)))

    def _distance(self, style: str) -> list[Element]:
        """Air above the first paragraph behind a table."""
        if not self.roomy:
            return []
        self.roomy = False
        look = self.looks[style]
        if look.before >= 200:
            return []
        return [w("spacing", before=200)]

    def heading(self, block: Heading) -> None:
        """A heading: Word counts them, unless those of the text bring their numbers along."""
        self.headings = {level: text for level, text in self.headings.items() if level < block.level}
        self.headings[block.level] = block.pieces
        own = _own_number(block, self.writer.language)
        if block.level == 1 and own is None:
            # A second title opens a document of its own, such as the next report or the next letter.
            title = broken_title(block.pieces, self.writer.language)
            self.paragraph(title, "Title", more=[w("pageBreakBefore")] if self.titles else [])
            self.titles += 1
        elif not self.numbered:
            level = min(max(block.level, 2), 5) - 2
            counted = w("numPr", w("ilvl", val=level), w("numId", val=HEADINGS))
            self.paragraph(block.pieces, f"Heading{level + 1}", more=[counted])
        elif own is None:
            # Among numbered headings one without a number is the title of a part, such as a form of several.
            # An appendix begins on a page of its own (7.3.4).
            outline, page = w("outlineLvl", val=max(0, block.level - 2)), w("pageBreakBefore")
            self.paragraph(block.pieces, "PartTitle", more=[outline, page] if is_appendix(block) else [outline])
        else:
            self.paragraph(block.pieces, f"Heading{own}", more=[w("outlineLvl", val=max(0, block.level - 2))])

    def item(self, block: Item) -> None:
        """An item of a list; each numbered list of the text begins at 1."""
        if block.series and block.series not in self.series:
            self.series[block.series] = add_numbered_list(self.document)
        number = self.series.get(block.series, BULLETS)
        style = "ListNumber" if block.series else "ListBullet"
        depth = min(block.depth, 2)
        more = [w("numPr", w("ilvl", val=depth), w("numId", val=number))]
        more += indented(self.looks[style], 2 * depth) if depth else ()
        self.paragraph(block.pieces, style, more=more)

    def table(self, block: Table, caption: Pieces | None, *, named: bool) -> None:
        """A table under its caption, or under a title that names it."""
        if caption or not named:
            self.caption("table", caption or self._heading(), keep=True)
        notes = self.writer.notes
        known, notes.in_long_table = len(notes.under_tables), len(block.rows) > _LONG
        self.put(write_table(block, self.writer))
        notes.in_long_table, self.roomy = False, True
        for label in notes.under_tables[known:]:
            lead = Piece(notes.mark(label) + self.words.joint)
            self.paragraph((lead, *notes.notes[label]), "FootnoteText")

    def _heading(self) -> Pieces:
        """The heading over a table without its number; among several forms with that of the form."""
        above = [text for level, text in sorted(self.headings.items()) if level > 1] or list(self.headings.values())
        *_, last = above or [()]
        first = above[0] if len(above) > 1 and not self._is_numbered(above[0]) else ()
        return first + ((Piece(self.words.joint),) if first else ()) + self._bare(last)

    def _is_numbered(self, pieces: Pieces) -> bool:
        return _own_number(Heading(1, pieces), self.writer.language) is not None

    def _bare(self, pieces: Pieces) -> Pieces:
        if not pieces:
            return pieces
        numbers = "|".join((*_OWN_NUMBERS[self.writer.language], APPENDIX))
        return (replace(pieces[0], text=re.sub(rf"^(?:{numbers})", "", pieces[0].text).lstrip()), *pieces[1:])

    def caption(self, kind: str, pieces: Pieces, *, keep: bool) -> None:
        """A caption whose number Word counts."""
        self.counts[kind] += 1
        word = self.words.table if kind == "table" else self.words.figure
        look = w("pPr", w("pStyle", val="Caption"), *([w("keepNext")] if keep else []), w("keepLines"))
        if kind == "figure":
            look.append(w("spacing", before=0, after=200))
        number = field(f"SEQ {word.strip()} \\* ARABIC", str(self.counts[kind]))
        lead, gap = self.writer.words_only((Piece(word),)), self.writer.words_only((Piece(" "),))
        self.put(w("p", look, *lead, *number, *gap, *self.writer.words_only(pieces)))

    def chart(self, chart: Drawing) -> None:
        """A picture over its caption, with words for who cannot see it; or the reason why there is none."""
        from docx.shared import Inches

        self.gap = self.gap or why_not(chart, self.writer.language, self.fonts)
        if self.gap:
            return
        png, (width, height) = draw(chart, self.fonts)
        paragraph = self.document.add_paragraph(style="Figure")
        shape = paragraph.add_run().add_picture(BytesIO(png), Inches(width), Inches(height))
        properties = shape._inline.docPr
        properties.set("name", f"{self.words.figure.strip()} {self.counts['figure'] + 1}")
        properties.set("descr", legal(chart.words))
        self.caption("figure", (Piece(chart.caption),), keep=False)
        self.roomy = False


_ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
)


def _in_order(look: Element) -> None:
    """Sort the properties of a paragraph as the schema has them: Word refuses any other order."""
    look[:] = sorted(look, key=lambda child: _ORDER.index(child.tag.rpartition("}")[2]))


def _own_number(heading: Heading, language: Language) -> int | None:
    """The level of the number that a heading begins with, None where it has none."""
    words = plain(heading.pieces)
    return next((level for level, kind in enumerate(_OWN_NUMBERS[language], 1) if re.match(kind, words)), None)


def _is_address(block: Paragraph, above: Block | Drawing) -> bool:
    """Whether a paragraph names whom a letter is for: under the title, without an indent, with a colon (7.3.2)."""
    words = plain(block.pieces)
    return isinstance(above, Heading) and above.level == 1 and _ADDRESS.fullmatch(words) is not None


def _own_caption(block: Paragraph) -> Pieces | None:
    """What a paragraph such as ``表1 资金情况`` right above a table says, without its number; None for any other."""
    words = plain(block.pieces)
    found = _CAPTION.match(words)
    if (
        found is None
        or len(words) > 60
        or words.endswith(("。", ".", "：", ":"))
        or not re.match(r"表\s*\d|Table \d", words)
    ):
        return None
    return (Piece(words[found.end() :]),)
