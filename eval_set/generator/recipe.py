"""What determines a specimen, and the words for it.

Comes in: nothing. Goes out: ``Recipe`` and ``Specimen`` and the names they may use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

FAMILIES = ("national", "poverty", "transfer", "hubei", "sichuan", "city_project", "city_department")
LAYOUTS = ("tabs", "cells", "pipes", "spaces", "one line", "glued", "html", "strips", "typeset strips")
STRIPS = ("strips", "typeset strips")
"""Layouts of a page that was cut into vertical strips."""
SUFFIXES = {"pipes": ".md", "html": ".html"}
"""File endings by layout; every other layout is .txt."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that determines a specimen.

    ``damage`` is a name of ``DAMAGES``, or several joined by "+"; ``severity`` is that of the first one (its
    meaning stands in ``DAMAGES``), the others take their usual severity. ``error`` is a kind of human error
    of ``ERRORS``, or None.
    """

    family: str
    layout: str
    damage: str
    severity: float
    seed: int
    error: str | None = None

    @property
    def name(self) -> str:
        """A file-name-safe stem; no two recipes share one."""
        parts = [self.family, self.layout, self.damage, f"{self.severity:g}", *([self.error] if self.error else [])]
        words = (re.sub(r"[^a-z0-9.+]+", "_", part.lower()).strip("_").replace(".", "p") for part in parts)
        return "-".join((f"s{self.seed}", *words))


@dataclass(frozen=True, slots=True)
class Specimen:
    """A generated document and what must come out of it."""

    recipe: Recipe
    text: str
    expected: dict[str, Any]

    @property
    def suffix(self) -> str:
        """The ending of the document's file name."""
        return SUFFIXES.get(self.recipe.layout, ".txt")
