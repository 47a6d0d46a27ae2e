"""Runs of cells without separators, cut around labels and where the kind of text changes.

Comes in: a text that the input printed as one piece, and the lexicon of a family. Goes
out: whether it is a run of glued cells, and the places to cut it. A blank that stands
in the run is kept as a boundary. Never decides what a piece means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.lexicon import Label, Lexicon
from extractor.notation.confusion import LETTERS
from extractor.read.fit import COMPARATOR, WORDS
from extractor.read.inside import folded_with_places, label_spans

_UNITS = (
    "人次|户次|平方米|立方米|公里|千米|小时|分钟|工作日|个工作日|个月|万元|亿元|万人次|万人|万份|万|元|个|项|次|人|户|家|台|套"
    "|米|亩|份|期|场|天|年|月|日|条|名|件|批次|批|篇|座|处|辆|只|头|株|吨|本|册|所|村|岁|班|届|部|公顷|公斤|千克|%|‰"
    "|万平方米|万立方米|万亩|万册|万吨|平方公里|课时|学时|人天|口(?!岸|感)|副|幅|根|棵|枚|块|片(?!区)|栋|幢|卷|盏|例(?!行)"
    "|宗|笔|艘|架|眼|趟|床|组(?!织|成|建)|支(?!付|出|持|撑|援|部)|门(?!诊|户|店|类)|对(?!象|外|口|接|于)|起(?!草|到|诉)"
    "|间(?!接|隔)|张(?!贴)|册次|班次|台次|车次|例次|份次"
)
# A unit that begins a word is none: 11项目总成本 is 11 | 项目总成本.
_NOT_UNIT = r"(?!目|度|员|数|口|均|籍|庭|地|所|账|然|量|平|级|别|体|性|化|力|材|间|内|底|分|门|队|署|件)"
_MONTH = r"(?:1[0-2]|0?[1-9])月(?:(?:[12]\d|3[01]|0?[1-9])日)?(?:底|末)?(?:之?前)?"
_PHONE = r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
_DATES = re.compile(rf"{_PHONE}|(?:19|20)\d\d年(?:{_MONTH}|(?:底|末)?之?前)|(?:19|20)\d\d-\d\d-\d\d|{_MONTH}")
# Letters that OCR makes of digits go on with a figure; one before it may be a figure of its own (S1063份): cuts tell.
_MISREAD = re.escape(LETTERS)
_AMOUNT = rf"(?:(?<![A-Za-z])[{_MISREAD}](?=\d))?\d(?:[\d.,]|[{_MISREAD}](?![A-Za-z]))*"
# A figure that is nothing but a letter, where only a figure can stand.
_LETTER_ALONE = rf"(?<![A-Za-z])[{_MISREAD}]{{1,2}}(?=[≥≤≧≦⩾⩽])|(?<=%)[{_MISREAD}]{{1,2}}(?![A-Za-z\d])"
_FIGURE = re.compile(
    rf"--|{COMPARATOR}?{_AMOUNT}%[-~]{_AMOUNT}%|{COMPARATOR}?(?:(?<![\d%])[+-])?{_AMOUNT}(?:(?:{_UNITS}){_NOT_UNIT}(?:/[\u4e00-\u9fff])?)?"
    rf"|{_LETTER_ALONE}"
    r"|(?<![\u4e00-\u9fff])[-/](?![\u4e00-\u9fff]{0,3}\d)"
)
# Points stand with two decimals before a rate in words of their own: 33.00 | 92.5%.
_POINTS_AND_RATE = re.compile(r"(?P<points>\d+\.\d\d)(?P<rate>\d{1,3}(?:\.\d+)?%)")
_STOP = re.compile("[。！；](?=.)")
# A unit that is not in the list is known by standing behind the target and behind the result: 6通7通.
_SAME_UNIT = re.compile(r"\d(?P<unit>[\u4e00-\u9fff]{1,4})\d[\d.,]*(?P=unit)")
_TAIL_WORDS = re.compile(rf"^(?P<head>.*?)(?P<words>(?:{WORDS.pattern})+)$")
# A worded target and its result that says the same again: 健全|基本健全.
_TWICE = re.compile(
    r"(?P<head>.{3,}?)(?P<target>[\u4e00-\u9fff]{2,8})(?P<actual>(?:基本|较为|较|比较|已|未|部分|逐步|全部)?(?P=target))"
)
_PROGRESS_HEAD = re.compile("(?:已|未|部分|基本|全部|按期|按时)完成")
_NATURE_TAIL = re.compile("(?P<head>.{2,}?)(?P<nature>定性|定量|正向指标|反向指标)")
_BRACKET = re.compile(r"\([^()]{1,12}\)")
_FIGURES_ONLY = re.compile(r"(?:\d[\d.,]*[%元]?){1,8}")
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
            cuts.extend((a + x, a + y) for x, y in _pieces(folded[a:b], columns))
        if end > start:
            end = _with_unit(folded, end)
            cuts.append((start, end))
        at = max(at, end)
    return [
        (places[start], places[end - 1] + 1, bool(start) and places[start] > places[start - 1] + 1)
        for start, end in cuts
    ]


def _blank_parts(start: int, end: int, places: list[int]) -> Iterator[tuple[int, int]]:
    """A stretch of a run cut where the text has a blank."""
    at = start
    for index in range(start + 1, end):
        if places[index] > places[index - 1] + 1:
            yield at, index
            at = index
    if end > at:
        yield at, end


def _with_unit(folded: str, end: int) -> int:
    """End of a label including a unit in brackets behind it."""
    match = _BRACKET.match(folded, end)
    return match.end() if match else end


def _pieces(text: str, columns: set[str]) -> Iterator[tuple[int, int]]:
    """Cuts of a text between two labels: figures with their unit, dates, words, and the text between them."""
    at = 0
    for date in [*_DATES.finditer(text), None]:  # dates first: 132023年9月 is 13 | 2023年9月
        start = date.start() if date else len(text)
        if start > at:
            yield from ((at + a, at + b) for a, b in _figures_and_words(text[at:start], columns))
        if date:
            yield start, date.end()
            at = date.end()


def _figures_and_words(text: str, columns: set[str]) -> Iterator[tuple[int, int]]:
    units = sorted({match["unit"] for match in _SAME_UNIT.finditer(text)}, key=len, reverse=True)
    at = 0
    for figure in [*_FIGURE.finditer(text), None]:
        start = figure.start() if figure else len(text)
        if start > at:
            yield from ((at + a, at + b) for a, b in _words(text[at:start], columns))
        if figure:
            at = figure.end()
            own = next((unit for unit in units if figure[0][-1].isdecimal() and text.startswith(unit, at)), "")
            yield from _figure_parts(figure, len(own), columns)
            at += len(own)


def _figure_parts(figure: re.Match[str], unit: int, columns: set[str]) -> Iterator[tuple[int, int]]:
    """A figure; where the form prints comparator and unit in columns of their own, these are cut off."""
    start, end = figure.start(), figure.end() + unit
    points = _POINTS_AND_RATE.fullmatch(figure[0]) if "analysis" in columns else None
    if points:
        yield start, start + points.end("points")
        yield start + points.end("points"), end
        return
    half = len(figure[0]) // 2
    if "reference_weight" in columns and figure[0].isdecimal() and half == 2 and figure[0][:half] == figure[0][half:]:
        yield start, start + half  # 4242: the reference points and the points set are mostly the same
        yield start + half, end
        return
    number = re.search(r"\d[\d.,]*", figure[0])
    if not number or not number.start() or "comparator" not in columns:
        yield start, end
        return
    for a, b in ((0, number.start()), number.span(), (number.end(), end - start)):
        if b > a:
            yield start + a, start + b


def _words(text: str, columns: set[str]) -> Iterator[tuple[int, int]]:
    """A text run with worded target and result behind it, or a state of progress before it, cut off.

    A sentence ends a piece: what stands behind its stop may belong to the next cell.
    """
    stop = _STOP.search(text)
    if stop:
        yield 0, stop.end()
        yield from ((stop.end() + a, stop.end() + b) for a, b in _words(text[stop.end() :], columns))
        return
    done = _PROGRESS_HEAD.match(text) if "progress" in columns else None
    if done and len(text) > done.end() + 1:
        yield 0, done.end()
        yield from ((done.end() + a, done.end() + b) for a, b in _words(text[done.end() :], columns))
        return
    match = _TAIL_WORDS.match(text)
    if match:
        words = [word.span() for word in WORDS.finditer(text, match.start("words"))]
        head = match["head"]
        core = text[-2:]
        if len(words) == 1 and len(head) >= 5 and head.endswith(core):  # 机制健全|基本健全: the target says it first
            yield from ((0, len(head) - 2), (len(head) - 2, len(head)))
        elif head:
            yield from _nature(head, columns)
        yield from words
        return
    twice = _TWICE.fullmatch(text)
    if twice:
        yield from (twice.span(group) for group in ("head", "target", "actual"))
        return
    half = len(text) // 2
    if len(text) >= 6 and len(text) % 2 == 0 and text[:half] == text[half:]:
        yield 0, half
        yield half, len(text)
        return
    yield from _nature(text, columns)


def _nature(text: str, columns: set[str]) -> Iterator[tuple[int, int]]:
    """A name with 定性 (what stands where a comparator would) cut off, if the form prints comparators in a column."""
    match = _NATURE_TAIL.fullmatch(text) if "comparator" in columns else None
    if match:
        yield match.span("head")
        yield match.span("nature")
    else:
        yield 0, len(text)
