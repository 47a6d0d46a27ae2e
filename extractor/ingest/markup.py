"""The tags of an HTML text, with their places.

Comes in: the decoded text and a stretch. Goes out: tags and the texts between them,
in order, each with exact offsets. Never builds a tree and never recurses, and looks
at no character more often than a fixed number of times, whatever is broken.

The standard library's ``html.parser`` is not used: it takes ``1<S≤10`` for the
beginning of a tag and swallows the cells behind it, and forms are full of such
conditions. Here only the names that HTML has open a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.ingest.pieces import WHITE

_TAG = re.compile(
    r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9]*+(?::[a-zA-Z0-9]++)?+)(?=[\s/>])"
    r"(?:(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>|[^<>]*+>)"
    r"|(?P<comment>!--)|[!?][a-zA-Z\[][^<>]*+>)"
)

_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button "
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed "
    "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe "
    "img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noframes noscript object "
    "ol optgroup option output p param picture pre progress q rp rt ruby s samp script section select small source "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr "
    "track tt u ul var video wbr xml".split()
)

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hgroup html legend li main menu nav ol option p pre section summary title "
    "ul".split()
)
"""The tags that begin a new line on the page."""

_SILENT = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}

_BLANK_ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|lrm|rlm|#0{0,4}(?:160|8194|8195|12288)|#x0{0,4}(?:a0|3000));?", re.IGNORECASE
)


class Token(NamedTuple):
    """A tag, or the text between two tags (``name`` is then empty)."""

    start: int
    end: int
    name: str = ""
    closes: bool = False


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Cut ``text[start:end]`` into tags and texts; comments, declarations, scripts and style sheets are left out.

    A comment without an end is text, so that nothing printed is lost.
    """
    position, comments_end = start, True
    while found := _TAG.search(text, position, end):
        name = (found["name"] or "").lower()
        stop = found.end()
        if found["comment"]:
            close = text.find("-->", stop, end) if comments_end else -1
            comments_end = close >= 0
            stop = close + 3
        if (name and ":" not in name and name not in _NAMES) or stop < found.end():
            yield Token(position, found.start() + 1)
            position = found.start() + 1
            continue
        yield Token(position, found.start())
        if name in _SILENT and not found["close"]:
            last = _SILENT[name].search(text, stop, end)
            stop = last.end() if last else end
        if name:
            yield Token(found.start(), stop, name, bool(found["close"]))
        position = stop
    yield Token(position, end)


def trim_text(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space, also written as an entity (``&nbsp;``), out at both ends of ``text[start:end]``."""
    while start < end:
        if text[start] in WHITE:
            start += 1
        elif text[start] == "&" and (found := _BLANK_ENTITY.match(text, start, end)):
            start = found.end()
        else:
            break
    while start < end:
        if text[end - 1] in WHITE:
            end -= 1
        elif text[end - 1] == ";" and (place := text.rfind("&", max(start, end - 12), end)) >= 0:
            if not (found := _BLANK_ENTITY.match(text, place, end)) or found.end() < end:
                break
            end = place
        else:
            break
    return start, end
