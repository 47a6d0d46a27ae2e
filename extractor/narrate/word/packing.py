"""Documents without traces of when and where they were made.

Comes in: nothing, or a finished package. Goes out: an empty document, or the package with every date of its archive
the same. Never keeps what python-docx's own template brings along: a thumbnail, a stranger's name, a date.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip archive can say
_LEFT_OUT = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "extended-properties")


def fresh_document() -> Document:
    """An empty document that says nothing about anybody."""
    from docx import Document as new

    document = new()
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFT_OUT:
                del owner.rels[key]
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    properties = document.core_properties._element
    for child in list(properties):
        properties.remove(child)
    return document


def packed(package: bytes, clean: Callable[[str], str] | None = None) -> bytes:
    """The package with its dates levelled, so that the same input gives the same bytes.

    ``clean`` is applied to the text of every XML part: the trace marks go here, at the very end.
    """
    stream = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if clean is not None and name.endswith(".xml"):
                content = clean(content.decode("utf-8")).encode("utf-8")
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            new.writestr(entry, content)
    return stream.getvalue()
