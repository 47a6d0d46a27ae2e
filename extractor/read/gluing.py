"""Runs of cells without separators, cut around labels and where the kind of text changes.

Comes in: a text that the input printed as one piece, and the lexicon of a family. Goes
out: whether it is a run of glued cells, and the places to cut it. A blank that stands
in the run is kept as a boundary. Never decides what a piece means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.lexicon import Label, Lexicon
from extractor.notation.confusion import LETTERS
from extractor.read.figures import figures_and_words
from extractor.read.inside import folded_with_places, label_spans, spoken_spans

_BRACKET = re.compile(r"\([^()]{1,12}\)")
_FIGURES_ONLY = re.compile(r"(?:\d[\d.,]*[%元]?){1,8}")
_NUMBER_OF_ROW = re.compile(rf"指标[\d{re.escape(LETTERS)}]{{1,2}}[:、.]")
_MANY_LABELS = 12
_NAMING = tuple('、,;/*×÷=+该的和与及为按"《(')  # before a label that a sentence or formula names
_NAMING_BEHIND = tuple('、,;。/*×÷=+的和与及为")》')


def is_glued(folded: str, lexicon: Lexicon) -> bool:
    """True for a run of cells: labels make up a good part of it, or one stands before figures alone.

    Prose may name a label or two; then it stays whole.
    """
    if len(folded) < 6:
        return False
    spans = _without_sums(folded, label_spans(folded, lexicon), lexicon)
    if not spans:
        return False
    if 2 * sum(_is_named(folded, start, end) for start, end in spans) > len(spans):
        return False
    share = sum(end - start for start, end in spans) / len(folded)
    if (len(spans) >= 3 and share >= 0.18) or len(spans) >= _MANY_LABELS:
        return True
    if len(spans) >= 2 and share >= 0.5 and spans[0][0] == 0 and spans[0][1] == spans[1][0]:
        # 使用单位满意度 is a name, though a field's label and a level label make it up.
        blocks = [{role.block for role in lexicon.roles(folded[a:b])} for a, b in spans[:2]]
        return bool(blocks[0] & blocks[1])
    return spans[0][0] == 0 and bool(_FIGURES_ONLY.fullmatch(folded, spans[0][1]))


def _without_sums(folded: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The labels but for a bare word of sum (总额, 合计) that ends a name: 项目支出总额 is no two cells."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        sums = end - start <= 2 and _are_rows(lexicon.roles(folded[start:end]))
        if sums and kept and kept[-1][1] == start and not _are_rows(lexicon.roles(folded[slice(*kept[-1])])):
            continue
        kept.append((start, end))
    return kept


def _are_rows(roles: Sequence[Label]) -> bool:
    return any(role.role in ("row", "total") for role in roles)


def _is_named(folded: str, start: int, end: int) -> bool:
    """True if a label is spoken of (得分 = 全年实际值/年度指标值×指标分值) rather than heading a cell."""
    behind = _BRACKET.match(folded, end)
    end = behind.end() if behind else end
    return folded[max(0, start - 1) : start] in _NAMING or folded[end : end + 1] in _NAMING_BEHIND


def is_glued_page(text: str, lexicon: Lexicon) -> bool:
    """True for a page in one run whose labels touch what stands beside them, whatever blanks its prose has."""
    if len(text) < 200:
        return False
    folded, places = folded_with_places(text)
    touching = 0
    spans = label_spans(folded, lexicon)
    for start, end in spans:
        behind = end < len(folded) and places[end] == places[end - 1] + 1
        ahead = start > 0 and places[start] == places[start - 1] + 1
        touching += behind or ahead
    return touching >= 4 and touching * 2 > len(spans)


def glued_pieces(text: str, lexicon: Lexicon) -> list[tuple[int, int, bool]]:
    """Pieces of a run as (start, end, a blank stands before it), offsets into ``text``."""
    folded, places = folded_with_places(text)
    cuts: list[tuple[int, int]] = []
    at = 0
    tables = ("indicators", "scorecard")
    columns = {column.key for block in tables for column in lexicon.family.columns.get(block, ())}
    for start, end in [*label_spans(folded, lexicon), (len(folded), len(folded))]:
        for a, b in _blank_parts(at, start, places):
            for x, y in _numbered_parts(folded, a, b):
                cuts.extend(_numbered_pieces(folded, x, y, columns))
        if end > start:
            end = _with_unit(folded, end)
            cuts.append((start, end))
        at = max(at, end)
    return [
        (places[start], places[end - 1] + 1, bool(start) and places[start] > places[start - 1] + 1)
        for start, end in cuts
    ]


def no_labels(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Stretches of a run that look like labels and are none, as offsets into ``text``."""
    folded, places = folded_with_places(text)
    return [(places[start], places[end - 1] + 1) for start, end in spoken_spans(folded, lexicon)]


def _blank_parts(start: int, end: int, places: list[int]) -> Iterator[tuple[int, int]]:
    """A stretch of a run cut where the text has a blank."""
    at = start
    for index in range(start + 1, end):
        if places[index] > places[index - 1] + 1:
            yield at, index
            at = index
    if end > at:
        yield at, end


def _numbered_parts(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of a run cut before every number of an indicator: 指标1:, 指标2:."""
    marks = [start, *(mark.start() for mark in _NUMBER_OF_ROW.finditer(folded, start + 1, end)), end]
    yield from pairwise(marks)


def _numbered_pieces(folded: str, start: int, end: int, columns: set[str]) -> Iterator[tuple[int, int]]:
    """The pieces of a stretch; the number of an indicator stays with its name."""
    mark = _NUMBER_OF_ROW.match(folded, start, end)
    at = mark.end() if mark else start
    pieces = [(at + a, at + b) for a, b in figures_and_words(folded[at:end], columns)]
    if mark:
        first = pieces.pop(0)[1] if pieces else end
        yield start, first
    yield from pieces


def _with_unit(folded: str, end: int) -> int:
    """End of a label including a unit in brackets behind it."""
    match = _BRACKET.match(folded, end)
    return match.end() if match else end
