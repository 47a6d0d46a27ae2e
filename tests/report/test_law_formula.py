"""A relation's formulas say what its ``judge`` says: of drawn numbers of all kinds, as LibreOffice works them out."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.laws import BLANK, Look, Outcome, proportions, read_cell, relations
from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Balance, Equal, Fixed, Relation
from extractor.report import number_formula
from extractor.report.cell_style import number_of
from extractor.report.law_formula import BROKEN, HOLDS, SLIGHT, UNTESTABLE, Lines, formulas
from extractor.report.number_formula import NumberCell, address, number_line, spot
from extractor.report.plain_book import new_book
from tests.recalculation import needs_office, opened, recalculated

CASES = 800
_STEPS = tuple((Decimal(floor), Decimal(share)) for floor, share in (("1", "1"), ("0.8", "0.7"), ("0.6", "0.5")))
_ODD = (
    "10分", "１０分", "10 分", "1,234.50", "1，234", "12,34", "1 234.5", "1e5", "5.", ".5", "007", "- 5", "−5", "+7",
    "(5)", "¥5", "1.2.3", "10月20日", "1/2", "12:30", "≥95%", "99.57%", "９９．５％", "97.5‰", "98个百分点", "0.5 %",
    "无", "—", "分", "%", "TRUE", "=1+1", "1,23,456", "1,234,567.80",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A relation and what is printed in its cells; None is a lost cell, an empty text a blank one."""

    relation: Relation
    texts: dict[str, str | None]

    @property
    def outcome(self) -> Outcome:
        """What the law says."""

        def look(path: str) -> object:
            text = self.texts[path]
            return read_cell(path, text) if text else None if text is None else BLANK

        shown: Look = look  # type: ignore[assignment]
        return self.relation.judge(shown)

    @property
    def code(self) -> int:
        """The same as the formula should say it."""
        outcome = self.outcome
        if outcome.verdict == "not_testable":
            return UNTESTABLE
        return BROKEN if outcome.verdict == "broken" else SLIGHT if outcome.slight else HOLDS


