"""Cells that a page printed as one: where two may meet inside it, and what each part may be.

Comes in: a cell in comparison form, a column. Goes out: the places of a cell where one value may end
and the next begin, and the cost of a part as the value of a column. What a part may be is narrower
than what a whole cell may be: 年度 95% is a strange result, but no part of two cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from extractor.lexicon import Lexicon
from extractor.notation.confusion import as_digits
from extractor.read.alignment import Column
from extractor.read.cuts import money_cost
from extractor.read.figures import DATES, UNIT
from extractor.read.fit import COMPARATOR, NUMBER, WORDS, fit, is_state, is_words

_CJK = re.compile("[\u4e00-\u9fff]")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_FIGURES = r"\d[\d,.]*\d"
_MEASURED = re.compile(
    rf"(?P<sign>{COMPARATOR})?(?P<number>{_NUMBER})(?:[-~]{_NUMBER})?"
    rf"(?P<unit>[%‰]?|{UNIT}(?:/(?:{UNIT}|[\u4e00-\u9fff]{{1,3}}))?)(?:以上|以下|以内|左右)?"
)
_RUN = re.compile(
    rf"(?:{COMPARATOR})?{_FIGURES}(?:[-~]{_NUMBER}(?![%‰]))?(?:[%‰]|{UNIT}(?:/(?:{UNIT}|[\u4e00-\u9fff]{{1,3}}))?|(?P<strange>[\u4e00-\u9fff]{{1,3}}))?"
)
_STRANGE_UNIT = re.compile(rf"(?P<sign>{COMPARATOR})?(?P<number>{_NUMBER})(?P<unit>[\u4e00-\u9fffA-Za-z/]{{1,5}})")
_RATE = re.compile(r"\d{1,3}(?:\.\d{1,2})?[%‰]")
_BARE_RATE = re.compile(r"\d{1,3}(?:\.\d{1,2})?|0\.\d{1,4}")
_CHANGE = re.compile(
    r"(?<=[\d%‰.])(?=[\u4e00-\u9fff\-≥≤><=≧≦⩾⩽])|(?<=[\u4e00-\u9fff)])(?=[\d≥≤><=≧≦⩾⩽\-])|(?<=[%‰A-Za-z²³])(?=\d)|(?<=\.\d\d)(?=\d{1,3}(?:\.\d+)?%)|(?<=-)(?=[\d\u4e00-\u9fff])"
)
_WORD_OF_COMPARING = re.compile(rf"(?:{COMPARATOR})(?=\d)")
_UNIT_BEHIND = re.compile(r"\d(?P<unit>[\u4e00-\u9fff]{1,4}/?[\u4e00-\u9fff]{0,3})")
_PROGRESS = re.compile("(?:已|未|部分|基本|全部|按期|按时)完成|未达标|达标|进行中")
_NAME_ENDS = re.compile(
    r"(?:率|数|数量|次数|人数|户数|面积|里程|时间|时限|情况|程度|水平|效果|作用|成本|度|能力|费用|标准|意识|环境|机制|性|量|额)$"
)
_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,10})(?:基本|较为|初步|部分)?(?P=word)")
_COMPARED = re.compile(rf"{COMPARATOR}$")
_LEVELS = frozenset(("level1", "level2", "section", "group"))
_MOST_POINTS, _LONGEST_NAME, _LONGEST_WORDS = 100, 40, 10
_OUTSIDE, _ODD = 9.0, 0.7
_NONE = "无"
_AMOUNTS = ("initial_budget", "adjusted_budget", "executed")
_AGAINST, _USUAL_DECIMALS, _MOST_DIGITS = 1.0, 2, 9


def joints(text: str, lexicon: Lexicon) -> list[int]:
    """Places inside a cell where two values may meet, in order."""
    found = {match.start() for match in _CHANGE.finditer(text)}
    for match in _WORD_OF_COMPARING.finditer(text):
        found.add(match.start())
    for pattern in (WORDS, _PROGRESS, DATES):
        for match in pattern.finditer(text):
            found |= {match.start(), match.end()}
    for match in _UNIT_BEHIND.finditer(text):
        found |= set(range(match.start("unit"), match.end() + 1))
    found |= _repeats(text)
    length = lexicon.longest_at(text, 0)
    if _begins_with_level(text, lexicon):
        found = {at for at in found if at > length} | {length}
    if text.endswith(_NONE):
        found.add(len(text) - 1)
    return sorted(at for at in found if 0 < at < len(text))


def _repeats(text: str) -> set[int]:
    """Borders of a text that stands twice side by side (持续增强持续增强), whatever stands around it."""
    out: set[int] = set()
    for match in _TWICE.finditer(text):
        second = match.end() - len(match["word"])
        middle = match.start() + len(match["word"])
        out |= {match.start(), middle, second, match.end()}
    return out


def is_run(text: str) -> bool:
    """True for figures that may be several: nothing but digits, a comparator before them, one unit behind them."""
    match = _RUN.fullmatch(text)
    return match is not None and not is_words(match["strange"] or "") and match["strange"] != _NONE


def oddity(column: Column, text: str, lexicon: Lexicon) -> float:
    """Cost of a whole cell that reads like several: it is nothing that one cell of its column is by itself."""
    if column.type not in _RULES or lexicon.roles(text):
        return 0.0
    if column.type == "quantity" and (_TWICE.fullmatch(text) or text.endswith(_NONE)):
        return _ODD
    return _ODD if part_cost(column, as_digits(text), lexicon) >= _OUTSIDE <= part_cost(column, text, lexicon) else 0.0


def part_cost(column: Column, text: str, lexicon: Lexicon) -> float:
    """Cost of a part of a cell as the value of a column; 9 for what it cannot be."""
    roles = {label.role for label in lexicon.roles(text)}
    if column.type in _LEVELS or column.key == "item":
        return 0.0 if {column.type, column.key} & roles else _OUTSIDE
    if roles & _LEVELS or (column.type == "name" and _begins_with_level(text, lexicon)):
        return _OUTSIDE
    if set(text) <= {"-", "/"}:
        return fit(column.type, text)
    rule = _RULES.get(column.type)
    return rule(text) if rule is not None else _OUTSIDE


def _begins_with_level(text: str, lexicon: Lexicon) -> bool:
    """True for a level's label with more behind it."""
    length = lexicon.longest_at(text, 0)
    level = text[:length].endswith("指标") and {label.role for label in lexicon.roles(text[:length])} & _LEVELS
    return bool(level) and length < len(text) - 2


