"""The page of an evaluation: figures, charts, what is silently wrong, and what changed.

Comes in: an ``Evaluation`` and, perhaps, a ``Comparison``. Goes out: one HTML page that needs no network and no
other file. Values come from documents and are untrusted: they reach the page only through the template's
escaping, and the page's own policy forbids any script but the one that belongs to it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.evaluate import tables
from extractor.evaluate.comparing import Comparison
from extractor.evaluate.finding_tables import finding_tables
from extractor.evaluate.groups import whole
from extractor.evaluate.pictures import charts, chinese_font
from extractor.evaluate.rates import BY_KEY, Share, percent
from extractor.evaluate.results import Evaluation
from extractor.evaluate.tables import Table
from extractor.evaluate.tally import Tally
from extractor.labels import Label, Language

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
# Characters that no HTML text may hold; a document can hold any of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MOST_LEAVES = 400
"""Leaves that a list of the page shows; the JSON has all."""
Making = Callable[[Language], Table]


@dataclass(frozen=True, slots=True)
class PairedTable:
    """A table in both languages: every text is a ``Label``. Columns from ``numbers`` on hold figures."""

    title: Label
    head: tuple[Label, ...]
    rows: tuple[tuple[Label, ...], ...]
    numbers: int
    more: int = 0  # rows that are left out


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that is shown large; ``alarm`` where it is not what it has to be."""

    label: Label
    value: str
    note: Label
    alarm: bool = False


