"""What differs between two readings of the same forms, cell by cell.

Comes in: records, record JSON, expected values of an evaluation set, or plain values. Goes out:
``Difference`` values. Never says which side is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from extractor.errors import RecordError
from extractor.labels import Label, path_label
from extractor.report.alignment import align, plain_text, row_likeness
from extractor.values import Record

Side = Record | Mapping[str, Any]
DifferenceVerdict = Literal["same", "changed", "only_left", "only_right"]
VERDICTS: dict[str, Label] = {
    "same": Label("相同", "same"),
    "changed": Label("不同", "changed"),
    "only_left": Label("仅左", "only left"),
    "only_right": Label("仅右", "only right"),
}
_SKIPPED = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell on both sides; ``form`` counts the forms from 1, ``note`` is what the right side says about its value.

    A path is None where a side has no such row. Two values are the same when they agree in width
    and white space aside, or are the same number (``10`` and ``10.00``).
    """

    form: int
    path_left: str | None
    path_right: str | None
    left: str | None
    right: str | None
    verdict: DifferenceVerdict
    note: str = ""

    @property
    def path(self) -> str:
        """The path on the left, or on the right where the left has none."""
        return self.path_left or self.path_right or ""


def compare(left: Side, right: Side) -> tuple[Difference, ...]:
    """All cells of two sides, in the order of the left; leaves that are null on both sides are left out.

    Raises RecordError when a side holds no forms.
    """
    forms_left, forms_right = _forms(left), _forms(right)
    if len(forms_left) == len(forms_right) == 1:
        return tuple(_compare_forms(1, forms_left[0], forms_right[0]))
    found: list[Difference] = []
    for number, (one, other) in enumerate(align(forms_left, forms_right, _form_likeness), 1):
        nothing: Mapping[str, Any] = {}
        found += _compare_forms(
            number,
            nothing if one is None else forms_left[one],
            nothing if other is None else forms_right[other],
        )
    return tuple(found)


def tally(differences: Sequence[Difference]) -> dict[str, int]:
    """How many cells each verdict has, and ``cells`` for all of them."""
    counted: Counter[str] = Counter(difference.verdict for difference in differences)
    return {"cells": len(differences), **{verdict: counted.get(verdict, 0) for verdict in VERDICTS}}


def to_json(differences: Sequence[Difference]) -> dict[str, Any]:
    """The tally, and the cells that are not the same, as plain data."""
    return {
        "tally": tally(differences),
        "differences": [asdict(difference) for difference in differences if difference.verdict != "same"],
    }


def difference_rows(
    differences: Sequence[Difference], language: Literal["zh", "en"] = "zh", everything: bool = False
) -> list[tuple[str, str, str, str, str]]:
    """The lines of a table: form, verdict, cell, left, right; cells that are the same only with ``everything``."""
    return [
        (
            str(difference.form),
            VERDICTS[difference.verdict].say(language),
            f"{path_label(difference.path).say(language)}  {difference.path}",
            "—" if difference.left is None else difference.left,
            "—" if difference.right is None else difference.right,
        )
        for difference in differences
        if everything or difference.verdict != "same"
    ]


def _forms(side: Side) -> list[Mapping[str, Any]]:
    """The plain values of each form of a side, whatever kind of side it is."""
    if isinstance(side, Record):
        return [form.values for form in side.forms]
    forms = side.get("forms")
    if forms is None and ("indicators" in side or "project_name" in side or "title" in side):
        forms = [side]
    if not isinstance(forms, list) or not all(isinstance(form, Mapping) for form in forms):
        raise RecordError("One side of the comparison holds no forms; give a record, expected values or plain values.")
    return [form.get("values", form) for form in forms]


def _form_likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    from rapidfuzz import fuzz

    keys = ("title", "project_name", "fiscal_year")
    texts = [plain_text(" ".join(str(_leaf(side.get(key)) or "") for key in keys)) for side in (one, other)]
    return 1.0 if texts[0] == texts[1] else fuzz.ratio(*texts) / 100


def _leaf(value: Any) -> Any:
    """The text of a leaf: expected values may say how a value came about, or that it was lost."""
    if isinstance(value, Mapping) and ("v" in value or value.get("lost")):
        return value.get("v")
    return _SKIPPED if isinstance(value, Mapping) and value.get("skip") else value


def _note(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return "lost" if value.get("lost") else str(value.get("how") or "")


def _is_leaf(value: Any) -> bool:
    return not isinstance(value, (Mapping, list)) or (
        isinstance(value, Mapping) and bool({"v", "lost", "skip"} & set(value))
    )


# Keys of a side that are no cells of the form.
_APART = frozenset({"findings", "form_type", "cells", "span", "family", "unplaced", "units", "source_kind"})


def _compare_forms(number: int, left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Difference]:
    keys = [*left, *(key for key in right if key not in left)]
    for key in keys:
        if key not in _APART:
            yield from _compare_nodes(number, (key, key), left.get(key), right.get(key))


def _compare_nodes(number: int, paths: tuple[str | None, str | None], left: Any, right: Any) -> Iterator[Difference]:
    if isinstance(left, list) or isinstance(right, list):
        yield from _compare_rows(number, paths, left or [], right or [])
    elif _is_leaf(left) and _is_leaf(right):
        yield from _compare_leaves(number, paths, left, right)
    else:
        one, other = ({} if _is_leaf(side) else side for side in (left, right))
        for key in [*one, *(key for key in other if key not in one)]:
            below = tuple(None if path is None else f"{path}.{key}" for path in paths)
            yield from _compare_nodes(number, (below[0], below[1]), one.get(key), other.get(key))


def _compare_rows(
    number: int, paths: tuple[str | None, str | None], left: list[Any], right: list[Any]
) -> Iterator[Difference]:
    table = (paths[0] or paths[1] or "").rsplit(".", 1)[-1]
    plain = [[{key: _text(value) for key, value in row.items()} for row in rows] for rows in (left, right)]
    for one, other in align(plain[0], plain[1], row_likeness(table)):
        places = (
            None if one is None or paths[0] is None else f"{paths[0]}[{one}]",
            None if other is None or paths[1] is None else f"{paths[1]}[{other}]",
        )
        yield from _compare_nodes(
            number, places, {} if one is None else left[one], {} if other is None else right[other]
        )


def _text(value: Any) -> str:
    found = _leaf(value)
    return found if isinstance(found, str) else ""


def _compare_leaves(number: int, paths: tuple[str | None, str | None], left: Any, right: Any) -> Iterator[Difference]:
    one, other = _leaf(left), _leaf(right)
    if one is _SKIPPED or other is _SKIPPED or (one is None and other is None):
        return
    verdict: DifferenceVerdict = "changed"
    if one is None:
        verdict = "only_right"
    elif other is None:
        verdict = "only_left"
    elif _agree(one, other):
        verdict = "same"
    yield Difference(number, paths[0], paths[1], one, other, verdict, _note(right))


def _agree(one: str, other: str) -> bool:
    left, right = plain_text(one), plain_text(other)
    if left == right:
        return True
    try:
        return Decimal(left.replace(",", "")) == Decimal(right.replace(",", ""))
    except InvalidOperation:
        return False
