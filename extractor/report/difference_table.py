"""The differences of two documents as lines of a table for a terminal.

Comes in: ``Difference`` values. Goes out: rows of short texts. Never prints; a value that is too long is cut so that
what differs stays in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.cells import cell_len

from extractor.labels import Label, Language, path_label
from extractor.report.difference import VERDICTS, Difference
from extractor.report.difference_filter import Selection, rows_of
from extractor.report.matching import FormPair

VALUE_WIDTH = 44
"""Columns of a terminal that one value may take: two lines of the table."""
NOTES: dict[str, Label] = {
    "lost": Label("原件已失", "lost in the source"),
    "stitched": Label("拼接", "stitched"),
    "repaired": Label("修复", "repaired"),
    "inferred": Label("推定", "inferred"),
    "ambiguous": Label("有歧义", "ambiguous"),
}
"""What expected values say of a leaf, in words."""


def difference_rows(
    forms: Iterable[FormPair], selection: Selection, language: Language = "zh"
) -> list[tuple[str, ...]]:
    """The lines of a table: form, verdict, cell, left, right. A row or form that one side has not is one line."""
    return [line for form in forms for line in _lines(form, selection, language)]


def _lines(form: FormPair, selection: Selection, language: Language) -> Iterator[tuple[str, ...]]:
    shown = tuple(filter(selection.shows, form.differences))
    if shown and (form.left is None or form.right is None):
        yield _lonely_form(form, shown, language)
        return
    for (left, right), cells in groupby(shown, rows_of):
        if left is None or right is None:
            yield _lonely_row(left or right or "", tuple(cells), language)
        else:
            yield from (_line(cell, language) for cell in cells)


def _line(one: Difference, language: Language) -> tuple[str, ...]:
    cell = f"{path_label(one.path).say(language)}  {both_paths(one)}"
    right = shorten(one.right, one.left) + _note(one, language)
    return str(one.form), VERDICTS[one.verdict].say(language), cell, shorten(one.left, one.right), right


def _lonely_form(form: FormPair, cells: tuple[Difference, ...], language: Language) -> tuple[str, ...]:
    """A whole form that one side has not."""
    side = form.left or form.right
    name = shorten(side.name.say(language) if side is not None else "", None)
    verdict = VERDICTS[cells[0].verdict].say(language)
    count = f"整张表，{len(cells)} 格" if language == "zh" else f"the whole form, {len(cells)} cells"
    return str(form.number), verdict, count, *((name, "—") if form.right is None else ("—", name))


def _lonely_row(row: str, cells: tuple[Difference, ...], language: Language) -> tuple[str, ...]:
    """All cells of a row that one side has not."""
    texts = shorten(" · ".join((one.left or one.right or "") for one in cells), None)
    values = (texts, "—") if cells[0].path_right is None else ("—", texts)
    verdict = VERDICTS[cells[0].verdict].say(language)
    return str(cells[0].form), verdict, f"{path_label(row).say(language)}  {row}", *values


def both_paths(difference: Difference) -> str:
    """The path of a cell; with both row numbers where they differ: ``indicators[2→4].score``."""
    left, right = difference.path_left, difference.path_right
    if left is None or right is None or left == right:
        return difference.path
    numbers = iter(re.findall(r"\[(\d+)\]", right))
    return re.sub(r"\[(\d+)\]", lambda row: _numbers(row.group(1), next(numbers, row.group(1))), left)


def shorten(text: str | None, other: str | None, width: int = VALUE_WIDTH) -> str:
    """A text cut in the middle, or around the first place where it differs from the other text."""
    if text is None:
        return "—"
    line = re.sub(r"\s+", " ", text)
    if cell_len(line) <= width:
        return line
    differs = _first_difference(line, re.sub(r"\s+", " ", other or line))
    head, tail = _fitting(line, width // 2), _fitting(line[::-1], width - width // 2 - 1)[::-1]
    if len(head) > differs or differs >= len(line) - len(tail):
        return f"{head}…{tail}"
    start, middle = _fitting(line, width // 4), line[max(0, differs - 4) :]
    return f"{start}…{_fitting(middle, width - width // 4 - 2)}…"


def _numbers(left: str, right: str) -> str:
    return f"[{left}]" if left == right else f"[{left}→{right}]"


def _first_difference(one: str, other: str) -> int:
    """Where two texts part; 0 where they do not."""
    parted = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return next(parted, 0 if one == other else min(len(one), len(other)))


def _fitting(text: str, width: int) -> str:
    """The beginning of a text that takes at most so many columns."""
    taken = 0
    for at, char in enumerate(text):
        taken += cell_len(char)
        if taken > width:
            return text[:at]
    return text


def _note(difference: Difference, language: Language) -> str:
    """What the right side says of its value, in brackets."""
    if not difference.note:
        return ""
    said = NOTES.get(difference.note, Label(difference.note, difference.note)).say(language)
    return f"（{said}）" if language == "zh" else f" ({said})"
