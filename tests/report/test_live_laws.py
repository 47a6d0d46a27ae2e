"""The verdicts of a workbook are those of the laws, before and after somebody changes a cell.

LibreOffice works the formulas out: for every form of ``eval_set`` and for generated ones, as written and after
single cells were changed in the ways in which a reviewer may change them.
"""

from __future__ import annotations

import copy
import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eval_set.generator import make, recipes
from extractor import recover, recover_text
from extractor.errors import NoFormError
from extractor.family import load_families
from extractor.laws import BoundLaw, Form, LawSettings, bind, check, judge
from extractor.report.cell_style import number_of
from extractor.report.live_laws import LiveForm, blank_paths
from extractor.report.number_formula import NumberCell, spot
from extractor.report.plain_book import new_book
from extractor.report.workbook import draw_record, to_xlsx
from extractor.review.ruled import blank_paths as blank_paths_of_the_review
from extractor.sheet.view import FormView
from extractor.values import FormRecord, Record
from tests import sample_record
from tests.recalculation import kept, needs_office, opened, recalculated

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
GENERATED, CHANGES = 10, 1
Verdicts = list[tuple[str, str]]
"""Verdict and severity of each line of ``laws``, in words."""

_WORDS = {"holds": "相符", "broken": "不符", "not_testable": "无法核对"}
_SEVERITIES = {"error": "错误", "warning": "提醒", "note": "备注"}
_ODD = ("", "10分", "1,234.50", "九十", "12-3", "１０", "95%", "见附件", "1e2", "10月20日")
_STEPS = tuple(map(Decimal, ("0.01", "-0.01", "0.005", "0.5", "1", "-7", "20")))


@dataclass(frozen=True)
class Change:
    """A cell of a form that gets other content: as a spreadsheet holds it, and as it then shows it."""

    form: LiveForm
    path: str
    content: str | float | None
    text: str | None

    @property
    def place(self) -> tuple[str, str]:
        """The sheet and the address of the cell."""
        return self.form.drawn.name, spot(*(self.form.find(self.path) or (0, 0)))


@cache
def records() -> tuple[Record, ...]:
    """All documents of ``eval_set`` with a form in them, and generated ones."""
    found = []
    for path in sorted(EVAL_SET.glob("*.expected.json")):
        stem = path.name.removesuffix(".expected.json")
        try:
            found.append(recover(next(one for one in EVAL_SET.glob(f"{stem}.*") if one != path)))
        except NoFormError:
            continue
    for recipe in recipes(GENERATED, seed=11):
        try:
            found.append(recover_text(make(recipe).text, recipe.name))
        except NoFormError:
            continue
    return tuple(found)


def law_ids(form: FormRecord) -> Sequence[str] | None:
    family = load_families().get(form.family)
    return family.laws or None if family else None


def shown(form: FormRecord) -> Form:
    return Form.of(form.values, form.units, blank_paths(FormView.of(form)))


def arithmetic(form: FormRecord) -> list[BoundLaw]:
    bound = bind(shown(form), form.units, law_ids(form), LawSettings())
    return [law for law in bound if law.relation is not None]


def told(form: FormRecord, changed: FormRecord | None = None) -> Verdicts:
    """What the laws of a form say of it, or of the same form after a change."""
    judged = [judge(law, shown(changed or form))[0] for law in arithmetic(form)]
    return [(_WORDS[one.verdict], _SEVERITIES[one.severity]) for one in judged]


def checked(form: FormRecord) -> Verdicts:
    """The verdicts of ``laws.check`` on the laws that have arithmetic."""
    ids = {law.law_id for law in arithmetic(form)}
    judged = check(form.values, form.units, law_ids(form), LawSettings(), blank_paths(FormView.of(form)))
    return [(_WORDS[one.verdict], _SEVERITIES[one.severity]) for one in judged if one.law in ids]


