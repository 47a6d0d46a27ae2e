"""Labels that are none where they stand: a sentence speaks of them, or the name of an indicator holds them.

Comes in: a run without separators, in comparison form, and where known labels stand in it.
Goes out: those of them that head or open a cell. 年度资金 behind a comma is part of a
sentence, 项目支出 in a table of indicators begins the name 项目支出总额, 满意度 before a
figure ends one. Only what stands beside a label, and which table it is in, decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon import Label, Lexicon
from extractor.read.fit import COMPARATOR

_CLAUSE = tuple(",，、")  # a clause goes on behind these: no cell begins there
_TOLD = re.compile(r"(?:共|约|为|近)?\d[\d.,]*(?:万元|亿元|元|%)[,，、;。](?!\d)")  # an amount that a sentence gives
_NAME_GOES_ON = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{COMPARATOR}|\d)")
_COMPARED = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?{COMPARATOR}")
_FIGURE = re.compile(rf"{COMPARATOR}|\d")
_BETWEEN_LABELS = re.compile(r"(?::|\([^()]{1,12}\))*")
_HEADER = 3  # so many columns side by side are the header of a table
_TOLD_BY = frozenset(("target", "actual"))
_SHORT = 4
_ENDS_NAMES = ("满意度",)  # short labels of levels that also end names
_HEAD_FIELDS = frozenset(
    (
        "project_name", "supervising_department", "central_department", "implementing_unit", "reporting_unit",
        "project_attribute", "project_class", "department_code", "unit_head",
    )
)  # fmt: skip
_ROWS_OF_CARD = frozenset(("section", "group", "item"))
_IN_INDICATORS = frozenset(("indicators", "scorecard"))


def without_spoken(folded: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The labels of a run without those that a sentence names and those that are a part of a name."""
    heads = {start for start, end in spans if folded[start:end] not in _ENDS_NAMES}
    kept: list[tuple[int, int]] = []
    in_table = in_prose = False
    columns: set[str] = set()  # of indicators, side by side so far
    for start, end in spans:
        roles = lexicon.roles(folded[start:end].rstrip(":"))
        beside = _touches(folded, kept[-1][1], start) if kept else False
        if roles and _is_spoken(folded, start, end, roles, beside=beside, heads=heads):
            continue
        if roles and in_table and _is_in_name(folded, start, end, roles):
            continue
        foreign = _is_of_head(roles) or folded[start:end] in _ENDS_NAMES
        if roles and in_prose and foreign and not _opens(folded, end, heads):
            continue
        kept.append((start, end))
        columns = _columns(roles) | (columns if beside else set())
        if len(columns) >= _HEADER:
            in_table = bool(columns & _TOLD_BY)  # without one of them it is the header of a score card
        elif _leaves(roles):
            in_table = False
        in_prose = _opens_prose(roles, lexicon)
    return kept


def _is_of_head(roles: Sequence[Label]) -> bool:
    """True for a label of what stands above a form's texts: its head and its money."""
    return all(label.block == "funds" or (label.role == "field" and label.key in _HEAD_FIELDS) for label in roles)


def _opens_prose(roles: Sequence[Label], lexicon: Lexicon) -> bool:
    """True for the label of a narrative or of a goal."""
    prose = {spec.name for spec in lexicon.family.fields if spec.type == "prose"}
    return any(
        (label.block == "objective" and label.role == "column") or (label.role == "field" and label.key in prose)
        for label in roles
    )


def _touches(folded: str, end: int, start: int) -> bool:
    """True if nothing but a unit or a colon stands between two labels."""
    return _BETWEEN_LABELS.fullmatch(folded, end, start) is not None


def _columns(roles: Sequence[Label]) -> set[str]:
    return {label.key for label in roles if label.block == "indicators" and label.role == "column"}


def _leaves(roles: Sequence[Label]) -> bool:
    """True for a label behind the table: its total, a narrative, another table's own."""
    return any(label.role == "total" for label in roles) or all(
        (label.block in ("scorecard", "evaluators") and label.role in ("column", "stub"))
        or (label.role == "field" and label.key not in _HEAD_FIELDS)
        for label in roles
    )


def _is_spoken(folded: str, start: int, end: int, roles: Sequence[Label], *, beside: bool, heads: set[int]) -> bool:
    """True for a label inside a sentence: behind its comma, before an amount that it goes on from."""
    if start and folded[start - 1] in _CLAUSE:
        return True
    if _TOLD.match(folded, end) and folded[end - 1] != ":":
        return True
    if end - start > _SHORT or beside or any(label.role != "column" or label.block == "objective" for label in roles):
        return False
    return start > 0 and not _opens(folded, end, heads) and end < len(folded)


def _opens(folded: str, end: int, heads: set[int]) -> bool:
    """True for a label with a colon, or with another label right behind it."""
    behind = _BETWEEN_LABELS.match(folded, end)
    return folded[end - 1] == ":" or (behind is not None and behind.end() in heads)


def _is_in_name(folded: str, start: int, end: int, roles: Sequence[Label]) -> bool:
    """True for a label within the table of indicators that is part of an indicator's name."""
    if any(label.block in _IN_INDICATORS for label in roles):
        if all(label.block == "scorecard" and label.role in _ROWS_OF_CARD for label in roles):
            return True  # the card's own header has not come yet
        return folded[start:end] in _ENDS_NAMES and bool(_FIGURE.match(folded, end))
    if folded[end - 1] == ":":
        return False
    if any(label.role == "field" for label in roles):
        head = all(label.key in _HEAD_FIELDS for label in roles)
        return bool(_COMPARED.match(folded, end) or (head and _NAME_GOES_ON.match(folded, end)))
    return True
