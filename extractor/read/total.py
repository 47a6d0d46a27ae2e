"""The total row of a table of indicators or of a score card: its weight and its score.

Comes in: the label of the total, what stands behind it, and the columns of the table. Goes
out: choices for ``total.weight`` and ``total.score``. A figure alone is told by its column;
100 alone may be either, which the laws decide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.notation.confusion import LETTERS, as_digits
from extractor.read.atoms import Atom
from extractor.read.cells import blank, candidate, only
from extractor.read.cuts import cuts
from extractor.read.fit import NUMBER
from extractor.read.rows import cut_choices
from extractor.read.table import Column, TableCell, TableRow
from extractor.read.totals import ANY_TOTAL, TotalColumn
from extractor.values import Alternative, Candidate, Choice, Span

_POINTS = {"weight": "points", "score": "points"}
_FULL = 100
_SELDOM = 0.3  # forms print the total of their weights alone more seldom than that of their scores


def read_total(
    label: Atom, atoms: Sequence[Atom], columns: Sequence[Column], text: str, told: TotalColumn = ANY_TOTAL
) -> list[Choice]:
    """The total row: weight and score behind 总分; one figure alone is told by its column, or by being 100."""
    beside = list(itertools.takewhile(lambda atom: atom.empty or _is_total_figure(atom) or not _has_words(atom), atoms))
    figures = _adjoining([atom for atom in beside if _is_total_figure(atom)])
    if not figures:
        place = (Span(label.start, label.end),)
        return [blank("total.weight", place), blank("total.score", place)]
    if len(figures) == 1 or (figures[0].loose and _number(figures[0].norm) > 100):
        glued = cuts(figures[0].norm, ("weight", "score")) if figures[0].loose or len(figures[0].norm) >= 5 else ()
        if glued and not 0 <= _number(figures[0].norm) <= 100:
            cell = [
                TableCell([figures[0]], glued[0].cost, (figures[0], n, glued[0]), ("weight", "score")) for n in range(2)
            ]
            row = TableRow({"weight": cell[0], "score": cell[1]})
            return list(cut_choices("total", row, _POINTS, text))
        if _number(figures[0].norm) == _FULL and not any(atom.empty for atom in atoms) and told.weights_make_all:
            return [_either(figures, columns, text)]
        key = told.key_of(figures[0], _number(figures[0].norm), atoms, columns)
        other = "score" if key == "weight" else "weight"
        return [only(candidate(f"total.{key}", figures, "points", text)), blank(f"total.{other}")]
    return [
        only(candidate("total.weight", figures[:1], "points", text)),
        only(candidate("total.score", figures[1:2], "points", text)),
    ]


def _either(figures: Sequence[Atom], columns: Sequence[Column], text: str) -> Choice:
    """The total of 100 that a row prints alone: that of the scores, or of the weights; the laws know the scores."""
    keys = [key for key in ("score", "weight") if any(column.key == key for column in columns)] or ["score"]
    ways = [
        Alternative(
            (
                candidate(f"total.{key}", figures, "points", text),
                Candidate(f"total.{'weight' if key == 'score' else 'score'}", None, "", (), "blank"),
            ),
            _SELDOM * place,
        )
        for place, key in enumerate(keys)
    ]
    return Choice(tuple(ways))


def _adjoining(figures: Sequence[Atom]) -> list[Atom]:
    """The figures without those of a run that stand further on (合计93.45评价结论…自评得分93.45分)."""
    kept = list(figures[:1])
    for atom in figures[1:]:
        if atom.loose and atom.start > kept[-1].end + 1:
            break
        kept.append(atom)
    return kept


def _is_total_figure(atom: Atom) -> bool:
    return bool(NUMBER.match(atom.norm) or re.fullmatch(rf"[\d{re.escape(LETTERS)}.,]{{1,12}}分?", atom.norm))


def _has_words(atom: Atom) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2}", atom.norm))


def _number(text: str) -> float:
    match = NUMBER.match(as_digits(text))
    return float(match[0].replace(",", "")) if match else -1.0
