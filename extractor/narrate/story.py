"""Draws the story of one form from its cells.

Comes in: a ``FormRecord``. Goes out: a frozen ``Story`` of pieces that templates put into words.
Never words anything itself: that is the templates' work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.labels import Label, code_label, field_label, only_indicator, path_label
from extractor.narrate.facts import Doubt, Function, Kind, Person, Reason, Story
from extractor.narrate.money import tell_money
from extractor.narrate.remarks import Remark, tell_remarks
from extractor.narrate.rows import Row, tell_indicator, tell_item, tell_section
from extractor.narrate.said import Said, Teller, brief
from extractor.narrate.typeset import nested
from extractor.values import FormRecord

__all__ = ["Story", "cell_name", "kind_of", "tell"]

_MINUS_WORDS = frozenset({"", "无", "无。"})
# Furniture of a page: a date line without a date, a page number, a word of a label.
_FURNITURE = re.compile(r"[\s\d年月日—\-–·.页第共/]*")
_SHORTEST_TEXT = 12
_TABLE_IN_PROSE = "类款代码"


def kind_of(form: FormRecord) -> Kind:
    """Which outline a form's report follows: that of a project, of a transfer payment, or of a department."""
    title = str(form.values.get("title") or "") + str(form.values.get("project_name") or "")
    if form.form_type.startswith("department") or "部门整体" in title or "整体支出" in title:
        return "department"
    return "transfer" if form.form_type == "transfer" else "project"


def tell(form: FormRecord, number: int = 1) -> Story:
    """Gather what one form says; ``number`` counts the forms of a draft from 1."""
    teller = Teller(form, number)
    say = teller.say
    remarks = tell_remarks(teller, form.findings, cell_name)
    card = teller.rows("scorecard")
    texts = {key: said for key in _TEXTS if (said := _prose(say(f"narratives.{key}")))}
    return Story(
        number=number,
        kind=kind_of(form),
        form_type=form.form_type,
        title=say("title"),
        year=say("fiscal_year"),
        project=say("project_name"),
        unit=say("implementing_unit") or say("reporting_unit"),
        department=say("supervising_department"),
        attribute=say("project_attribute"),
        start=say("project_period.start"),
        end=say("project_period.end"),
        money=tell_money(teller),
        expected=say("objective.expected"),
        achieved=say("objective.actual"),
        texts=texts,
        indicators=_indicators(teller, remarks),
        sections=tuple(section for row in card if (section := tell_section(teller, row))),
        items=tuple(tell_item(teller, row) for row in card if say(f"scorecard[{row}].item")),
        whole={key: said for key in _WHOLE if (said := say(f"department.{key}"))},
        table_unit=teller.unit("department.income_by_function"),
        full=say("total.weight"),
        score=say("total.score"),
        score_lost=teller.lost("total.score"),
        grade=say("grade"),
        remarks=remarks,
        people=_people(teller),
        functions=_functions(teller),
        filled_on=say("sign_off.filled_on"),
        further=_further(teller),
        doubts=tuple(_doubts(teller)),
        missing=tuple(cell_name(teller, path) for path, cell in form.cells.items() if cell.origin == "missing"),
    )


def _indicators(teller: Teller, remarks: Sequence[Remark]) -> tuple[Row, ...]:
    """The indicators; one that a law found missed is missed, though its figures alone do not tell."""
    missed = {only_indicator(one.finding.cells) for one in remarks if one.finding.law.startswith("missed_target")}
    rows = [(tell_indicator(teller, row), f"indicators[{row}]" in missed) for row in teller.rows("indicators")]
    return tuple(replace(row, met=False) if is_missed else row for row, is_missed in rows)


def _prose(said: Said | None) -> Said | None:
    """A text as far as it is prose: a table that stands in it is told as a table; None where nothing is left."""
    if said is None:
        return None
    words = said.text.partition(_TABLE_IN_PROSE)[0].strip()
    return None if words in _MINUS_WORDS else replace(said, text=words)


def _people(teller: Teller) -> tuple[Person, ...]:
    at = [f"evaluators[{row}]" for row in teller.rows("evaluators")]
    return tuple(
        Person(name, teller.say(f"{row}.title"), teller.say(f"{row}.department"))
        for row in at
        if (name := teller.say(f"{row}.name"))
    )


def _functions(teller: Teller) -> tuple[Function, ...]:
    department = teller.form.values.get("department")
    rows = department.get("income_by_function") if isinstance(department, Mapping) else None
    at = [f"department.income_by_function[{row}]" for row in range(len(rows or ()))]
    told = [Function(*(teller.say(f"{row}.{key}") for key in ("code", "name", "income", "expenditure"))) for row in at]
    return tuple(line for line in told if line.income or line.expenditure)


def _further(teller: Teller) -> tuple[Said, ...]:
    """Sentences of the form that have no cell of their own, such as 存在问题 and 改进措施."""
    return tuple(
        Said(text, (teller.address(f"unplaced[{at}]"),), True)
        for at, piece in enumerate(teller.form.unplaced)
        if len(text := piece.text.strip()) >= _SHORTEST_TEXT and not _FURNITURE.fullmatch(text)
        and not re.search("[☑□√口0]", text) and re.search("[。；，]", text)
    )  # fmt: skip


def _doubts(teller: Teller) -> Iterator[Doubt]:
    for path, cell in teller.form.cells.items():
        if cell.needs_review and cell.origin != "missing":
            yield Doubt(cell_name(teller, path), teller.say(path), tuple(map(Reason, cell.reasons)))


_TEXTS = ("overview", "fund_use", "implementation", "performance", "other_issues", "staffing", "budget_execution")
_WHOLE = (
    "carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment", "executed", "year_end_balance",
    "staff.total", "staff.active", "staff.retired_cadres", "staff.retired", "income_total", "expenditure_total",
)  # fmt: skip


_LONGEST_NAME = 30
_ENGLISH_FIELDS = {"actual": "result"}
_KEYS = {"indicators": "level3", "scorecard": "item", "funds": "source", "evaluators": "name"}


def cell_name(teller: Teller, path: str) -> Label:
    """A cell by the words of its row, such as ``“验收合格率”得分``; by the row's number where it has no words.

    Long names are cut: a list of cells has to be read.
    """
    found = re.match(r"(\w+)\[(\d+)\]\.(\w+)", path)
    form_type = teller.form.form_type
    key = _KEYS.get(found.group(1)) if found else None
    words = teller.say(f"{found.group(1)}[{found.group(2)}].{key}") if found and key != found.group(3) else None
    if words is None:
        return path_label(path, form_type)
    field = field_label(path, form_type)
    code = code_label(f"{found.group(1)}[0].{key}" if found else path, words.text)
    if code is not None:  # a row of the form's own, not words that it prints
        return Label(f"{code.zh}{field.zh}", f"{code.en}: {field.en}")
    inner = nested(brief(words.text, _LONGEST_NAME))
    return Label(f"“{inner}”{field.zh}", f"{_ENGLISH_FIELDS.get(field.en, field.en)} of “{inner}”")
