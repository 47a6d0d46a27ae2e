"""What a form's own sheet shows of its laws while somebody changes it: red and green cells, a word at each line.

Comes in: a form with its planned laws. Goes out: formulas beside the form and rules of colour on its cells.
Never colours a cell that no law speaks of, and adds nothing to what is printed of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Balance
from extractor.report.cell_style import Styles
from extractor.report.law_formula import HOLDS
from extractor.report.law_sheet import LAWS, LEVEL, LEVEL_LOOKS, VERDICT
from extractor.report.live_laws import LEVELS, LiveForm, LiveLaw
from extractor.report.number_formula import spot

_QUIET = -1  # that a bound is kept or one number repeats another needs no mark: it would stand at every line
_MARKS = ("", "无法核对", "√ 相符", "△ 备注", "！提醒", "× 不符")
"""The word at a line by its level, from ``_QUIET`` on."""

_ABOUT = (
    "改动表中的数字，勾稽所涉的合计、比率和得分随之变红或变绿，本栏同时重算。\n"
    "点击本栏可到 laws 查看该规则的单元格、应为数和相差数。本栏不打印。"
)


def draw_marks(book: Any, styles: Styles, form: LiveForm) -> None:
    """Let the results of a form's laws turn red or green, and say at the end of each line how it stands."""
    found: dict[str, list[LiveLaw]] = {}
    for law in form.laws:
        if form.find(law.result):
            found.setdefault(law.result, []).append(law)
    if not found:
        return
    mark = form.drawn.columns + 1
    by_row: dict[int, list[str]] = {}
    for path in sorted(found, key=lambda one: form.find(one) or (0, 0)):
        by_row.setdefault(form.drawn.places[path].top, []).append(path)
    looks = {level: book.add_format(_cell_look(level)) for level in (4, 3, 2, 1)}
    for row, paths in by_row.items():
        first, last = mark + 1, mark + len(paths)
        for column, path in enumerate(paths, first):
            _mirror(form, path, found[path], column)
            shown = {level: looks[level] for law in found[path] for level in _levels(law)}
            _colour(form, path, spot(row, column, fixed=True), shown)
        _mark(form, styles, (row, mark), f"{spot(row, first, fixed=True)}:{spot(row, last, fixed=True)}", found)
    _frame(book, styles, form, mark, max(map(len, by_row.values())), list(by_row))


def _cell_look(level: int) -> dict[str, Any]:
    """The look of a cell: a law that holds leaves its colour alone, which may say that it needs review."""
    look = LEVEL_LOOKS[level]
    if level > 1:
        return {**look, "border": 1, "border_color": look["font_color"]}
    return {"font_color": look["font_color"], "border": 1, "border_color": "#5E9E66"}


def _is_quiet(law: LiveLaw) -> bool:
    """True for a law that is shown only while it is broken: all but sums, rates and products."""
    return not isinstance(law.bound.relation, Balance | Ratio | Product | Stepped)


def _levels(law: LiveLaw) -> list[int]:
    """The levels that a law can come to show: a form has many bounds, and a rule of colour for each level is much."""
    slight = [] if isinstance(law.bound.relation, AtMost) else [LEVELS["note"]]
    return [LEVELS[law.severity], *slight, *([] if _is_quiet(law) else [HOLDS])]


def _level(law: LiveLaw) -> int:
    return _QUIET if _is_quiet(law) and law.level < 2 else law.level


def _mirror(form: LiveForm, path: str, laws: list[LiveLaw], column: int) -> None:
    """The worst level of the laws about one cell, on the sheet itself: a rule of colour may look no further."""
    parts = []
    for law in laws:
        level = f"{LAWS}!${LEVEL}${law.row}"
        parts.append(f"IF({level}>1,{level},{_QUIET})" if _is_quiet(law) else level)
    row = form.drawn.places[path].top
    form.drawn.sheet.write_formula(row, column, f"=MAX({','.join(parts)})", None, max(map(_level, laws)))


def _colour(form: LiveForm, path: str, level: str, looks: Mapping[int, Any]) -> None:
    placed = form.drawn.places[path]
    for at, look in looks.items():
        rule = {"type": "formula", "criteria": f"={level}={at}", "format": look}
        form.drawn.sheet.conditional_format(placed.top, placed.left, placed.bottom, placed.right, rule)


def _mark(form: LiveForm, styles: Styles, at: tuple[int, int], levels: str, found: Mapping[str, list[LiveLaw]]) -> None:
    """The word at the end of a line, which leads to the worst of the line's laws."""
    laws = [law for path, listed in found.items() if form.drawn.places[path].top == at[0] for law in listed]
    worst, word = max(laws, key=_level), _MARKS[max(map(_level, laws)) - _QUIET]
    words = ",".join(f'"{one}"' for one in _MARKS)
    look, sheet = styles.format("year"), form.drawn.sheet
    sheet.write_url(*at, f"internal:{LAWS}!A{worst.row}", look, word)
    sheet.write_formula(*at, f"=CHOOSE(MAX({levels})+{1 - _QUIET},{words})", look, word)


def _frame(book: Any, styles: Styles, form: LiveForm, mark: int, most: int, rows: list[int]) -> None:
    """The count of broken laws above the words, the widths, and the colours of the words."""
    sheet = form.drawn.sheet
    sheet.set_column(mark - 1, mark - 1, 2)
    sheet.set_column(mark, mark, 12)
    sheet.set_column(mark + 1, mark + most, 4, None, {"hidden": True})
    lines = f"{LAWS}!${VERDICT}${form.laws[0].row}:${VERDICT}${form.laws[-1].row}"
    broken = sum(law.code > 1 for law in form.laws)
    total = f'=IF(COUNTIF({lines},"不符")=0,"勾稽无不符","勾稽不符 "&COUNTIF({lines},"不符"))'
    shown = f"勾稽不符 {broken}" if broken else "勾稽无不符"
    sheet.write_url(0, mark, f"internal:{LAWS}!A{form.laws[0].row}", styles.format("year"), shown)
    sheet.write_formula(0, mark, total, styles.format("year"), shown)
    sheet.write_comment(0, mark, _ABOUT, {"width": 260, "height": 90, "font_size": 9})
    for level, word in enumerate(_MARKS[1:]):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.add_format(LEVEL_LOOKS[level])}
        sheet.conditional_format(min(rows), mark, max(rows), mark, rule)
