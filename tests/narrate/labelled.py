"""Claims whose words say which cell or count they are about, in both languages.

Comes in: a text, the figures of its forms. Goes out: the text without these claims; each is held against the very
cell it names, or against a count that is made anew from the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tests.narrate.figures import NUMBER, Figures, Line, number_of, whole_amounts
from tests.narrate.of_rows import Holder, of_rows

Allowed = Callable[[Figures], Iterable[Decimal]]


def _cell(path: str) -> Allowed:
    return lambda one: [value] if (value := one.point(path)) is not None else []


def _rows(path: str, key: str) -> Allowed:
    return lambda one: [value for row in one.values.get(path) or [] if (value := number_of(row.get(key))) is not None]


def _counted(which: Callable[[Line], bool | None], scored: bool) -> Allowed:
    def between(one: Figures) -> Iterable[Decimal]:
        found = [which(line) for line in (one.scored if scored else one.lines)]
        least, unknown = sum(value is True for value in found), sum(value is None for value in found)
        return map(Decimal, range(least, least + unknown + 1))

    return between


def _findings(severity: str) -> Allowed:
    return lambda one: [Decimal(sum(f.severity == severity and f.verdict == "broken" for f in one.form.findings))]


def _cells(missing: bool) -> Allowed:
    return lambda one: [Decimal(sum((cell.origin == "missing") == missing and (missing or cell.needs_review)
                                    for cell in one.form.cells.values()))]  # fmt: skip


def _staff(key: str) -> Allowed:
    return lambda one: [value] if (value := one.point(f"department.staff.{key}")) is not None else []


_FULL = _counted(lambda line: line.lost == 0 and line.weight is not None, True)
_LOSING = _counted(lambda line: line.lost is not None and line.lost > 0, True)
_REACHED, _MISSED = _counted(lambda line: line.met, False), _counted(lambda line: _not(line.met), False)
_SCORE, _WEIGHT = _cell("total.score"), _cell("total.weight")


def _scored(one: Figures) -> list[Decimal]:
    """How many rows carry marks."""
    return [Decimal(len(one.scored))]


def _listed(one: Figures) -> list[Decimal]:
    """How many indicators say more than their name."""
    return [Decimal(sum(line.says_anything for line in one.lines))]


def _one_form(one: Figures) -> list[Decimal]:
    return [Decimal(1)]


def _rates(one: Figures) -> list[Decimal]:
    """The printed rates, and what was spent over the budget."""
    whole = whole_amounts(one)
    budget, spent = whole.get("budget") or whole.get("initial"), whole.get("executed")
    found = [value * factor for value in _rows("funds", "execution_rate")(one) for factor in (1, 100)]
    if budget and spent is not None:
        found.append((spent / budget * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return found


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


_N = rf"({NUMBER})"
CLAIMS: tuple[tuple[str, tuple[Allowed, ...]], ...] = (
    (rf"自评总分{_N}分（满分{_N}分）", (_SCORE, _WEIGHT)),
    (rf"自评总分{_N}分", (_SCORE,)),
    (rf"The total score is {_N} of {_N}", (_SCORE, _WEIGHT)),
    (rf"The total score is {_N}(?!\.?\w|\. of|\.\.)", (_SCORE,)),
    (rf"预算执行率分值{_N}分，得{_N}分", (_rows("funds", "weight"), _rows("funds", "score"))),
    (rf"The execution rate scored {_N} of {_N}", (_rows("funds", "score"), _rows("funds", "weight"))),
    (rf"预算执行率{_N}%", (_rates,)),
    (rf"an execution rate of {_N}%", (_rates,)),
    (rf"(?:(?<!预算)执行率|a rate of ){_N}%", (_rates,)),
    (rf"(?:含自评表{_N}张|This covers {_N} forms?)", (_one_form, _one_form)),
    (rf"评分表计分事项{_N}项", (_scored,)),
    (rf"设绩效指标{_N}项，(?=得满分|扣分|均得|无扣分)", (_scored,)),
    (rf"设绩效指标{_N}项", (_listed,)),
    (rf"The form scores {_N} (?:indicators?|items?)", (_scored,)),
    (rf"The form lists {_N} indicators?", (_listed,)),
    (rf"得满分的{_N}项", (_FULL,)),
    (rf"{_N} got full marks", (_FULL,)),
    (rf"(?:自评扣分的|扣分的|扣分){_N}项(?!扣)", (_LOSING,)),
    (rf"(?<!of which ){_N} lost marks\.(?= Compared|\n|$)", (_LOSING,)),
    (rf"(?:M|m)arks were lost on {_N} items?", (_LOSING,)),
    (rf"达到年度指标值的{_N}项", (_REACHED,)),
    (rf"未达到的{_N}项", (_MISSED,)),
    (rf"{_N} targets? (?:was|were) reached and {_N} missed", (_REACHED, _MISSED)),
    (rf"{_N} targets? (?:was|were) reached and none missed", (_REACHED,)),
    (rf"可据表列数值判断的指标\d+项，达到{_N}项，未达到{_N}项", (_REACHED, _MISSED)),
    (rf"可据表列数值判断的指标{_N}项，均?达到指标值", (_REACHED,)),
    (rf"可据表列数值判断的指标{_N}项，均?未达到指标值", (_MISSED,)),
    (rf"\d+ targets? can be judged by figures: {_N} (?:was|were) reached and {_N} missed", (_REACHED, _MISSED)),
    (rf"{_N} targets? can be judged by figures; (?:it was|all were) reached", (_REACHED,)),
    (rf"{_N} targets? can be judged by figures; (?:it was|all were) missed", (_MISSED,)),
    (rf"(?:勾稽不符{_N}处|有{_N}处勾稽不符)", (_findings("error"), _findings("error"))),
    (rf"(?:需作说明{_N}处|{_N}处需作说明)", (_findings("warning"), _findings("warning"))),
    (rf"提请关注{_N}处", (_findings("note"),)),
    (rf"{_N} contradictions?\b", (_findings("error"),)),
    (rf"contradict each other in {_N} places?", (_findings("error"),)),
    (rf"{_N} points? (?:needs?|to be explained)", (_findings("warning"),)),
    (rf"{_N} points? to be noted", (_findings("note"),)),
    (rf"尚待核对{_N}处", (_cells(False),)),
    (rf"{_N} cells? (?:to be checked|is still|are still)", (_cells(False),)),
    (rf"未能识读{_N}处", (_cells(True),)),
    (rf"{_N} cells? (?:that )?could not be read", (_cells(True),)),
    (rf"年末实有{_N}人", (_staff("total"),)),
    (rf"(?:在职{_N}人)", (_staff("active"),)),
    (rf"(?:退休{_N}人)", (_staff("retired"),)),
    (rf"Staff at the end of the year: {_N}", (_staff("total"),)),
)
_SUM = re.compile(
    r"按表列数值对照，(?:达到年度指标值的(\d+)项)?，?(?:未达到的(\d+)项)?(?:，(?:其中|为)[^。]*?)?"
    r"(?:；另有(\d+)项不能据表列数值判断)?。"
    r"|by their figures, (\d+) targets? (?:was|were) reached and (?:none|(\d+)) missed(?: \((?:[^()]|\([^()]*\))*\))?"
    r"(?:; (\d+) cannot be judged)?",
)
_SECTION = re.compile(rf"(\w+?)(?:部分)?分值{_N}分，得{_N}分(?:，计分(\d+)项)?|(\w+): {_N} of {_N}(?:; (\d+) items?)?")


def labelled(text: str, figures: Sequence[Figures], report: Holder) -> str:
    """The text without its labelled claims, each of which is held against the forms."""
    for line in text.split("\n"):
        of_rows(line, figures, report)
        _of_some_form(lambda one, holder, line=line: _of_form(line, one, holder), figures, report)  # type: ignore[misc]
    _of_some_form(lambda one, holder: _groups(text, one, holder), figures[:1] if len(figures) == 1 else (), report)
    text = _over_all(text, figures, report)
    for pattern, allowed in CLAIMS:
        text = re.sub(pattern, lambda hit, allowed=allowed: _cut(hit, allowed, figures, report), text)  # type: ignore[misc]
    return text


def _over_all(text: str, figures: Sequence[Figures], report: Holder) -> str:
    """What is said of all forms together: how many have a total score, its mean and its ends, who missed a target."""
    scores = [score for one in figures if (score := one.point("total.score")) is not None]
    missed = [sum(row.met is False for row in one.lines) for one in figures]
    unknown = [any(row.met is None for row in one.lines) for one in figures]
    least = sum(map(bool, missed))
    most = sum(bool(number) or open_one for number, open_one in zip(missed, unknown, strict=True))
    mean = (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP) if scores else None
    for pattern, right in (
        (rf"有总分的(?:自评表)?{_N}张|{_N} forms? ha(?:s|ve) a total", {Decimal(len(scores))}),
        (rf"平均{_N}分|the mean is {_N}", {mean}),
        (rf"最高{_N}分|the highest {_N}", {max(scores, default=None)}),
        (rf"最低{_N}分|the lowest {_N}", {min(scores, default=None)}),
        (
            rf"有未达到指标值的(?:自评表)?{_N}张|{_N} forms? ha(?:s|ve) missed",
            set(map(Decimal, range(least, most + 1))),
        ),
    ):
        for hit in re.finditer(pattern, text):
            report.hold(Decimal(next(filter(None, hit.groups()))) in right, f"“{hit[0]}”")
        text = re.sub(pattern, "", text)
    return text


class _Probe:
    """Counts the claims of one form before it is known which form a line is about."""

    def __init__(self) -> None:
        self.held: list[tuple[bool, str]] = []

    def hold(self, stands: bool, claim: str) -> None:
        self.held.append((stands, claim))


def _of_some_form(look: Callable[[Figures, Holder], None], figures: Sequence[Figures], report: Holder) -> None:
    """Hold a line against the form that it fits best."""
    probes = []
    for one in figures:
        probe = _Probe()
        look(one, probe)
        probes.append(probe)
    if probes:
        best = min(probes, key=lambda probe: (sum(not stands for stands, _ in probe.held), -len(probe.held)))
        for stands, claim in best.held:
            report.hold(stands, claim)


def _cut(hit: re.Match[str], allowed: tuple[Allowed, ...], figures: Sequence[Figures], report: Holder) -> str:
    for at, what in zip(hit.groups(), allowed, strict=False):
        if at is not None:
            number = Decimal(at.replace(",", ""))
            stands = any(number in set(what(one)) for one in figures)
            if not stands and len(figures) > 1:  # a count over all forms
                stands = number == sum((min(what(one), default=Decimal(0)) for one in figures), Decimal(0))
            report.hold(stands, f"“{hit[0]}”")
    return ""


def _of_form(line: str, one: Figures, report: Holder) -> None:
    """Sums of counts, sections of a score card, the project period."""
    for hit in _SUM.finditer(line):
        told = [int(group) for group in hit.groups() if group]
        listed = next(iter(_listed(one)))
        report.hold(sum(told) == listed, f"“{hit[0]}” of {listed}")
    for hit in re.finditer(
        r"判断的指标(\d+)项，达到(\d+)项，未达到(\d+)项"
        r"|(\d+) targets? can be judged by figures: (\d+) (?:was|were) reached and (\d+) missed",
        line,
    ):
        whole, *told = [int(group) for group in hit.groups() if group]
        report.hold(sum(told) == whole, f"“{hit[0]}”")
    sections = [row for row in one.values.get("scorecard") or []
                if row.get("section") and not row.get("group") and not row.get("item")]  # fmt: skip
    for hit in _SECTION.finditer(line):
        name = hit[1] or hit[5]
        rows = [row for row in sections if name.endswith(row["section"])]
        if rows:
            weight, score = (hit[2], hit[3]) if hit[1] else (hit[7], hit[6])
            pairs = {(number_of(row["weight"]), number_of(row["score"])) for row in rows}
            report.hold((Decimal(weight), Decimal(score)) in pairs, hit[0])
            items = [item for item in one.values["scorecard"] if item.get("item")]
            inside = sum(item.get("section") == rows[0]["section"] for item in items)
            report.hold((hit[4] or hit[8]) in (None, str(inside)), hit[0])
    period = one.values.get("project_period") or {}
    for hit in re.finditer(r"实施期自(\S+?)至(\S+?)[。，]|project period is ([\w ]+?) to ([\w ]+)\.", line):
        begin, end = (hit[1], hit[2]) if hit[1] else (hit[3], hit[4])
        report.hold(_one_day(begin, period.get("start")) and _one_day(end, period.get("end")), hit[0])


def _one_day(told: str, printed: str | None) -> bool:
    numbers = {int(number) for number in re.findall(r"\d+", told)}
    return bool(printed) and numbers <= {int(number) for number in re.findall(r"\d+", printed or "")}


# Counts that have no cell of their own and were not held against anything above.
_COUNTS = re.compile(
    r"(?<![\d.])\d+(?=(?:项|处|张|份|个|类)(?!百分点))"
    r"|(?<![\d.])\d+(?= (?:indicators?|items?|targets?|cells?|forms?|files?|points?|projects?|more"
    r"|results?|missed|lost marks|could not|in all|of which|others?|highest|lowest|are:|contradictions?)\b)"
    r"|(?<=, of which )\d+|(?<=and )\d+(?= missed)|(?<=; )\d+(?= cannot be judged)|(?<=the first )\d+"
    r"|(?<=总分之和÷)\d+|(?<=of the scores ÷ )\d+"
)


def without_counts(text: str) -> str:
    """The text without counts that have no cell of their own."""
    return _COUNTS.sub("", text)


def _groups(text: str, one: Figures, report: Holder) -> None:
    """``产出指标共6项``, ``### 4.1 产出指标`` and ``6 indicators``: counts inside one group of a form."""
    rows = one.values.get("indicators") or []
    for label in {row.get("level1") for row in rows if row.get("level1")}:
        names = [line for line, row in zip(one.lines, rows, strict=True) if row.get("level1") == label
                 and (line.target or line.actual or line.weight is not None or line.score is not None)]  # fmt: skip
        chinese = re.escape(label) + r"(?:指标)?"
        pattern = rf"^{chinese}共(\d+)项(.*)$|^(?:#+ (?:\d[\d.]* )?)?{chinese}(?:\n\n|: )(\d+) indicators?(.*)$"
        for hit in re.finditer(pattern, text, re.MULTILINE):
            number, rest = hit[1] or hit[3], hit[2] or hit[4] or ""
            report.hold(int(number) == len(names), f"“{label}” {number}")
            _inside(rest, names, label, report)


