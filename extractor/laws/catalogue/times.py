"""Laws of years and dates: title, period, filing, dates told in prose.

Comes in: a form and the settings. Goes out: sayings. Never takes a year for wrong because
prose tells of earlier years: only where money moved, and only far off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain, saying
from extractor.laws.settings import LawSettings
from extractor.notation import PrintedDate, fold, parse_date

NARRATIVES = (
    "overview", "fund_use", "implementation", "performance", "other_issues", "staffing", "budget_execution",
)  # fmt: skip
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_DATED = re.compile(r"((?:19|20)[0-9]{2}) ?年 ?([0-9]{1,2}) ?月(?: ?[0-9]{1,2} ?日)?")


@saying("warning", "标题年度与评价年度一致", "the year in the title is the year evaluated")
def years_agree(form: Form, settings: LawSettings) -> Iterator[Said]:
    """years_agree: a year printed in the title is the fiscal year of the form.

    Okay: title=2021年项目支出绩效自评表; fiscal_year=2021
    Broken: title=2020年项目支出绩效自评表; fiscal_year=2021
    """
    years = [int(year) for year in _YEAR.findall(fold(form.text("title") or ""))]
    if form.year is None or not years:
        return
    if form.year in years:
        yield holds("title", "fiscal_year")
    else:
        yield Said(
            "broken",
            ("title", "fiscal_year"),
            f"标题写 {years[0]} 年，评价年度为 {form.year}",
            f"the title says {years[0]}, the fiscal year is {form.year}",
            str(form.year),
            str(years[0]),
        )


@saying("note", "填表日期在评价年度结束之后", "the form is filled in after the year's end")
def filled_after_year_end(form: Form, settings: LawSettings) -> Iterator[Said]:
    """filled_after_year_end: a self-evaluation of a year is filled in on or after its 31 December.

    Okay: fiscal_year=2021; sign_off.filled_on=2022-03-01
    Broken: fiscal_year=2021; sign_off.filled_on=2021-11-30
    """
    filled = parse_date(form.text("sign_off.filled_on") or "", form.year)
    if filled is None or form.year is None:
        return
    if filled.latest >= date(form.year, 12, 31):
        yield holds("sign_off.filled_on", "fiscal_year")
    else:
        yield Said(
            "broken",
            ("sign_off.filled_on", "fiscal_year"),
            f"填表日期 {filled.iso} 早于评价年度 {form.year} 年结束",
            f"filled in on {filled.iso}, before {form.year} ended",
            f"≥{form.year}-12-31",
            filled.iso,
        )


def _period(form: Form) -> tuple[PrintedDate, PrintedDate] | None:
    start = parse_date(form.text("project_period.start") or "", form.year)
    end = parse_date(form.text("project_period.end") or "", form.year)
    return (start, end) if start is not None and end is not None else None


@saying("warning", "项目期包含评价年度", "the project period covers the year evaluated")
def period_covers_year(form: Form, settings: LawSettings) -> Iterator[Said]:
    """period_covers_year: the period runs forward and meets the fiscal year.

    Okay: fiscal_year=2020; project_period.start=2019-05; project_period.end=2020-12
    Broken: fiscal_year=2020; project_period.start=2021-01-01; project_period.end=2021-12-31
    """
    period = _period(form)
    if period is None:
        return
    start, end = period
    cells = ("project_period.start", "project_period.end", "fiscal_year")
    backwards = end.latest < start.earliest
    outside = form.year is not None and not start.earliest.year <= form.year <= end.latest.year
    if not backwards and not outside:
        yield holds(*cells)
        return
    span = f"{start.iso} 至 {end.iso}"
    zh = f"项目期 {span} 起止颠倒" if backwards else f"项目期 {span} 不含评价年度 {form.year}"
    en = f"period {start.iso} to {end.iso} " + ("runs backwards" if backwards else f"does not cover {form.year}")
    yield Said("broken", cells, zh, en, str(form.year or ""), span)


@saying("warning", "资金使用日期与评价年度相近", "dates of spending lie near the year evaluated")
def narrative_year_is_near(form: Form, settings: LawSettings) -> Iterator[Said]:
    """narrative_year_is_near: a date in the prose on how money was used is not years away from the fiscal year.

    Okay: fiscal_year=2021; narratives.fund_use=2021年3月8日付款5万元
    Broken: fiscal_year=2021; narratives.fund_use=2012年3月8日付款5万元
    """
    for key in ("fund_use", "budget_execution"):
        path = f"narratives.{key}"
        text = form.text(path)
        if text is None or form.year is None:
            continue
        for hit in _DATED.finditer(fold(text)):
            year = int(hit.group(1))
            if form.year - settings.years_before <= year <= form.year + 2:
                yield holds(path, "fiscal_year")
                continue
            gap = abs(form.year - year)
            yield Said(
                "broken",
                (path, "fiscal_year"),
                f"资金使用情况写「{hit.group()}」，与评价年度 {form.year} 相差 {gap} 年",
                f"spending is dated {hit.group(1)}-{int(hit.group(2)):02d}, {gap} years from {form.year}",
                str(form.year),
                str(year),
            )


@saying("note", "使用年限类完成值不超过项目期", "a result in years does not exceed the project period")
def lifetime_fits_period(form: Form, settings: LawSettings) -> Iterator[Said]:
    """lifetime_fits_period: years of use reported as reached cannot be longer than the project has run.

    Okay: project_period.start=2010-01-01; project_period.end=2020-12-31; indicators[0].level3=使用年限;
        indicators[0].actual=10年
    Broken: project_period.start=2020-01-01; project_period.end=2020-12-31; indicators[0].level3=使用年限;
        indicators[0].actual=10年
    """
    period = _period(form)
    if period is None:
        return
    years = period[1].latest.year - period[0].earliest.year + 1
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        actual = form.quantity(f"{row}.actual")
        if not re.search(r"年限|寿命|年数", form.text(f"{row}.level3") or ""):
            continue
        if actual is None or actual.value is None or actual.unit != "年":
            continue
        cells = (f"{row}.actual", "project_period.start", "project_period.end")
        if actual.value.value <= years:
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                cells,
                f"完成值 {actual.text}，项目期只有 {years} 年，无从实测",
                f"result {actual.text}, but the project has run {years} year(s): not measured",
                f"≤{years}年",
                plain(actual.value.value),
            )


@saying("note", "完成日期与文字所述一致", "a result's date is the date told in prose")
def narrative_date_is_result_date(form: Form, settings: LawSettings) -> Iterator[Said]:
    """narrative_date_is_result_date: prose that names the month of a result in another year alone contradicts it.

    Okay: indicators[0].actual=2018.9; narratives.implementation=2018年9月3日组织验收
    Broken: indicators[0].actual=2018.9; narratives.implementation=2019年9月3日组织验收
    """
    told = [
        (f"narratives.{key}", int(hit.group(1)), int(hit.group(2)), hit.group())
        for key in ("implementation", "performance", "fund_use")
        for hit in _DATED.finditer(fold(form.text(f"narratives.{key}") or ""))
    ]
    for index in range(form.rows("indicators")):
        path = f"indicators[{index}].actual"
        actual = form.quantity(path)
        if actual is None or actual.date is None or actual.date.precision == "year" or not told:
            continue
        done = actual.date.latest
        same_month = [item for item in told if item[2] == done.month]
        if not same_month:
            continue
        if any(item[1] == done.year for item in same_month):
            yield holds(path, same_month[0][0])
        else:
            where, _, _, words = same_month[0]
            yield Said(
                "broken",
                (path, where),
                f"完成值写 {actual.text}，文字却写「{words}」",
                f"the result is dated {actual.date.iso}, the prose says {same_month[0][1]}-{done.month:02d}",
                words,
                actual.text,
            )
