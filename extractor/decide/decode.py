"""Decoding: what the open cells of a form hold, by all laws together.

Comes in: the state of a form, the ways to part its glued runs, and what is known of its source.
Goes out: the state of a scan with misread numbers repaired, each with its proof, and reasons for
review by path. A letter that stands for one digit alone is put right first; what then still breaks
a check goes to the solver. In a digital text nothing is repaired: there a contradiction is the
author's, and the reading that would mend it is only suggested.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.decide.checks import LETTER, Check, checks_of
from extractor.decide.component import components
from extractor.decide.plan import Finding, Plan, plan
from extractor.decide.solver import solve
from extractor.decide.state import LAWS, State
from extractor.decide.suspects import SUGGESTED
from extractor.decide.trials import PLAIN_KEYS, by_cell, figures, is_impossible, readings_of, titles_of
from extractor.notation.confusion import LETTERS
from extractor.values import Choice, SourceKind

_LETTER_WITHIN = re.compile(rf"\d[{re.escape(LETTERS)}]+[\d.%％]|^\W*[{re.escape(LETTERS)}]+\d")
_SEVERAL = 2  # misread numbers that no author's slip explains
LIMIT_REACHED = "可能的读法过多，未能在限度内分辨"
ONE_GROUND = "印为 {}，读作 {}，仅此一项依据"
PROOF = "印为 {}，读作 {}：改读后{}成立"


def decode(state: State, choices: Sequence[Choice], source: SourceKind, *, estimated: bool) -> SourceKind:
    """Repair what can be proved if the form was scanned; the kind of source as the numbers tell it.

    ``estimated`` says that ``source`` was estimated from the look of the text: then a number with a
    letter in it tells a scan, for nobody types one; and so do two numbers that two checks each
    disprove and one scanning fault explains, while one alone may be its author's slip. Reasons for
    review go into ``state.reasons``.
    """
    if estimated and any(_has_letter(path, candidate.value or "") for path, candidate in figures(state)):
        source = "ocr"
    state.scanned = source == "ocr"
    if source == "ocr":
        _settle_letters(state)
    whole = _plan(state, choices)
    if estimated and len(whole.proved) >= _SEVERAL:
        source = "ocr"
    if source == "ocr":
        _apply(state, whole)
        _flag_single_grounds(state)
    else:
        _suggest(state, {**whole.suggested, **whole.proved})
    return source


def _plan(state: State, choices: Sequence[Choice]) -> Plan:
    whole = Plan()
    for component in components(state, checks_of(state), choices):
        whole.add(plan(state, component, solve(component, state)))
    return whole


def _has_letter(path: str, text: str) -> bool:
    """True for a number that nobody types: with a letter in it, or in a plain number with anything impossible.

    In a target or a result only where the letter can be no word (3A级).
    """
    if not is_impossible(path, text):
        return False
    return path.rpartition(".")[2] in PLAIN_KEYS or bool(_LETTER_WITHIN.search(text))


def _settle_letters(state: State) -> None:
    """Put right every number whose letters leave one reading alone: nothing has to be weighed."""
    for path, candidate in list(figures(state)):
        text = candidate.value or ""
        if is_impossible(path, text):
            readings = {reading for reading, _ in readings_of(path, text)}
            if len(readings) == 1:
                _reread(state, path, Finding(readings.pop(), (LETTER,)))


def _apply(state: State, whole: Plan) -> None:
    """Part runs as the cheapest solution does, read what is proved, and flag the rest."""
    for alternative in whole.parted:
        for candidate in alternative.candidates:
            state.take(candidate.path, candidate)
    for path, finding in whole.proved.items():
        _reread(state, path, finding)
    state.margins.update(whole.margins)
    _suggest(state, whole.suggested)
    for path in whole.unsettled:
        state.flag(path, LIMIT_REACHED)


def _suggest(state: State, findings: dict[str, Finding]) -> None:
    for path, finding in findings.items():
        if not finding.grounds:
            state.flag(path, LIMIT_REACHED)
            continue
        state.weigh(path, finding.text, LAWS)
        state.grounds[path] = finding.grounds
        state.flag(path, SUGGESTED.format(finding.text, titles_of(finding.grounds)))


def _reread(state: State, path: str, finding: Finding) -> None:
    old = state.chosen[path]
    state.reread(path, replace(old, value=finding.text, origin="repaired", cost=0.0))
    state.proofs[path] = PROOF.format(old.value, finding.text, titles_of(finding.grounds))


def _flag_single_grounds(state: State) -> None:
    """Flag cells that were repaired for an impossible character alone, which no law that holds confirms."""
    of = by_cell(checks_of(state))
    for path, candidate in state.chosen.items():
        printed = candidate.raw.strip()
        if candidate.origin == "repaired" and is_impossible(path, printed):
            if not any(_confirms(check, state) for check in of.get(path, ())):
                state.flag(path, ONE_GROUND.format(printed, candidate.value))


def _confirms(check: Check, state: State) -> bool:
    law = check.law
    if law is None or law.conditional or law.relation is None:
        return False
    return law.relation.judge(state.look()).verdict == "holds"
