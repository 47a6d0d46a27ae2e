"""The styles, the numbering and the font table of a document.

Comes in: a fresh python-docx document and a language. Goes out: the same document with the looks of ``house`` and
none of the template's own. Never names a font outside of the font table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from extractor.labels import Language
from extractor.narrate.word.element import MAIN, Element, w
from extractor.narrate.word.house import BODY_SIZE, FANG, FONTS, LATIN, LINE, WORDS, Font, Look, looks

if TYPE_CHECKING:
    from docx.document import Document

HEADINGS, BULLETS, NUMBERS = 1, 2, 3  # the numberings of the document


def set_styles(document: Document, language: Language, line: int = LINE) -> None:
    """Give the document its styles, numbering, fonts and settings."""
    _replace_styles(document, language, line)
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.extend(_numbering(language))
    fonts = w("fonts", *(_font(font) for font in FONTS))
    _part(document, RELATIONSHIP_TYPE.FONT_TABLE)._blob = _xml(fonts)
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.extend(parse_xml(_SETTINGS))


def add_numbered_list(document: Document) -> int:
    """A further numbering that begins at 1; gives its number."""
    numbering = document.part.numbering_part.element
    number = len(numbering.findall(f"{{{MAIN}}}num")) + 1
    restart = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    numbering.append(w("num", w("abstractNumId", val=NUMBERS), restart, numId=number))
    return number


def _part(document: Document, kind: str) -> Element:
    return document.part.part_related_by(kind)


def _xml(element: Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=True, standalone=True))


def _replace_styles(document: Document, language: Language, line: int) -> None:
    """All styles of the template make room for the looks: what nobody uses confuses who edits the document."""
    styles = document.styles.element
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", _fonts(LATIN, FANG), w("sz", val=round(BODY_SIZE * 2)),
                          w("szCs", val=round(BODY_SIZE * 2)), w("lang", val="en-US", eastAsia="zh-CN"))),
        w("pPrDefault"),
    )  # fmt: skip
    for child in list(styles):
        if not child.tag.endswith("latentStyles"):
            styles.remove(child)
    styles.insert(0, defaults)
    styles.append(w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
                    type="character", default=1, styleId="DefaultParagraphFont"))  # fmt: skip
    styles.append(w("style", w("name", val="footnote reference"), w("basedOn", val="DefaultParagraphFont"),
                    w("rPr", w("vertAlign", val="superscript")), type="character",
                    styleId="FootnoteReference"))  # fmt: skip
    styles.extend(_style(look) for look in looks(language, line))
    styles.append(_table_normal())
    styles.append(_table_grid())


def _fonts(latin: str, chinese: str) -> Element:
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)


def _style(look: Look) -> Element:
    normal = look.style == "Normal"
    paragraph = w("pPr")
    if look.keep_next:
        paragraph.extend((w("keepNext"), w("keepLines")))
    if not look.snap:
        paragraph.append(w("snapToGrid", val=0))
    rule = "exact" if look.line else "auto"
    paragraph.append(w("spacing", before=look.before, after=look.after, line=look.line or 240, lineRule=rule))
    paragraph.extend(indented(look))
    paragraph.append(w("jc", val=look.align))
    if look.outline is not None:
        paragraph.append(w("outlineLvl", val=look.outline))
    run = w("rPr", _fonts(look.latin, look.font))
    if look.bold:
        run.extend((w("b"), w("bCs")))
    run.append(w("spacing", val=look.squeeze))
    run.extend((w("sz", val=round(look.size * 2)), w("szCs", val=round(look.size * 2))))
    head = [w("name", val=look.name)] + ([] if normal else [w("basedOn", val="Normal")])
    if look.outline is not None or look.style == "Title":
        head.append(w("next", val="BodyText"))
    made = w("style", *head, w("qFormat"), paragraph, run, type="paragraph", styleId=look.style)
    if normal:
        made.set(f"{{{MAIN}}}default", "1")
    return made


def indented(look: Look, extra: int = 0) -> tuple[Element, ...]:
    """The indents of a look; ``extra`` characters are added on the left. Characters count before twentieths."""
    hanging = max(0, -look.indent)
    first = ("hanging", hanging) if hanging else ("firstLine", look.indent)
    sides = (("left", look.sides + extra + hanging), ("right", look.sides), first)
    measures: dict[str, int] = {}
    for side, characters in sides:
        measures |= {f"{side}Chars": characters * 100, side: round(characters * look.size * 20)}
    return (w("ind", **measures),)


def _table_normal() -> Element:
    margins = w("tblCellMar", w("top", w=0, type="dxa"), w("left", w=85, type="dxa"), w("bottom", w=0, type="dxa"),
                w("right", w=85, type="dxa"))  # fmt: skip
    return w("style", w("name", val="Normal Table"), w("uiPriority", val=99), w("semiHidden"),
             w("tblPr", w("tblInd", w=0, type="dxa"), margins), type="table", default=1,
             styleId="TableNormal")  # fmt: skip


def _table_grid() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="auto") for side in sides))
    return w("style", w("name", val="Table Grid"), w("basedOn", val="TableNormal"), w("tblPr", borders),
             type="table", styleId="TableGrid")  # fmt: skip


def _numbering(language: Language) -> list[Element]:
    """The numbers of the headings, the bullets and the numbers of lists: a document counts by itself when edited."""
    by_style = {look.style: look for look in looks(language)}
    heads = [
        _level(at, kind, text, by_style[f"Heading{at + 1}"]) for at, (kind, text) in enumerate(WORDS[language].levels)
    ]
    bullets = [_level(at, "bullet", "• ", by_style["ListBullet"]) for at in range(3)]
    numbers = [_level(at, "decimal", f"%{at + 1}. ", by_style["ListNumber"]) for at in range(3)]
    kinds = ((HEADINGS, heads), (BULLETS, bullets), (NUMBERS, numbers))
    lists = [
        w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number)
        for number, levels in kinds
    ]
    return lists + [w("num", w("abstractNumId", val=number), numId=number) for number, _ in kinds]


def _level(at: int, kind: str, text: str, look: Look) -> Element:
    indent = indented(look, 0 if look.outline is not None else 2 * at)
    gap = "tab" if look.indent < 0 else "space" if text.endswith(" ") else "nothing"
    return w("lvl", w("start", val=1), w("numFmt", val=kind), w("suff", val=gap), w("lvlText", val=text.rstrip()),
             w("lvlJc", val="left"), w("pPr", *indent), ilvl=at)  # fmt: skip


def _font(font: Font) -> Element:
    chinese = font.name != LATIN
    return w("font", w("altName", val=font.instead), w("panose1", val=font.panose),
             w("charset", val="86" if chinese else "00"), w("family", val=font.family),
             w("pitch", val="fixed" if font.family == "modern" else "variable"), name=font.name)  # fmt: skip


# In the order of the schema: Word refuses a file in any other. No date, no session number: the same input gives
# the same bytes.
_SETTINGS = f"""<w:settings xmlns:w="{MAIN}">
<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>
<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""
