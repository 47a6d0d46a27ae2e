"""What a Word template of one's own may bring along, and what not.

Comes in: the bytes of a ``.docx``. Goes out: nothing, or a ``UsageError`` with one sentence. Never changes a template:
what is not allowed is refused, so that nobody signs a document from which something was taken in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from extractor.errors import UsageError, told
from extractor.narrate.word.element import Element

_MOST_BYTES, _MOST_PARTS = 64 * 1024 * 1024, 2000
_MACRO_PARTS = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|afchunk", re.IGNORECASE)
_MACRO_KINDS = re.compile(
    r"macroEnabled|vbaProject|vbaData|activeX|oleObject|/control$|/aFChunk$|/package$", re.IGNORECASE
)
_MACRO_ELEMENTS = frozenset({"altChunk", "object", "control", "OLEObject", "subDoc"})
# Fields that count and repeat what the document holds; all others may fetch, run or ask for something.
_FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "TOC", "REF", "PAGEREF", "NOTEREF", "STYLEREF",
})  # fmt: skip


def vet(template: bytes, name: str) -> None:
    """Raise UsageError for a template that is damaged, runs something, or reaches outside of itself."""
    from lxml import etree

    try:
        with ZipFile(BytesIO(template)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise told(
                    UsageError,
                    f"{name}：解压后过大；请精简模板。",
                    f"{name}: is too large when unpacked; make the template smaller.",
                )
            if "word/document.xml" not in archive.namelist():
                raise _damaged(name)
            for entry in entries:
                if _MACRO_PARTS.search("/" + entry.filename):
                    raise refuse_macros(name)
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _vet_part(archive.read(entry), name)
    except (BadZipFile, etree.XMLSyntaxError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> UsageError:
    return told(
        UsageError,
        f"{name}：不是完好的 .docx 文件；请用 Word 另存为 .docx。",
        f"{name}: is not a sound .docx file; save it as .docx with Word.",
    )


def refuse_macros(name: str) -> UsageError:
    """The sentence about macros."""
    return told(
        UsageError,
        f"{name}：含有宏或嵌入对象，模板不得含有；请另存为不含宏的 .docx。",
        f"{name}: holds macros or embedded objects, which a template must not; save it as .docx without them.",
    )


def _vet_part(content: bytes, name: str) -> None:
    """Look at every element of a part, whatever prefix it goes by."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:
        raise _damaged(name)  # no program writes one, and entities of its own could be anything
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        if kind in _MACRO_ELEMENTS or (
            kind in ("Relationship", "Override", "Default")
            and _MACRO_KINDS.search(f"{element.get('Type', '')}{element.get('ContentType', '')}")
        ):
            raise refuse_macros(name)
        if kind == "Relationship" and element.get("TargetMode", "").lower() == "external":
            target = element.get("Target", "")[:80]
            raise told(
                UsageError,
                f"{name}：链接到外部（{target}）；请在模板中去掉该链接。",
                f"{name}: links to the outside ({target}); take the link out of the template.",
            )
    for code in _field_codes(root):
        _vet_field(code, name)


def _field_codes(root: Element) -> Iterator[str]:
    """The codes of all fields; a code may be torn over several runs, and one field stand inside another."""
    from lxml import etree

    open_codes: list[str] = []
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        own = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        if kind == "fldSimple":
            yield own.get("instr", "")
        elif kind == "fldChar" and own.get("fldCharType") == "begin":
            open_codes.append("")
        elif kind == "fldChar" and own.get("fldCharType") == "end" and open_codes:
            yield open_codes.pop()
        elif kind in ("instrText", "delInstrText"):
            open_codes = open_codes or [""]
            open_codes[-1] += element.text or ""
    yield from open_codes


def _vet_field(code: str, name: str) -> None:
    """Only fields that count, and none that a placeholder could write into."""
    found = code.strip()
    word = re.split(r"[\s\\]", found, maxsplit=1)[0].upper()
    if found and (word not in _FIELDS or "{" in found):
        raise told(
            UsageError,
            f"{name}：含有域代码 {found[:40]}；模板中只可使用页码、编号、目录和引用域。",
            f"{name}: holds the field {found[:40]}; a template may use the fields for pages, numbers, contents and "
            "references only.",
        )
