"""Suspects: cells that look misread though nothing proves it.

Comes in: the state after repair. Goes out: reasons for review by path, with the reading
that the laws suggest. The printed values stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.decide.state import State, by_cell
from extractor.decide.trials import PLAIN_KEYS, SOFT, failing_tests, figures, is_impossible, mendings, row_passes
from extractor.laws import BoundLaw
from extractor.laws.relations import Balance
from extractor.notation import parse_amount, parse_number, parse_rate

_PERCENT = re.compile(r"\d\s*[%％]")
_BARE = re.compile(r"[≥≤><=≧≦⩾⩽＞＜＝]{0,2}\s*\d{1,3}(?:\.\d+)?")
_AT_LEAST = re.compile(r"\s*(?:≥|≧|⩾|>=|＞=|＞＝)")
_MORE = re.compile(r"\s*[>＞](?![=＝])")
_FIGURE_IN_NAME = re.compile(r"\d\.\d\d(?!\d)|[≥≤≧≦⩾⩽]|[^\d（(]\d[\d.]*[%％]|[\u4e00-\u9fff]\d*[SlIOB]$")
_INSTRUCTION = re.compile(r"(?:请|须|需)[^，。]{0,8}(?:简要|逐项|如实)?(?:说明|填写|填报|注明|描述)")
_HABIT = 0.75  # share of rows scored in proportion from which a row that is not speaks of a misreading
IMPOSSIBLE = "数字中有不可能出现的字符"
LOST_PERCENT = "指标值与完成值一个带百分号、一个没有，可能漏读"
LOST_STROKE = "其余各行为“≥”，此处为“>”，可能漏读一画"
NAME_WITH_FIGURES = "名称中夹有数值，可能与相邻栏连写"
NO_NUMBER = "本栏应为数字，而此处内容读不成一个数"
INSTRUCTION = "疑为填表说明文字，不是填报内容"
UNCONFIRMED = "所在合计不符，而本格没有其他关系可以证实"


def suspects(state: State, *, scanned: bool) -> dict[str, tuple[str, ...]]:
    """Reasons for review of cells that may be misread."""
    laws = state.bound()
    out: dict[str, tuple[str, ...]] = {}
    habit = scanned or _scores_in_proportion(state)
    explained: set[str] = set()  # tests that one of the suggested readings would mend
    for mending in sorted(mendings(state, laws), key=lambda m: (-len(m.mended), m.cost)):
        if mending.path not in out and not mending.spoiled and (mending.hard or habit):
            explained.update(mending.mended)
            state.others[mending.path] = (mending.reading,)
            out[mending.path] = (f"可能误读：若读作 {mending.reading}，则{mending.titles}成立",)
    for path, candidate in figures(state):
        if path not in out and is_impossible(path, candidate.value or ""):
            out[path] = (IMPOSSIBLE,)
    for path in _no_numbers(state):
        out.setdefault(path, (NO_NUMBER,))
    for path in _lost_percents(state):
        out.setdefault(path, (LOST_PERCENT,))
    for path, reason in _odd_texts(state):
        out.setdefault(path, (reason,))
    if scanned:
        for path in _lost_strokes(state):
            out.setdefault(path, (LOST_STROKE,))
        for path in _unconfirmed(state, laws, explained):
            out.setdefault(path, (UNCONFIRMED,))
    return out


def _scores_in_proportion(state: State) -> bool:
    """True if the rows of this form are scored in proportion by habit, so that one that is not stands out."""
    told = [
        passes
        for row in range(state.rows.get("indicators", 0))
        if (passes := row_passes(state, f"indicators[{row}]", {})) is not None
    ]
    return len(told) >= 3 and sum(told) >= _HABIT * len(told)


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
        if text and path.rpartition(".")[2] in PLAIN_KEYS and candidate.origin in ("read", "stitched"):
            if (
                parse_amount(text, "元") is None
                and parse_rate(text) is None
                and parse_number(text.rstrip("分")) is None
            ):
                yield path


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
            if (
                not sure
                and _value(state, path)
                and f"{SOFT}:{path.rpartition('.')[0]}" not in failing_tests(state, path, (), {})
            ):
                out.append(path)
    return out


def _value(state: State, path: str) -> str | None:
    candidate = state.chosen.get(path)
    return candidate.value if candidate is not None else None
