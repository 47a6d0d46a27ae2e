"""A record as a small HTML table, for notebooks.

Comes in: a ``Record``. Goes out: a piece of HTML without script and without style sheets. Never
lets document text through unescaped.
"""

from __future__ import annotations

from html import escape

from extractor.labels import FORM_TYPES, Label
from extractor.sheet.view import FormView, counts, printable
from extractor.values import FormRecord, Record

_HEADS = ("表", "类型", "项目或标题", "年度", "总分", "等次", "单元格", "待核", "勾稽错误")


def record_html(record: Record) -> str:
    """The forms of a record, one line each: type, project, year, score, cells, cells to review, broken laws."""
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    body = "".join(_line(number, form) for number, form in enumerate(record.forms, 1))
    name = escape(printable(record.source.name))
    return f"<table><caption>{name}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _line(number: int, form: FormRecord) -> str:
    view, figures = FormView.of(form), counts(form)
    kind = FORM_TYPES.get(form.form_type, Label(form.form_type, "")).zh
    name = view.value("project_name") or view.value("title")
    texts = (
        str(number), kind, name, view.value("fiscal_year"), view.value("total.score"), view.value("grade"),
        str(figures["cells"]), str(figures["review"]), str(figures["error"]),
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{escape(printable(text or ''))}</td>" for text in texts) + "</tr>"