def _inside(text: str, lines: Sequence[Line], label: str, report: Holder) -> None:
    met, unknown = sum(line.met is True for line in lines), sum(line.met is None for line in lines)
    missed = sum(line.met is False for line in lines)
    for hit in re.finditer(r"(?<!未)达到指标值的(\d+)项|(\d+) targets? (?:was|were) reached", text):
        report.hold(met <= int(hit[1] or hit[2]) <= met + unknown, f"{label}: “{hit[0]}”")
    for hit in re.finditer(r"未达到指标值的(\d+)项|(\d+) targets? (?:was|were) missed", text):
        report.hold(missed <= int(hit[1] or hit[2]) <= missed + unknown, f"{label}: “{hit[0]}”")
    weights = [line.weight for line in lines]
    scores = [line.score for line in lines]
    for hit in re.finditer(
        rf"分值(?:合计)?{_N}分(?:（[^）]*）)?，得{_N}分|, with {_N}(?: \([^)]*\))? of {_N}(?: \([^)]*\))? points", text
    ):
        weight, score = (hit[1], hit[2]) if hit[1] else (hit[4], hit[3])
        if None not in weights and None not in scores:
            sums = (
                sum((w for w in weights if w is not None), Decimal(0)),
                sum((s for s in scores if s is not None), Decimal(0)),
            )
            report.hold(sums == (Decimal(weight), Decimal(score)), f"{label}: “{hit[0]}”")
