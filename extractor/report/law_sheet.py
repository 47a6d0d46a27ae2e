"""The sheets ``laws`` and ``workings``: every law with arithmetic as formulas that follow the reviewer's changes.

Comes in: the planned laws of all forms. Goes out: two sheets of an open workbook. ``laws`` has one line per law:
its cells, what it says now, red or green; ``workings`` shows how each number was read and each rule worked out.
Names and titles are written as text; the formulas are those of ``law_formula`` and ``number_formula``, or refer
to their lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extractor.labels import SEVERITIES, VERDICTS, path_label
from extractor.laws.proportions import Ratio
from extractor.report.cell_style import Styles, put_text, row_height
from extractor.report.law_formula import BROKEN, CODE, DIFFERENCE, EXPECTED, FOUND, HOLDS, SLIGHT, formulas
from extractor.report.law_notation import cell_names, notation
from extractor.report.live_laws import LEVELS, LiveForm, LiveLaw, Rule
from extractor.report.number_formula import Live, number_line, spot

LAWS, WORKINGS = "laws", "workings"
VERDICT, LEVEL = "H", "N"
"""The columns of ``laws`` with the verdict in words and as a number."""

_LAW_HEADS = (
    ("表", 5), ("勾稽规则", 30), ("单元格", 40), ("算式", 26), ("应为", 11), ("表列", 11), ("相差", 11), ("结论", 10),
    ("不符时", 8), ("符合的算法", 18), ("识读时", 10), ("依据文件", 26), ("所用算法", 9), ("级别", 7),
)  # fmt: skip
_NUMBER_HEADS = ("表", "单元格", "位置", "原值", "文字", "数字串", "原小数位", "百分号", "取值", "数值", "小数位")
_RULE_HEADS = ("表", "算法", "算式", "应为", "表列", "相差", "核对")
_WORKING_WIDTHS = (5, 30, 26, 12, 12, 12, 9, 9, 12, 12, 9)
_WORDS = (VERDICTS["not_testable"].zh, VERDICTS["holds"].zh, VERDICTS["broken"].zh, VERDICTS["broken"].zh)
_ABOUT = (
    "本页的结论是公式：改动表页中的单元格，应为、相差和结论随之重算。\n"
    "红＝错误，橙＝提醒，黄＝备注，绿＝相符，灰＝无法核对。\n"
    "只列能用算式核对、识读时已适用的规则；其余规则见 findings，填入空白格后才适用的规则用 jixiao check 核对。\n"
    "取数和算法的中间步骤见 workings。"
)

LEVEL_LOOKS: dict[int, dict[str, Any]] = {
    4: {"bg_color": "#F8C9C4", "font_color": "#9C1C10"},
    3: {"bg_color": "#FBDDBE", "font_color": "#8A4300"},
    2: {"bg_color": "#FFF3C4", "font_color": "#6B5300"},
    1: {"bg_color": "#D5EDD5", "font_color": "#1E6B2A"},
    0: {"bg_color": "#E4E2DC", "font_color": "#5F5B52"},
}
"""How a level looks: error, warning, note, holds, cannot be tested."""


def draw_laws(book: Any, styles: Styles, forms: Sequence[LiveForm]) -> None:
    """Add the sheet ``laws``: one line per law of the forms."""
    sheet = book.add_worksheet(LAWS)
    for column, (head, width) in enumerate(_LAW_HEADS):
        sheet.set_column(column, column, width)
        put_text(sheet, 0, column, head, styles.format("head"))
    sheet.set_column(len(_LAW_HEADS) - 2, len(_LAW_HEADS) - 1, 8, None, {"hidden": True})
    sheet.write_comment(0, 1, _ABOUT, {"width": 380, "height": 130, "font_size": 9})
    for form in forms:
        for law in form.laws:
            _law_line(sheet, styles, form, law)
    last = max(law.row for form in forms for law in form.laws)
    for level, look in LEVEL_LOOKS.items():
        rule = {"type": "formula", "criteria": f"=${LEVEL}2={level}", "format": book.add_format(look)}
        sheet.conditional_format(1, 6, last - 1, 7, rule)
    _list_page(sheet, last - 1, len(_LAW_HEADS) - 3)


def _law_line(sheet: Any, styles: Styles, form: LiveForm, law: LiveLaw) -> None:
    row, look = law.row - 1, styles.format("listed")
    usual, form_type = law.bound.relation, form.view.form.form_type
    names = cell_names(law.bound.cells, form.find, form_type)
    texts = [law.bound.law.title[0], names, law.bound.law.citation]
    sheet.set_row(row, row_height(texts, [_LAW_HEADS[column][1] for column in (1, 2, 11)]))
    sheet.write_number(row, 0, form.number, styles.format("count"))
    put_text(sheet, row, 1, law.bound.law.title[0], look)
    put_text(sheet, row, 2, names, look)
    _link(sheet, (row, 3), form, law.result, notation(usual, form.find), look)
    rate = isinstance(usual, Ratio)
    number = styles.format("count", (), "0.00%") if rate else styles.format("count")
    live = _law_formulas(law)
    for column in (4, 5, 6):
        sheet.write_formula(row, column, live[column - 4][0], number, live[column - 4][1])
    for column in (7, 8, 9):
        sheet.write_formula(row, column, live[column - 4][0], look, live[column - 4][1])
    put_text(sheet, row, 10, VERDICTS[law.judgement.verdict].zh, look)
    put_text(sheet, row, 11, law.bound.law.citation or "", look)
    for column in (12, 13):
        sheet.write_formula(row, column, live[column - 6][0], styles.format("count"), live[column - 6][1])


def _law_formulas(law: LiveLaw) -> tuple[Live, ...]:
    """Expected, found, difference, verdict, severity, name of the rule, number of the rule, level."""
    rules, now = law.rules, law.rules[law.in_force]
    numbers = _results(now)
    usual = f"{WORKINGS}!${CODE}${rules[0].row}"
    pick = "0"
    for at, rule in reversed(list(enumerate(rules))[1:]):
        pick = f"IF({WORKINGS}!${CODE}${rule.row}={HOLDS},{at},{pick})"
    chosen, code = f"$M${law.row}", usual
    if len(rules) > 1:
        pick = f"IF({usual}<={HOLDS},0,{pick})"
        code = f"IF({chosen}>0,{HOLDS},{usual})"
    names = ['""', *(f"{WORKINGS}!$B${rule.row}" for rule in rules[1:])]
    severity, note = SEVERITIES[law.severity].zh, SEVERITIES["note"].zh
    return (
        *((_chosen(chosen, [f"{WORKINGS}!${column}${rule.row}" for rule in rules]), numbers[at])
          for at, column in enumerate((EXPECTED, FOUND, DIFFERENCE))),
        (f"=CHOOSE({code}+1,{','.join(_quoted(word) for word in _WORDS)})", _WORDS[law.code]),
        (f"=IF({code}={SLIGHT},{_quoted(note)},{_quoted(severity)})", note if law.code == SLIGHT else severity),
        (_chosen(chosen, names), now.name),
        (f"={pick}", law.in_force),
        (f"=IF({code}={BROKEN},{LEVELS[law.severity]},{code})", law.level),
    )  # fmt: skip


def _chosen(number: str, choices: Sequence[str]) -> str:
    return f"={choices[0]}" if len(choices) == 1 else f"=CHOOSE({number}+1,{','.join(choices)})"


def _quoted(word: str) -> str:
    """A word of this program as a text in a formula."""
    return f'"{word}"'


def _results(rule: Rule) -> tuple[str | float, ...]:
    """Expected, found and difference of a rule as of today; empty where it cannot be tested."""
    outcome = rule.outcome
    return tuple("" if one is None else _number(one) for one in (outcome.expected, outcome.found, outcome.difference))


def _number(value: Decimal) -> float:
    return float(round(value, 12))


def _link(sheet: Any, at: tuple[int, int], form: LiveForm, path: str, text: str, look: Any) -> None:
    """Text that leads to a cell of the form's sheet; plain text where the form shows no such cell."""
    place = form.find(path)
    if place is None:
        put_text(sheet, *at, text, look)
        return
    sheet.write_url(*at, f"internal:'{form.drawn.name}'!{spot(*place)}", look, text)


