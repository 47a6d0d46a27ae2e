"""A narrative as one page of HTML in which every traced piece is a link to its cells.

Comes in: a ``Narrative``. Goes out: a self-contained page that runs nothing and fetches nothing. Never lets markup of
a document through: HTML inside the Markdown is shown as text, links and pictures are their words.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from extractor.labels import ORIGINS, Label, Language
from extractor.narrate.draft import Narrative
from extractor.narrate.guard import BAR, CLOSE, OPEN, Trace, clean, pieces, unmarked
from extractor.narrate.said import COUNTED, Teller, brief
from extractor.narrate.story import cell_name
from extractor.values import Cell

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; line-height: 1.8;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, Georgia, serif; }
h1, h2, h3, h4 { line-height: 1.35; font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
  "Microsoft YaHei", system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font-size: .95em; }
th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
.right { text-align: right; }
a.cell { color: inherit; text-decoration: underline dotted #888a; text-underline-offset: .2em; }
a.cell:hover, a.cell:focus { text-decoration: underline; }
:target { background: #ffe9a888; }
section.notes, section.cells { margin-top: 3rem; font-size: .9em; line-height: 1.6; }
section.cells table { font-size: .85em; }
code { font-size: .9em; }
@media print { body { margin: 0; max-width: none; } a.cell { text-decoration: none; } }
"""
_DEFINITION = re.compile(r"^\[\^(\d+)\]: (.*)$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^(\d+)\]")
# Stands for a reference while Markdown is rendered; the guard's characters never come from a document.
_KEPT = re.compile(f"{OPEN}{BAR}(\\d+){BAR}{CLOSE}")
_LONGEST_TITLE, _MOST_IN_TITLE = 300, 6
_WORDS = {
    "cells": Label("引用的单元格", "Cells that are quoted"),
    "notes": Label("注", "Notes"),
    "form": Label("表", "Form"),
    "cell": Label("单元格", "Cell"),
    "value": Label("值", "Value"),
    "printed": Label("原文", "As printed"),
    "origin": Label("来历", "Origin"),
    "count": Label("计数", "count"),
    "rule": Label("算式", "formula"),
    "more": Label("等{}处", "and more, {} in all"),
    "check": Label("待核", "to be checked"),
    "none": Label("未识读", "not read"),
}


def page_of(narrative: Narrative) -> str:
    """Render a narrative as a page."""
    language = narrative.language
    cells = _Cells(narrative)
    notes = dict(_DEFINITION.findall(narrative.marked))
    body = _DEFINITION.sub("", narrative.marked)
    shown = cells.linked(_referred(_markdown().render(_kept(body))))
    listed = [f'<li id="note-{at}">{cells.linked(_markdown().renderInline(text))}</li>' for at, text in notes.items()]
    if listed:
        shown += f'<section class="notes"><h2>{_say("notes", language)}</h2><ol>{"".join(listed)}</ol></section>\n'
    return _frame(_title(narrative), language, shown + cells.table())


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Pictures would be fetched, links lead elsewhere, raw HTML would be markup of the document.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(["image", "link", "autolink", "reference", "lheading", "code"])


def _say(word: str, language: Language) -> str:
    return _WORDS[word].say(language)


def _kept(marked: str) -> str:
    return _REFERENCE.sub(f"{OPEN}{BAR}\\1{BAR}{CLOSE}", marked)


def _referred(html: str) -> str:
    styled = html.replace(' style="text-align:right"', ' class="right"')
    return _KEPT.sub(r'<sup><a href="#note-\1">[\1]</a></sup>', styled)


