"""How well a line of one strip goes on with a row of the strips before it.

Comes in: a row and a line. Goes out: a cost, negative where something speaks for them
being the same row of the page.
"""

from __future__ import annotations

import re

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom
from extractor.read.fit import NUMBER, fit
from extractor.read.line import NUMERIC, Line, is_rest_of_amount

_PROSE = 11  # a text from here on is likely a piece of prose
_NAME_END = re.compile(
    r"(?:局|中心|学校|院|所|队|站|委|委员会|办|办公室|厅|馆|公司|会|处|科|小学|中学|幼儿园|场|部|社|园"
    r"|项目|资金|经费|工程|补助|补贴|费用|政府)$"
)
_BODY_END = re.compile(
    r"(?:局|中心|学校|院|所|队|站|委|会|办|室|厅|馆|公司|处|科|学|园|场|部|社|政府|街道|乡|镇|县|区|市|段|校|库"
    r"|大队|支队|中学|小学|\d{4}年?度?\)?)\)?$"
)
_TABLES = ("funds", "objective", "indicators", "scorecard", "evaluators")


def _names_again(row: Line, line: Line) -> bool:
    """True for a header that names a column which the row's header already has: it heads another table."""
    named = [
        {label.key for label in atom.roles if label.role == "column" and label.block == row.zone} for atom in row.cells
    ]
    again = [
        {label.key for label in atom.roles if label.role == "column" and label.block == row.zone} for atom in line.cells
    ]
    return row.zone in _TABLES and any(keys and keys in named for keys in again)


def line_cost(row: Line, line: Line, lexicon: Lexicon, family: Family) -> float:
    """Cost of ``line`` being the right-hand part of ``row``."""
    if row.done:
        return 6.0
    if row.tail or line.tail:
        return _tail_cost(row, line)
    if row.only_announces:
        return 3.0
    if line.prose and row.zone in _TABLES:  # target and result of an indicator may be run together
        return 1.0 if row.zone == "indicators" and not row.header_of else 3.0
    if line.slot and not row.slot and row.zone in ("fields", "indicators", "evaluators"):
        return 3.0
    if row.slot and line.slot:
        return -3.0 if row.slot == line.slot else 4.0
    half = _half_cost(row, line.cells[0], lexicon)
    if half:
        return half
    cost = _zone_cost(row, line)
    if row.header_of and line.header_of or (line.header_of and len(line.cells) > 1):
        return cost + (-4.0 if row.header_of & line.header_of and not _names_again(row, line) else 3.0)
    if row.header_of and row.zone != "evaluators" and not any(atom.roles for atom in line.cells):
        return cost + 2.5
    if row.zone == "scorecard":
        return cost + _card_cost(row, line)
    return cost + _content_cost(row, line, family)


def _content_cost(row: Line, line: Line, family: Family) -> float:
    """Cost of a line of data behind a row of data."""
    left, right = row.cells[-1], line.cells[0]
    if row.zone == "indicators" and any(label.role == "total" for label in row.cells[0].roles):
        figure = len(line.cells) <= 2 and NUMERIC.fullmatch(right.norm) and "%" not in right.norm
        return -1.5 if figure else 2.5
    if right.roles and not (row.zone == "indicators" and len(line.cells) > 1 and not line.cells[1].roles):
        return _label_behind(row, left, right, family)
    if row.blank:
        return 1.5
    if row.slot is not None and row.slot[0] == "funds":
        return _amount_cost(left, right)
    waiting = _waiting_type(left, family)
    if waiting:
        names_body = any(label.key.endswith(("unit", "department")) for label in left.roles)
        strange = 0.8 if names_body and not _BODY_END.search(right.norm) else 0.0
        return -1.5 + min(4.0, fit(waiting, right.norm.lstrip(":")) + strange)
    return _piece_cost(row, line, family)


def _amount_cost(left: Atom, right: Atom) -> float:
    """A money row goes on with its amount, or with the rest of it: 0.|00 is one, 0.|3.50 is none."""
    if not any(char.isdecimal() for char in right.norm):
        return 3.0
    if not re.fullmatch(r"\d[\d,]*\.?\d*", left.norm):
        return -1.5
    return 3.0 if not is_rest_of_amount(left.norm, right.norm) else -2.0 if "." in left.norm + right.norm else -0.4


def _tail_cost(row: Line, line: Line) -> float:
    """Rests of wrapped cells go on with each other; the first character of a name that wrapped looks like a row."""
    if row.tail and line.tail:
        return -0.5
    if (
        line.tail
        and any(label.role == "total" for label in row.cells[0].roles)
        and NUMERIC.fullmatch(line.cells[-1].norm)
    ):
        return -1.5  # the one figure of the total row
    return (
        -0.3
        if line.tail
        and len(line.cells) == 1
        and len(row.cells) == 1
        and len(row.cells[0].norm) <= 2
        and not row.cells[0].roles
        else 3.5
    )


