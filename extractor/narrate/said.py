"""What a narrative may say: values of cells, and results of stated formulas over cells.

Comes in: a ``FormRecord`` and paths. Goes out: ``Said`` values that print themselves with their
trace and, where a person still has to look, the mark of doubt. Never computes in binary floats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

from extractor.labels import unit_of
from extractor.narrate.guard import clean, traced
from extractor.notation import parse_number
from extractor.values import FormRecord

Language = Literal["zh", "en"]
COUNTED = "行数"
"""The formula of a count: the number of rows it rests on."""
DOUBT = {"zh": "〔待核〕", "en": " [to be checked]"}
# Signs that are markup wherever they stand; a bracket only where a link or a footnote could follow. Figures stay
# readable: ``[2021]`` and ``>=95%`` need no backslash.
_SPECIAL = re.compile(r"([\\`*_{}<|~$&]|\](?=[(\[:]|$)|\[(?=\^))")
_CHINESE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")
_BREAK = re.compile(r"\s*\n\s*")
_LARGEST_SHARE = 20  # powers of ten, in per cent
_FIGURE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,12})?[%％]?")  # ``03%`` is odd and stays as it is
# A misread month or day (``2025-00``) is no date and stays as it is.
_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BULLET, _NUMBER = re.compile(r"^([-+=](?=\s|$)|[#\[]|>(?!=?\d))"), re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Said:
    """One traced piece of a narrative: ``text`` is a cell's value or a formula's result.

    ``formula`` states where a result comes from, for instance ``20－19.5``; it is empty for a
    cell. ``paths`` are the cells behind it, each as ``<number of the form>:<path>``; ``doubt`` says
    that one of them needs review.
    """

    text: str
    paths: tuple[str, ...]
    doubt: bool = False
    formula: str = ""

    @property
    def number(self) -> Decimal | None:
        """The exact number, None for words."""
        printed = parse_number(self.text.rstrip("%％"))
        return printed.value if printed else None

    @property
    def short(self) -> str:
        """The text as prose tells it: ``40.00`` is 40, ``95.50%`` is 95.5%; words stay as they are."""
        number = self.number
        if number is None or not _FIGURE.fullmatch(self.text):
            return self.text
        return plain(number) + ("%" if self.text[-1] in "%％" else "")

    @property
    def unsigned(self) -> Said:
        """The same without a minus sign, for words that say it: 调减."""
        return replace(self, text=self.text.lstrip("-－−"))


def markdown(said: Said, language: Language) -> str:
    """A traced piece as safe Markdown on one line, with the mark of doubt behind it."""
    return trace(said, said.text) + (DOUBT[language] if said.doubt else "")


def trace(said: Said, text: str) -> str:
    """A text that says a piece in its own way, traced to the cells of the piece."""
    return traced(escape(text), said.paths, said.formula)


def escape(text: str) -> str:
    """Document text that Markdown shows as it is: no markup, no HTML, no line that starts a list."""
    safe = _SPECIAL.sub(r"\\\1", one_line(clean(text)))
    return _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\\\1", safe))


def one_line(text: str) -> str:
    """The text without line breaks: between Chinese characters nothing takes their place, else a space."""
    return _BREAK.sub(" ", _CHINESE_BREAK.sub("", text)).strip()


def brief(text: str, limit: int = 40) -> str:
    """The beginning of a text on one line, with ``……`` where something was left out."""
    flat = one_line(text)
    return flat if len(flat) <= limit else flat[:limit] + "……"


@dataclass(frozen=True, slots=True)
class Teller:
    """The cells of one form, as pieces that a narrative may say; ``number`` counts the forms of a draft from 1."""

    form: FormRecord
    number: int = 1

    @property
    def year(self) -> int | None:
        """The year of the form, None where none is printed in four digits."""
        printed = self._value("fiscal_year") or ""
        return int(printed) if re.fullmatch(r"[0-9]{4}", printed) else None

    def say(self, path: str) -> Said | None:
        """The value of a cell, None where the form has none."""
        value = self._value(path)
        return None if value is None else Said(value, (self.address(path),), self.doubtful(path))

    def address(self, path: str) -> str:
        """A path with the number of its form: ``1:total.score``."""
        return f"{self.number}:{path}"

    def doubtful(self, path: str) -> bool:
        """Whether a person still has to look at a cell."""
        cell = self.form.cells.get(path)
        return cell is not None and cell.needs_review

    def lost(self, path: str) -> bool:
        """Whether a cell belongs to the form but could not be read, as opposed to one left blank."""
        cell = self.form.cells.get(path)
        return cell is not None and cell.origin == "missing"

    def rows(self, table: str) -> range:
        """The row numbers of a list of the record."""
        rows = self.form.values.get(table)
        return range(len(rows)) if isinstance(rows, list) else range(0)

    def unit(self, table: str) -> str:
        """The unit of money of a table: 万元 or 元, empty when the form does not say."""
        return unit_of(self.form.units, table)

    def _value(self, path: str) -> str | None:
        here: Any = self.form.values
        for step in _steps(path):
            if step.isdigit():
                here = here[int(step)] if isinstance(here, list) and int(step) < len(here) else None
            else:
                here = here.get(step) if isinstance(here, Mapping) else None
        return here if isinstance(here, str) else None


@lru_cache(maxsize=8192)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^.\[\]]+", path))


def difference(whole: Said | None, part: Said | None) -> Said | None:
    """``whole - part`` with its formula, None unless both are numbers."""
    if whole is None or part is None or whole.number is None or part.number is None:
        return None
    formula = f"{whole.short}－{_operand(part)}"
    return Said(plain(whole.number - part.number), whole.paths + part.paths, whole.doubt or part.doubt, formula)


def total(parts: Sequence[Said]) -> Said | None:
    """The sum of cells with its formula; a single cell is itself; None when one is no number."""
    numbers = [part.number for part in parts]
    if not parts or None in numbers:
        return None
    if len(parts) == 1:
        return parts[0]
    result = sum((number for number in numbers if number is not None), Decimal(0))
    paths = tuple(path for part in parts for path in part.paths)
    formula = "＋".join([parts[0].short, *(_operand(part) for part in parts[1:])])
    return Said(plain(result), paths, any(part.doubt for part in parts), formula)


def count(items: Sequence[Said]) -> Said:
    """How many pieces there are, as a count over their cells."""
    paths = tuple(path for item in items for path in item.paths[:1])
    return Said(str(len(items)), paths, False, COUNTED)


def _operand(said: Said) -> str:
    """A term behind a sign: in brackets where it is negative."""
    return f"({said.short})" if said.short.startswith("-") else said.short


def chinese_date(said: Said) -> Said:
    """A date as an official text writes it: ``2021-06-01`` becomes ``2021年6月1日``; anything else stays."""
    found = _DATE.fullmatch(said.text)
    if found is None:
        return said
    year, month, day = found.groups()
    return replace(said, text=f"{year}年{int(month)}月" + (f"{int(day)}日" if day else ""))


def english_date(said: Said) -> Said:
    """A date as English prose writes it: ``2021-06-01`` becomes ``1 June 2021``; anything else stays."""
    found = _DATE.fullmatch(said.text)
    if found is None:
        return said
    year, month, day = found.groups()
    return replace(said, text=(f"{int(day)} " if day else "") + f"{_MONTHS[int(month) - 1]} {year}")


_PRINTED_DATE = re.compile(
    r"(?:((?:19|20)\d{2})(?P<sep>[-./年])|(?=\d{1,2}月))(0?[1-9]|1[0-2])(?:(?(sep)(?:(?P=sep)|月)|月)(0?[1-9]|[12]\d|3[01])日?|月)?"
    r"(前|之前|以前|底前)?"
)


def printed_date(said: Said, language: Language) -> Said | None:
    """A date however it is printed (``2020.12``, ``2020/6/1``, ``12月30日``) in words; None for anything else."""
    found = _PRINTED_DATE.fullmatch(one_line(said.text))
    if found is None:
        return None
    year, month, day, before = found[1], int(found[3]), found[4], found[5] or ""
    if language == "zh":
        text = (f"{year}年" if year else "") + f"{month}月" + (f"{int(day)}日" if day else "") + before
    elif "底" in before:
        return None
    else:
        text = " ".join(filter(None, ("by" if before else "", str(int(day)) if day else "", _MONTHS[month - 1], year)))
    return replace(said, text=text)


def share(part: Said | None, whole: Said | None) -> Said | None:
    """``part ÷ whole`` in per cent, to one decimal where it does not come out, with its formula."""
    if part is None or whole is None or part.number is None or not whole.number:
        return None
    exact = part.number / whole.number * 100
    if exact.adjusted() > _LARGEST_SHARE:
        return None  # a misprint, not a share
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    formula = f"{part.short}÷{_operand(whole)}"
    return Said(f"{plain(rounded)}%", part.paths + whole.paths, part.doubt or whole.doubt, formula)


def plain(number: Decimal) -> str:
    """A number without an exponent and without trailing zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