def draw_workings(book: Any, styles: Styles, forms: Sequence[LiveForm]) -> None:
    """Add the sheet ``workings``: first how each number is read, then each rule."""
    sheet = book.add_worksheet(WORKINGS)
    for column, width in enumerate(_WORKING_WIDTHS):
        sheet.set_column(column, column, width)
    for column, head in enumerate(_NUMBER_HEADS):
        put_text(sheet, 0, column, head, styles.format("head"))
    for form in forms:
        for cell in form.cells:
            _number_row(sheet, styles, form, cell.path, number_line(cell, form.lines.rows[cell.path]))
    rules = [(form, law, rule) for form in forms for law in form.laws for rule in law.rules]
    for column, head in enumerate(_RULE_HEADS):
        put_text(sheet, rules[0][2].row - 2, column, head, styles.format("head"))
    for form, law, rule in rules:
        _rule_row(sheet, styles, form, law, rule)
    sheet.set_h_pagebreaks([rules[0][2].row - 2])
    # The head of the numbers would stand over the rules on the pages behind.
    _list_page(sheet, rules[-1][2].row - 1, len(_NUMBER_HEADS), one_table=False)


def _number_row(sheet: Any, styles: Styles, form: LiveForm, path: str, line: Sequence[Live]) -> None:
    row, look = form.lines.rows[path] - 1, styles.format("listed")
    sheet.write_number(row, 0, form.number, styles.format("count"))
    put_text(sheet, row, 1, path_label(path, form.view.form.form_type).zh, look)
    place = form.find(path)
    put_text(sheet, row, 2, spot(*place) if place else "", look)
    number = styles.format("count")
    for column, (formula, value) in enumerate(line, 3):
        sheet.write_formula(row, column, formula, number, value)


def _rule_row(sheet: Any, styles: Styles, form: LiveForm, law: LiveLaw, rule: Rule) -> None:
    row = rule.row - 1
    sheet.write_number(row, 0, form.number, styles.format("count"))
    put_text(sheet, row, 1, rule.name or law.bound.law.title[0], styles.format("listed"))
    put_text(sheet, row, 2, notation(rule.relation, form.find), styles.format("listed"))
    live = formulas(rule.relation, form.lines, rule.row)
    texts = (live.expected, live.found, live.difference, live.code)
    for column, (formula, value) in enumerate(zip(texts, (*_results(rule), rule.code), strict=True), 3):
        sheet.write_formula(row, column, formula, styles.format("count"), value)


def _list_page(sheet: Any, last: int, columns: int, *, one_table: bool = True) -> None:
    sheet.freeze_panes(1, 0)
    if one_table:
        sheet.autofilter(0, 0, last, columns)
        sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&A　&P / &N")
