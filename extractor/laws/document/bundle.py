"""The forms of one document side by side: which is a department's, which tell of the same project.

Comes in: the forms of a document. Goes out: ``Bundle``, a read-only view: departments and
projects by index, names as they are compared, amounts in 元. Never judges, and where it is
open whether two forms belong together it says that they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.catalogue.tables import fund_rows
from extractor.laws.form import Form
from extractor.laws.law import plain
from extractor.notation import Interval, Printed, find_amounts
from extractor.notation.text import fold

_NO_WORD = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
_LEAST = 4  # characters: a shorter name (其他, 项目一) does not tell one project from another
_STAGES = {"initial_budget": "budget", "allocated": "allocated", "executed": "spent"}
_OWN = ("implementing_unit", "department_code", "reporting_unit")
_UNITS = ("supervising_department", *_OWN)
_UNIT_NAMES = {Decimal(1): "元", Decimal(1000): "千元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}
_DEPARTMENT_TITLE = re.compile("(?:部门|单位)(?:预算)?整体")


@lru_cache(maxsize=4096)
def name_key(text: str) -> str:
    """A name without blanks and punctuation, width folded; what stands in brackets stays (一期, 二期).

    Empty for 无, a dash and the like.
    """
    key = _NO_WORD.sub("", fold(text))
    return "" if key in ("无", "没有", "暂无") else key


def names_differ(one: str | None, other: str | None) -> bool:
    """Say whether two names are certainly not the same: both printed, and neither is a piece of the other."""
    a, b = name_key(one or ""), name_key(other or "")
    return bool(a and b) and a not in b and b not in a


def yuan(form: Form, path: str) -> Printed | None:
    """The amount in a money cell in 元, with the step of its last printed digit; None without a number."""
    seen = form.look(path)
    if not isinstance(seen, Printed):
        return None
    factor = form.unit_factor(path)
    return Printed(seen.value * factor, seen.decimals - factor.adjusted(), seen.text)


def own_amount(form: Form, column: str) -> tuple[str, Printed] | None:
    """Cell and amount in 元 of all the money a form states in one column; None where no one figure says it.

    Rows that print one stage of a project's money each are added up, should all of them be there.
    """
    rows = fund_rows(form, "all")
    if rows:
        whole = [row for row in rows if form.text(f"{row}.source") == "total"] or rows
        seen = yuan(form, f"{whole[0]}.{column}") if len(whole) == 1 else None
        return None if seen is None else (f"{whole[0]}.{column}", seen)
    found = stage_amounts(form).get(_STAGES.get(column, ""))
    seen = yuan(form, found[0]) if found else None
    if found is None or seen is None:
        return None
    return found[0], Printed(found[1] * form.unit_factor(found[0]), seen.decimals, plain(found[1]) or "")


def total_of(parts: Sequence[Printed]) -> Interval:
    """The range in which the sum of printed amounts lies; whole numbers are exact, decimals may be rounded."""
    spans = [part.rounded if "." in part.text else Interval(part.value, part.value) for part in parts]
    return Interval(sum((span.low for span in spans), Decimal(0)), sum((span.high for span in spans), Decimal(0)))


def printed_amount(form: Form, path: str) -> str:
    """A money cell as printed, with the unit of its table behind the number."""
    text = form.text(path) or "（空）"
    bare = next(find_amounts(text), None) is None
    return f"{text}{_UNIT_NAMES.get(form.unit_factor(path), '')}" if bare else text


def in_unit(amount: Decimal, form: Form, path: str) -> Decimal:
    """An amount in 元 as the unit of that cell counts it."""
    return amount / form.unit_factor(path)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All forms of a document in source order; forms are named by their index."""

    forms: tuple[Form, ...]

    def name(self, index: int) -> str:
        """The project's name as printed."""
        return self.forms[index].text("project_name") or ""

    def projects(self) -> tuple[int, ...]:
        """The forms that name a project."""
        return tuple(index for index in range(len(self.forms)) if name_key(self.name(index)))

    def departments(self) -> tuple[int, ...]:
        """The forms of a department as a whole; a project's form that lost its name is none."""
        return tuple(index for index, form in enumerate(self.forms) if not self.name(index) and _is_department(form))

    def unnamed(self) -> int:
        """How many forms are neither: a project's form that lost its name, or something else."""
        return len(self.forms) - len(self.projects()) - len(self.departments())

    def projects_of(self, department: int) -> tuple[int, ...]:
        """The project forms that belong to a department's form.

        None where another department's form of that year stands in the document, or where the
        forms name units that have nothing to do with each other.
        """
        own = self.forms[department]
        rivals = [other for other in self.departments() if other != department]
        if any(_may_share_year(own, self.forms[other]) for other in rivals):
            return ()
        fitting = [index for index in self.projects() if _may_share_year(own, self.forms[index])]
        if len({self.forms[index].year for index in fitting} - {None}) > 1:
            return ()  # the department's form has lost its year
        known = (own, *(self.forms[index] for index in fitting[:1]))
        foreign = any(_are_strangers(one, self.forms[index]) for index in fitting for one in known)
        return () if foreign else tuple(fitting)

    def same_name(self, *, without_year: bool = False) -> Iterator[tuple[int, ...]]:
        """Groups of two or more project forms of one name; ``without_year``: 2021年度… is 2022年度…."""
        found: dict[str, list[int]] = {}
        for index in self.projects():
            name = fold(self.name(index))
            key = name_key(_YEAR.sub("", name) if without_year else name)
            if len(key) >= _LEAST:
                found.setdefault(key, []).append(index)
        return (tuple(group) for group in found.values() if len(group) > 1)

    def following_years(self) -> Iterator[tuple[int, int]]:
        """Forms of one project in two printed years that follow each other; of copies the first, never of two units."""
        for group in self.same_name(without_year=True):
            first: dict[int, int] = {}
            for index in group:
                year = self.forms[index].year
                if year is not None:
                    first.setdefault(year, index)
            for year, index in sorted(first.items()):
                before = first.get(year - 1)
                if before is not None and self.share_units(before, index) is not False:
                    yield before, index

    def share_units(self, one: int, other: int) -> bool | None:
        """Say whether two project forms name the same units; None where nothing can be compared.

        Two implementing units are two projects, whatever their common name: funds handed out to many.
        """
        a, b = self.forms[one], self.forms[other]
        if any(names_differ(a.text(path), b.text(path)) for path in _OWN):
            return False
        both = [path for path in _UNITS if a.has(path) and b.has(path)]
        return True if any(not names_differ(a.text(path), b.text(path)) for path in both) else None


def _is_department(form: Form) -> bool:
    kinds = {form.text(f"funds[{row}].stage") for row in range(form.rows("funds"))}
    return (
        (form.text("form_type") or "").startswith("department")
        or bool(_DEPARTMENT_TITLE.search(fold(form.text("title") or "")))
        or bool(kinds & {"by_income", "by_expenditure"})
        or any(text is not None for path, text in form.leaves.items() if path.startswith("department."))
    )


def _may_share_year(one: Form, other: Form) -> bool:
    return one.year == other.year or one.year is None or other.year is None


def _are_strangers(one: Form, other: Form) -> bool:
    """Say whether two forms both name units, and no unit of the one is a unit of the other."""
    pairs = [(a, b) for a in _named_units(one) for b in _named_units(other)]
    return bool(pairs) and all(names_differ(a, b) for a, b in pairs)


def _named_units(form: Form) -> list[str]:
    texts = (form.text(path) or "" for path in ("supervising_department", "implementing_unit", "reporting_unit"))
    return [text for text in texts if name_key(text)]
