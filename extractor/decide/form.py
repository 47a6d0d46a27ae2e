"""Deciding a form: one reading or none for every cell, how sure that is, and what the laws say.

Comes in: a ``Reading`` and the laws of its family. Goes out: a ``FormRecord``. Order:
choose among the ways to cut glued runs, repair misread numbers where laws prove it, infer
lost cells that laws force, then judge. What stays uncertain is given and flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.decide.choose import choose
from extractor.decide.decode import decode
from extractor.decide.infer import infer
from extractor.decide.lost import mark_lost
from extractor.decide.review import cells_of, flag_doubts
from extractor.decide.state import State
from extractor.decide.suspects import suspects
from extractor.family import Family
from extractor.laws import LawSettings, check_form, findings
from extractor.places import Places
from extractor.values import Choice, FormRecord, Reading, Segment, Span


def decide(
    reading: Reading,
    segment: Segment,
    family: Family,
    settings: LawSettings,
    *,
    estimated: bool = True,
    threshold: float = 0.0,
) -> FormRecord:
    """Decide every cell of one form; values stay as printed unless laws prove that the reading was wrong.

    ``estimated`` says that the kind of source was estimated from the text, not said by the
    user: then numbers that only scanning faults explain make it a scan. Cells less sure than
    ``threshold`` are flagged (see ``confidence.Calibration.threshold``).
    """
    state = State(family.form_type, reading.rows, {"": family.unit, **reading.units}, family.laws or None, settings, {})
    single, several = _split(reading.choices)
    for choice in single:
        for candidate in choice.alternatives[0].candidates:
            state.chosen.setdefault(candidate.path, candidate)
    title = state.chosen.get("title")
    if title is not None:  # the code stands for the printed title
        state.take("form_type", replace(title, path="form_type", value=family.form_type))
    for path, reason in choose(state, several).items():
        state.flag(path, reason)
    mark_lost(state)
    source = decode(state, several, segment.source_kind, estimated=estimated)
    infer(state)
    suspects(state, several, source)
    places = Places(segment.document)
    values = state.values()
    judged = check_form(state.form(), state.all_laws(), settings)
    flag_doubts(judged, state, source)
    return FormRecord(
        family.form_type,
        family.name,
        Span(segment.start, segment.end),
        source,
        state.units,
        values,
        cells_of(state, values, judged, places, source, threshold),
        tuple(map(places.evidence, reading.unplaced)),
        findings(judged),
    )


def _split(choices: Sequence[Choice]) -> tuple[list[Choice], list[Choice]]:
    single = [choice for choice in choices if len(choice.alternatives) == 1]
    return single, [choice for choice in choices if len(choice.alternatives) > 1]
