"""The unit of money that a form prints: 万元 or 元, for the form and for a table of its own.

Comes in: the atoms of a form by block, and its prose. Goes out: path prefix -> unit,
as printed; nothing where the form does not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.read.atoms import Atom
from extractor.values import Choice

_SAID = re.compile(r"(?:金额|资金|货币|计量)?单位[:：]?\(?人?民?币?(万元|亿元|元)\)?$")
_BRACKET = re.compile(r"\((?:人民币)?(?:单位[:：]?)?(万元|亿元|元)\)")
_AMOUNT_WITH_UNIT = re.compile(r"\d[\d.,]*(万元|亿元|元)")
_PROSE_TOTAL = re.compile(r"(?:收入|支出)[^，。；]{0,12}?\d[\d,]*(?:\.\d+)?元")


def money_units(blocks: Mapping[str, Sequence[Atom]], choices: Sequence[Choice]) -> dict[str, str]:
    """The units that are printed, by path prefix; ``""`` stands for the whole form."""
    units: dict[str, str] = {}
    whole = _of_form(blocks)
    if whole is not None:
        units[""] = whole
    prose = next(
        (
            c.raw
            for choice in choices
            for c in choice.alternatives[0].candidates
            if c.path == "narratives.budget_execution"
        ),
        "",
    )
    if _PROSE_TOTAL.search(prose):
        units |= {"department.income": "元", "department.expenditure": "元"}
    return units


def _of_form(blocks: Mapping[str, Sequence[Atom]]) -> str | None:
    """The unit said beside the table or in its header; else the one that every amount of the money table carries."""
    money = blocks.get("funds", ())
    head = [atom for atom in blocks.get("fields", ()) if len(atom.norm) <= 16]
    for atom in (*money, *head):
        said = _SAID.search(atom.norm) if len(atom.norm) <= 16 else None
        if said:
            return said[1]
    labels = [atom for atom in money if any(label.role in ("stub", "column") for label in atom.roles)]
    found = {match[1] for atom in labels for match in _BRACKET.finditer(atom.norm)}
    found |= {match[1] for atom in money if not atom.roles and (match := _BRACKET.fullmatch(atom.norm))}
    if len(found) == 1:
        return found.pop()
    amounts = [match[1] for atom in money if (match := _AMOUNT_WITH_UNIT.fullmatch(atom.norm))]
    return amounts[0] if len(amounts) >= 2 and len(set(amounts)) == 1 and not found else None
