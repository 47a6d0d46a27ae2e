"""Word documents (docx, docm): pages of lines and tables.

Comes in: an opened package whose main part is a text document. Goes out: its pages. Never runs a macro, never
follows a link, and never knows where on a page a line stands: Word files do not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.ingest.office.faults import damaged
from extractor.ingest.office.package import Element, Package, Relationship, attribute, child, local, switched_on
from extractor.ingest.office.word_blocks import Block, blocks, spaced
from extractor.ingest.office.word_text import Break, Story
from extractor.ingest.printed import Cell, Line, Page, Table, Word

_PAGE_NUMBER = re.compile(r"[\s\d\-—–_·~.,/|()（）第共页PpAaGgEeOoFf一二三四五六七八九十]*")


def docx_pages(package: Package, main: str, root: Element) -> list[Page]:
    """The pages of a Word document, given its main part; raises UndecodableInputError where a part is broken."""
    body = child(root, "body")
    if body is None:
        raise damaged(package.name, f"{main} 中没有正文", f"{main} has no body")
    sections = list(body.iter("{*}sectPr"))
    story = Story(sections)
    parts = _Parts(package, package.related(main))
    pages = _Pages()
    pages.add(parts.running(sections, "header"))
    pages.add(blocks(body, story))
    pages.add(parts.notes(story))
    pages.add(parts.running(sections, "footer"))
    return pages.done()


@dataclass(slots=True)
class _Parts:
    """The parts of the package beside the body."""

    package: Package
    links: dict[str, Relationship]

    def running(self, sections: Iterable[Element], kind: str) -> Iterator[Block]:
        """What the headers or footers of all sections say, each text once; page numbers say nothing."""
        told: set[str] = set()
        for reference in self._references(sections, kind):
            for block in self._blocks(self.links[reference].target):
                text = "\n".join(c.text for c in block.cells) if isinstance(block, Table) else block.text
                if not _PAGE_NUMBER.fullmatch(text) and text not in told:
                    told.add(text)
                    yield block

    def notes(self, story: Story) -> Iterator[Block]:
        """The footnotes, then the endnotes, in the order in which the text refers to them."""
        for kind in ("footnote", "endnote"):
            wanted = list(dict.fromkeys(number for said, number in story.notes if said == kind))
            target = next((link.target for link in self.links.values() if link.kind == f"{kind}s"), None)
            if not wanted or target is None or target not in self.package:
                continue
            found = {attribute(note, "id"): note for note in self.package.xml(target) if local(note) == kind}
            for number in wanted:
                if number in found:
                    yield from (block for block in blocks(found[number], Story()) if not isinstance(block, Break))

    def _references(self, sections: Iterable[Element], kind: str) -> Iterator[str]:
        for section in sections:
            for reference in section.findall("{*}" + f"{kind}Reference"):
                place = attribute(reference, "type")
                target = attribute(reference, "id") or ""
                if target in self.links and (place != "first" or switched_on(child(section, "titlePg"))):
                    yield target

    def _blocks(self, part: str) -> Iterator[Line | Table]:
        if part in self.package:
            yield from (block for block in blocks(self.package.xml(part), Story()) if not isinstance(block, Break))


@dataclass(slots=True)
class _Pages:
    """The pages so far, and the blocks of the one that is open."""

    closed: list[Page] = field(default_factory=list)
    open: list[Line | Table] = field(default_factory=list)

    def add(self, found: Iterable[Block]) -> None:
        """Write blocks, and begin pages where they say so."""
        for block in found:
            if not isinstance(block, Break):
                self.open.append(block)
            elif block is Break.PAGE or self.open:
                self._close()

    def done(self) -> list[Page]:
        """All pages."""
        self._close()
        return self.closed

    def _close(self) -> None:
        self.closed.append(Page(len(self.closed) + 1, tuple(_tabbed(self.open))))
        self.open = []


def _tabbed(found: list[Line | Table]) -> Iterator[Line | Table]:
    """Lines with tab stops below each other are the rows of a table; a single one is a line with wide blanks."""
    run: list[Line] = []
    for block in found:
        if isinstance(block, Line) and "\t" in block.text:
            run.append(block)
            continue
        yield from _rows(run)
        run = []
        yield block
    yield from _rows(run)


def _rows(run: list[Line]) -> Iterator[Line | Table]:
    if len(run) < 2:
        yield from map(spaced, run)
        return
    yield Table(
        tuple(
            Cell(row, column, (Line((Word(text.strip()),)),) if text.strip() else ())
            for row, line in enumerate(run)
            for column, text in enumerate(line.text.split("\t"))
        )
    )
