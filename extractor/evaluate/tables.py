"""The figures as rows of text, for a terminal and for the page.

Comes in: an ``Evaluation`` or a ``Comparison``. Goes out: heads and rows in one language. Never prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.evaluate.comparing import Changed, Comparison, RateChange, group_changes
from extractor.evaluate.groups import DIMENSIONS, Dimension, Group, groups, whole
from extractor.evaluate.names import kind_label
from extractor.evaluate.rates import BY_KEY, RATES, percent
from extractor.evaluate.results import Evaluation, Miss
from extractor.labels import Label, Language, path_label

TOTAL = Label("合计", "all")
VERDICTS: dict[str, Label] = {
    "right": Label("正确", "right"),
    "wrong_silent": Label("静默错误", "wrong, silent"),
    "wrong_flagged": Label("错误已标", "wrong, flagged"),
    "missing_silent": Label("静默缺失", "missing, silent"),
    "missing_flagged": Label("缺失已标", "missing, flagged"),
}
WAYS: dict[str, Label] = {
    "worse": Label("变坏", "worse"),
    "better": Label("变好", "better"),
    "other": Label("改变", "other"),
    "same": Label("", ""),
}
MAIN = ("accuracy", "numeric_accuracy", "quantity_accuracy", "silent", "silent_covered", "missing_silent", "flagged")
"""The rates that every group is shown with."""
CHANGES = ("accuracy", "silent", "missing_silent", "flagged")
"""The rates that every group is compared by."""


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a head and rows of text; columns from ``numbers`` on hold figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf that is not right, and where."""

    document: str
    form: int
    miss: Miss


def group_tables(evaluation: Evaluation, language: Language) -> list[Table]:
    """One table a dimension that tells forms apart, worst group first, the total last."""
    everything = whole(evaluation)
    tables = []
    for dimension, label in DIMENSIONS.items():
        if dimension == "error":
            continue  # its figures are those of findings
        found = groups(evaluation, dimension)
        if len(found) > 1 or dimension == "row":
            rows = [group_row(group, kind_label(group.name).say(language)) for group in found]
            rows += (
                [group_row(everything, TOTAL.say(language))] if len(found) > 1 and _is_all(found, everything) else []
            )
            tables.append(Table(label.say(language), group_head(label, language), tuple(rows)))
    return tables


def _is_all(found: list[Group], everything: Group) -> bool:
    """Whether some groups hold all forms, so that a total below them says what they add up to."""
    return sum(group.tally.forms for group in found) == everything.tally.forms


def group_head(label: Label, language: Language) -> tuple[str, ...]:
    """The head of a table of groups."""
    counts = (Label("表", "forms"), Label("格", "leaves"))
    rates = [BY_KEY[key].label for key in MAIN]
    at = MAIN.index("silent")
    columns = [*counts, *rates[:at], Label("静默错误数", "silent"), Label("率", "rate"), Label("率上限95%", "≤ (95 %)")]
    return tuple(one.say(language) for one in (label, *columns, *rates[at + 1 :]))


def group_row(group: Group, name: str) -> tuple[str, ...]:
    """One group: its counts and its main rates; of silent errors their number, their rate and its bound."""
    tally = group.tally
    shares = {key: BY_KEY[key].of(tally) for key in MAIN}
    silent = (str(tally.wrong_silent), str(shares["silent"]), percent(group.bound))
    covered = shares["silent_covered"].counts if tally.wrong_silent else "—"
    before = (str(shares[key]) for key in MAIN[: MAIN.index("silent")])
    return (
        name, str(tally.forms), str(tally.leaves), *before, *silent, covered,
        str(shares["missing_silent"]), str(shares["flagged"]),
    )  # fmt: skip


def rate_table(evaluation: Evaluation, language: Language) -> Table:
    """Every rate of the total that has something to count, with its counts and what it means."""
    total = evaluation.total
    shares = [(rate, rate.of(total)) for rate in RATES]
    rows = tuple(
        (rate.label.say(language), str(share), share.counts, rate.meaning.say(language))
        for rate, share in shares
        if share.whole
    )
    head = tuple(
        one.say(language) for one in (TOTAL, Label("率", "rate"), Label("数", "counts"), Label("含义", "meaning"))
    )
    return Table(TOTAL.say(language), head, rows)


def misses(evaluation: Evaluation, *verdicts: str) -> Iterator[Place]:
    """The leaves of some verdicts, numbers first: where laws could have helped."""
    order = ("numeric", "quantity", "text")
    places = [
        Place(case.name, form.number, miss)
        for case in evaluation.cases
        for form in case.forms
        for miss in form.misses
        if miss.verdict in verdicts
    ]
    yield from sorted(places, key=lambda place: order.index(place.miss.kind))


def miss_table(places: list[Place], language: Language) -> Table:
    """Leaves that are not right: where, what was expected and found, what is printed, and what the laws could see."""
    labels = (
        Label("文档", "document"), Label("格", "cell"), Label("应为", "expected"), Label("得到", "found"),
        Label("原文", "printed"), Label("规则可见", "covered"),
    )  # fmt: skip
    yes, no = Label("可见", "yes").say(language), Label("不可见", "no").say(language)
    rows = tuple(
        (
            f"{place.document}#{place.form}",
            f"{path_label(place.miss.path.lstrip('+')).say(language)} {place.miss.path}",
            short(place.miss.expected),
            short(place.miss.found),
            short(place.miss.printed),
            "" if place.miss.covered is None else yes if place.miss.covered else no,
        )
        for place in places
    )
    title = Label("静默错误", "Silent errors").say(language)
    return Table(title, tuple(one.say(language) for one in labels), rows, numbers=len(labels))


