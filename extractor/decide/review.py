"""The audit trail: for every cell its evidence, how sure it is, and why a person should look.

Comes in: what was decided and what the laws said. Goes out: ``Cell`` values by path.
Confidence is calibrated (see ``confidence``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.decide.confidence import confidence_of, trouble_of
from extractor.decide.margin import margins
from extractor.decide.prose import misread_prose
from extractor.decide.state import State
from extractor.decide.trials import PLAIN_KEYS
from extractor.doubts import ENGINE_UNSURE, LAYOUT_GUESSED, ONLY_MODEL, READERS_DISAGREE, STRIPS_DO_NOT_TALLY, is_doubt
from extractor.laws import Judgement
from extractor.places import Places
from extractor.record.skeleton import leaves
from extractor.values import Candidate, Cell, SourceKind

_SUMS = frozenset(
    (
        "weights_sum_to_total",
        "scores_sum_to_total",
        "section_scores_sum",
        "section_weights_sum",
        "section_totals_sum",
        "funds_sum_to_total",
        "income_table_sums",
        "department_balance",
    )
)
_UNSURE = 0.97  # of an OCR engine: less sure than this it misreads, on poor pages; on good ones it hardly ever is
_ODD = 1.5  # a reading this odd is not passed without a look
ODD_READING = "内容与该栏通常的样式不符"
TOO_RISKY = "可信度 {}，低于按所定风险选定的门限 {}"
_EMPTY = 0.99  # a cell that is printed empty
NOT_FOUND = "应有此项而未找到"
LAW_IN_DOUBT = "与本格有关的规则不成立，扫描件中可能误读"
_NOT_ZERO = re.compile("[1-9]")  # nothing added to a sum confirms no place
_FIGURES = PLAIN_KEYS | {"target", "actual"}
_FEW_UNSURE = 2
A_MODEL = "model"
"""Who suggested a reading where another reader's candidate was kept: the name of the model is not carried there."""
PROSE_CONTRADICTS = "文字中的数与表内数字不一致，请核对原文"


def confirmed(judged: Sequence[Judgement], state: State) -> frozenset[str]:
    """Cells whose sum comes out exactly, without a cell that was inferred from it: their place is proved."""
    inferred = {
        path for path, candidate in state.chosen.items() if candidate.origin == "inferred" and path in state.proofs
    }
    unsure = {path for path, candidate in state.chosen.items() if ONLY_MODEL in candidate.reasons}
    return frozenset(
        path
        for item in judged
        if item.verdict == "holds" and item.law in _SUMS and not inferred & set(item.cells)
        if len(unsure & set(item.cells)) <= _FEW_UNSURE  # of many free cells some combination always fits a sum
        for path in item.cells
    )


def cells_of(
    state: State,
    values: Mapping[str, Any],
    judged: Sequence[Judgement],
    places: Places,
    source: SourceKind,
    threshold: float = 0.0,
) -> dict[str, Cell]:
    """Cells by path: one for each leaf that holds something, or whose place is printed, or that is missed.

    A cell that nothing else flags is flagged if its confidence is below ``threshold``.
    """
    hold, broken = _laws_by_cell(judged)
    proved, margin_of = confirmed(judged, state), margins(state, source)
    told = {
        path: (candidate, value, _reasons(candidate, value, state.reasons.get(path, ()), path in proved))
        for path, value in leaves(values)
        if (candidate := state.chosen.get(path)) is not None and _has_cell(candidate, value)
    }
    trouble = trouble_of(sum(bool(reasons) for _, _, reasons in told.values()), len(told))
    out: dict[str, Cell] = {}
    for path, (candidate, value, reasons) in told.items():
        margin = margin_of.get(path)
        confidence = _confidence(path, value, margin, source, bool(reasons), trouble)
        if value is not None and not reasons and confidence < threshold:
            reasons = (TOO_RISKY.format(f"{confidence:.2%}", f"{threshold:.2%}"),)
        judgements = hold.get(path, ()), broken.get(path, ())
        out[path] = _cell(state, candidate, value, reasons, places, (confidence, margin), judgements)
    return out


def _has_cell(candidate: Candidate, value: str | None) -> bool:
    """True for a leaf that holds something, or whose place is printed, or that is missed."""
    return value is not None or bool(candidate.spans) or candidate.origin == "missing"


