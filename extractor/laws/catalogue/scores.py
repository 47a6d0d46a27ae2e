"""Laws of scores (得分): bounds, sums, sections, grade.

Comes in: a form and the settings. Goes out: relations and sayings, in points. Never
repairs a score; a total that does not add up is the author's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.tables import execution_rows, scored_indicators, sections, whole_card
from extractor.laws.form import Form
from extractor.laws.law import Group, Instance, Said, arithmetic, holds, plain, saying, untestable
from extractor.laws.outcome import BLANK
from extractor.laws.relations import AtMost, Sum
from extractor.laws.settings import LawSettings

GRADES = "财预〔2020〕10号《项目支出绩效评价管理办法》第十九条（条款号凭记忆，未核对原文）"


@arithmetic("error", "各项得分之和等于总分", "scores add up to the total score")
def scores_sum_to_total(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """scores_sum_to_total: the scores of all indicators and of execution add up to the total score.

    Okay: indicators[0].weight=90; indicators[0].score=88; funds[0].source=total; funds[0].score=9.5; total.score=97.5
    Broken: indicators[0].weight=90; indicators[0].score=88; funds[0].source=total; funds[0].score=9.5; total.score=98
    """
    rows = scored_indicators(form)
    if not rows:
        return
    scores = tuple(f"{row}.score" for row in rows)
    funds = tuple(f"{row}.score" for row in execution_rows(form, "score"))
    groups = (Group(("各项得分", "item scores"), scores), Group(("执行率得分", "execution score"), funds))
    yield Instance(Sum((*scores, *funds), "total.score"), groups=groups if funds else groups[:1])


@arithmetic("error", "评分卡各部分得分等于其下各项之和", "card section scores are the sums of their items")
def section_scores_sum(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """section_scores_sum: the score of a card section is the sum of its items' scores.

    Okay: scorecard[0].section=产出; scorecard[0].score=5.5; scorecard[1].section=产出; scorecard[1].item=甲;
        scorecard[1].score=5.50
    Broken: scorecard[0].section=产出; scorecard[0].score=6.5; scorecard[1].section=产出; scorecard[1].item=甲;
        scorecard[1].score=5.50
    """
    for section in sections(form):
        if section.total is not None and section.items:
            yield Instance(Sum(tuple(f"{row}.score" for row in section.items), f"{section.total}.score"))


@arithmetic("error", "评分卡各部分得分之和等于总分", "card section scores add up to the total score")
def section_totals_sum(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """section_totals_sum: the scores of the card's sections add up to the total score.

    Okay: scorecard[0].section=投入; scorecard[0].score=20.00; scorecard[1].section=过程; scorecard[1].score=19.5;
        total.score=39.50
    Broken: scorecard[0].section=投入; scorecard[0].score=20.00; scorecard[1].section=过程; scorecard[1].score=19.5;
        total.score=40.00
    """
    totals = tuple(f"{row}.score" for row in whole_card(form))
    if totals:
        yield Instance(Sum(totals, "total.score"))


def _scored_rows(form: Form) -> Iterator[str]:
    yield from scored_indicators(form)
    yield from (f"funds[{row}]" for row in range(form.rows("funds")))
    yield from (f"scorecard[{row}]" for row in range(form.rows("scorecard")))
    yield "total"


@arithmetic("error", "得分不超过分值", "a score is at most its weight")
def score_at_most_weight(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """score_at_most_weight: no row scores more than its weight.

    Okay: total.weight=100; total.score=100.00
    Broken: total.weight=100; total.score=100.5
    """
    rows = len(scored_indicators(form)) + form.rows("scorecard")
    for row in _scored_rows(form):
        scored = row.startswith(("indicators", "scorecard")) or row == "total" and rows > 1
        if scored or form.has(f"{row}.score") or form.has(f"{row}.weight"):
            yield Instance(AtMost(f"{row}.score", f"{row}.weight"))


@saying("error", "得分不为负", "no score is negative")
def score_not_negative(form: Form, settings: LawSettings) -> Iterator[Said]:
    """score_not_negative: a score is never below zero.

    Okay: total.score=0
    Broken: total.score=-2
    """
    for row in _scored_rows(form):
        path = f"{row}.score"
        score = form.number(path)
        if score is None:
            continue
        if score >= 0:
            yield holds(path)
        else:
            zh, en = f"得分 {plain(score)} 为负", f"score {plain(score)} is negative"
            yield Said("broken", (path,), zh, en, "≥0", plain(score))


@saying("warning", "有得分的行有分值", "a scored row has a weight")
def score_has_weight(form: Form, settings: LawSettings) -> Iterator[Said]:
    """score_has_weight: in a form that prints weights, a row with a score has a weight.

    Okay: indicators[0].weight=10; indicators[0].score=9
    Broken: indicators[0].weight=10; indicators[0].score=9; indicators[1].weight=; indicators[1].score=5
    """
    rows = scored_indicators(form)
    if not any(form.has(f"{row}.weight") for row in rows):
        return
    for row in rows:
        cells = (f"{row}.weight", f"{row}.score")
        if form.number(cells[1]) is None:
            continue
        if form.has(cells[0]):
            yield holds(*cells)
        elif form.look(cells[0]) is not BLANK:
            yield untestable(*cells)  # it may be lost: then the form is not at fault
        else:
            score = form.text(cells[1])
            yield Said("broken", cells, f"有得分 {score} 而无分值", f"score {score} without a weight", None, score)


@saying("error", "等级与总分相符", "the grade fits the total score", GRADES)
def grade_fits_total(form: Form, settings: LawSettings) -> Iterator[Said]:
    """grade_fits_total: the grade is that of the band the total falls in (90, 80, 60; half open from below).

    Okay: total.score=89.99; grade=良
    Broken: total.score=89.99; grade=优
    """
    total, grade = form.number("total.score"), form.text("grade")
    if grade is None:
        return
    cells = ("grade", "total.score")
    word = dict(settings.grade_synonyms).get(grade.strip(), grade.strip())
    if total is None or word not in {name for name, _ in settings.grade_bands}:
        yield Said("not_testable", cells)
        return
    expected = next((name for name, floor in settings.grade_bands if total >= floor), settings.grade_bands[-1][0])
    if expected == word:
        yield holds(*cells)
        return
    bands = "、".join(f"{name}≥{plain(Decimal(floor))}" for name, floor in settings.grade_bands)
    yield Said(
        "broken",
        cells,
        f"总分 {plain(total)} 应为「{expected}」（{bands}），表中为「{grade}」",
        f"total {plain(total)} is grade {expected} ({bands}), printed {grade}",
        expected,
        grade,
    )
