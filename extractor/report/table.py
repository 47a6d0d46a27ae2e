"""Summaries of records for the terminal and for programs.

Comes in: records. Goes out: plain data, and tables of ``rich``. Never prints, and never lets
document text act as markup of the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.labels import Label, Language
from extractor.sheet.view import FormView, counts, total_counts
from extractor.values import FormRecord, Record

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

Summary = dict[str, Any]

_HEADS: dict[str, Label] = {
    "name": Label("文件", "file"),
    "forms": Label("表", "forms"),
    "families": Label("表类", "family"),
    "read": Label("识读", "read"),
    "stitched": Label("拼接", "stitched"),
    "repaired": Label("修复", "repaired"),
    "inferred": Label("推定", "inferred"),
    "blank": Label("空白", "blank"),
    "missing": Label("缺失", "missing"),
    "review": Label("待核", "to review"),
    "laws_hold": Label("勾稽相符", "laws held"),
    "errors": Label("错误", "errors"),
    "warnings": Label("提醒", "warnings"),
}
_STYLES = {"missing": "red", "review": "yellow", "errors": "red", "warnings": "yellow"}


_SEVERITIES = {"error": "errors", "warning": "warnings", "note": "notes"}


def summary(record: Record) -> Summary:
    """What a run recovered from one file, as plain data: totals, and the same for each form.

    ``laws_hold`` counts the laws that hold wherever they apply; ``errors``, ``warnings`` and ``notes``
    count findings, as the comparison page and ``jixiao check`` do.
    """
    forms = [_form_summary(form) for form in record.forms]
    return {
        "name": record.source.name,
        "sha256": record.source.sha256,
        "reader": record.reader.name,
        "forms": len(forms),
        "families": [form.family for form in record.forms],
        "cells": total_counts(record),
        **{key: sum(form[key] for form in forms) for key in ("laws_hold", *_SEVERITIES.values())},
        "each": forms,
    }


def _form_summary(form: FormRecord) -> Summary:
    view = FormView.of(form)
    found = Counter(_SEVERITIES[one.severity] for one in form.findings if one.verdict == "broken")
    broken = {one.law for one in form.findings if one.verdict == "broken" and one.severity != "note"}
    hold = {law for cell in form.cells.values() for law in cell.laws_hold} - broken
    return {
        "form_type": form.form_type,
        "family": form.family,
        "title": view.value("title"),
        "project_name": view.value("project_name"),
        "score": view.value("total.score"),
        "cells": counts(form),
        "laws_hold": len(hold),
        **{key: found[key] for key in _SEVERITIES.values()},
    }


def summary_table(summaries: Sequence[Summary], language: Language = "zh", width: int | None = None) -> Table:
    """One line per file: forms, families, cells by origin, laws, cells to review.

    Where that is wider than ``width``, each file has its name on one line, and below it the counts
    that are not nought.
    """
    from rich import box
    from rich.table import Table

    rows = [_texts(one) for one in summaries]
    if width is not None and _natural_width(rows, language) > width:
        return _narrow_table(rows, language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key, label in _HEADS.items():
        texts = key in _TEXTS
        table.add_column(label.say(language), justify="left" if texts else "right", overflow="fold")
    for row in rows:
        table.add_row(*(_styled(key, row[key]) for key in _HEADS))
    return table


_TEXTS = ("name", "families")
_ONE = {
    "forms": Label("表", "form"),
    "laws_hold": Label("勾稽相符", "law held"),
    "errors": Label("错误", "error"),
    "warnings": Label("提醒", "warning"),
}


def _texts(one: Summary) -> dict[str, str]:
    """What stands in each column for one file."""
    found = {**one["cells"], **{key: one[key] for key in ("name", "forms", "laws_hold", "errors", "warnings")}}
    found["families"] = ", ".join(dict.fromkeys(one["families"]))
    return {key: str(found[key]) for key in _HEADS}


def _name(key: str, count: str) -> Label:
    return _ONE.get(key, _HEADS[key]) if count == "1" else _HEADS[key]


def _styled(key: str, text: str, more: str = "") -> Text:
    from rich.text import Text

    return Text(text + more, style=_STYLES.get(key, "") if text != "0" else "dim")


def _natural_width(rows: Sequence[dict[str, str]], language: Language) -> int:
    """The columns that the wide table takes on a terminal; families may stand below each other."""
    from rich.cells import cell_len

    def widest(key: str, label: Label) -> int:
        words = [word for row in rows for word in (row[key].split() if key == "families" else [row[key]])]
        return max(map(cell_len, (label.say(language), *words)))

    columns = (widest(key, label) for key, label in _HEADS.items())
    return sum(column + 3 for column in columns) - 1


def _narrow_table(rows: Sequence[dict[str, str]], language: Language) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(overflow="fold")
    for row in rows:
        told = [key for key in _HEADS if key not in _TEXTS and row[key] != "0"]
        counts = (_styled(key, row[key], " " + _name(key, row[key]).say(language)) for key in told)
        table.add_row(Text(row["name"], style="bold"))
        table.add_row(Text("  ") + Text(row["families"], style="dim"))
        table.add_row(Text("  ") + Text(" · ").join(counts))
    return table
