"""An independent reader of narratives: figures, dates, counts and quotations of a text, held against the record.

Comes in: the text as a person reads it, and the forms it tells. Goes out: the claims that are false, and how many
were checked. Knows nothing of traces and templates: it reads words, and does its own arithmetic (``figures``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.labels import SOURCES
from extractor.values import FormRecord
from extractor.wording import reason_in_english
from tests.narrate.figures import NUMBER, Figures, figures_of, narrow, number_of, whole_amounts
from tests.narrate.known import UNITS, amounts_known, leaves_of, numbers_known
from tests.narrate.labelled import labelled, without_counts
from tests.narrate.wording import as_told

_DOUBT = re.compile(r"〔待核〕| \[to be checked\]|\[\^\d+\]:?")
_AMOUNT = re.compile(
    rf"(约|about )?([-−－]?{NUMBER}) ?(亿元|万元|千元|元|billion yuan|million yuan|yuan)(?!/|\w)", re.ASCII
)
_FORMULA = re.compile(
    rf"(?:([-－−]?{NUMBER})([^\d（(]{{0,24}}))?[（(]([-－]?{NUMBER}(?: ?[＋－÷+−] ?[（(]?-?{NUMBER}[)）]?)+)"
    rf"(?:(?:＝| = )({NUMBER}) ?(?:亿元|万元|元))?[)）]"
)
_COUNTER = re.compile(
    r"^(?:(#+ )(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+．|\d+(?:\.\d+)+ )|((?:#+ )?)\d+\. )",
    re.MULTILINE,
)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"]  # fmt: skip


@dataclass
class Report:
    """What a checker found: how many claims it held against the record, and those that do not stand."""

    checked: int = 0
    false: list[str] = field(default_factory=list)

    def hold(self, stands: bool, claim: str) -> None:
        """Count one claim."""
        self.checked += 1
        if not stands:
            self.false.append(claim)


def check(text: str, forms: Sequence[FormRecord]) -> Report:
    """Hold every figure, date, count and quotation of a narrative against the forms it tells."""
    report = Report()
    figures = [figures_of(form) for form in forms]
    rest = narrow(_DOUBT.sub("", re.sub(r"\\(.)", r"\1", text)))
    for sentence in sorted(set(_sentences(forms)), key=len, reverse=True):
        rest = as_told(narrow(sentence)).sub("", rest)
    rest = _without(rest, _told_in_full(forms))
    rest = _quotations(rest, forms, report)
    rest = _COUNTER.sub(lambda hit: hit[1] or hit[2] or "", rest)
    rest = labelled(rest, figures, report)
    rest = re.sub(r"“[^“”]*”", "“¶”", rest)
    rest = _formulas(rest, figures, report)
    rest = without_counts(_without(rest, _values_with_digits(forms), "¶"))
    rest = _amounts(rest, figures, report)
    known = numbers_known(figures)
    for hit in re.finditer(rf"(?<![A-Za-z0-9.])[-－]?{NUMBER}[%％]?", rest):
        number = Decimal(hit[0].rstrip("%％").replace(",", "").replace("－", "-"))
        place = rest[max(0, hit.start() - 12) : hit.end() + 8].replace("\n", " ")
        report.hold(number in known or abs(number) in known, f"{hit[0]} in “{place}”")
    return report


def _told_in_full(forms: Iterable[FormRecord]) -> Iterator[str]:
    """Sentences of the record that a narrative repeats word for word: the sources of findings, reasons."""
    for form in forms:
        for finding in form.findings:
            if finding.citation:
                yield from (finding.citation, re.sub(r"（[^）]*）$", "", finding.citation))
        for cell in form.cells.values():
            for reason in cell.reasons:
                yield from (reason.rstrip("。；;"), reason_in_english(reason).rstrip("。；;"))


def _sentences(forms: Iterable[FormRecord]) -> Iterator[str]:
    """What the findings say, in both languages."""
    for form in forms:
        for finding in form.findings:
            yield from filter(None, (finding.message, finding.message_en))


def _without(text: str, known: Iterable[str], instead: str = "") -> str:
    for piece in sorted({narrow(_flat(one)) for one in known}, key=len, reverse=True):
        if piece in text and (len(piece) > 2 or any(sign.isdigit() for sign in piece)):
            before = r"(?<![\d.])" * (piece[0] in "0123456789.")
            behind = r"(?![\d.]*\d)" * (piece[-1] in "0123456789.")
            text = re.sub(before + re.escape(piece) + behind, instead, text)
    return text


def _flat(text: str) -> str:
    """A text on one line, as a narrative writes it."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s*\n\s*", " ", joined).strip()


def _bare(text: str) -> str:
    return re.sub(r"[\s“”‘’\"]", "", narrow(text))


def _texts(form: FormRecord) -> Iterator[str]:
    yield from (cell.value for cell in form.cells.values() if cell.value)
    yield from leaves_of(form.values)
    yield from (piece.text for piece in form.unplaced)
    for row in form.values.get("funds") or []:
        yield from SOURCES.get(row.get("source") or "", ())