def to_html(evaluation: Evaluation, comparison: Comparison | None, language: Language = "zh") -> str:
    """The page of an evaluation, in Chinese with a switch to English, or the other way round; needs matplotlib."""
    script = (_TEMPLATES / "evaluation.js").read_text(encoding="utf-8")
    drawn = {spoken: charts(evaluation, spoken) for spoken in ("zh", "en")}
    return _template().render(
        language=language,
        evaluation=evaluation,
        documents=len(evaluation.cases),
        tiles=_tiles(evaluation),
        comparison=_comparison_tables(comparison),
        groups=_paired(lambda spoken: tables.group_tables(evaluation, spoken)),
        findings=_paired(lambda spoken: finding_tables(evaluation, spoken)),
        worth=_worth(evaluation.total),
        rates=_pair(lambda spoken: tables.rate_table(evaluation, spoken)),
        charts=[
            (title, Label(_markup(svg), _markup(english)))
            for (title, svg), (_, english) in zip(drawn["zh"], drawn["en"], strict=True)
        ],
        chinese_font=chinese_font() is not None,
        lists=[
            _leaves(evaluation, "wrong_silent", Label("静默错误", "Silently wrong")),
            _leaves(evaluation, "missing_silent", Label("静默缺失", "Silently missing")),
        ],
        faults=[(case.name, case.fault) for case in evaluation.cases if case.fault],
        style=_markup((_TEMPLATES / "evaluation.css").read_text(encoding="utf-8")),
        script=_markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: _UNPRINTABLE.sub("�", value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evaluation.html.j2")


def _markup(text: str) -> Any:
    """Text that the program itself wrote and that the template must not escape; never document text."""
    from markupsafe import Markup

    return Markup(text)


def _pair(make: Making, more: int = 0) -> PairedTable:
    """One table in both languages, cell by cell."""
    zh, en = make("zh"), make("en")
    rows = tuple(
        tuple(map(Label, left, right)) for left, right in zip(zh.rows, en.rows, strict=True)
    )  # both languages give the same rows in the same order
    return PairedTable(Label(zh.title, en.title), tuple(map(Label, zh.head, en.head)), rows, zh.numbers, more)


def _paired(make: Callable[[Language], list[Table]]) -> list[PairedTable]:
    """Several tables in both languages."""
    count = len(make("zh"))
    return [_pair(lambda spoken, at=at: make(spoken)[at]) for at in range(count)]  # type: ignore[misc]


def _tiles(evaluation: Evaluation) -> list[Tile]:
    """The figures that matter most."""
    group = whole(evaluation)
    tally = group.tally
    share = {key: rate.of(tally) for key, rate in BY_KEY.items()}
    bound, forms_bound = percent(group.bound), percent(group.forms_bound)
    return [
        Tile(Label("正确", "right"), str(share["accuracy"]), _counts(share["accuracy"])),
        Tile(
            Label("静默错误", "silently wrong"),
            str(tally.wrong_silent),
            Label(f"{share['silent']}，95% 上限 {bound}", f"{share['silent']}, at most {bound} (95 %)"),
            alarm=tally.wrong_silent > 0,
        ),
        Tile(
            Label("含静默错误的表", "forms with one"),
            f"{tally.forms_silent} / {tally.forms}",
            Label(f"95% 上限 {forms_bound}", f"at most {forms_bound} (95 %)"),
            alarm=tally.forms_silent > 0,
        ),
        Tile(Label("静默缺失", "silently missing"), str(tally.missing_silent), _rate(share["missing_silent"])),
        Tile(Label("待核量", "to review"), str(share["flagged"]), _counts(share["flagged"])),
        *_tiles_of_findings(tally),
    ]


def _tiles_of_findings(tally: Tally) -> list[Tile]:
    """The figures of findings, where there was anything to find or to leave alone."""
    share = {key: rate.of(tally) for key, rate in BY_KEY.items()}
    tiles = []
    if tally.planted:
        altered = Label(f"被改 {tally.planted_altered} 处", f"altered {tally.planted_altered}")
        tiles.append(
            Tile(
                Label("人为差错已报告", "author's errors reported"),
                share["planted_recall"].counts.replace("/", " / "),
                altered,
                alarm=tally.planted_altered > 0,
            )
        )
    if tally.sound:
        errors = share["false_errors"]
        note = Label(f"另有误报错误 {errors}", f"and false errors {errors}")
        tiles.append(Tile(Label("误报提醒/表", "false warnings a form"), str(share["false_warnings"]), note))
    return tiles


def _counts(share: Share) -> Label:
    text = f"{share.part} / {share.whole}"
    return Label(text, text)


def _rate(share: Share) -> Label:
    return Label(str(share), str(share))


def _comparison_tables(comparison: Comparison | None) -> list[PairedTable]:
    if comparison is None:
        return []
    changed = comparison.changed
    more = max(0, len(changed) - MOST_LEAVES)
    found = _paired(lambda spoken: tables.comparison_tables(comparison, spoken))
    return [*found, _pair(lambda spoken: tables.change_table(changed, spoken, MOST_LEAVES), more)]


def _leaves(evaluation: Evaluation, verdict: str, title: Label) -> PairedTable:
    """The leaves of one verdict."""
    places = list(tables.misses(evaluation, verdict))
    table = _pair(lambda spoken: tables.miss_table(places[:MOST_LEAVES], spoken), max(0, len(places) - MOST_LEAVES))
    return PairedTable(title, table.head, table.rows, table.numbers, table.more)


def _worth(tally: Tally) -> PairedTable:
    """What the laws are worth: damaged cells and silent errors, those that the laws see beside those they do not."""
    beyond = tally.damaged - tally.damaged_covered
    rows = []
    for label, cells, right, silent in (
        (Label("规则看得出的受损格", "damaged, laws see it"), tally.damaged_covered, tally.damaged_covered_right,
         tally.damaged_covered_silent),
        (Label("规则看不出的受损格", "damaged, laws do not"), beyond, tally.damaged_right - tally.damaged_covered_right,
         tally.damaged_silent - tally.damaged_covered_silent),
    ):  # fmt: skip
        if cells:
            figures = (cells, Share(right, cells), silent, Share(silent, cells))
            rows.append((label, *(Label(str(one), str(one)) for one in figures)))
    head = (
        Label("", ""),
        Label("格", "cells"),
        Label("读对", "right"),
        Label("静默错误数", "silent"),
        Label("率", "rate"),
    )
    return PairedTable(Label("规则的作用", "What the laws are worth"), head, tuple(rows), 1)