def lines(sheets: Mapping[str, Any]) -> dict[int, Verdicts]:
    """The verdicts of the sheet ``laws`` by number of form."""
    found: dict[int, Verdicts] = {}
    for row in sheets["laws"].iter_rows(min_row=2, values_only=True) if "laws" in sheets else ():
        found.setdefault(int(row[0]), []).append((row[7], row[8]))
    return found


def by_number(record: Record) -> dict[int, Verdicts]:
    return {number: checked(form) for number, form in enumerate(record.forms, 1) if arithmetic(form)}


def changes(record: Record, dice: random.Random) -> Iterator[Change]:
    """Single cells that laws read, with other content: a number near by or far off, odd text, nothing."""
    forms = draw_record(new_book(io.BytesIO()), record)
    cells = [(form, cell) for form in forms for cell in form.cells]
    for form, cell in dice.choices(cells, k=CHANGES) if cells else ():
        if dice.random() < 0.3:
            odd = dice.choice(_ODD) or None
            yield Change(form, cell.path, odd, odd)
        else:
            yield Change(form, cell.path, *another(dice, cell))


def another(dice: random.Random, cell: NumberCell) -> tuple[float, str]:
    """Another number for a cell, as a spreadsheet holds it and as it shows it in the format of the cell."""
    now, format_ = number_of(cell.text) or (10.0, "0")
    share = 2 if format_.endswith("%") else 0
    other = Decimal(str(now)) + dice.choice(_STEPS).scaleb(-share)
    places = max(len(format_.rstrip("%").partition(".")[2]) + share, -int(other.normalize().as_tuple().exponent))
    return float(other), f"{other.scaleb(share):.{places - share}f}" + ("%" if share else "")


def with_value(form: FormRecord, path: str, value: str | None) -> FormRecord:
    values = copy.deepcopy(dict(form.values))
    here: Any = values
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]
    for step in steps[:-1]:
        here = here[step]
    here[steps[-1]] = value
    return replace(form, values=values)


@needs_office
def test_every_verdict_of_a_workbook_is_that_of_the_laws_and_what_the_file_keeps_what_its_formulas_give(
    tmp_path: Path,
) -> None:
    data = [to_xlsx(record) for record in records()]
    books = recalculated([(opened(one), {}) for one in data], tmp_path)

    for record, one, sheets in zip(records(), data, books, strict=True):
        assert lines(sheets) == by_number(record), record.source.name
        book = kept(one)
        for title, sheet in sheets.items():
            # A link of an empty cell is taken for its text by openpyxl.
            for cell in (cell for row in book[title].iter_rows() for cell in row if not cell.hyperlink):
                now = sheet[cell.coordinate].value
                assert alike(now, cell.value), (record.source.name, title, cell.coordinate, now, cell.value)


@needs_office
def test_a_changed_cell_turns_the_verdicts_exactly_as_it_turns_the_laws(tmp_path: Path) -> None:
    made = [(at, change) for at, one in enumerate(records()) for change in changes(one, random.Random(at))]
    written = {at: opened(to_xlsx(records()[at])) for at, _ in made}
    books = recalculated([(written[at], {change.place: change.content}) for at, change in made], tmp_path)

    turned = 0
    for (_, change), sheets in zip(made, books, strict=True):
        form = change.form.view.form
        expected = told(form, with_value(form, change.path, change.text))
        assert lines(sheets)[change.form.number] == expected, (change.path, change.text)
        turned += expected != told(form)
    assert turned > len(made) / 3


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return (one or "") == (other or "")


def test_a_viewer_that_works_nothing_out_shows_the_verdicts_of_today() -> None:
    for record in (*records()[:6], sample_record.everything()):
        book = kept(to_xlsx(record))
        assert lines({sheet.title: sheet for sheet in book}) == by_number(record), record.source.name


@pytest.mark.parametrize("sample", [sample_record.national, sample_record.jinzhong, sample_record.department])
def test_what_is_blank_is_blank_to_the_workbook_and_to_the_review(sample: Any) -> None:
    form = sample_record.record(sample).forms[0]
    assert blank_paths(FormView.of(form)) == blank_paths_of_the_review(form)
