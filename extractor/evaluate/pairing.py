"""Which form, row and leaf of a record stands against which of the expected ones.

Comes in: the values of a record and an expected form. Goes out: pairs of forms, of rows and of leaves, in
order. Never says whether a value is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.evaluate.agreement import expected_value, is_leaf, normal, similarity

SAME_ROW = 0.4  # rows less alike than this are different rows
ROUNDING = 1e-9  # sums of likeness that differ by less are the same
CLIPPED = 4  # characters that a clipped label must still have
ROW_KEYS: Mapping[str, tuple[str, ...]] = {  # what tells the rows of a list apart
    "indicators": ("level3", "target", "actual"),
    "scorecard": ("section", "group", "item"),
    "funds": ("stage", "source"),
    "evaluators": ("name", "phone"),
    "income_by_function": ("code", "name"),
}
REMARKS = frozenset({"findings"})
"""Keys of an expected form that are remarks about it and no part of it."""


def leaves_of(found: Any, gold: Any, path: str, gold_path: str) -> Iterator[tuple[str, str, Any, Any]]:
    """(path in the record, path in the expected form, value found, leaf expected) for every leaf of either side."""
    if isinstance(gold, list) or isinstance(found, list):
        found, gold = found or [], gold or []
        for i, j in pair_rows(found, gold, ROW_KEYS.get(path.rpartition(".")[2], ("name",))):
            row, gold_row = found[i] if i is not None else {}, gold[j] if j is not None else {}
            yield from leaves_of(row, gold_row, f"{path}[{i}]", f"{gold_path}[{j}]")
    elif not is_leaf(gold) or (isinstance(found, Mapping) and gold is None):
        found, gold = found or {}, gold or {}
        for key in [*gold, *(key for key in found if key not in gold)]:
            if key not in REMARKS:
                dot, gold_dot = f"{path}.{key}".lstrip("."), f"{gold_path}.{key}".lstrip(".")
                yield from leaves_of(found.get(key), gold.get(key), dot, gold_dot)
    else:
        yield path, gold_path, found, gold


def pair_rows(found: Sequence[Any], gold: Sequence[Any], keys: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Align two lists of rows in order by similarity: pairs of indices, None where a row has no partner.

    The order of a form's rows is part of its content, so a row that changed places counts as wrong; how
    many did is what ``crossing_rows`` says.
    """
    return align(likeness_of(found, gold, keys), SAME_ROW, len(found), len(gold))


def likeness_of(found: Sequence[Any], gold: Sequence[Any], keys: Sequence[str]) -> list[list[float]]:
    """How alike each row found is to each row expected, 0 to 1; below ``SAME_ROW`` only roughly."""
    ours, theirs = [row_text(row, keys) for row in found], [row_text(row, keys) for row in gold]
    return [[similarity(a, b, SAME_ROW) for b in theirs] for a in ours]


def crossing_rows(found: Sequence[Any], gold: Sequence[Any], keys: Sequence[str]) -> int:
    """How many more rows would find a better partner if the order did not matter: rows that changed places.

    0 where the pairing in order is a best assignment, whatever its order. Needs scipy.
    """
    if not found or not gold:
        return 0
    from scipy.optimize import linear_sum_assignment

    likeness = [[value if value >= SAME_ROW else 0.0 for value in row] for row in likeness_of(found, gold, keys)]
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    best = {(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if likeness[i][j] > 0}
    ordered = {(i, j) for i, j in align(likeness, SAME_ROW, len(found), len(gold)) if i is not None and j is not None}
    gain = sum(likeness[i][j] for i, j in best) - sum(likeness[i][j] for i, j in ordered)
    return len(best - ordered) if gain > ROUNDING else 0


def align(likeness: list[list[float]], least: float, rows: int, columns: int) -> list[tuple[int | None, int | None]]:
    """The in-order pairing of greatest summed likeness, of pairs that are at least ``least`` alike."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] >= least else -1.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows and j < columns:
        if likeness[i][j] >= least and abs(best[i][j] - best[i + 1][j + 1] - likeness[i][j]) < ROUNDING:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif abs(best[i][j] - best[i + 1][j]) < ROUNDING:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs + [(k, None) for k in range(i, rows)] + [(None, k) for k in range(j, columns)]


def row_text(row: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What tells a row apart from the others of its list."""
    return "|".join(normal(expected_value(row.get(key))[0] or "") for key in keys)


def pair_forms(
    forms: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any] | None]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Pair the forms found with the forms expected, in order; ``{}`` stands for the missing side."""
    if len(forms) == len(expected):
        pairs: list[tuple[int | None, int | None]] = [(k, k) for k in range(len(forms))]
    else:
        ours, theirs = [form_name(form.get("values", {})) for form in forms], [form_name(e or {}) for e in expected]
        pairs = align([[similarity(a, b) for b in theirs] for a in ours], 0.0, len(ours), len(theirs))
    sides = [(forms[i] if i is not None else {}, expected[j] if j is not None else {}) for i, j in pairs]
    return [(form, gold) for form, gold in sides if gold is not None]


def form_name(values: Mapping[str, Any]) -> str:
    """Title, project name and year of a form: what tells the forms of one file apart."""
    title, project, year = (expected_value(values.get(key))[0] for key in ("title", "project_name", "fiscal_year"))
    return f"{normal(title or '')}|{normal(project or '')}|{year}"