def _title(narrative: Narrative) -> str:
    found = re.search(r"^#+\s+(.+)$", narrative.markdown, re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", found[1].strip()) if found else "jixiao"


def _frame(title: str, language: Language, body: str) -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    spoken = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{spoken}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _shown(text: str) -> str:
    """Document text as text of the page, without the guard's own marks."""
    return escape(clean(text))


class _Cells:
    """The cells that a page links to, in the order in which they are quoted first."""

    def __init__(self, narrative: Narrative) -> None:
        self._narrative = narrative
        self._language = narrative.language
        self._numbers: dict[str, int] = {}
        self._tellers = [Teller(form, number) for number, form in enumerate(narrative.forms, 1)]

    def linked(self, html: str) -> str:
        """HTML in which each traced piece is a link to its first cell, with a title that names all of them."""
        out, last = [], 0
        for piece in pieces(html):
            trace = self._narrative.ledger.of(piece[1]) if piece[1] else None
            out += [html[last : piece.start()], self._link(piece[2], trace)]
            last = piece.end()
        return unmarked("".join(out) + html[last:])

    def _link(self, text: str, trace: Trace | None) -> str:
        if trace is None or not trace.paths:
            return text
        for path in trace.paths:
            self._numbers.setdefault(path, len(self._numbers) + 1)
        target = f"#cell-{self._numbers[trace.paths[0]]}"
        return f'<a class="cell" href="{target}" title="{escape(self._name_all(trace), quote=True)}">{text}</a>'

    def _name_all(self, trace: Trace) -> str:
        """What the title of a link says: the formula, then each cell with its text and origin."""
        said = [self._name(path) for path in trace.paths[:_MOST_IN_TITLE]]
        if len(trace.paths) > _MOST_IN_TITLE:
            said.append(_say("more", self._language).format(len(trace.paths)))
        if trace.formula == COUNTED:
            said.insert(0, _say("count", self._language))
        elif trace.formula:
            said.insert(0, f"{_say('rule', self._language)} {brief(trace.formula, 80)}")
        return brief(clean("；".join(said) if self._language == "zh" else "; ".join(said)), _LONGEST_TITLE)

    def _name(self, address: str) -> str:
        path, cell = self._cell(address)
        raw = brief(self._raw(address, cell))
        origin = ORIGINS[cell.origin].say(self._language) if cell else ""
        return " ".join(part for part in (path, f"“{raw}”" if raw else "", origin) if part)

    def _cell(self, address: str) -> tuple[str, Cell | None]:
        number, _, path = address.partition(":")
        return path, self._narrative.forms[int(number) - 1].cells.get(path)

    def _raw(self, address: str, cell: Cell | None) -> str:
        """The text as printed, of a stray text the text itself."""
        number, _, path = address.partition(":")
        stray = re.fullmatch(r"unplaced\[(\d+)\]", path)
        if stray:
            return self._narrative.forms[int(number) - 1].unplaced[int(stray[1])].text
        return cell.raw if cell else ""

    def table(self) -> str:
        """The quoted cells with their names, values, printed texts and origins, for the links to lead to."""
        if not self._numbers:
            return ""
        several = len(self._narrative.forms) > 1
        heads = (["form"] if several else []) + ["cell", "value", "printed", "origin"]
        head = "".join(f"<th>{_say(word, self._language)}</th>" for word in heads)
        rows = "".join(self._row(address, at, several) for address, at in self._numbers.items())
        title = _say("cells", self._language)
        return f'<section class="cells"><h2>{title}</h2>\n<table><tr>{head}</tr>\n{rows}</table></section>\n'

    def _row(self, address: str, at: int, several: bool) -> str:
        number, _, path = address.partition(":")
        teller = self._tellers[int(number) - 1]
        _, cell = self._cell(address)
        said = teller.say(path)
        origin = ORIGINS[cell.origin].say(self._language) if cell else ""
        doubt = f"（{_say('check', self._language)}）" if cell and cell.needs_review else ""
        name = cell_name(teller, path).say(self._language)
        shown: Mapping[str, str] = {
            "name": f"{_shown(name)}<br><code>{escape(path)}</code>",
            "value": _shown(brief(said.text, 80) if said else ""),
            "printed": _shown(brief(self._raw(address, cell), 80)),
            "origin": escape(origin + doubt),
        }
        cells = ([number] if several else []) + list(shown.values())
        return f'<tr id="cell-{at}">' + "".join(f"<td>{text}</td>" for text in cells) + "</tr>\n"
