"""Which contradictions of the author's were reported, and which findings are false, as rows of text.

Comes in: an ``Evaluation``. Goes out: tables in one language. Never prints.
"""

from __future__ import annotations

from collections import defaultdict

from extractor.evaluate.groups import DIMENSIONS, groups
from extractor.evaluate.names import kind_label
from extractor.evaluate.rates import BY_KEY
from extractor.evaluate.results import Evaluation
from extractor.evaluate.tables import Table
from extractor.labels import SEVERITIES, Label, Language
from extractor.wording import title_of_law

NAMED = 2
"""Documents that a row names; the JSON has all."""


def finding_tables(evaluation: Evaluation, language: Language) -> list[Table]:
    """Author's errors by kind, those reported least first, and false findings by law, the most frequent first."""
    return [_author_table(evaluation, language), _false_table(evaluation, language)]


def _author_table(evaluation: Evaluation, language: Language) -> Table:
    """Each kind of author's error: how often it was reported, or altered, and where it was not reported."""
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for case in evaluation.cases:
        missed[case.kinds["error"]] += [f"{case.name}#{form.number}" for form in case.forms if form.unreported]
    found = [group for group in groups(evaluation, "error") if group.tally.planted]
    found.sort(key=lambda group: group.tally.planted_found / group.tally.planted)
    rows = tuple(
        (
            kind_label(group.name).say(language),
            str(group.tally.planted),
            str(group.tally.planted_found),
            str(BY_KEY["planted_recall"].of(group.tally)),
            str(group.tally.planted_altered),
            _some(missed[group.name]),
        )
        for group in found
    )
    labels = (
        DIMENSIONS["error"], Label("表", "forms"), Label("已报告", "reported"), Label("率", "rate"),
        Label("被改", "altered"), Label("未报告的文档", "not reported in"),
    )  # fmt: skip
    title = Label("人为差错", "Author's errors").say(language)
    return Table(title, tuple(one.say(language) for one in labels), rows)


def _false_table(evaluation: Evaluation, language: Language) -> Table:
    """Each law that finds fault with sound forms: how often, and where."""
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for case in evaluation.cases:
        for form in case.forms:
            for finding in form.false_findings:
                places[finding].append(f"{case.name}#{form.number}")
    ordered = sorted(places.items(), key=lambda item: (list(SEVERITIES).index(item[0][1]), -len(item[1])))
    rows = tuple(
        (
            f"{title_of_law(law, language)} {law}",
            SEVERITIES[severity].say(language),
            str(len(named)),
            _some(list(dict.fromkeys(named))),
        )
        for (law, severity), named in ordered
    )
    labels = (Label("规则", "law"), Label("级别", "severity"), Label("次数", "times"), Label("文档", "documents"))
    title = Label("误报", "False findings").say(language)
    return Table(title, tuple(one.say(language) for one in labels), rows, numbers=2)


def _some(names: list[str]) -> str:
    """The first few of some names, and how many more there are."""
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
