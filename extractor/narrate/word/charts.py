"""What is worth a picture: the rates and marks of a form, and how marks and rates of many forms are spread.

Comes in: records and a language. Goes out: ``Charts``, each drawing with its caption and with words for who cannot see
it. Never shows a figure that is not a cell, a stated formula of cells or a count of forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.labels import Label, Language
from extractor.narrate.draft import stories_of
from extractor.narrate.facts import Story
from extractor.narrate.rows import Row
from extractor.narrate.said import DOUBT, Said, brief
from extractor.narrate.word.drawing import FONTS, Bar, Drawing, words_of
from extractor.narrate.word.spread import FEW, distributions, rate_of
from extractor.values import Record

MOST_ROWS = 24  # of a chart that has to fit on a page
MOST_FORMS = 12  # of a summary, beyond which the forms are not drawn one by one


@dataclass(frozen=True, slots=True)
class Charts:
    """The drawings of all forms together, and of each form; ``fonts`` are those to look for, the best first."""

    whole: tuple[Drawing, ...] = ()
    forms: tuple[tuple[Drawing, ...], ...] = ()
    fonts: tuple[str, ...] = FONTS


NO_CHARTS = Charts()


def find_charts(records: Sequence[Record], language: Language) -> Charts:
    """What there is to draw about some records; nothing is drawn yet, since not every narrative has a place for it."""
    stories = stories_of(records)
    whole = distributions(stories, language) if len(records) > 1 and len(stories) >= FEW else []
    forms: list[list[Drawing]] = [[] for _ in stories]
    if len(stories) <= MOST_FORMS:
        forms = [_of_form(story, language, named=len(stories) > 1) for story in stories]
    return Charts(tuple(whole), tuple(map(tuple, forms)))


def _of_form(story: Story, language: Language, *, named: bool) -> list[Drawing]:
    found = [drawing for drawing in (_rates(story, language), _losses(story, language)) if drawing]
    name = story.project or story.unit or story.title
    if not named or name is None:
        return found
    joint = "：" if language == "zh" else ": "
    return [replace(one, caption=brief(name.text, 30) + joint + one.caption) for one in found]


def _rates(story: Story, language: Language) -> Drawing | None:
    """The execution rate against the marks, each as a share of what could be reached."""
    bars = [_rate_bar(story.money.rate, language)] if story.money.rate else []
    score_of_rate = Label("预算执行率得分", "Score of execution").say(language)
    bars.append(_score_bar(score_of_rate, story.money.score, story.money.weight, language))
    bars += [_score_bar(one.name.text, one.score, one.weight, language) for one in story.sections]
    bars.append(_score_bar(Label("自评总分", "Total score").say(language), story.score, story.full, language))
    drawn = tuple(bar for bar in bars if bar is not None)
    if len(drawn) < 2:
        return None  # one bar compares nothing
    if bars[0] is not None and story.money.rate:
        caption = Label("预算执行率与得分情况", "Execution rate and scores").say(language)
        axis = Label("占预算、占满分的比例，%", "per cent of the budget, of full marks").say(language)
    else:
        caption = Label("各部分得分情况", "Scores by part").say(language)
        axis = Label("占满分的比例，%", "per cent of full marks").say(language)
    return Drawing(caption, drawn, axis, "rows", words=words_of(caption, drawn, language))


def _rate_bar(rate: Said, language: Language) -> Bar | None:
    value = rate_of(rate)
    if value is None or not 0 <= value <= 1000:
        return None
    name = Label("预算执行率", "Execution rate").say(language)
    return Bar(name, value, Decimal(100), rate.short + _doubt(language, rate), rate.doubt, paths=rate.paths)


def _score_bar(name: str, score: Said | None, full: Said | None, language: Language) -> Bar | None:
    if score is None or full is None or score.number is None or not full.number or full.number < 0:
        return None
    share = score.number / full.number * 100
    if not 0 <= share <= 1000:
        return None
    said = Label(f"{score.short}（满分{full.short}）", f"{score.short} of {full.short}").say(language)
    doubt = score.doubt or full.doubt
    return Bar(name, share, Decimal(100), said + _doubt(language, score, full), doubt, paths=score.paths)


def _losses(story: Story, language: Language) -> Drawing | None:
    """The marks of each indicator, and what of its weight was lost."""
    rows = [row for row in story.scored if _is_drawable(row)]
    if len(rows) > MOST_ROWS:
        rows = [row for row in rows if row.lost is not None][:MOST_ROWS]
    bars = tuple(bar for row in rows if (bar := _loss_bar(row, language)))
    if len(bars) < 2 or not any(bar.lost for bar in bars):
        return None
    caption = Label("各指标得分与扣分情况", "Scores and marks lost by indicator").say(language)
    axis = Label("分值", "marks").say(language)
    return Drawing(caption, bars, axis, "rows", words=words_of(caption, bars, language))


def _is_drawable(row: Row) -> bool:
    weight, score = (cell.number if cell is not None else None for cell in (row.weight, row.score))
    return row.name is not None and weight is not None and weight > 0 and score is not None and score >= 0


def _loss_bar(row: Row, language: Language) -> Bar | None:
    name, weight, score = row.name, row.weight, row.score
    if name is None or weight is None or score is None or weight.number is None or score.number is None:
        return None
    said = score.short + _doubt(language, score, weight)
    if row.lost is not None:
        formula = f"（{row.lost.formula}）" if language == "zh" else f" ({row.lost.formula})"
        said = Label("扣", "lost ").say(language) + row.lost.short + formula + _doubt(language, row.lost)
    doubt = score.doubt or weight.doubt
    return Bar(name.text, score.number, weight.number, said, doubt, lost=row.lost is not None, paths=score.paths)


def _doubt(language: Language, *cells: Said) -> str:
    return DOUBT[language] if any(cell.doubt for cell in cells) else ""