def _zone_cost(row: Line, line: Line) -> float:
    """A line whose labels stand elsewhere in the form is not of this row."""
    if row.zone is None or not line.blocks or row.zone in line.blocks:
        return 0.0
    return 4.0 if row.zone in _TABLES or not line.blocks & {"fields"} else 2.0


def _half_cost(row: Line, right: Atom, lexicon: Lexicon) -> float:
    """Negative where the border cells are two halves of one label, or of a title."""
    left = row.cells[-1]
    if len(left.norm) + len(right.norm) > 40:
        return 0.0
    if not (left.roles and (right.roles or right.norm.startswith("("))) and lexicon.completes(left.norm, right.norm):
        return -5.0
    if right.norm.endswith(("自评表", "评价表")) and not left.roles and len(left.norm) <= 12:
        return -3.0 if len(row.cells) == 1 else 4.0
    colon = right.norm.find(":")
    if 0 < colon <= 6 and not left.roles and lexicon.roles(left.norm + right.norm[:colon]):
        return -4.0
    if not left.roles and not right.norm[:1].isdecimal() and lexicon.near(left.norm + right.norm):
        return -3.5
    return 0.0


def _label_behind(row: Line, left: Atom, right: Atom, family: Family) -> float:
    """A label behind a value is a second field of the row; behind a stage label it is a source of that stage."""
    stage = next((label.key for label in left.roles if label.role == "stage"), None)
    source = next((label.key for label in right.roles if label.role == "row"), None)
    if stage and source:
        return -1.5 if (stage, source) in family.fund_rows else 1.5
    if source:
        return 0.4 if row.zone == "funds" else 2.0
    return 0.6 if left.roles else -0.6


def _card_cost(row: Line, line: Line) -> float:
    """A score card goes on with its weight and its score: a score is at most the weight, and near it."""
    if line.header_of:
        return -3.0 if row.header_of else 3.0
    if row.header_of or len(line.cells) > 3 or not NUMERIC.fullmatch(line.cells[-1].norm):
        return 2.5
    value, last = _number(line.cells[-1]), _number(row.cells[-1])
    if value is None or last is None:
        # The first figure behind a label: a section's own row (投入: | 20) has a large one, an item's a small one.
        section = any(label.role in ("section", "total") for atom in row.cells for label in atom.roles)
        return -1.5 if value is None or section == (value > 15) else 0.8
    if value > last:
        return 3.5
    return -2.0 + 3.0 * (last - value) / last if last else -1.5


def _number(atom: Atom) -> float | None:
    return float(atom.norm.replace(",", "")) if NUMBER.fullmatch(atom.norm) else None


def _waiting_type(left: Atom, family: Family) -> str | None:
    """Type of the value that a label at the border waits for."""
    for label in left.roles:
        if label.role == "field":
            return next(spec.type for spec in family.fields if spec.name == label.key)
        if label.role in ("row", "stage"):
            return "money"
        if label.role == "total":
            return "points"
    return None


def _rest_cost(left: str, right: str) -> float:
    """A name that is whole needs no rest; one that becomes a name of a unit or project by it does."""
    if _NAME_END.search(left):
        return 0.8 if len(left) > 4 else 0.3
    return -0.7 if _NAME_END.search(right) else 0.0


def _piece_cost(row: Line, line: Line, family: Family) -> float:
    """Two pieces without a label at the border: figures go on with figures, prose with prose, a value with its rest."""
    left, right = row.cells[-1], line.cells[0]
    kind = _waiting_type(row.cells[-2], family) if len(row.cells) > 1 else None
    if kind and kind != "prose" and fit(kind, left.norm + right.norm) < fit(kind, left.norm):
        return -2.5
    if left.norm.endswith(".") and len(left.norm) <= 10:
        return -2.5 if right.norm[:1].isdecimal() else 3.0
    figures = bool(NUMERIC.fullmatch(left.norm)), bool(NUMERIC.fullmatch(right.norm))
    if figures[0] and figures[1] and row.zone != "indicators":
        return -1.2
    if left.norm.endswith(("自评表", "评价表")) or left.norm.startswith("("):
        return 2.0
    if row.zone == "evaluators":
        return -1.5 if figures[1] or fit("text", right.norm) < 0.5 else 0.5
    if row.zone == "indicators":
        return -0.4 if len(line.cells) == 1 else -1.0
    if len(line.cells) > 1 and not line.blocks:
        return 2.5  # several cells without a label are a row of a table
    if figures[1]:
        return (0.6 if not row.figures else -0.6) if row.zone == "funds" else 1.5
    if row.zone == "fields" and len(right.norm) >= 3 and fit("progress", right.norm) == 0:
        return 3.0  # 已完成 belongs to an indicator
    if kind == "prose":
        return 1.2 if left.norm in ("无", "无。") else -0.6 if len(right.norm) >= 4 else 0.2
    if kind:
        return -0.6 + _rest_cost(left.norm, right.norm)
    if len(left.norm) >= _PROSE or len(right.norm) >= _PROSE:
        return -0.8 if left.norm[-1] not in "。" else 0.6
    return 0.0