def _points(text: str) -> float:
    return 0.0 if NUMBER.fullmatch(text) and 0 <= float(text.replace(",", "")) <= _MOST_POINTS else _OUTSIDE


def _rate(text: str) -> float:
    if _RATE.fullmatch(text):
        return 0.0
    return fit("rate", text) if _BARE_RATE.fullmatch(text) else _OUTSIDE


def _name(text: str) -> float:
    plain = 3 <= len(text) <= _LONGEST_NAME and _CJK.match(text) and not is_state(text) and not _COMPARED.search(text)
    if not plain or fit("name", text) > 1 or re.search(r"\d(?:\.\d+)?[%‰]?$", text):
        return _OUTSIDE
    return 0.1 if _NAME_ENDS.search(text) else 0.4


def _quantity(text: str) -> float:
    if DATES.fullmatch(text) or fit("date", text) == 0 and len(text) > 8:
        return 0.0
    if match := _MEASURED.fullmatch(text):
        return 0.0 if match["sign"] or match["unit"] else 0.25
    if is_words(text) and text != _NONE or is_state(text):
        return 0.05
    if _STRANGE_UNIT.fullmatch(text) and not text.endswith(_NONE):
        return 0.5
    return 0.9 if _CJK.match(text) and not re.search(r"\d", text) and 2 <= len(text) <= _LONGEST_WORDS else _OUTSIDE


