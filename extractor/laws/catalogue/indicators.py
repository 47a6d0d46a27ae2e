"""Laws of scored indicators: target met or missed, and the marks for it.

Comes in: a form and the settings. Goes out: sayings per row. Which scoring rule a place
uses is not presumed: proportional, step and all-or-nothing scores are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractor.laws.catalogue.fulfilment import is_late, lower_is_better, ratio, row_is_missed, word_fulfilment
from extractor.laws.catalogue.tables import scored_indicators
from extractor.laws.form import Form
from extractor.laws.law import Said, Words, holds, plain, saying
from extractor.laws.names import cell_words
from extractor.laws.outcome import BLANK, UNSTATED
from extractor.laws.settings import LawSettings
from extractor.notation import Quantity, format_rate
from extractor.values import Severity

RULE = "财预〔2020〕10号《项目支出绩效评价管理办法》第十七条（比例计分见各地转发表格；条款号凭记忆，未核对原文）"


@dataclass(frozen=True)
class _Scored:
    """A row whose target, result, weight and score are all there."""

    row: str
    target: Quantity
    actual: Quantity
    weight: Decimal
    score: Decimal
    lower: bool
    short: bool | None

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(f"{self.row}.{key}" for key in ("target", "actual", "score", "weight"))

    @cached_property
    def missed(self) -> bool | None:
        if self.target.kind == "word" and self.actual.kind == "word":
            return {"met": False, "missed": True}.get(word_fulfilment(self.target.text, self.actual.text))
        late = is_late(self.target, self.actual)
        return late if late is not None else self.short


def _rows(form: Form) -> tuple[_Scored, ...]:
    found: tuple[_Scored, ...] = form.once("scored_rows", lambda: tuple(_find_rows(form)))
    return found


def _find_rows(form: Form) -> Iterator[_Scored]:
    for row in scored_indicators(form):
        target, actual = form.quantity(f"{row}.target"), form.quantity(f"{row}.actual")
        weight, score = form.number(f"{row}.weight"), form.number(f"{row}.score")
        if target is None or actual is None or weight is None or score is None or weight <= 0:
            continue
        short = row_is_missed(form, row, target, actual)
        yield _Scored(row, target, actual, weight, score, lower_is_better(form, row), short)


def _said(
    form: Form, item: _Scored, words: Words, expected: str | None = None, severity: Severity | None = None
) -> Said:
    name = cell_words(f"{item.row}.score", form)
    marks = f"{plain(item.score)}/{plain(item.weight)}"
    head = f"{name[0].split('·')[0]}指标值 {item.target.text}，完成值 {item.actual.text}，得分 {marks}"
    head_en = f"{name[1].split(',')[0]}: target {item.target.text}, actual {item.actual.text}, score {marks}"
    return Said(
        "broken",
        item.cells,
        f"{head}：{words[0]}",
        f"{head_en}: {words[1]}",
        expected,
        plain(item.score),
        severity=severity,
    )


@saying("error", "指标未达标不得满分", "a missed target does not earn full marks", RULE)
def missed_target_loses_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """missed_target_loses_marks: a row whose number misses its target scores less than its weight.

    Okay: indicators[0].target=≥80%; indicators[0].actual=75%; indicators[0].weight=8; indicators[0].score=7.5
    Broken: indicators[0].target=≥80%; indicators[0].actual=75%; indicators[0].weight=8; indicators[0].score=8
    """
    for item in _rows(form):
        missed = item.missed
        if missed is None or item.target.date is not None:
            continue
        if not missed or item.score < item.weight:
            yield holds(*item.cells)
        else:
            worded = item.target.kind == "word"
            level: Severity | None = "warning" if worded else None
            yield _said(form, item, ("未达标却得满分", "missed, yet full marks"), severity=level)


@saying("error", "逾期完成不得满分", "a missed deadline does not earn full marks", RULE)
def late_result_loses_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """late_result_loses_marks: a row done after its deadline scores less than its weight; 12月底前 is its last day.

    Okay: fiscal_year=2021; indicators[0].target=12月底前; indicators[0].actual=12月31日; indicators[0].weight=8;
        indicators[0].score=8
    Broken: fiscal_year=2021; indicators[0].target=11月底前; indicators[0].actual=12月1日; indicators[0].weight=8;
        indicators[0].score=8
    """
    for item in _rows(form):
        if item.target.date is None or item.missed is None:
            continue
        if not item.missed or item.score < item.weight:
            yield holds(*item.cells)
        else:
            yield _said(form, item, ("已逾期却得满分", "late, yet full marks"))


@saying("warning", "指标达标而失分应说明原因", "a met target that loses marks has a reason", RULE)
def met_target_keeps_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """met_target_keeps_marks: a row that met its target has full marks; a stated reason makes it a note.

    Okay: indicators[0].target=提升; indicators[0].actual=提升; indicators[0].weight=8; indicators[0].score=8
    Broken: indicators[0].target=提升; indicators[0].actual=提升; indicators[0].weight=8; indicators[0].score=5
    """
    for item in _rows(form):
        if item.missed is not False:
            continue
        if item.score >= item.weight:
            yield holds(*item.cells)
            continue
        reason = form.reason(f"{item.row}.deviation_note")
        if reason:
            words = "已达标却失分，原因栏另有说明", "met, yet marks lost; a reason is given"
            yield _said(form, item, words, plain(item.weight), "note")
        else:
            words = "已达标却失分，且未说明原因", "met, yet marks lost without a reason"
            yield _said(form, item, words, plain(item.weight))


@saying("warning", "未达标指标按完成比例得分", "a missed target scores in proportion", RULE)
def missed_target_scores_in_proportion(form: Form, settings: LawSettings) -> Iterator[Said]:
    """missed_target_scores_in_proportion: weight x actual / target (a ceiling: target / actual), or a lower score.

    A score below the proportion (a step, all or nothing) is a note; one well above it a warning.
    Okay: indicators[0].target=≥50次; indicators[0].actual=40次; indicators[0].weight=10; indicators[0].score=8
    Broken: indicators[0].target=≥50次; indicators[0].actual=20次; indicators[0].weight=10; indicators[0].score=9
    """
    for item in _rows(form):
        share = ratio(item.target, item.actual, item.lower)
        if not item.missed or share is None or item.score >= item.weight:
            continue
        expected = item.weight * min(share, Decimal(1))
        excess = item.score - expected
        # Scores are rounded to a tenth or to whole points, whatever is printed.
        if abs(excess) <= Decimal("0.06") or excess == int(item.score) - expected and abs(excess) <= Decimal("0.5"):
            yield holds(*item.cells)
            continue
        level: Severity = "warning" if excess > item.weight / 10 else "note"
        want, gap = plain(expected, 2), plain(abs(excess), 2)
        zh = f"按比例应得 {want}，{'高' if excess > 0 else '低'} {gap}"
        en = f"in proportion {want}, {gap} {'more' if excess > 0 else 'less'}"
        yield _said(form, item, (zh, en), want, level)


@saying("warning", "定性指标得分与完成档次相符", "the score of a worded result fits its tier", RULE)
def worded_result_fits_tier(form: Form, settings: LawSettings) -> Iterator[Said]:
    """worded_result_fits_tier: partly met earns 60 (or 50) to 80 % of the weight, not met less.

    Okay: indicators[0].target=完善; indicators[0].actual=基本达成; indicators[0].weight=10; indicators[0].score=8
    Broken: indicators[0].target=完善; indicators[0].actual=部分达成; indicators[0].weight=10; indicators[0].score=10
    """
    for item in _rows(form):
        if item.target.kind != "word" or item.actual.kind != "word":
            continue
        tier, share = word_fulfilment(item.target.text, item.actual.text), item.score / item.weight
        if tier not in ("partly", "missed"):
            continue
        highs = [upper if tier == "partly" else lower for upper, lower in settings.tiers]
        if share <= max(highs):
            yield holds(*item.cells)
            continue
        limit = format_rate(max(highs), 0)
        # 基本 is used for "as good as done" too: worth a look, not a reproach.
        level: Severity = "note" if "基本" in item.actual.text or share < 1 else "warning"
        words = f"按所写完成情况，得分不高于分值的 {limit}", f"by its words at most {limit} of the weight"
        yield _said(form, item, words, severity=level)


@saying("warning", "失分指标应说明原因", "a row that lost marks has a reason")
def lost_marks_have_reason(form: Form, settings: LawSettings) -> Iterator[Said]:
    """lost_marks_have_reason: a row that missed its target and lost marks says why.

    Okay: indicators[0].target=≥9次; indicators[0].actual=8次; indicators[0].weight=9; indicators[0].score=8;
        indicators[0].deviation_note=雨季停工两周
    Broken: indicators[0].target=≥9次; indicators[0].actual=8次; indicators[0].weight=9; indicators[0].score=8;
        indicators[0].deviation_note=无
    """
    rows = tuple(item for item in _rows(form) if item.score < item.weight and item.missed is not False)
    # A form whose reasons stand elsewhere has no such column: then nothing is missing in it.
    in_use = any(form.has(path) for path in form.column("indicators", "deviation_note"))
    bare = []
    for item in rows:
        note = f"{item.row}.deviation_note"
        if form.reason(note):
            yield holds(f"{item.row}.score", note)
        elif form.has(note) or form.look(note) is BLANK or in_use and form.look(note) is UNSTATED:
            bare.append(item)  # a note that is lost is not held against the form
    if bare:
        cells = tuple(path for item in bare for path in (f"{item.row}.score", f"{item.row}.deviation_note"))
        names = "、".join(cell_words(f"{item.row}.score", form)[0].split("·")[0] for item in bare)
        yield Said(
            "broken",
            cells,
            f"{len(bare)} 项指标失分而未说明原因：{names}",
            f"{len(bare)} row(s) lost marks without a reason",
        )


@saying("note", "大幅超额完成应说明原因", "heavy over-fulfilment has a reason", RULE)
def over_fulfilment_has_reason(form: Form, settings: LawSettings) -> Iterator[Said]:
    """over_fulfilment_has_reason: a result far above its target suggests that the target was set too low.

    Okay: indicators[0].target=≥10次; indicators[0].actual=12次; indicators[0].weight=9; indicators[0].score=9
    Broken: indicators[0].target=≥10次; indicators[0].actual=32次; indicators[0].weight=9; indicators[0].score=9
    """
    for item in _rows(form):
        share = ratio(item.target, item.actual, item.lower)
        if share is None or share < settings.over_fulfilment or item.target.comparator in ("≤", "<") or item.lower:
            continue
        if form.reason(f"{item.row}.deviation_note"):
            yield holds(*item.cells)
            continue
        rate = format_rate(share, 0)
        words = f"完成目标的 {rate}，未说明原因，目标是否偏低", f"{rate} of the target, no reason: target too low?"
        yield _said(form, item, words)
