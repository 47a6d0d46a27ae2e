"""The portfolio as a workbook: the lines with live rates and totals, and how they are spread over the grades.

Comes in: the lines of ``portfolio``. Goes out: the bytes of a workbook, the same for the same lines. Rates, totals
and counts are formulas over the cells of the sheet, so that a corrected amount is counted at once; text of a document
stands in cells only, never in a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.labels import Label, Language
from extractor.laws import LawSettings
from extractor.report.cell_style import Styles, put_text, row_height
from extractor.report.number_formula import Live, spot
from extractor.report.portfolio import COLUMNS, NUMBERS

Line = Mapping[str, str | None]

_WIDTHS = {"project": 34, "unit_name": 26, "form_type": 30, "budget": 13, "executed": 13, "document": 28, "year": 8}
_WORDS: dict[str, Label] = {
    "total": Label("合计", "total"),
    "grade": Label("等次", "grade"),
    "forms": Label("表数（表列等次）", "forms (grade as printed)"),
    "share": Label("占比", "share"),
    "budget": Label("预算数（万元）", "budget (10,000 yuan)"),
    "executed": Label("执行数（万元）", "executed (10,000 yuan)"),
    "rate": Label("执行率", "executed / budget"),
    "score": Label("平均总分", "mean total score"),
    "banded": Label("表数（按总分分档）", "forms (by total score)"),
    "band": Label("总分档", "scores"),
    "other": Label("其他写法", "other words"),
    "none": Label("未填", "not given"),
}
_MONEY, _RATE, _SCORE = "#,##0.00", "0.00%", "0.00"
_AT = {key: number for number, key in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class _Portfolio:
    """The lines with their numbers, and the rows of the sheet that they take (from 0)."""

    lines: Sequence[Line]
    language: Language

    @property
    def last(self) -> int:
        """The last row with a line; the head's own where there is none."""
        return len(self.lines)

    def range(self, key: str) -> str:
        """The cells of a column as other sheets call them."""
        column = _AT[key]
        return f"portfolio!{spot(1, column, fixed=True)}:{spot(max(self.last, 1), column, fixed=True)}"

    def say(self, key: str) -> str:
        """A word of the workbook."""
        return _WORDS[key].say(self.language)


def to_xlsx(lines: Sequence[Line], heads: Sequence[str], language: Language) -> bytes:
    """The workbook of the lines: the sheets ``portfolio`` and ``grades``."""
    from extractor.report.plain_book import new_book

    out = io.BytesIO()
    book = new_book(out, "绩效自评汇总" if language == "zh" else "Portfolio of self-evaluations")
    styles, all_lines = Styles(book), _Portfolio(lines, language)
    _draw_lines(book, styles, all_lines, heads)
    _draw_grades(book, styles, all_lines)
    book.close()
    return out.getvalue()


def _draw_lines(book: Any, styles: Styles, lines: _Portfolio, heads: Sequence[str]) -> None:
    sheet = book.add_worksheet("portfolio")
    widths = [_WIDTHS.get(key, 9) for key in COLUMNS]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        put_text(sheet, 0, column, head, styles.format("head"))
    sheet.set_row(0, row_height(heads, widths))
    for row, line in enumerate(lines.lines, 1):
        sheet.set_row(row, row_height([line.get(key) for key in COLUMNS], widths))
        for key, column in _AT.items():
            _put(sheet, styles, (row, column), key, line)
    if lines.lines:
        _draw_total(sheet, styles, lines)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, lines.last, len(COLUMNS) - 1)
    _page(sheet)


def _put(sheet: Any, styles: Styles, at: tuple[int, int], key: str, line: Line) -> None:
    text, row = line.get(key) or "", at[0]
    if key == "rate":
        top, bottom = spot(row, _AT["executed"]), spot(row, _AT["budget"])
        formula = f'=IF(COUNT({top},{bottom})=2,IF({bottom}<>0,{top}/{bottom},""),"")'
        sheet.write_formula(*at, formula, styles.format("count", (), _RATE), _rate([line]))
    elif key in NUMBERS and (number := _number(text)) is not None:
        shown = {"budget": _MONEY, "executed": _MONEY, "score": _SCORE}.get(key, "")
        sheet.write_number(*at, float(number), styles.format("count", (), shown))
    else:
        put_text(sheet, *at, text, styles.format("listed"))


def _draw_total(sheet: Any, styles: Styles, lines: _Portfolio) -> None:
    """The totals, an empty row below the lines: what a filter hides is not counted."""
    row = lines.last + 2
    put_text(sheet, row, 0, lines.say("total"), styles.format("head"))
    for key in ("budget", "executed", "errors", "warnings", "review"):
        column = _AT[key]
        formula = f"=SUBTOTAL(109,{spot(1, column)}:{spot(lines.last, column)})"
        look = styles.format("count", (), _MONEY if key in ("budget", "executed") else "")
        sheet.write_formula(row, column, formula, look, float(_sum(lines.lines, key)))
    both = f"ISNUMBER({lines.range('budget')})*ISNUMBER({lines.range('executed')})"
    formula = _share(f"SUMPRODUCT({both},{lines.range('executed')})", f"SUMPRODUCT({both},{lines.range('budget')})")
    sheet.write_formula(row, _AT["rate"], formula, styles.format("count", (), _RATE), _rate(lines.lines))
    column = _AT["score"]
    mean = f'=IFERROR(SUBTOTAL(101,{spot(1, column)}:{spot(lines.last, column)}),"")'
    sheet.write_formula(row, column, mean, styles.format("count", (), _SCORE), _mean(lines.lines))