def _note(text: str) -> float:
    if text == _NONE:
        return 0.0
    if not _CJK.match(text) or re.match(rf"{COMPARATOR}\d", text) or len(text) < 4:
        return _OUTSIDE
    return 0.9 if is_state(text) or _PROGRESS.fullmatch(text) else 0.35


def _analysis(text: str) -> float:
    return 0.1 if _RATE.fullmatch(text) or (_CJK.match(text) and len(text) > 1) else _OUTSIDE


_RULES: dict[str, Callable[[str], float]] = {
    "name": _name,
    "quantity": _quantity,
    "points": _points,
    "money": lambda text: 0.0 if NUMBER.fullmatch(text) else _OUTSIDE,
    "rate": _rate,
    "note": _note,
    "remark": _analysis,
    "text": _analysis,
    "progress": lambda text: 0.0 if fit("progress", text) == 0 else _OUTSIDE,
    "comparator": lambda text: 0.0 if fit("comparator", text) == 0 else _OUTSIDE,
    "measure": lambda text: 0.0 if fit("measure", text) == 0 else _OUTSIDE,
}


def relation_cost(row: Mapping[str, str]) -> float:
    """What the cells of a row say together: a result reads like its target, a score is the share of a weight."""
    numbers = {
        key: Decimal(match[0].replace(",", ""))
        for key, text in row.items()
        if (match := NUMBER.search(text)) is not None
    }
    cost, share = _result_cost(row.get("target"), row.get("actual"))
    weight, score = numbers.get("weight"), numbers.get("score")
    if "executed" in numbers:
        return money_cost(numbers)
    if weight is not None and score is not None:
        cost += _share_cost(weight, score, share)
    reference = numbers.get("reference_weight")
    if weight is not None and reference is not None:
        cost += -0.5 if weight == reference else 0.5
    return cost


def said_against(row: Mapping[str, str]) -> bool:
    """True for a row of money whose figures contradict each other, or whose amounts one is longer than amounts are."""
    amounts = [text for key in _AMOUNTS if (text := row.get(key, "").replace(",", ""))]
    if not amounts:
        return False
    wholes, places = zip(
        *((len(whole), len(rest)) for whole, _, rest in (t.partition(".") for t in amounts)), strict=True
    )
    if max(wholes) > _MOST_DIGITS:
        return True
    return relation_cost(row) >= _AGAINST or max(places) > _USUAL_DECIMALS and max(places) - min(places) > 1


def _result_cost(target: str | None, actual: str | None) -> tuple[float, Decimal | None]:
    """Cost of a result beside its target, and the share of the target that was reached, where both are figures."""
    if target is None or actual is None:
        return 0.0, None
    if target == actual:
        return -0.6, Decimal(1)
    dates = [bool(DATES.fullmatch(text)) for text in (target, actual)]
    if any(dates):
        return -0.4 if all(dates) else 0.6, None
    wanted, reached = (_MEASURED.fullmatch(text) or _STRANGE_UNIT.fullmatch(text) for text in (target, actual))
    if wanted is None or reached is None:
        return (0.0 if wanted is reached else 0.6), None
    a, b = (Decimal(match["number"].replace(",", "")) for match in (wanted, reached))
    cost = 0.0
    if wanted["unit"] and reached["unit"]:
        cost += -0.4 if wanted["unit"] == reached["unit"] else 0.9
    elif reached["unit"]:
        cost += 0.3
    if a == b:
        return cost - 0.3, Decimal(1)
    if not a or not Decimal("0.25") < b / a < 4:
        cost += 0.7
    if not a or not b:
        return cost, None
    return cost, a / b if (wanted["sign"] or "")[:1] in tuple("≤<≦⩽") else b / a


def _share_cost(weight: Decimal, score: Decimal, share: Decimal | None) -> float:
    if score > weight:
        return 2.5
    if weight == 0:
        return 1.5
    if score == weight:
        return -0.4 if share is None or share >= 1 else 0.2
    if share is not None and abs(score - weight * min(share, Decimal(1))) < Decimal("0.06"):
        return -0.6
    return 0.2 if score * 2 >= weight else 0.8
