"""Objections of the laws: laws that a model's own choice breaks.

Comes in: a mixture and the form as decided from it. Goes out: the cells to ask again, each with the
arithmetic. A form's own mistakes are none: where both readers agree, nobody is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.mix.cells import same_value
from extractor.mix.readings import Mixture
from extractor.values import FormRecord

_MOST = 12  # cells of one law: of a longer sum nobody can say which part it is


@dataclass(frozen=True, slots=True)
class Objection:
    """A cell of the mixture whose reading by ``reader`` breaks a law, with the law's sentence."""

    reader: str
    path: str
    message: str


def objections(mixture: Mixture, decided: FormRecord) -> list[Objection]:
    """What the laws hold against the models' choices; one a cell and reader."""
    found: dict[tuple[str, str], str] = {}
    for finding in decided.findings:
        if finding.severity != "error":
            continue
        for reader, stakes in mixture.stakes.items():
            mine = [path for path in finding.cells if path in stakes and _stands(path, stakes[path], decided)]
            for path in mine[:_MOST]:
                found.setdefault((reader, path), finding.message)
    return [Objection(reader, path, message) for (reader, path), message in found.items()]


def _stands(path: str, value: str | None, decided: FormRecord) -> bool:
    """True if the model's reading is the one that was chosen."""
    cell = decided.cells.get(path)
    return cell is not None and same_value(cell.value, value)