def _confidence(
    path: str, value: str | None, margin: float | None, source: SourceKind, flagged: bool, trouble: str
) -> float:
    if value is None:
        return 0.0 if flagged else _EMPTY
    return confidence_of(path, value, margin if margin is not None else 0.0, source, flagged, trouble)


def _laws_by_cell(judged: Sequence[Judgement]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    hold: dict[str, dict[str, None]] = {}
    broken: dict[str, dict[str, None]] = {}
    for item in judged:
        side = (
            hold
            if item.verdict == "holds"
            else broken
            if item.verdict == "broken" and item.severity != "note"
            else None
        )
        if side is not None:
            for path in item.cells:
                side.setdefault(path, {})[item.law] = None
    return {path: tuple(laws) for path, laws in hold.items()}, {path: tuple(laws) for path, laws in broken.items()}


def _reasons(candidate: Candidate, value: str | None, more: tuple[str, ...], proved: bool) -> tuple[str, ...]:
    """Why a person should look; doubt about a cell's place is lifted by a sum that comes out."""
    places = STRIPS_DO_NOT_TALLY, LAYOUT_GUESSED
    lifted = (*places, ONLY_MODEL) if _NOT_ZERO.search(value or "") else places
    own = tuple(reason for reason in candidate.reasons if not (proved and reason in lifted))
    if any(is_doubt(reason, READERS_DISAGREE) for reason in more):  # who else has read it is told there
        own = tuple(reason for reason in own if reason != ONLY_MODEL)
    if candidate.origin == "inferred":
        own = tuple(reason for reason in own if "表式规则" not in reason)
    if candidate.origin == "missing" and value is None:
        own = own or (NOT_FOUND,)
    elif candidate.cost >= _ODD and value is not None and not own:
        own = (ODD_READING,)
    elif candidate.ink < _UNSURE and candidate.origin != "repaired" and value is not None and not proved:
        own = (*own, ENGINE_UNSURE)
    return tuple(dict.fromkeys((*own, *more)))


def flag_doubts(judged: Sequence[Judgement], state: State, source: SourceKind) -> None:
    """Flag what the laws leave in doubt and no other reason flags: texts that contradict a cell, and in a scan the
    numbers of a broken law of severity error that no sum confirms, for one of them may be misread."""
    if source == "ocr":
        proved = confirmed(judged, state)
        for item in judged:
            if item.verdict == "broken" and item.severity == "error" and item.law not in _SUMS:
                for path in item.cells:
                    if path.rpartition(".")[2] in _FIGURES and path not in proved:
                        state.flag(path, LAW_IN_DOUBT, only_if_clear=True)
    for path, reason in misread_prose(state):
        state.flag(path, reason, only_if_clear=True)
    for item in judged:
        if item.verdict == "broken" and item.severity != "note" and item.law.startswith("narrative_"):
            for path in item.cells:
                if path.startswith(("narratives", "objective")):
                    state.flag(path, PROSE_CONTRADICTS, only_if_clear=True)


def _cell(
    state: State,
    candidate: Candidate,
    value: str | None,
    reasons: tuple[str, ...],
    places: Places,
    sureness: tuple[float, float | None],
    judgements: tuple[tuple[str, ...], tuple[str, ...]],
) -> Cell:
    proof = state.proofs.get(candidate.path)
    if candidate.origin == "inferred" and proof is None and candidate.reasons:
        proof = "；".join(candidate.reasons)
    weighed = _weighed(state, candidate)
    return Cell(
        value=value,
        raw=candidate.raw,
        origin=candidate.origin,
        needs_review=bool(reasons),
        reasons=reasons,
        confidence=sureness[0],
        evidence=tuple(map(places.evidence, candidate.spans)),
        laws_hold=judgements[0],
        laws_broken=judgements[1],
        proof=proof,
        candidates=tuple(weighed),
        proposed_by=tuple(weighed.values()),
        margin=sureness[1],
    )


def _weighed(state: State, candidate: Candidate) -> dict[str, str]:
    """The other readings of a cell, each with who proposed it; what a model suggested without text goes by its name."""
    by = candidate.reader if candidate.reader != "offline" else A_MODEL
    return {**dict.fromkeys(candidate.others, by), **state.others.get(candidate.path, {})}