def _share(top: str, bottom: str) -> str:
    return f'=IF({bottom}=0,"",{top}/{bottom})'


def _draw_grades(book: Any, styles: Styles, lines: _Portfolio) -> None:
    """Forms, money and mean score by the grade that the form prints, and forms by their total score."""
    sheet = book.add_worksheet("grades")
    keys = ("grade", "forms", "share", "budget", "executed", "rate", "score", "band", "banded")
    for column, key in enumerate(keys):
        sheet.set_column(column, column, 16)
        put_text(sheet, 0, column, lines.say(key), styles.format("head"))
    sheet.set_row(0, row_height([lines.say(key) for key in keys], [16] * len(keys)))
    settings = LawSettings()
    words = {grade: [grade, *(old for old, new in settings.grade_synonyms if new == grade)]
             for grade, _ in settings.grade_bands}  # fmt: skip
    for row, (grade, floor) in enumerate(settings.grade_bands, 1):
        put_text(sheet, row, 0, grade, styles.format("listed"))
        _draw_group(sheet, styles, lines, row, _Group.of(lines, words[grade]))
        ceiling = settings.grade_bands[row - 2][1] if row > 1 else None
        _draw_band(sheet, styles, lines, row, (floor, ceiling))
    rest = [word for listed in words.values() for word in listed]
    last = len(settings.grade_bands) + 1
    for row, (key, group) in enumerate(
        (("other", _Group.without(lines, rest)), ("none", _Group.of(lines, [""]))), last
    ):
        put_text(sheet, row, 0, lines.say(key), styles.format("listed"))
        _draw_group(sheet, styles, lines, row, group)
    sheet.freeze_panes(1, 1)
    _page(sheet)


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one grade: the condition over the column of grades, and the lines it holds for now."""

    condition: str
    lines: Sequence[Line]

    @classmethod
    def of(cls, lines: _Portfolio, words: Sequence[str]) -> _Group:
        """The lines whose grade is one of these words of the program."""
        test = "+".join(f'({lines.range("grade")}="{word}")' for word in words)
        return cls(f"({test})", [line for line in lines.lines if (line.get("grade") or "") in words])

    @classmethod
    def without(cls, lines: _Portfolio, words: Sequence[str]) -> _Group:
        """The lines with a grade that is none of these words."""
        test = "*".join(f'({lines.range("grade")}<>"{word}")' for word in ["", *words])
        return cls(f"({test})", [line for line in lines.lines if (line.get("grade") or "") not in ["", *words]])


def _draw_group(sheet: Any, styles: Styles, lines: _Portfolio, row: int, group: _Group) -> None:
    number, count = row + 1, len(group.lines)
    total = f"ROWS({lines.range('grade')})" if lines.lines else "0"
    both = f"{group.condition}*ISNUMBER({lines.range('budget')})*ISNUMBER({lines.range('executed')})"
    scored = f"SUMPRODUCT({group.condition}*ISNUMBER({lines.range('score')}))"
    share = count / len(lines.lines) if lines.lines else ""
    amounts = {key: f"SUMPRODUCT({both},{lines.range(key)})" for key in ("executed", "budget")}
    cells: tuple[tuple[Live, str], ...] = (
        ((f"=SUMPRODUCT({group.condition}*1)" if lines.lines else "=0", count), ""),
        ((f'=IF({total}=0,"",B{number}/{total})', share), _RATE),
        ((f"=SUMPRODUCT({group.condition}*1,{lines.range('budget')})", float(_sum(group.lines, "budget"))), _MONEY),
        ((f"=SUMPRODUCT({group.condition}*1,{lines.range('executed')})", float(_sum(group.lines, "executed"))), _MONEY),
        ((_share(amounts["executed"], amounts["budget"]), _rate(group.lines)), _RATE),
        ((_share(f"SUMPRODUCT({group.condition}*1,{lines.range('score')})", scored), _mean(group.lines)), _SCORE),
    )  # fmt: skip
    for column, ((formula, value), shown) in enumerate(cells, 1):
        sheet.write_formula(row, column, formula, styles.format("count", (), shown), value)


def _draw_band(sheet: Any, styles: Styles, lines: _Portfolio, row: int, band: tuple[Decimal, Decimal | None]) -> None:
    floor, ceiling = band
    name = f"≥{floor:f}" if ceiling is None else f"{floor:f}–{ceiling:f}"
    put_text(sheet, row, 7, name, styles.format("listed"))
    scores = lines.range("score")
    test = f"ISNUMBER({scores})*({scores}>={floor:f})" + (f"*({scores}<{ceiling:f})" if ceiling is not None else "")
    known = [_number(line.get("score") or "") for line in lines.lines]
    count = sum(one is not None and one >= floor and (ceiling is None or one < ceiling) for one in known)
    sheet.write_formula(row, 8, f"=SUMPRODUCT({test})", styles.format("count"), count)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _numbers(lines: Iterable[Line], key: str) -> list[Decimal]:
    return [number for line in lines if (number := _number(line.get(key) or "")) is not None]


def _sum(lines: Iterable[Line], key: str) -> Decimal:
    return sum(_numbers(lines, key), Decimal(0))


def _rate(lines: Sequence[Line]) -> float | str:
    """Executed by budget over the lines that tell both; empty where there is nothing to divide by."""
    both = [line for line in lines if _numbers([line], "budget") and _numbers([line], "executed")]
    budget = _sum(both, "budget")
    return float(_sum(both, "executed") / budget) if budget else ""


def _mean(lines: Sequence[Line]) -> float | str:
    scores = _numbers(lines, "score")
    return float(sum(scores, Decimal(0)) / len(scores)) if scores else ""


def _page(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
