"""The generator's vocabulary: kinds of projects, labels, sentences, read from its own data files.

Comes in: nothing. Goes out: plain dictionaries. Never reads the vocabulary of the program it tests.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Measure:
    """A thing that is counted or measured: its name, its unit, and the range targets are drawn from."""

    name: str
    unit: str
    least: Decimal
    most: Decimal

    @property
    def places(self) -> int:
        """The decimals it is measured to: those of the lower bound."""
        return max(0, -int(self.least.as_tuple().exponent))


def measure(line: str) -> Measure:
    """Read ``name|unit|least|most``."""
    name, unit, least, most = line.split("|")
    return Measure(name, unit, Decimal(least), Decimal(most))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def kinds() -> list[dict[str, Any]]:
    """Return all kinds of projects."""
    kinds: list[dict[str, Any]] = _read("projects")["kind"]
    return kinds


def words(*keys: str) -> Any:
    """Return an entry of the shared words: ``words("reasons", "missed")``."""
    return _entry("words", keys)


def labels(*keys: str) -> Any:
    """Return an entry of the labels: ``labels("national", "titles")``."""
    return _entry("labels", keys)


def _entry(name: str, keys: tuple[str, ...]) -> Any:
    node: Any = _read(name)
    for key in keys:
        node = node[key]
    return node
