"""Suspects: cells that look misread though nothing proves it.

Comes in: the state after repair. Goes out: reasons for review by path, with the reading
that the laws suggest. The printed values stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.decide.checks import Check, checks_of, is_habit, row_passes
from extractor.decide.merged import merged_cells
from extractor.decide.state import LAWS, State, by_cell
from extractor.decide.trials import PLAIN_KEYS, figures, is_impossible, mendings
from extractor.laws import BoundLaw
from extractor.laws.relations import Balance
from extractor.notation import parse_amount, parse_number, parse_rate
from extractor.notation.confusion import LETTERS
from extractor.values import Choice, SourceKind

_PERCENT = re.compile(r"\d\s*[%％]")
_BARE = re.compile(r"[≥≤><=≧≦⩾⩽＞＜＝]{0,2}\s*\d{1,3}(?:\.\d+)?")
_AT_LEAST = re.compile(r"\s*(?:≥|≧|⩾|>=|＞=|＞＝)")
_MORE = re.compile(r"\s*[>＞](?![=＝])")
_FIGURE_IN_NAME = re.compile(r"\d\.\d\d(?!\d)|[≥≤≧≦⩾⩽]|[^\d（(]\d[\d.]*[%％]|[\u4e00-\u9fff]\d*[SlIOB]$")
_FIGURES = rf"[\d{re.escape(LETTERS)}]{{1,2}}"
_MONTH_AND_DAY = re.compile(rf"(?<![\d个.])(?P<month>{_FIGURES})月(?:(?P<day>{_FIGURES})日)?(?!份?内?均)")
_MANY_TIMES = re.compile(r"\D{0,2}\s*(?:1[5-9]\d|[2-9]\d\d|\d{4,})[%％]")
_YEAR = re.compile(r"([12]\d{3})(?:年|[-./]\d{1,2}(?!\d*%))")
_YEARS_BEFORE, _YEARS_AFTER = 10, 5
_INSTRUCTION = re.compile(r"(?:请|须|需)[^，。]{0,8}(?:简要|逐项|如实)?(?:说明|填写|填报|注明|描述)")
SUGGESTED = "可能误读：若读作 {}，则{}成立"
PARTED_AGAINST_LAWS = "此处数字连写，按现有切分本行不合规则"
IMPOSSIBLE_DATE = "日期中的年、月或日不可能"
IMPOSSIBLE = "数字中有不可能出现的字符"
LOST_PERCENT = "指标值与完成值一个带百分号、一个没有，可能漏读"
LOST_POINT = "百分数过大，可能漏读小数点或多读一位"
LOST_STROKE = "其余各行为“≥”，此处为“>”，可能漏读一画"
NAME_WITH_FIGURES = "名称中夹有数值，可能与相邻栏连写"
NO_NUMBER = "本栏应为数字，而此处内容读不成一个数"
INSTRUCTION = "疑为填表说明文字，不是填报内容"
UNCONFIRMED = "所在合计不符，而本格没有其他关系可以证实"


def suspects(state: State, choices: Sequence[Choice], source: SourceKind) -> None:
    """Flag cells that may be misread; a cell that has a reason keeps it."""
    checks = checks_of(state)
    habit = source == "ocr" or _scores_in_proportion(state)
    explained = {name for found in state.grounds.values() for name in found}
    for mending in sorted(mendings(state, checks), key=lambda m: (-len(m.mended), m.cost)):
        if not mending.spoiled and (mending.hard or habit):
            explained.update(mending.mended)
            if not state.reasons.get(mending.path):
                state.weigh(mending.path, mending.reading, LAWS)
                state.flag(mending.path, SUGGESTED.format(mending.reading, mending.titles))
    for path, reason in (*_odd_figures(state), *_odd_texts(state)):
        state.flag(path, reason, only_if_clear=True)
    for path in _badly_parted(state, checks, choices):
        state.flag(path, PARTED_AGAINST_LAWS, only_if_clear=True)
    if source == "ocr":
        for path in _lost_strokes(state):
            state.flag(path, LOST_STROKE, only_if_clear=True)
        for path, reason in tuple(merged_cells(state)):
            state.flag(path, reason, only_if_clear=True)
        for path in _unconfirmed(state, state.bound(), explained):
            state.flag(path, UNCONFIRMED, only_if_clear=True)


def _odd_figures(state: State) -> Iterator[tuple[str, str]]:
    for path, candidate in figures(state):
        if is_impossible(path, candidate.value or ""):
            yield path, IMPOSSIBLE
    yield from ((path, NO_NUMBER) for path in _no_numbers(state))
    year = state.form().year
    for path, candidate in state.chosen.items():
        text = (candidate.value or "").strip()
        if path.endswith((".target", ".actual")) and (_no_date(text) or _far_off(text, year)):
            yield path, IMPOSSIBLE_DATE
        elif path.endswith((".target", ".actual", ".progress")) and _MANY_TIMES.fullmatch(text):
            yield path, LOST_POINT
    yield from ((path, LOST_PERCENT) for path in _lost_percents(state))


def _no_date(text: str) -> bool:
    """True for a date whose month or day no calendar has, or with a letter in it."""
    found = _MONTH_AND_DAY.search(text)
    if found is None:
        return False
    month, day = found["month"], found["day"] or "1"
    if not (month.isdecimal() and day.isdecimal()):
        return True
    return not (1 <= int(month) <= 12 and 1 <= int(day) <= 31)


def _far_off(text: str, year: int | None) -> bool:
    """True for a date whose year is far from the year of the form."""
    found = _YEAR.match(text.strip())
    return found is not None and year is not None and not year - _YEARS_BEFORE <= int(found[1]) <= year + _YEARS_AFTER


def _badly_parted(state: State, checks: Sequence[Check], choices: Sequence[Choice]) -> Iterator[str]:
    """Cells of a glued run whose own row breaks a law as it is parted: some boundary may be elsewhere."""
    for choice in choices:
        paths = {c.path for alternative in choice.alternatives for c in alternative.candidates}
        rows = {path.rpartition(".")[0] for path in paths}
        own = (c for c in checks if c.law is not None and paths & set(c.cells) and {_row(p) for p in c.cells} <= rows)
        if any(check.fails(state) for check in own):
            yield from sorted(path for path in paths if path in state.chosen)


def _row(path: str) -> str:
    return path.rpartition(".")[0]


def _scores_in_proportion(state: State) -> bool:
    """True if the rows of this form are scored in proportion by habit, so that one that is not stands out."""
    rows = range(state.rows.get("indicators", 0))
    return is_habit(tuple(p for row in rows if (p := row_passes(state, f"indicators[{row}]", {})) is not None))


def _odd_texts(state: State) -> Iterator[tuple[str, str]]:
    """Names that hold a score or a rate, notes that only tell how to fill them in."""
    for path, candidate in state.chosen.items():
        key = path.rpartition(".")[2]
        if key in ("level3", "item", "group") and candidate.value and _FIGURE_IN_NAME.search(candidate.value):
            yield path, NAME_WITH_FIGURES
        elif key == "deviation_note" and candidate.value and _INSTRUCTION.match(candidate.value):
            yield path, INSTRUCTION


def _no_numbers(state: State) -> Iterator[str]:
    """Amounts, points and rates that were read as something else: no law can reckon with them, so none finds fault."""
    for path, candidate in state.chosen.items():
        text = candidate.value
        key = path.rpartition(".")[2]
        if text and key in PLAIN_KEYS and candidate.origin in ("read", "stitched") and not _is_number(key, text):
            yield path


def _is_number(key: str, text: str) -> bool:
    if key == "execution_rate" and parse_rate(text) is not None:
        return True
    return parse_amount(text, "元") is not None or parse_number(text.rstrip("分")) is not None


def _lost_percents(state: State) -> list[str]:
    """Of target and result in per cent, the one that lost its sign."""
    out = []
    for row in range(state.rows.get("indicators", 0)):
        target, actual = (_value(state, f"indicators[{row}].{key}") for key in ("target", "actual"))
        if target and actual:
            if _PERCENT.search(target) and _BARE.fullmatch(actual):
                out.append(f"indicators[{row}].actual")
            elif _PERCENT.search(actual) and _BARE.fullmatch(target):
                out.append(f"indicators[{row}].target")
    return out


def _lost_strokes(state: State) -> list[str]:
    """Targets with ``>`` in a form whose other targets have ``≥``."""
    targets = {
        f"indicators[{row}].target": _value(state, f"indicators[{row}].target") or ""
        for row in range(state.rows.get("indicators", 0))
    }
    least = [path for path, text in targets.items() if _AT_LEAST.match(text)]
    more = [path for path, text in targets.items() if _MORE.match(text)]
    return more if len(least) >= 2 and len(more) < len(least) else []


def _unconfirmed(state: State, laws: Sequence[BoundLaw], explained: set[str]) -> list[str]:
    """In a scan, the figures of a broken sum that no other law confirms and no single fault explains."""
    look = state.look()
    of = by_cell(laws)
    out: list[str] = []
    for law in laws:
        if not isinstance(law.relation, Balance) or law.conditional or law.relation.judge(look).verdict != "broken":
            continue
        if f"{law.law_id}:{law.cells[-1]}" in explained:
            continue
        for path in law.cells:
            others = [
                other for other in of.get(path, ()) if other is not law and other.relation and not other.conditional
            ]
            sure = any(
                isinstance(other.relation, Balance) and other.relation.judge(look).verdict == "holds"
                for other in others
            )
            if not sure and _value(state, path) and row_passes(state, path.rpartition(".")[0], {}) is not False:
                out.append(path)
    return out


def _value(state: State, path: str) -> str | None:
    candidate = state.chosen.get(path)
    return candidate.value if candidate is not None else None
