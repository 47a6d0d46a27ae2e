"""What a family's forms can be asked for: fields by their labels, tables by their columns.

Comes in: a ``Family``. Goes out: ``Topic`` values: the sections of a form that are asked, each with
its fields and the table it may have. Fields that hold personal data are topics of their own,
so that they can be left out. Never looks at a document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.family import Family, FieldSpec

PERSONAL_TYPES = frozenset(("person", "phone", "signature"))
TABLE_OF = {"head": "funds", "indicators": "indicators", "scorecard": "scorecard", "people": "evaluators"}
_COLUMN_NAMES = {
    "label": "资金名称", "stage_label": "资金环节和名称", "amount": "金额",
    "initial_budget": "年初预算数", "adjusted_budget": "全年预算数", "allocated": "到位数", "executed": "全年执行数",
    "execution_rate": "执行率", "weight": "分值", "score": "得分", "level1": "一级指标", "level2": "二级指标",
    "level3": "三级指标", "comparator": "指标性质", "target": "指标值", "measure": "度量单位", "actual": "完成值",
    "progress": "完成进度", "deviation_note": "偏差原因", "section": "部分", "group": "二级", "item": "三级",
    "reference_weight": "参考分值", "analysis": "计算分析", "name": "姓名", "title": "职务", "department": "科室",
    "phone": "电话",
}  # fmt: skip
_TITLE = FieldSpec("title", "title", "text", ("标题",))
_YEAR = FieldSpec("fiscal_year", "fiscal_year", "year", ("年度",))
_OBJECTIVE = (
    FieldSpec("expected", "objective.expected", "prose", ("预期目标",)),
    FieldSpec("achieved", "objective.actual", "prose", ("实际完成情况",)),
)
_TOTAL = (
    FieldSpec("total_weight", "total.weight", "points", ("总分值",)),
    FieldSpec("total_score", "total.score", "points", ("总得分",)),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One section of a form: ``fields`` asked by label, and the ``columns`` of its table (none: no table)."""

    name: str
    fields: tuple[FieldSpec, ...] = ()
    table: str = ""
    columns: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns as the model is told them."""
        return tuple(_COLUMN_NAMES.get(key, key) for key in self.columns)


def label_of(spec: FieldSpec) -> str:
    """The name under which a field is asked."""
    return spec.labels[0] if spec.labels else spec.name


def topics_of(family: Family, *, personal: bool) -> tuple[Topic, ...]:
    """The topics of a family in the order of a form; ``personal`` adds people, their phones and signatures."""
    fields = _without_doubles(family.fields)
    plain = [spec for spec in fields if spec.type not in PERSONAL_TYPES]
    head = [spec for spec in plain if spec.type != "prose" and spec.name not in ("grade", "filled_on")]
    prose = [spec for spec in plain if spec.type == "prose"]
    if "objective" in family.blocks:
        prose = [*_OBJECTIVE, *prose]
    tail = [spec for spec in plain if spec.name in ("grade", "filled_on")]
    if "total" in family.blocks or "scorecard" in family.blocks:
        tail = [*_TOTAL, *tail]
    topics = [Topic("head", _known(family, head), "funds", _funds_columns(family))]
    topics.append(Topic("prose", tuple(prose)))
    for block in ("indicators", "scorecard"):
        if block in family.blocks:
            topics.append(Topic(block, (), block, _columns(family, block)))
    topics.append(Topic("tail", tuple(tail)))
    if personal:
        people = tuple(spec for spec in fields if spec.type in PERSONAL_TYPES)
        has_table = "evaluators" in family.blocks
        columns = ("name", "title", "department", "phone") if has_table else ()
        topics.append(Topic("people", people, "evaluators" if has_table else "", columns))
    return tuple(topic for topic in topics if topic.fields or topic.columns)


def _known(family: Family, head: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """The head's fields, with title and year, which no label announces."""
    return (_TITLE, *(() if any(spec.path == "fiscal_year" for spec in head) else (_YEAR,)), *head)


def _without_doubles(fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Fields that the record has a place for, each place and each label once."""
    seen: set[str] = set()
    kept: list[FieldSpec] = []
    for spec in fields:
        if spec.path and spec.path not in seen and label_of(spec) not in seen:
            seen |= {spec.path, label_of(spec)}
            kept.append(spec)
    return kept


def _funds_columns(family: Family) -> tuple[str, ...]:
    if "funds" not in family.blocks:
        return ()
    return ("stage_label", "amount") if family.staged_funds else ("label", *_columns(family, "funds"))


def _columns(family: Family, block: str) -> tuple[str, ...]:
    return tuple(spec.key for spec in family.columns.get(block, ()) if spec.key in _COLUMN_NAMES)


def types_of(family: Family) -> Mapping[tuple[str, str], str]:
    """The type of every column by (table, key), as the family file gives it."""
    found = {(block, spec.key): spec.type for block, columns in family.columns.items() for spec in columns}
    header = {(block, spec.key): spec.type for block, columns in family.header_columns.items() for spec in columns}
    return {**header, **found, ("funds", "amount"): "money"}
