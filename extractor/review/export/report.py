"""The report of a review as one page: what was changed, by whom, and what is left.

Comes in: digests of reviewed documents. Goes out: an HTML page without any script, in Chinese with English beside
it, for the screen and for A4. Values come from documents and comments from people: they reach the page only
through the template's escaping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.labels import SEVERITIES, Label
from extractor.review.export.changed_text import pieces
from extractor.review.export.digest import Digest, Turn, moment, rulings_by_reviewer
from extractor.review.export.words import FATES, NOTHING, RULINGS
from extractor.review.values import Ruling
from extractor.sheet.page import page_environment
from extractor.version import VERSION
from extractor.wording import law_title

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
TURNS: Mapping[Turn, Label] = {
    "broken": Label("复核后不符", "broken by the review"),
    "mended": Label("复核后相符", "mended by the review"),
    "untestable": Label("因缺值无法再核对", "no longer testable: a value is missing"),
    "still_broken": Label("仍不符", "still broken"),
}
"""What the review did to a law, those first that somebody has to see to."""
MOST_OPEN = 40
"""Open cells of one document that the page names; the workbook has all."""
_SHOWN: tuple[Ruling, ...] = ("accept", "correct", "unreadable", "absent", "added", "deleted")


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that is shown large; ``alarm`` where somebody still has to see to it."""

    label: Label
    value: int
    note: Label
    alarm: bool = False


def to_html(digests: Sequence[Digest], folder: str, at: datetime) -> str:
    """The report of a review over a folder; ``at`` is when it was made."""
    shown = tuple(digests)
    return _template().render(
        folder=folder,
        at=moment(at),
        version=VERSION,
        style=_style(),
        tiles=tiles(shown),
        rulings=[(RULINGS[ruling], ruling) for ruling in _SHOWN],
        reviewers=[(name, counts, counts.total()) for name, counts in rulings_by_reviewer(shown).items()],
        totals=_totals(shown),
        documents=shown,
        told=[one for one in shown if _has_news(one)],
        most_open=MOST_OPEN,
        pieces=pieces,
        moment=moment,
        ruling_words=RULINGS,
        fates=FATES,
        nothing=NOTHING,
        severities=SEVERITIES,
        law_title=law_title,
        turns=TURNS,
    )


def tiles(digests: Sequence[Digest]) -> tuple[Tile, ...]:
    """The figures of a review at a glance."""
    done = sum(not one.open for one in digests)
    turned = Counter(law.turn for one in digests for law in one.laws)
    applied = sum(decided.fate == "applied" for one in digests for decided in one.decided)
    left = sum(len(one.open) for one in digests)
    unfit = sum(len(one.unfit) for one in digests)
    queued = sum(one.queued for one in digests)
    return (
        Tile(Label("复核完毕", "reviewed"), done, Label(f"共 {len(digests)} 份文档", f"of {len(digests)} documents")),
        Tile(
            Label("生效的决定", "decisions"),
            applied,
            Label(f"待核格共 {queued}", f"cells to review: {queued}"),
        ),
        Tile(Label("更改", "changes"), sum(len(one.changes) for one in digests), Label("值或行", "of values or rows")),
        Tile(
            Label("勾稽恢复相符", "laws mended"),
            turned["mended"],
            Label(f"新增不符 {turned['broken']}", f"newly broken: {turned['broken']}"),
            turned["broken"] > 0,
        ),
        Tile(Label("未决", "open"), left, Label("仍待复核的格", "cells still to review"), left > 0),
        Tile(Label("不再适用", "unfit"), unfit, Label("需再次复核的决定", "decisions to look at again"), unfit > 0),
    )


def _totals(digests: Sequence[Digest]) -> Counter[Ruling]:
    return Counter(decided.ruling for one in digests for decided in one.decided)


def _has_news(one: Digest) -> bool:
    return bool(one.changes or one.unfit or one.open or one.laws)


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    return page_environment(_TEMPLATES).get_template("review_report.html.j2")


def _style() -> Any:
    """The program's own style sheet, which the template must not escape."""
    from markupsafe import Markup

    return Markup((_TEMPLATES / "review_report.css").read_text(encoding="utf-8"))