def short(text: str | None, most: int = 60) -> str:
    """A value in one line; long prose by its two ends."""
    line = " ".join((text if text is not None else "—").split())
    return line if len(line) <= most else f"{line[: most // 2]}…{line[-(most // 2) + 1 :]}"


def summary_line(evaluation: Evaluation, language: Language) -> str:
    """One sentence: how much is right, how much is silently wrong and how sure that is, what there is to review."""
    group = whole(evaluation)
    tally = group.tally
    shares = {key: BY_KEY[key].of(tally) for key in MAIN}
    bound = percent(group.bound)
    if language == "zh":
        return (
            f"{evaluation.reader}：{len(evaluation.cases)} 份文档，{tally.forms} 张表，{tally.leaves} 格；"
            f"正确 {shares['accuracy']}，静默错误 {tally.wrong_silent} 处（{shares['silent']}，95% 上限 {bound}），"
            f"静默缺失 {tally.missing_silent} 处，待核 {shares['flagged']}。"
        )
    return (
        f"{evaluation.reader}: {len(evaluation.cases)} documents, {tally.forms} forms, {tally.leaves} leaves; "
        f"right {shares['accuracy']}, silently wrong {tally.wrong_silent} ({shares['silent']}, at most {bound} "
        f"with 95 % confidence), silently missing {tally.missing_silent}, to review {shares['flagged']}."
    )


def comparison_tables(comparison: Comparison, language: Language) -> list[Table]:
    """Every rate of both sides, and the main ones by group."""
    names = comparison_names(comparison, language)
    further = (Label("差", "difference"), Label("变化", "change"), Label("数", "counts"))
    head = (*names, *(one.say(language) for one in further))
    total = tuple(
        (
            one.rate.label.say(language),
            str(one.before),
            str(one.after),
            difference(one),
            WAYS[one.way].say(language),
            _counts(one),
        )
        for one in comparison.total
        if one.before.whole or one.after.whole
    )
    tables = [Table(TOTAL.say(language), (TOTAL.say(language), *head), total)]
    for dimension, label in DIMENSIONS.items():
        rows = _changes_of(comparison, dimension, language)
        if len(rows) > 1:
            columns = [BY_KEY[key].label.say(language) for key in CHANGES]
            tables.append(Table(label.say(language), (label.say(language), *columns), tuple(rows)))
    return tables


def comparison_names(comparison: Comparison, language: Language) -> tuple[str, str]:
    """What the two sides are called: by reader, and before and now where the reader is the same."""
    before, after = comparison.before, comparison.after
    if before.reader != after.reader:
        return before.reader, after.reader
    earlier, now = Label("先前", "before").say(language), Label("本次", "now").say(language)
    if before.program == after.program:
        return earlier, now
    return f"{earlier} ({before.program})", f"{now} ({after.program})"


def _counts(one: RateChange) -> str:
    return one.after.counts if one.before == one.after else f"{one.before.counts} → {one.after.counts}"


def _changes_of(comparison: Comparison, dimension: Dimension, language: Language) -> list[tuple[str, ...]]:
    rows = []
    for name, changes in group_changes(comparison, dimension):
        by_key = {one.rate.key: one for one in changes}
        if name:
            cells = (_arrow(by_key[key]) for key in CHANGES)
            rows.append((kind_label(name).say(language), *cells))
    return rows


def _arrow(one: RateChange) -> str:
    return str(one.after) if str(one.before) == str(one.after) else f"{one.before} → {one.after}"


def difference(one: RateChange) -> str:
    """After less before, with its sign; in points of a per cent for shares."""
    if one.difference is None:
        return "—"
    if one.difference == 0:
        return "="
    return f"{one.difference:+.2f}" if one.after.per else f"{100 * one.difference:+.3f}"


def change_table(changed: Sequence[Changed], language: Language, most: int) -> Table:
    """The leaves that came out differently, ``most`` at most; the title counts all."""
    labels = (
        Label("变化", "change"), Label("文档", "document"), Label("格", "cell"), Label("应为", "expected"),
        Label("前", "before"), Label("后", "after"),
    )  # fmt: skip
    rows = tuple(
        (
            WAYS[one.way].say(language),
            f"{one.case}#{one.form}",
            f"{path_label(one.path.lstrip('+')).say(language)} {one.path}",
            short(one.expected, 40),
            f"{short(one.before, 40)}（{VERDICTS[one.before_verdict].say(language)}）",
            f"{short(one.after, 40)}（{VERDICTS[one.after_verdict].say(language)}）",
        )
        for one in changed[:most]
    )
    count = Counter(one.way for one in changed)
    title = Label(
        f"变化的格：变坏 {count['worse']}，变好 {count['better']}，改变 {count['other']}",
        f"Changed cells: {count['worse']} worse, {count['better']} better, {count['other']} other",
    ).say(language)
    return Table(title, tuple(one.say(language) for one in labels), rows, numbers=len(labels))
