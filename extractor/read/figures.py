"""Figures in a run without separators: amounts with their units, dates, ranges, points.

Comes in: the text between two labels of a run, in comparison form. Goes out: the places of
its figures, dates and words. A unit belongs to the figure before it, unless it begins the
next name (22吨垃圾收运费用 is 22 | 吨垃圾收运费用 in a row whose target is in 万元).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractor.notation.confusion import LETTERS
from extractor.read.fit import COMPARATOR
from extractor.read.worded import worded_parts

# Longer units first: 万条 is one, and so is 台次.
UNIT = (
    "(?:万平方米|万立方米|万人次|万公里|平方公里|平方米|立方米|工作日|个工作日|万[元人份亩册吨条件株户字次个套只头场本台页]"
    "|[人户家册班台车例份场批件]次|人天|个月|公里|千米|公顷|公斤|千克|小时|分钟|课时|学时|亿元|万|元|个(?!别|人|体|案|性)|项|次"
    "|人(?!才|群|居|民|工|大)|户"
    "|家(?!长|校)|台(?!风)|套|米|亩|份|期|场|天|年(?!初|末|限)|月|日(?!常)|条|名|件|批|篇|座|处|页(?!面)|辆|只|头|株|吨|本(?!级|地|辖|市|县)"
    "|册|所(?!在|有)|村(?!民|庄|容|组|居|干)|岁|班|届|部|口(?!岸|感)|副|幅|根|棵|枚|块|片(?!区)|栋|幢|卷|盏|例(?!行)"
    "|宗|笔|艘|架|眼|趟|床|组(?!织|成|建)|支(?!付|出|持|撑|援|部)|门(?!诊|户|店|类)|对(?!象|外|口|接|于)|起(?!草|到|诉)"
    "|间(?!接|隔)|张(?!贴))"
)
# A unit that begins a word is none: 11项目总成本 is 11 | 项目总成本.
_NOT_UNIT = r"(?!目|度|员|数|口|均|籍|庭|地|所|账|然|量|平|级|别|体|性|化|力|材|间|内|底|分|门|队|署|件)"
_MONTH = r"(?:1[0-2]|(?<![\d.])0[1-9]|[1-9])月(?:(?:[12]\d|3[01]|0?[1-9])日)?(?:底|末)?(?:之?前)?"
_PHONE = r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
DATES = re.compile(rf"{_PHONE}|(?:19|20)\d\d年(?:{_MONTH}|(?:底|末)?之?前)|(?:19|20)\d\d-\d\d-\d\d|{_MONTH}")
# Letters that OCR makes of digits go on with a figure; one before it may be a figure of its own (S1063份): cuts tell.
_MISREAD = re.escape(LETTERS)
_AMOUNT = rf"(?:(?<![A-Za-z])[{_MISREAD}](?=\d))?\d(?:[\d.,]|[{_MISREAD}](?![A-Za-z]))*"
# A figure that is nothing but a letter, where only a figure can stand.
_LETTER_ALONE = rf"(?<![A-Za-z])[{_MISREAD}]{{1,2}}(?=[≥≤≧≦⩾⩽])|(?<=%)[{_MISREAD}]{{1,2}}(?![A-Za-z\d])"
_COMPARED_LETTERS = rf"[≥≤≧≦⩾⩽>=<]{{1,2}}[{_MISREAD}]{{1,3}}(?:[%‰]|{UNIT}{_NOT_UNIT})"
# One that touches the figure before it, and is no part of a word (D级).
_LETTER_BEHIND = re.compile(rf"[{_MISREAD}]{{1,2}}(?=[\u4e00-\u9fff])(?![DSB][级型类座区])")
_FIGURE = re.compile(
    rf"--|{COMPARATOR}?{_AMOUNT}%[-~]{_AMOUNT}%|{COMPARATOR}?{_AMOUNT}[-~]{_AMOUNT}{UNIT}{_NOT_UNIT}|{COMPARATOR}?(?:(?<![\d%])[+-])?{_AMOUNT}(?:[%‰]|{UNIT}{_NOT_UNIT}(?:/(?:{UNIT}|[\u4e00-\u9fff]){_NOT_UNIT})?)?"
    rf"|{_LETTER_ALONE}|{_COMPARED_LETTERS}"
    r"|(?<![\u4e00-\u9fff])[-/](?![\u4e00-\u9fff]{0,3}\d)"
)
# Points stand with two decimals before a rate in words of their own: 33.00 | 92.5%.
_POINTS_AND_RATE = re.compile(rf"(?P<points>[\d{_MISREAD}]+\.[\d{_MISREAD}]{{2}})(?P<rate>\d{{1,3}}(?:\.\d+)?%)")
# A unit that is not in the list is known by standing behind the target and behind the result: 6通7通.
_SAME_UNIT = re.compile(r"\d(?P<unit>[\u4e00-\u9fff]{1,4})\d[\d.,]*(?P=unit)")
_LISTED = re.compile(UNIT)
_UNIT_BEHIND = re.compile(r"[\d%](?P<unit>[\u4e00-\u9fff%/]*)$")
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")
_PHONE_AND_NAME = re.compile(r"\d{7,11}[宗项班门张部支卷车]")  # the next person's surname
_DATE = "date"
_TARGET_AND_RESULT = 2  # figures that stand before the points of a row


def figures_and_words(text: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """Cuts of a text between two labels: figures with their unit, dates, words, and the text between them."""
    at = 0
    row: list[str] = []  # units of the figures that stand side by side so far
    for date in [*DATES.finditer(text), None]:  # dates first: 132023年9月 is 13 | 2023年9月
        start = date.start() if date else len(text)
        if start > at:
            yield from ((at + a, at + b) for a, b in _figures(text[at:start], columns, row))
        if date:
            row.append(_DATE)
            yield start, date.end()
            at = date.end()


def _figures(text: str, columns: Collection[str], row: list[str]) -> Iterator[tuple[int, int]]:
    """The cuts of a text without dates; ``row`` holds the units of the figures right before it, and goes on."""
    # A listed unit is taken or begins a word: 9.93个别点位.
    units = {match["unit"] for match in _SAME_UNIT.finditer(text) if not _LISTED.fullmatch(match["unit"])}
    at = 0
    for figure in [*_FIGURE.finditer(text), None]:
        start = figure.start() if figure else len(text)
        letter = _LETTER_BEHIND.match(text, at, start + 1) if row else None
        if letter:
            yield letter.span()
            at = letter.end()
        if start > at:
            row.clear()
            yield from ((at + a, at + b) for a, b in worded_parts(text[at:start], columns))
        if figure:
            at = _end_of(figure, units)
            unit = _UNIT_BEHIND.search(text[start:at])
            if unit and unit["unit"] and _begins_name(unit["unit"], row, text, start + unit.start("unit")):
                at = start + unit.start("unit")
            row.append(unit["unit"] if unit else "")
            yield from ((start + a, start + b) for a, b in _figure_parts(text[start:at], columns))


def _end_of(figure: re.Match[str], units: Collection[str]) -> int:
    """End of a figure with its unit; one that stands behind target and result alike may be longer than a listed one."""
    bare = _UNIT_BEHIND.search(figure[0])
    end = figure.start() + bare.start("unit") if bare else figure.end()
    if bare and _PHONE_AND_NAME.fullmatch(figure[0]):
        return end
    return max((end + len(unit) for unit in units if figure.string.startswith(unit, end)), default=0) or figure.end()


def _begins_name(unit: str, row: Collection[str], text: str, at: int) -> bool:
    """True for what looks like a unit behind the points of a row: target and result before it have another one."""
    measured = [other for other in row if other]
    return (
        len(row) >= _TARGET_AND_RESULT
        and bool(measured)
        and unit != "%"
        and not any(unit.startswith(other) or other.startswith(unit) for other in measured)
        and bool(_NAME.match(text, at))
    )


def _figure_parts(figure: str, columns: Collection[str]) -> Iterator[tuple[int, int]]:
    """A figure; where the form prints comparator and unit in columns of their own, these are cut off."""
    start, end = 0, len(figure)
    points = _POINTS_AND_RATE.fullmatch(figure) if "analysis" in columns else None
    if points:
        yield start, start + points.end("points")
        yield start + points.end("points"), end
        return
    half = len(figure) // 2
    if "reference_weight" in columns and figure.isdecimal() and half == 2 and figure[:half] == figure[half:]:
        yield start, start + half  # 4242: the reference points and the points set are mostly the same
        yield start + half, end
        return
    number = re.search(r"\d[\d.,]*", figure)
    if not number or not number.start() or "comparator" not in columns:
        yield start, end
        return
    for a, b in ((0, number.start()), number.span(), (number.end(), end - start)):
        if b > a:
            yield start + a, start + b