class Draw:
    """Cases drawn so that sums and rates come out, nearly come out, and do not."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.texts: dict[str, str | None] = {}

    def case(self) -> Case:
        self.texts = {}
        make = self.dice.choice(
            (self.balance, self.balance, self.ratio, self.product, self.stepped, self.pair, self.fixed)
        )
        return Case(make(), self.texts)

    def put(self, path: str, near: Decimal | None = None, rate: bool = False) -> None:
        """Print a number near the one given, or any number, odd text, or nothing."""
        roll, places = self.dice.random(), self.dice.choice((0, 0, 1, 2, 2, 3))
        if roll < 0.05:
            self.texts[path] = self.dice.choice((None, ""))
        elif roll < 0.12:
            self.texts[path] = self.dice.choice(_ODD)
        elif near is None:
            any_number = self.dice.choice(
                (0, 10, 100, self.dice.uniform(0, 1.2 if rate else 100), self.dice.uniform(-20, 1e7))
            )
            self.texts[path] = f"{any_number:.{places}f}" + ("%" if rate and roll < 0.6 else "")
        else:
            off = Decimal(self.dice.choice(("0", "0", "0.5", "0.05", "0.01", "-0.01", "0.005", "0.001", "1")))
            value = near + (off / 100 if rate else off)
            per_cent = rate and roll < 0.7
            self.texts[path] = f"{value * 100:.{places}f}%" if per_cent else f"{value:.{places + (2 if rate else 0)}f}"

    def value(self, path: str) -> Decimal | None:
        text = self.texts[path]
        seen = read_cell(path, text) if text else None
        return seen.value if seen else None

    def balance(self) -> Relation:
        terms = tuple((f"rows[{row}].score", self.dice.choice((1, 1, 1, -1))) for row in range(self.dice.randint(1, 6)))
        for path, _ in terms:
            self.put(path)
        self.put("total.score", sum(((self.value(path) or Decimal(0)) * sign for path, sign in terms), Decimal(0)))
        return Balance(terms, "total.score", *self.dice.choice(((False, False), (True, False), (False, True))))

    def ratio(self) -> Relation:
        self.put("a.executed")
        self.put("a.budget")
        top, bottom = self.value("a.executed"), self.value("a.budget")
        self.put("a.execution_rate", top / bottom if top is not None and bottom else None, rate=True)
        return Ratio("a.executed", "a.budget", "a.execution_rate")

    def rated(self) -> tuple[str, str, Decimal | None]:
        """A rate cell, or two amounts of which the rate is the quotient."""
        self.texts["a.weight"] = self.dice.choice(("10", "20", "10.0", "10分", "5"))
        if self.dice.random() < 0.5:
            self.put("a.execution_rate", rate=True)
            return "a.execution_rate", "", self.value("a.execution_rate")
        self.put("a.executed")
        self.put("a.budget")
        top, bottom = self.value("a.executed"), self.value("a.budget")
        return "a.executed", "a.budget", top / bottom if top is not None and bottom else None

    def product(self) -> Relation:
        rate, base, value = self.rated()
        weight = self.value("a.weight") or Decimal(0)
        self.put("a.score", None if value is None else weight * min(value, Decimal(1)))
        return Product("a.weight", rate, "a.score", self.dice.random() < 0.9, base)

    def stepped(self) -> Relation:
        rate, base, _ = self.rated()
        self.put("a.score", (self.value("a.weight") or Decimal(0)) * Decimal(self.dice.choice(("1", "0.7", "0.5"))))
        return Stepped("a.weight", rate, "a.score", _STEPS, base)

    def pair(self) -> Relation:
        factor = Decimal(self.dice.choice(("1", "0.0001", "10000")))
        self.put("x.score")
        value = self.value("x.score")
        self.put("y.weight", None if value is None else value / factor)
        if self.dice.random() < 0.4:
            return AtMost("x.score", "y.weight", factor)
        return Equal("x.score", "y.weight", factor, self.dice.random() < 0.4)

    def fixed(self) -> Relation:
        self.put("t.weight", Decimal(100))
        return Fixed("t.weight", Decimal(100))


def written(cases: list[Case]) -> tuple[bytes, list[int]]:
    """A workbook with one line of cells per case and their formulas; and the line of each rule."""
    out = io.BytesIO()
    book = new_book(out)
    sheet, workings = book.add_worksheet("1 表"), book.add_worksheet("workings")
    line = 2
    rows: list[dict[str, int]] = []
    rules: list[int] = []
    for at, case in enumerate(cases):
        rows.append({})
        for column, (path, text) in enumerate(case.texts.items()):
            if text and (number := number_of(text)):
                sheet.write_number(at, column, number[0])
            elif text:
                sheet.write_string(at, column, text)
            cell = NumberCell(path, address("1 表", at, column), text or "", text is None)
            for place, (formula, _) in enumerate(number_line(cell, line), 3):
                workings.write_formula(line - 1, place, formula)
            rows[-1][path] = line
            line += 1
    for case, known in zip(cases, rows, strict=True):
        line += 1
        made = formulas(case.relation, Lines(known), line)
        for place, formula in enumerate((made.expected, made.found, made.difference, made.code), 3):
            workings.write_formula(line - 1, place, formula)
        rules.append(line)
    book.close()
    return out.getvalue(), rules


def codes_of(cases: list[Case], folder: Path) -> list[object]:
    data, rules = written(cases)
    (sheets,) = recalculated([(opened(data), {})], folder)
    return [sheets["workings"][f"G{row}"].value for row in rules]


@needs_office
def test_the_formula_of_every_kind_of_relation_judges_as_the_law_does(tmp_path: Path) -> None:
    draw = Draw(5)
    cases = [draw.case() for _ in range(CASES)]

    differ = [case for case, code in zip(cases, codes_of(cases, tmp_path), strict=True) if code != case.code]
    assert differ == []
    assert {(type(case.relation), case.code) for case in cases} >= {
        (kind, code) for kind in (Balance, Ratio, Product) for code in (UNTESTABLE, HOLDS, SLIGHT, BROKEN)
    }


SUM = Balance((("rows[0].score", 1), ("rows[1].score", 1)), "total.score")


@needs_office
def test_a_sum_by_the_printed_places_cut_digits_and_cells_without_a_number(tmp_path: Path) -> None:
    def printed(*texts: str | None) -> Case:
        return Case(SUM, dict(zip(SUM.cells, texts, strict=True)))

    said = codes_of(
        [
            printed("50", "38", "88"),
            printed("50.25", "38", "88.3"),
            printed("50.01", "38", "88.02"),
            printed("50", "38", "89"),
            printed("50", "", "50"),
            printed("50", None, "50"),
            printed("50", "三十八", "88"),
            printed("50分", "３８", "88"),
        ],
        tmp_path,
    )
    assert said == [HOLDS, HOLDS, SLIGHT, BROKEN, HOLDS, UNTESTABLE, UNTESTABLE, HOLDS]


@needs_office
def test_a_number_beyond_what_a_spreadsheet_keeps_exact_is_not_judged(tmp_path: Path) -> None:
    case = Case(Fixed("t.weight", Decimal(100)), {"t.weight": "100.00000000000000001"})

    assert (codes_of([case], tmp_path), case.code) == ([UNTESTABLE], SLIGHT)


def test_every_kind_of_relation_has_a_translation() -> None:
    kinds = {
        thing
        for module in (relations, proportions)
        for thing in vars(module).values()
        if isinstance(thing, type) and hasattr(thing, "judge") and thing is not relations.Relation
    }
    assert kinds == {Balance, Ratio, Product, Stepped, AtMost, Equal, Fixed}


def test_a_kind_of_relation_without_a_translation_is_refused() -> None:
    with pytest.raises(TypeError, match="no formula for a relation of the kind str"):
        formulas("a = b", Lines({}), 2)


def test_a_total_that_the_form_does_not_print_cannot_be_checked() -> None:
    assert formulas(SUM, Lines({"rows[0].score": 2, "rows[1].score": 3}), 9).code == "=0"


def test_a_term_that_is_blank_by_design_has_no_part_in_the_formula() -> None:
    made = formulas(SUM, Lines({"rows[0].score": 2, "total.score": 3}, {"rows[1].score"}), 9)

    assert "SUM($J$2)" in made.expected


@pytest.mark.parametrize("name", ["1 it's", "2 a!b'c", '3 "x"&SORT('])
def test_a_sheet_is_named_in_quotation_marks(name: str) -> None:
    assert address(name, 11, 30) == f"'{name.replace(chr(39), chr(39) * 2)}'!$AE$12"


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_counted_in_letters(column: int, letters: str) -> None:
    assert spot(0, column) == f"{letters}1"


def test_the_formulas_are_within_what_a_spreadsheet_takes() -> None:
    draw: Callable[[], Case] = Draw(1).case
    book = opened(written([draw() for _ in range(60)])[0])

    lengths = [len(str(cell.value)) for row in book["workings"].iter_rows() for cell in row if cell.data_type == "f"]
    assert max(lengths) < 2000 and number_formula.LOST not in ("", number_formula.BLANK)
