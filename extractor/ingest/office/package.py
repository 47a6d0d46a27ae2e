"""The parts of an office file: a zip archive of XML, opened within bounds.

Comes in: the bytes of a docx or xlsx. Goes out: its parts, parsed, by name or by relationship. Never unpacks more
than the bounds, never expands an entity, never follows a link out of the package, and never writes a file.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from extractor.errors import UndecodableInputError
from extractor.ingest.office.faults import damaged, locked, oversized

_ENTRY_SIZE = 512  # bytes that an entry takes in the table of contents, at most; real ones take about 70

Element = Any
"""An element of lxml, which comes without type information."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of an archive is unpacked at most, by its own table of contents and in fact."""

    entries: int = 5_000
    total: int = 80 << 20
    part: int = 32 << 20
    tags: int = 1_000_000
    """Tags in all XML that is read: a page of a form has some 4,000, so this is 250 pages and a few seconds."""
    ratio: int = 300
    """A part of more than 1 MiB must not be smaller than that in the archive; XML made by hand reaches 60."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one part says of another: its kind (the last word of the type) and the other's name in the package."""

    kind: str
    target: str


class Package:
    """An opened office file."""

    def __init__(self, data: bytes, name: str, bounds: Bounds = Bounds()) -> None:
        self.name = name
        self._bounds = bounds
        self._tags = 0
        if _contents_size(data) > bounds.entries * _ENTRY_SIZE:
            raise self._crowded()
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise damaged(name, "压缩包无法打开", "the zip archive does not open") from error
        self._refuse_a_bomb(entries)
        self._entries = {entry.filename.lstrip("/").lower(): entry for entry in reversed(entries)}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def names(self) -> Iterator[str]:
        """The names of all parts, in lower case."""
        return iter(self._entries)

    def xml(self, part: str) -> Element:
        """The root of a part's XML; raises UndecodableInputError where it is missing, too large or broken."""
        data = self._read(part)
        self._tags += data.count(b"<")
        if self._tags > self._bounds.tags:
            most = self._bounds.tags
            raise oversized(self.name, f"的标记超过 {most:,} 个", f"has more than {most:,} tags")
        try:
            root = etree.fromstring(data, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name, f"其中的 {part} 不是有效的 XML", f"{part} in it is no well-formed XML") from error
        if root.getroottree().docinfo.doctype:
            raise damaged(self.name, f"其中的 {part} 带有 DTD", f"{part} in it declares a DTD")
        return root

    def related(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part to others in the package, by id; those that lead out of it are left out."""
        folder, file = posixpath.split(part)
        links = posixpath.join(folder, "_rels", f"{file}.rels")
        if links not in self:
            return {}
        found = {}
        for link in self.xml(links):
            target = link.get("Target", "")
            if link.get("TargetMode") == "External" or not target:
                continue
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[link.get("Id", "")] = Relationship(link.get("Type", "").rpartition("/")[2], inside.lstrip("/"))
        return found

    def main_part(self) -> str | None:
        """The name of the part that everything hangs on: what the package says, else what is usual."""
        said = [link.target for link in self.related("").values() if link.kind == "officeDocument"]
        usual = ["word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"]
        return next((part for part in said + usual if part in self), None)

    def _read(self, part: str) -> bytes:
        entry = self._entries.get(part.lower())
        if entry is None:
            raise damaged(self.name, f"缺少 {part}", f"{part} is missing")
        if entry.flag_bits & 1:
            raise locked(self.name)
        if entry.file_size > self._bounds.part:
            size = self._bounds.part >> 20
            raise oversized(self.name, f"中的 {part} 超过 {size} MiB", f"holds {part} of more than {size} MiB")
        try:
            with self._archive.open(entry) as file:
                return file.read(self._bounds.part + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise damaged(self.name, f"其中的 {part} 无法解压", f"{part} in it cannot be unpacked") from error

    def _refuse_a_bomb(self, entries: list[zipfile.ZipInfo]) -> None:
        bounds = self._bounds
        if len(entries) > bounds.entries:
            raise self._crowded()
        if sum(entry.file_size for entry in entries) > bounds.total:
            size = bounds.total >> 20
            raise oversized(self.name, f"解压后超过 {size} MiB", f"unpacks to more than {size} MiB")
        if any(e.file_size > 1 << 20 and e.file_size > bounds.ratio * max(e.compress_size, 1) for e in entries):
            raise oversized(self.name, "的压缩率异常", "is packed at an unusual ratio")

    def _crowded(self) -> UndecodableInputError:
        most = self._bounds.entries
        return oversized(self.name, f"的压缩包超过 {most} 个条目", f"has more than {most} entries")


def _contents_size(data: bytes) -> int:
    """The size of the archive's table of contents, which ``zipfile`` would read whole before anything else."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local(element: Element) -> str:
    """The name of an element without its namespace, which differs between transitional and strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of names without namespace."""
    for name in path:
        if element is None:
            return None
        element = element.find("{*}" + name)
    return element


def switched_on(element: Element | None) -> bool:
    """Say whether a property like ``<w:vanish/>`` holds: it is there and does not say no."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