def _quotations(text: str, forms: Sequence[FormRecord], report: Report) -> str:
    """Every quotation must stand in the forms; it is cut out, but for a name, which claims may speak of."""
    whole = "\x00".join(_bare(one) for form in forms for one in _texts(form))

    def cut(hit: re.Match[str]) -> str:
        inner = _bare(hit[1].rstrip("’").removesuffix("……"))
        report.hold(bool(inner) and inner in whole, f"quotation {hit[0][:40]}")
        return hit[0] if len(hit[1]) <= 42 else "“¶”"

    return re.sub(r"“([^“”]*)”", cut, text)


def _values_with_digits(forms: Iterable[FormRecord]) -> Iterator[str]:
    """Values that hold digits and more than a number, such as ``≥90%``, a name, a date; as narratives write them."""
    for form in forms:
        for value in set(_texts(form)):
            if number_of(value) is None and re.search(r"\d", value):
                yield value
                yield value.rstrip("。.；;，,、 ").lstrip("=＝ ")
                yield from (_flat(value)[:limit] + "……" for limit in (40,))
                yield from _dates(value)
        yield from ("level 1", "level 2", "level 3")
        for at in range(60):
            yield from (f"{kind}{at + 1}·" for kind in ("科目", "指标", "资金", "评分项", "评价人员"))
            yield from (f"{kind} {at + 1}, " for kind in ("function", "indicator", "funds", "score line", "evaluator"))


def _dates(value: str) -> Iterator[str]:
    yield value.removesuffix(" 00:00:00")
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?(?:[-./]?(\d{1,2})日?)?(?: 00:00:00)?(?:之前|以前|前)?", value)
    if found:
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
        if not 1 <= month <= 12:
            return  # a damaged date
        yield f"{year}年{month}月{day}日" if day else f"{year}年{month}月"
        yield f"{day} {_MONTHS[month - 1]} {year}" if day else f"{_MONTHS[month - 1]} {year}"


def _formulas(text: str, figures: Sequence[Figures], report: Report) -> str:
    """``2.5分（10－7.5）``: the operands are figures of the forms, and the result is theirs."""
    known = numbers_known(figures)

    def cut(hit: re.Match[str]) -> str:
        terms = re.findall(rf"([＋－÷+−]?) ?[（(]?(-?{NUMBER})[)）]?", hit[3])
        value = Decimal(terms[0][1].replace(",", ""))
        for sign, term in terms[1:]:
            operand = Decimal(term.replace(",", ""))
            value = {"＋": value + operand, "+": value + operand, "－": value - operand, "−": value - operand}.get(
                sign, value / operand * 100 if operand else value
            )
        operands = all(abs(Decimal(term.replace(",", ""))) in known for _, term in terms)
        stated = hit[4] or hit[1]
        close = stated is None or abs(value - Decimal(stated.replace(",", "").replace("－", "-"))) <= Decimal("0.05")
        report.hold(operands and close, f"formula {hit[0]}")
        if hit[4] and hit[1]:
            return (hit[1] or "") + (hit[2] or "")
        return (hit[2] or "") if stated else ""

    return _FORMULA.sub(cut, text)


def _amounts(text: str, figures: Sequence[Figures], report: Report) -> str:
    """Amounts with a unit of money: one of the forms' own, or a sum or difference of whole amounts."""
    known = amounts_known(figures)

    def cut(hit: re.Match[str]) -> str:
        number, factor = Decimal(re.sub(r"[,]", "", re.sub(r"[−－]", "-", hit[2]))), UNITS[hit[3]]
        places = -number.as_tuple().exponent if isinstance(number.as_tuple().exponent, int) else 0  # type: ignore[operator]
        step = Decimal(1).scaleb(-places) * factor / 2 if hit[1] else Decimal(0)
        amount = abs(number * factor)
        stands = any(abs(abs(one) - amount) <= step for one in _named(text[: hit.start()], figures) or known)
        report.hold(stands, f"amount {hit[0]} in “{text[max(0, hit.start() - 12) : hit.end()]}”")
        return ""

    return _AMOUNT.sub(cut, text)


_NAMES = (
    (r"年初预算|initial budget(?: was)?", ("initial", "department.initial_budget")),
    (r"全年预算|预算安排|(?:[Tt]he )?budget (?:of the year|was)", ("budget",)),
    (r"下达|Of this,", ("allocated",)),
    (r"全年执行|实际支出|Spending came to", ("executed",)),
    (r"预算执行|[Ss]pending", ("department.executed",)),
    (r"上年结转|[Cc]arried over", ("department.carry_over_in",)),
    (r"年末结余|balance at the end of the year", ("department.year_end_balance",)),
    (r"本年收入合计|the income adds up to", ("department.income_total",)),
    (r"本年支出合计|the expenditure to", ("department.expenditure_total",)),
)  # fmt: skip


def _named(before: str, figures: Sequence[Figures]) -> list[Decimal]:
    """The amounts of the cell that the words before an amount name; empty where they name none."""
    for words, names in _NAMES:
        if re.search(rf"(?:{words}) ?$", before):
            found = [{**one.money, **whole_amounts(one)}.get(name) for one in figures for name in names]
            return [amount for amount in found if amount is not None]
    return []
