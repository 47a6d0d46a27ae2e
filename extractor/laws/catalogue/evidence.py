"""Laws of what stands in the result cells: is it a measurement, in the right unit, possible at all.

Comes in: a form and the settings. Goes out: sayings. Applies to forms with and without
scores. Never treats words as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.laws.catalogue.fulfilment import is_direction_unclear, row_is_missed, spans
from extractor.laws.form import Form, plain_label
from extractor.laws.law import Said, holds, saying
from extractor.laws.settings import LawSettings
from extractor.notation import Quantity, fold, parse_date, parse_quantity, parse_rate

_ANY_YEAR = 2000
_MEASURES = frozenset({"money", "share", "hours", "months"})
_TIMES = frozenset({"年", "月", "个月", "天", "日", "小时", "分钟"})
_SHARES = re.compile(
    r"满意|合格率|达标率|覆盖率|及时率|准确率|正常率|正常运行率|使用率|利用率|入学率|通过率|知晓率|支持率"
)
_GROWTH = re.compile(r"增|提高|提升|变动|超额|同比|环比")
_DONE = ("100%", "100", "已完成", "完成", "全部完成")


def _indicator_rows(form: Form) -> tuple[tuple[str, Quantity, Quantity], ...]:
    found: tuple[tuple[str, Quantity, Quantity], ...] = form.once("indicator_rows", lambda: tuple(_both_given(form)))
    return found


def _both_given(form: Form) -> Iterator[tuple[str, Quantity, Quantity]]:
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        target, actual = form.quantity(f"{row}.target"), form.quantity(f"{row}.actual")
        if target is not None and actual is not None:
            yield row, target, actual


@saying("warning", "完成值应为实测值，不应照抄指标值", "a result is measured, not the target repeated")
def actual_is_measured(form: Form, settings: LawSettings) -> Iterator[Said]:
    """actual_is_measured: a result does not repeat the target's comparator; a threshold is no measurement.

    Okay: indicators[0].target=≥260米; indicators[0].actual=270米
    Broken: indicators[0].target=≥260米; indicators[0].actual=≥260米
    """
    rows, copied = 0, []
    for row, target, actual in _indicator_rows(form):
        rows += 1
        if target.comparator and actual.comparator == target.comparator and spans(target, actual) is not None:
            copied.append(row)
        elif target.comparator:
            yield holds(f"{row}.target", f"{row}.actual")
    if copied:
        shown = "、".join(form.text(f"{row}.actual") or "" for row in copied)
        yield Said(
            "broken",
            tuple(f"{row}.actual" for row in copied),
            f"{rows} 项指标中有 {len(copied)} 项的完成值照抄指标值的比较符（{shown}），不是实测值",
            f"{len(copied)} of {rows} results only repeat the target's comparator ({shown}): no measurement",
            found=str(len(copied)),
        )


@saying("warning", "定量指标的完成值应为数字", "the result of a numeric target is a number")
def numeric_target_has_numeric_actual(form: Form, settings: LawSettings) -> Iterator[Said]:
    """numeric_target_has_numeric_actual: words ("完成", "无") for a numeric target cannot be checked.

    For a target that is a span of time or a date, words such as 按时完成 are a note.
    Okay: indicators[0].target=≥90%; indicators[0].actual=95%
    Broken: indicators[0].target=≥90%; indicators[0].actual=满意
    """
    for row, target, actual in _indicator_rows(form):
        if target.kind == "word":
            continue
        cells = (f"{row}.target", f"{row}.actual")
        if actual.kind != "word":
            yield holds(*cells)
            continue
        if parse_date(actual.text, _ANY_YEAR) is not None:
            continue  # a date without a year, in a form whose year is lost
        if _holds_figure(actual.text, target.unit):
            continue  # a sentence that gives the figure: 实际完成2次
        timely = target.date is not None or target.unit in _TIMES and not target.comparator
        score = form.text(f"{row}.score")
        tail, tail_en = (f"，得分 {score}", f", score {score}") if score else ("", "")
        yield Said(
            "broken",
            cells,
            f"指标值 {target.text} 可以衡量，完成值「{actual.text}」却不是数字{tail}",
            f"target {target.text} can be measured, actual “{actual.text}” is no number{tail_en}",
            target.text,
            actual.text,
            severity="note" if timely else None,
        )


def _holds_figure(text: str, unit: str) -> bool:
    """Say whether words hold a figure in the unit of the target: the figure is given, if not on its own."""
    mark = "[%％]" if unit == "%" else re.escape(unit)
    return bool(unit) and re.search(rf"[0-9]\s*{mark}", fold(text)) is not None


@saying("warning", "指标值与完成值单位一致", "target and result have one unit")
def units_agree(form: Form, settings: LawSettings) -> Iterator[Said]:
    """units_agree: target and result are printed in units that can be compared.

    Two counting words (户, 家, 次, 场) may stand for one thing: a note.
    Okay: indicators[0].target=≥90%; indicators[0].actual=95百分比
    Broken: indicators[0].target=≥90户; indicators[0].actual=95%
    """
    for row, target, actual in _indicator_rows(form):
        if target.value is None or actual.value is None or not target.unit or not actual.unit:
            continue
        cells = (f"{row}.target", f"{row}.actual")
        # One counting word inside the other (场 / 场次, 人 / 人次, 套 / 套/年) is the same count.
        alike = target.unit in actual.unit or actual.unit in target.unit
        if alike or target.dimension == actual.dimension:
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                cells,
                f"指标值 {target.text} 与完成值 {actual.text} 单位不同",
                f"target {target.text} and actual {actual.text} are in different units",
                target.unit,
                actual.unit,
                severity=None if {target.dimension, actual.dimension} & _MEASURES else "note",
            )


@saying("error", "比率不超过 100%", "a share is at most 100 %")
def share_at_most_hundred(form: Form, settings: LawSettings) -> Iterator[Said]:
    """share_at_most_hundred: satisfaction, coverage and pass rates lie between 0 and 100 %; growth may not.

    Okay: indicators[0].level3=培训覆盖率; indicators[0].actual=100%
    Broken: indicators[0].level3=培训覆盖率; indicators[0].actual=290%
    """
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        label = plain_label(form.text(f"{row}.level3") or "")
        if not _SHARES.search(label) or label.startswith("超") or _GROWTH.search(label) and "满意" not in label:
            continue
        for key in ("target", "actual"):
            value = form.quantity(f"{row}.{key}")
            if value is None or value.value is None or value.unit != "%":
                continue
            if 0 <= value.span.low and value.span.high <= 1:
                yield holds(f"{row}.{key}")
            else:
                yield Said(
                    "broken",
                    (f"{row}.{key}",),
                    f"「{label}」是比率，{value.text} 超出 0–100%",
                    f"“{label}” is a share; {value.text} lies outside 0-100 %",
                    "0-100%",
                    value.text,
                )


@saying("warning", "完成进度栏填比率", "the progress column holds a rate")
def progress_is_rate(form: Form, settings: LawSettings) -> Iterator[Said]:
    """progress_is_rate: progress is a percentage or a word, not an amount.

    Okay: indicators[0].progress=100%
    Broken: indicators[0].progress=500万元
    """
    for index in range(form.rows("indicators")):
        path = f"indicators[{index}].progress"
        text = form.text(path)
        if text is None:
            continue
        quantity = parse_quantity(text, form.year)
        if parse_rate(text) is not None or quantity is None or quantity.value is None:
            yield holds(path)
        else:
            zh, en = f"完成进度填了 {text}，不是比率", f"progress is {text}, not a rate"
            yield Said("broken", (path,), zh, en, "%", text)


@saying("warning", "未达标指标不应填已完成", "a missed target is not reported as done")
def missed_target_is_not_done(form: Form, settings: LawSettings) -> Iterator[Said]:
    """missed_target_is_not_done: a row whose number misses its target does not report progress 100 % or 已完成.

    Okay: indicators[0].target=≥10个; indicators[0].actual=9个; indicators[0].progress=未完成
    Broken: indicators[0].target=≥10个; indicators[0].actual=9个; indicators[0].progress=100%
    """
    for row, target, actual in _indicator_rows(form):
        progress = form.text(f"{row}.progress")
        missed = row_is_missed(form, row, target, actual)
        if progress is None or missed is None:
            continue
        cells = (f"{row}.target", f"{row}.actual", f"{row}.progress")
        if missed and fold(progress) in _DONE:
            zh = f"指标值 {target.text}，完成值 {actual.text}，未达标，进度却填 {progress}"
            yield Said(
                "broken", cells, zh, f"target {target.text}, actual {actual.text}: missed, yet progress {progress}",
                target.text, actual.text,
            )  # fmt: skip
        else:
            yield holds(*cells)


@saying("note", "有方向的指标应写比较符", "a target with a direction has a comparator")
def direction_is_stated(form: Form, settings: LawSettings) -> Iterator[Said]:
    """direction_is_stated: for errors, complaints, times a bare number does not say whether it is a ceiling.

    Okay: indicators[0].level3=投诉件数; indicators[0].target=≤3件; indicators[0].actual=2件
    Broken: indicators[0].level3=投诉件数; indicators[0].target=3件; indicators[0].actual=2件
    """
    for row, target, actual in _indicator_rows(form):
        if target.kind != "number" or not is_direction_unclear(form, row) or target.dimension == "money":
            continue
        both = spans(target, actual)
        if target.comparator or both is None or both[0] == both[1]:
            yield holds(f"{row}.target")
        else:
            yield Said(
                "broken",
                (f"{row}.target",),
                f"指标值 {target.text} 没有写 ≤ 或 ≥，方向不明",
                f"target {target.text} has no comparator: direction unknown",
            )


@saying("warning", "同一指标不重复填报", "no indicator is listed twice")
def indicator_listed_once(form: Form, settings: LawSettings) -> Iterator[Said]:
    """indicator_listed_once: the same indicator under the same level-2 label stands once.

    Okay: indicators[0].level2=数量指标; indicators[0].level3=培训次数; indicators[1].level2=数量指标;
        indicators[1].level3=培训人数
    Broken: indicators[0].level2=数量指标; indicators[0].level3=培训次数; indicators[1].level2=数量指标;
        indicators[1].level3=培训次数
    """
    seen: dict[tuple[str, str], str] = {}
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        label = plain_label(form.text(f"{row}.level3") or "")
        if not label:
            continue
        key = (plain_label(form.text(f"{row}.level2") or ""), label)
        first = seen.setdefault(key, row)
        if first != row:
            yield Said(
                "broken",
                (f"{first}.level3", f"{row}.level3"),
                f"指标「{label}」在同一类中填了两次",
                f"indicator “{label}” is listed twice under one kind",
            )
