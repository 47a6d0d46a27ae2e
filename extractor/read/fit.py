"""How well a printed text fits a value type.

Comes in: a type of the family data and a text in comparison form. Goes out: a cost,
0 for a text that looks exactly like it, up to about 6 for one that cannot be it.
Types are those of ``families/*.toml``; no document decides anything here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from extractor.notation.confusion import LETTERS, as_digits

NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_MONEY = re.compile(r"[+-]?[\d,]+(?:\.\d+)?(?:万元|元|亿元|万)?")
_COMMA_FOR_POINT = re.compile(r"[+-]?\d+,\d{1,2}%?")
_DECIMALS_OF_RATE = 3  # with the sign
_MOST_PROGRESS = 400
_TOO_LONG = re.compile(r"[+-]?\d{12}")  # hundreds of billions: amounts that run together
_RATE = re.compile(r"[+-]?\d+(?:\.\d+)?[%‰]")
# OCR letters that stand for digits (0/O, 1/l/I, 5/S, 8/B, 2/Z): a number with one of them is still a number, at a cost.
_OCR_NUMBER = re.compile(
    rf"[+-]?[\d{re.escape(LETTERS)},.]*\d[\d{re.escape(LETTERS)},.]*%?|[{re.escape(LETTERS)}]{{1,2}}"
)
_MISREAD = re.compile(f"[{re.escape(LETTERS)}]{{1,2}}")
COMPARATOR = (
    "(?:>=|<=|≥|≤|≧|≦|⩾|⩽|>|<|=|大于等于|小于等于|不低于|不少于|不高于|不超过|不大于|不小于"
    "|大于|小于|高于|低于|超过|达到)"
)
_QUANTITY = re.compile(rf"{COMPARATOR}?[约近]?\d[\d,.]*(?:-\d[\d,.]*)?(?:[%‰]|[^\d,;。、]{{0,8}})")
_DATE = re.compile(
    r"\d{4}[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?(?:\d\d:\d\d:\d\d)?(?:底?之?前|前)?|\d{4}年(?:底|年底|末)?之?前?|\d{1,2}月(?:\d{1,2}日|底|末)?之?前?|\d{6,8}"
)
_PERIOD = re.compile(r".*\d{4}.*(?:至|-|~|到).*\d{4}.*|\d{4}年?-?\d{4}年?")
_PHONE = re.compile(r"(?:\+?86-?)?(?:\d{3,4}-)?\d{7,8}(?:-\d{1,4})?|1\d{10}|\d{5,12}")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_WORDS = re.compile(
    r"(?:进一步|不断|显著|明显|有效|持续|逐步|基本|大幅|全面|稳步|较好|良好|有所|长期|充分|切实)(?:提高|提升|改善|增强|完善|达成|完成|降低|减少|增加|保障|促进|推进|加强|好转|有效|实现|优化|健全|稳定|下降|落实|改进|达标|满意)|(?:已|未|按时|按期|及时|全部|部分)(?:完成|达成)|效果(?:一般|良好|较好|明显|显著)|(?:基本|未|已)?达到预期(?:目标|效果)?|(?:初步|逐步|基本)见效|初见成效|得到(?:改善|提升|提高|保障|加强)|有待(?:加强|提高|改善|提升)|持续(?:向好|改善|优化)|显著|明显|良好|较好|一般|达成预期指标|长期|中长期|是|否|优|良|好|合格|满意|较满意|基本满意|达标|未达标|无|完成"
)


def is_number(text: str) -> bool:
    """True for a plain printed number, thousands separators allowed."""
    return bool(NUMBER.fullmatch(text))


def is_misread_figure(text: str) -> bool:
    """True for one or two letters that OCR makes of digits (S for 5, l0 for 10 without its digit)."""
    return bool(_MISREAD.fullmatch(text))


def is_words(text: str) -> bool:
    """True for a common worded target or result (显著提升, 基本达成, 已完成)."""
    return bool(_WORDS.fullmatch(text))


def is_state(text: str) -> bool:
    """True for a common worded target or result, one of a single word (健全) among them."""
    return bool(_WORDS.fullmatch(text) or _STATE.fullmatch(text))


WORDS = _WORDS
# What a worded target may say in one word. Names end in these too: they part nothing.
_STATE = re.compile(
    r"(?:基本|较为|逐步|已)?(?:建立|健全|完善|改善|提高|提升|增强|增加|减少|降低|稳定|保障|优化|规范|持续|有效|到位|合规|及时|有序|正常)"
)


@lru_cache(maxsize=65536)
def fit(kind: str, text: str) -> float:
    """Cost of reading ``text`` (comparison form) as a value of type ``kind``: 0 plain, above 4 out of the question."""
    if text in _DASHES:  # a dash says that the cell is blank; a figure is more often printed
        return 0.4 if kind in ("points", "quantity", "money") else 0.15
    rule = _RULES.get(kind)
    return rule(text) if rule else 0.5


def _points(text: str) -> float:
    if NUMBER.fullmatch(text):
        value = float(text.replace(",", ""))
        return 0.0 if 0 <= value <= 100 else 2.0 if 0 <= value <= 1000 else 5.0
    if re.fullmatch(r"\d+(?:\.\d+)?分", text):
        return 0.2
    if text.endswith("%"):
        return 4.0
    return _with_letters(_points, text, 6.0)


def _money(text: str) -> float:
    if _MONEY.fullmatch(text):
        return 2.0 if _TOO_LONG.match(text) else 0.0
    return _with_letters(_money, text, 3.5 if "%" in text else 6.0)


def _rate(text: str) -> float:
    if _RATE.fullmatch(text):
        value = abs(float(text[:-1]))
        return 0.0 if value <= 200 else 1.5 if value <= 1000 else 3.5
    if NUMBER.fullmatch(text):
        value = float(text.replace(",", ""))
        return 0.4 if value <= 1 else 0.9 if value <= 200 else 2.5  # 0.93 is a rate printed as a fraction
    return _with_letters(_rate, text, 5.0)


def _with_letters(rule: Callable[[str], float], text: str, otherwise: float) -> float:
    """The cost of a number with letters that OCR makes of digits: that of the number, and one oddity."""
    digits = as_digits(text)
    if _COMMA_FOR_POINT.fullmatch(digits):
        digits = digits.replace(",", ".")
    if digits == text or not _OCR_NUMBER.fullmatch(text):
        return otherwise
    return min(otherwise, rule(digits) + 1.0)


def _quantity(text: str) -> float:
    if text.startswith(("≥", "≤", ">", "<", "≧", "≦", "=", "⩾", "⩽")) or _RATE.fullmatch(text) or _DATE.fullmatch(text):
        return 0.0
    if NUMBER.fullmatch(text):
        return 0.25
    if _QUANTITY.fullmatch(text) or _WORDS.fullmatch(text) or _STATE.fullmatch(text):
        return 0.05
    if re.search(r"\d", text):
        return 0.5 if len(text) <= 20 else 0.9
    return 0.7 if len(text) <= 12 else 1.1 if len(text) <= 40 else 2.0


def _name(text: str) -> float:
    if not _CJK.search(text):
        return 3.0 if not NUMBER.fullmatch(text) and re.search(r"[A-Za-z]{2}", text) else 5.0
    if _WORDS.fullmatch(text):
        return 1.6
    if text.startswith(("≥", "≤", ">", "<", "≧", "≦", "⩾", "⩽")) or _DATE.fullmatch(text) or _RATE.fullmatch(text):
        return 4.0
    if re.match(r"\d", text) and len(text) <= 8:
        return 1.5
    return 0.1 if 3 <= len(text) <= 45 else 0.4 if len(text) == 2 or len(text) <= 90 else 1.5


def _note(text: str) -> float:
    if NUMBER.fullmatch(text) or _RATE.fullmatch(text) or _OCR_NUMBER.fullmatch(text):
        return 4.0
    if text in ("无", "是", "否"):
        return 0.0
    if re.match(r"[≥≤≧≦<>]", text):
        return 2.5
    return 0.35 if _CJK.search(text) else 2.0


def _level1(text: str) -> float:
    if not _CJK.search(text) or len(text) > 16:
        return 6.0
    return 1.2 if re.search(r"(?:指标|目标)(?:\(.*\))?$", text) else 3.5


def _level2(text: str) -> float:
    if not _CJK.search(text) or len(text) > 20:
        return 6.0
    return 0.7 if re.search(r"(?:指标|目标)(?:\d|\(.*\))?$", text) else 2.6


def _progress(text: str) -> float:
    if _RATE.fullmatch(text):
        value = abs(float(text[:-1]))
        if len(text.partition(".")[2]) > _DECIMALS_OF_RATE:
            return 1.0
        return 0.0 if value <= _MOST_PROGRESS else 1.5 if value <= 1000 else 3.5
    if re.fullmatch(
        r"(?:已|未|部分|基本|全部|按期|按时)?完成|(?:未|已|部分|基本)?达成(?:预期指标)?|(?:未)?达标|进行中|100|是|否",
        text,
    ):
        return 0.0
    if NUMBER.fullmatch(text):
        return 0.6
    return 1.0 if len(text) <= 12 else 2.5


def _person(text: str) -> float:
    if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", text):
        return 0.0
    return 0.8 if re.fullmatch(r"[\u4e00-\u9fff·、,/]{2,24}", text) else 3.0


def _text(text: str) -> float:
    if NUMBER.fullmatch(text):
        return 2.0
    return 0.0 if _CJK.search(text) else 0.8


_MEASURES = frozenset(
    (
        "% ‰ 个 项 次 人 人次 户 户次 家 台 套 公里 千米 米 平方米 立方米 亩 份 期 场 场次 天 小时 分钟 年 月 日 个月 "
        "工作日 元 万元 亿元 元/户 元/人 条 名 件 批 批次 篇 座 处 辆 只 头 株 吨 本 册 所 村 岁 班 届 部 公顷 公斤 "
        "千克 百分比"
    ).split()
)
_DASHES = frozenset(("-", "--", "/", "---"))
_RULES: dict[str, Callable[[str], float]] = {
    "points": _points,
    "money": _money,
    "rate": _rate,
    "quantity": _quantity,
    "name": _name,
    "note": _note,
    "remark": lambda text: 1.2 if NUMBER.fullmatch(text) else 0.3,
    "level1": _level1,
    "level2": _level2,
    "section": lambda text: 4.0,
    "group": lambda text: 0.9 if re.fullmatch(r"[\u4e00-\u9fff“”\"]{3,10}", text) else 4.0,
    "progress": _progress,
    "person": _person,
    "text": _text,
    "prose": lambda text: 2.5 if NUMBER.fullmatch(text) else 0.0 if len(text) > 8 else 0.3,
    "phone": lambda text: 0.0 if _PHONE.fullmatch(text) else 0.6 if re.fullmatch(r"[\d\-、,/;()]{6,40}", text) else 4.0,
    "date": lambda text: 0.0 if _DATE.fullmatch(text) else 4.0,
    "period": lambda text: 0.0 if _PERIOD.fullmatch(text) else 1.5 if re.search(r"\d{4}", text) else 4.0,
    "code": lambda text: 0.0 if re.fullmatch(r"[\dA-Z\-]{3,24}", text) else 4.0,
    "year": lambda text: 0.0 if re.fullmatch(r"\(?(?:19|20)\d\d年?度?\)?", text) else 4.0,
    "grade": lambda text: 0.0 if re.fullmatch(r"优秀?|良好?|中|差|合格|不合格|较好|一般", text) else 3.0,
    "comparator": lambda text: 0.0 if re.fullmatch(rf"{COMPARATOR}|定性|定量|正向|反向", text) else 3.0,
    "measure": lambda text: (
        0.0
        if text in _MEASURES
        else 0.5
        if re.fullmatch(r"%|[^\d≥≤<>=,。]{1,2}(?:/[^\d]{1,3})?", text)
        else 1.4
        if len(text) <= 6
        else 2.5
    ),
    "flag": lambda text: 0.0 if text in ("是", "否") else 1.0,
    "signature": lambda text: 0.0,
}
