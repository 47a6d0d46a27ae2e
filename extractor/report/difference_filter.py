"""Which cells of a comparison are asked for: by what became of them, and by field.

Comes in: the words of ``--only`` and ``--fields``. Goes out: a ``Selection`` that says yes or no to a path or to a
difference. Never looks at a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.errors import UsageError, told
from extractor.labels import FIELDS, field_label
from extractor.report import schema
from extractor.report.difference import Difference, RowPair

Only = Literal["changed", "same", "only-left", "only-right", "all"]
_ROW = re.compile(r"\[\d+\]")

_ROWS = {
    "funds": ("stage", "source", *schema.MONEY_COLUMNS),
    "indicators": schema.INDICATOR_COLUMNS,
    "scorecard": schema.CARD_COLUMNS,
    "evaluators": schema.EVALUATOR_COLUMNS,
    "department.income_by_function": schema.INCOME_COLUMNS,
}
_GROUPS = {
    "project_period": ("start", "end"),
    "department": (*schema.DEPARTMENT_FIELDS, "income_total", "expenditure_total"),
    "department.staff": schema.STAFF,
    "objective": ("expected", "actual"),
    "narratives": schema.NARRATIVES,
    "total": ("weight", "score"),
    "sign_off": ("responsible", "handler", "phone", "filled_on"),
}
FIELD_PATHS: tuple[str, ...] = (
    "form_type",
    *schema.HEAD_FIELDS,
    "grade",
    *(f"{group}.{key}" for group, keys in _GROUPS.items() for key in keys),
    *(f"{table}[*].{key}" for table, keys in _ROWS.items() for key in keys),
)
"""Every field of the record format, rows written ``[*]``."""
_TOP = frozenset(re.split(r"[.\[]", path)[0] for path in FIELD_PATHS)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: ``only`` is None for all that is not the same; without ``fields`` every field is."""

    only: Only | None = None
    fields: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether the field of a path is asked for."""
        return not self.fields or any(_matches(pattern, path) for pattern in self.fields)

    def shows(self, difference: Difference) -> bool:
        """Whether a cell is asked for, by its field and by what became of it."""
        if not any(self.covers(path) for path in (difference.path_left, difference.path_right) if path):
            return False
        if self.only is None:
            return difference.verdict != "same"
        return self.only == "all" or difference.verdict == self.only.replace("-", "_")

    def in_fields(self, differences: Iterable[Difference]) -> tuple[Difference, ...]:
        """The cells of the fields that are asked for, whatever became of them."""
        paths = ((one, (one.path_left, one.path_right)) for one in differences)
        return tuple(one for one, both in paths if any(self.covers(path) for path in both if path))

    def rows(self, rows: Iterable[RowPair], differences: Iterable[Difference]) -> tuple[RowPair, ...]:
        """The rows in which a field stands that is asked for."""
        if not self.fields:
            return tuple(rows)
        asked = self.in_fields(differences)
        paths = {row_of(path) for one in asked for path in (one.path_left, one.path_right) if path}
        return tuple(row for row in rows if {row.left, row.right} & (paths - {""}))


def row_of(path: str) -> str:
    """The row that a path stands in, ``funds[2]`` for ``funds[2].score``; empty where it stands in none."""
    row, bracket, _ = path.rpartition("]")
    return row + bracket


def rows_of(difference: Difference) -> tuple[str | None, str | None]:
    """The rows that a cell stands in on the left and on the right; None where a side has no such row."""
    left, right = (None if path is None else row_of(path) for path in (difference.path_left, difference.path_right))
    return left, right


def select(only: Only | None, asked: Sequence[str], further: Iterable[str] = ()) -> Selection:
    """The selection of ``--only`` and ``--fields``; ``further`` are paths that exist beside those of the format.

    Raises ``UsageError`` for a field that there is not, with a sentence that lists those there are.
    """
    patterns = tuple(part.strip() for text in asked for part in re.split("[,，]", text) if part.strip())
    known = tuple(dict.fromkeys([*FIELD_PATHS, *(_ROW.sub("[*]", path) for path in further)]))
    for pattern in patterns:
        general = _ROW.sub("[*]", pattern)
        if not any(_matches(general, path.replace("[*]", "[0]")) for path in known):
            raise _unknown(pattern, known)
    return Selection(only, patterns)


def _unknown(pattern: str, known: Sequence[str]) -> UsageError:
    """What to say of a field that there is not: the fields of its table where it names one, else all tables."""
    top = re.split(r"[.\[]", pattern)[0]
    listed = [path for path in known if top in _TOP and re.split(r"[.\[]", path)[0] == top and path != top]
    if not listed:
        listed = list(dict.fromkeys(re.split(r"[.\[]", path)[0] for path in known))
    chinese = "、".join(_with_name(path) for path in listed)
    return told(
        UsageError,
        f"--fields {pattern}：没有这样的字段；有：{chinese}；可写作 indicators[*].score、*.score 或 得分。",
        f"--fields {pattern}: there is no such field; there are: {', '.join(listed)}; "
        "write indicators[*].score, *.score or a Chinese name.",
    )


def _with_name(path: str) -> str:
    name = field_label(path.replace("[*]", "")).zh
    return path if name == path.rsplit(".", 1)[-1] else f"{path}（{name}）"


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern names the field of a path, or a table or group that it stands in."""
    expression = _expression(pattern)
    if expression.match(path) or expression.match(_ROW.sub("", path)):
        return True
    if pattern in _TOP:
        return False
    steps = _ROW.sub("", path).split(".")
    return pattern in steps or any(expression.fullmatch(name) for name in _names(_ROW.sub("", path)))


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    """A glob over paths: ``*`` is anything, ``[*]`` any row; what it names takes in all that stands below."""
    parts = re.split(r"(\[\*\]|\*|\?)", pattern)
    meaning = {"[*]": r"\[\d+\]", "*": ".*", "?": "."}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts) + r"(?:[.\[].*)?$", re.I | re.S)


@lru_cache(maxsize=1024)
def _names(path: str) -> frozenset[str]:
    """What people call the field of a path (rows left out): ``得分``, ``总分``, ``资金``, ``指标·得分``."""
    top, _, _ = path.partition(".")
    last = path.rsplit(".", 1)[-1]
    labels = {field_label(path), field_label(path, "department_jinzhong")}
    if last in FIELDS and last not in _TOP:
        labels.add(FIELDS[last])
    table = field_label(top)
    own = {name for label in labels for name in label}
    return frozenset(own | {*table} | {f"{table.zh}·{name}" for name in own})
