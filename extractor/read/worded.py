"""Texts in a run without separators: worded targets and results, states of progress, and the names before them.

Comes in: a text without figures between two labels, in comparison form. Goes out: the
places to cut it. A target and its result often say the same (健全|基本健全), or are two
words of the kind that forms use (有效提高|初步见效). Where neither is so, the text stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from extractor.read.fit import WORDS, is_state

_STOP = re.compile("[。！；](?=.)")
_TAIL_WORDS = re.compile(rf"^(?P<head>.*?)(?P<words>(?:{WORDS.pattern})+)$")
# A worded target and its result that says the same again: 健全|基本健全.
_TWICE = re.compile(
    r"(?P<head>.{3,}?)(?P<target>[\u4e00-\u9fff]{2,8})(?P<actual>(?:基本|较为|较|比较|已|未|部分|逐步|全部)?(?P=target))"
)
_PROGRESS_HEAD = re.compile("(?:已|未|部分|基本|全部|按期|按时)完成")
_NATURE_TAIL = re.compile("(?P<head>.{2,}?)(?P<nature>(?<![稳固确鉴判])定性|定量|正向指标|反向指标)")
_TWICE_INSIDE = re.compile(
    r"(?P<target>[\u4e00-\u9fff]{2,8}?)(?P<actual>(?:基本|较为|较|比较|部分|逐步)?(?P=target))(?=.)"
)
_LEAST_NAME = 3
_TWO_WORDS = 4


def worded_parts(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """A text run with worded target and result behind it, or a state of progress before it, cut off.

    A sentence ends a piece: what stands behind its stop may belong to the next cell.
    """
    at = 0
    for stop in [*_STOP.finditer(text), None]:
        if stop:
            yield at, stop.end()
            at = stop.end()
        else:
            yield from ((at + a, at + b) for a, b in _row_parts(text[at:], columns))


def _row_parts(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """The cuts of a text without a full stop inside."""
    done = _PROGRESS_HEAD.match(text) if "progress" in columns else None
    if done and len(text) > done.end() + 1:
        yield 0, done.end()
        yield from ((done.end() + a, done.end() + b) for a, b in _row_parts(text[done.end() :], columns))
        return
    pair = _pair_of(text)
    if pair:
        yield from _head(text[: pair[0]], columns)
        yield from pairwise(pair)
        yield from ((pair[-1] + a, pair[-1] + b) for a, b in _row_parts(text[pair[-1] :], columns))
        return
    yield from _row_end(text, columns)


def _row_end(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """The cuts of a text that ends in a worded target and result, or in none."""
    match = _TAIL_WORDS.match(text)
    if match:
        yield from _head_and_words(text, match, columns)
        return
    twice = _TWICE.fullmatch(text)
    if twice:
        yield from (twice.span(group) for group in ("head", "target", "actual"))
        return
    half = len(text) // 2
    if len(text) >= _TWO_WORDS and len(text) % 2 == 0 and text[:half] == text[half:]:
        yield 0, half
        yield half, len(text)
        return
    yield from _nature(text, columns)


def _head_and_words(text: str, match: re.Match[str], columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """A name and the worded values behind it."""
    words = [word.span() for word in WORDS.finditer(text, match.start("words"))]
    head, core = match["head"], text[-2:]
    if len(words) == 1 and len(head) >= 5 and head.endswith(core):  # 机制健全|基本健全: the target says it first
        yield from ((0, len(head) - 2), (len(head) - 2, len(head)))
    elif head:
        yield from _head(head, columns)
    yield from words


def _pair_of(text: str) -> tuple[int, int, int] | None:
    """The target and result inside a text, unless they are rather those that it ends in."""
    pair = _pair_inside(text)
    words = _TAIL_WORDS.match(text) if pair else None
    last = _TWICE.fullmatch(text) if pair and not words else None
    behind = words.start("words") if words else last.start("target") if last else len(text)
    return pair if pair and pair[-1] <= behind else None


def _head(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """What stands before a target and its result: a name, or whole rows and a name."""
    return _row_parts(text, columns) if _pair_inside(text) else _nature(text, columns)


def _pair_inside(text: str) -> tuple[int, int, int] | None:
    """Where a worded target and its result stand behind a name, with more text behind them: their borders.

    Two that say the same word of this kind are the surest, then two that say the same at all.
    """
    words = [word for word in WORDS.finditer(text, _LEAST_NAME) if len(word[0]) > 1]
    pairs = [(a, b) for a, b in pairwise(words) if a.end() == b.start() and b.end() < len(text)]
    borders = [(a.start(), a.end(), b.end()) for a, b in sorted(pairs, key=lambda pair: pair[0][0] != pair[1][0])]
    found = (_TWICE_INSIDE.match(text, at) for at in range(_LEAST_NAME, len(text)))
    twice = [(match.start(), match.start("actual"), match.end()) for match in found if match]
    if borders and (not twice or text[borders[0][0] : borders[0][1]] == text[borders[0][1] : borders[0][2]]):
        return borders[0]
    known = [place for place in twice if is_state(text[place[0] : place[1]])]
    return next(iter([*known, *twice, *borders]), None)


def _nature(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """A name with 定性 (what stands where a comparator would) cut off, if the form prints comparators in a column."""
    match = _NATURE_TAIL.fullmatch(text) if "comparator" in columns else None
    if match:
        yield match.span("head")
        yield match.span("nature")
    else:
        yield 0, len(text)
