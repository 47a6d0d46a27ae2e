"""A recovered document held against its expected file: every leaf with its cell, every form with its findings.

Comes in: the JSON of a record and of an expected file. Goes out: ``JudgedForm`` values and, for calibration,
one ``Observation`` per leaf. Never reads a file and never runs a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.evaluate.agreement import Kind, is_leaf
from extractor.evaluate.covering import TEN_THOUSAND, TrueForm
from extractor.evaluate.pairing import REMARKS, ROW_KEYS, crossing_rows, pair_forms
from extractor.evaluate.scoring import LeafVerdict, ScoredLeaf, score_form


@dataclass(frozen=True, slots=True)
class JudgedLeaf:
    """One scored leaf with what the record's cell says of it, and what damage had been done to it.

    ``damage`` is the kind of damage, None for none that is known of (``lost``: nothing is left of the cell);
    ``covered`` is None where nothing is or was wrong: a damaged or wrong value is covered if it breaks a law.
    ``confidence`` and ``origin`` are None where the record has no cell for the leaf.
    """

    leaf: ScoredLeaf
    origin: str | None
    confidence: float | None
    printed: str
    reasons: tuple[str, ...]
    damage: str | None
    covered: bool | None

    @property
    def is_right(self) -> bool:
        """Whether the value agrees."""
        return self.leaf.verdict == "right"


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """One form: its leaves, and the findings that are expected and those that the record has.

    ``number`` counts from 1 in the order of the document; ``undamaged`` is true where the source prints every
    true value: what its author wrote, contradictions and all.
    """

    number: int
    family: str
    leaves: tuple[JudgedLeaf, ...]
    planted: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    undamaged: bool
    rows_crossing: int


class Observation(NamedTuple):
    """One leaf for calibration: what was said about it and what came of it."""

    form: str
    path: str
    kind: Kind
    confidence: float | None
    flagged: bool
    verdict: LeafVerdict
    covered: bool | None
    origin: str | None


def judge_record(record: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[JudgedForm, ...]:
    """Judge all forms of a record's JSON against an expected file's JSON; pairs forms as ``score_record`` does."""
    pairs = pair_forms(record.get("forms", ()), expected.get("forms", ()))
    return tuple(judge_form(number, form, gold, expected) for number, (form, gold) in enumerate(pairs, 1))


def judge_form(
    number: int, form: Mapping[str, Any], gold: Mapping[str, Any], expected: Mapping[str, Any]
) -> JudgedForm:
    """Judge one form; either side may be empty.

    ``expected`` is the whole file, which may name the family and, for each of its forms, the cells that were damaged.
    """
    truth = TrueForm(gold, form.get("units") or TEN_THOUSAND, _laws_of(form.get("family", "")))
    damaged = _damage_of(gold, expected)
    leaves = tuple(_judged_leaf(leaf, form.get("cells", {}), damaged, truth) for leaf in score_form(form, gold))
    values = form.get("values", {})
    return JudgedForm(
        number=number,
        family=str(expected.get("family") or gold.get("form_type") or form.get("family") or "other"),
        leaves=leaves,
        planted=tuple(gold.get("findings") or ()),
        findings=tuple(one for one in form.get("findings", ()) if one["verdict"] == "broken"),
        undamaged=bool(gold) and not damaged and not any(_is_damaged(leaf) for leaf in _leaves(gold)),
        rows_crossing=sum(
            crossing_rows(values.get(table) or (), gold.get(table) or (), keys) for table, keys in ROW_KEYS.items()
        ),
    )


def _damage_of(gold: Mapping[str, Any], expected: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an expected file says of one of its forms: damage by path; empty where it says nothing."""
    for form, damaged in zip(expected.get("forms", ()), expected.get("damaged", ()), strict=False):
        if form is gold:
            return dict(damaged)
    return {}


def _judged_leaf(leaf: ScoredLeaf, cells: Mapping[str, Any], damaged: Mapping[str, Any], truth: TrueForm) -> JudgedLeaf:
    cell = cells.get(leaf.place)
    damage = damaged.get(leaf.path)
    wrong = leaf.verdict.startswith("wrong")
    covered = None
    if wrong:
        covered = truth.covers(leaf.path, leaf.found)
    elif damage is not None and damage["kind"] != "lost":
        covered = truth.covers(leaf.path, damage["printed"])
    return JudgedLeaf(
        leaf,
        cell["origin"] if cell else None,
        cell.get("confidence") if cell else None,
        " ".join(piece["text"] for piece in cell.get("evidence", ())) if cell else "",
        tuple(cell.get("reasons", ())) if cell else (),
        damage["kind"] if damage else None,
        covered,
    )


def _leaves(node: Any) -> Iterator[Any]:
    """The expected leaves of a form, as they stand in the file."""
    if is_leaf(node):
        yield node
    elif isinstance(node, list):
        for row in node:
            yield from _leaves(row)
    else:
        for key, value in node.items():
            if key not in REMARKS:
                yield from _leaves(value)


def _is_damaged(leaf: Any) -> bool:
    """Whether an expected leaf says that the source does not print its value."""
    return isinstance(leaf, Mapping) and bool(leaf.get("lost") or leaf.get("how") == "repaired")


@lru_cache(maxsize=1)
def _families() -> Mapping[str, tuple[str, ...]]:
    from extractor.family import load_families

    return {name: family.laws for name, family in load_families(()).items()}


def _laws_of(family: str) -> tuple[str, ...] | None:
    """The laws of a form's family; None, all laws, for one that is not known here."""
    return _families().get(family) or None


def observe(document: str, forms: tuple[JudgedForm, ...]) -> Iterator[Observation]:
    """One observation per leaf of judged forms; the form's id is the document's name and its number."""
    for form in forms:
        for judged in form.leaves:
            leaf = judged.leaf
            yield Observation(
                f"{document}#{form.number}", leaf.path, leaf.kind, judged.confidence, leaf.flagged, leaf.verdict,
                judged.covered, judged.origin,
            )  # fmt: skip
