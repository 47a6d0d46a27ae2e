"""Repair of misread numbers: only where two independent laws prove that the reading was wrong.

Comes in: the state of a form that was scanned. Goes out: the state with such cells
repaired, and the cells that look misread but cannot be proved so (flagged, with the
reading that the laws suggest). A form's own contradictions stay: a reading changes only
if the change is a known fault of scanning, mends at least two laws, breaks none, and no
other single change mends as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.decide.confusion import impossible, variants
from extractor.decide.rows import fulfilment, proportional
from extractor.decide.state import State, by_cell
from extractor.laws import BoundLaw
from extractor.notation import parse_number
from extractor.values import Candidate

_FIGURE_KEYS = frozenset(
    (
        "initial_budget adjusted_budget allocated executed weight reference_weight score execution_rate target actual "
        "carry_over_in budget_adjustment other_adjustment year_end_balance income expenditure"
    ).split()
)
_MOST_REPAIRS = 24
_LEAD = re.compile(r"[≥≤><=≧≦⩾⩽＞＜＝]*\s*")


@dataclass(frozen=True, slots=True)
class Mending:
    """A reading on trial: which tests it mends and which it breaks (names of laws, for the proof)."""

    path: str
    reading: str
    cost: float
    mended: tuple[str, ...]
    spoiled: int


def repair(state: State, *, scanned: bool) -> dict[str, tuple[str, ...]]:
    """Repair what can be proved; the reasons for review of what stays doubtful come back by path.

    In a digital text nothing is repaired; a cell is only flagged where one scanning
    fault would mend a law to the last digit, which an author's mistake rarely does.
    """
    for _ in range(_MOST_REPAIRS if scanned else 0):
        best = _winner(_mendings(state, state.bound()))
        if best is None or (len(best.mended) < 2 and not impossible(_body(state.chosen[best.path].value or ""))):
            break
        _apply(state, best)
    reasons = _alone(state)
    for path, suggestion in _suspects(state, state.bound()).items():
        reasons.setdefault(path, suggestion)
    return reasons


def looks_scanned(state: State) -> bool:
    """True if two cells or more hold a number that one scanning fault explains and two laws each disprove."""
    strong = [m for m in _mendings(state, state.bound()) if len(m.mended) >= 2 and not m.spoiled]
    laws: set[str] = set()
    cells: set[str] = set()
    for mending in sorted(strong, key=lambda m: (-len(m.mended), m.cost)):
        if mending.path not in cells and not laws & set(mending.mended):
            cells.add(mending.path)
            laws |= set(mending.mended)
    return len(cells) >= 2


def _alone(state: State) -> dict[str, tuple[str, ...]]:
    """Repaired cells with a single ground for it: an impossible character, and no law that holds with the repair."""
    of = by_cell(state.bound())
    reasons: dict[str, tuple[str, ...]] = {}
    for path, candidate in state.chosen.items():
        if candidate.origin != "repaired":
            continue
        look = state.look()
        holding = sum(
            law.relation.judge(look).verdict == "holds"
            for law in of.get(path, ())
            if law.relation and not law.conditional
        )
        letters = impossible(_body(candidate.raw.strip()))
        if letters and holding < 1:
            reasons[path] = (f"印为 {candidate.raw.strip()}，读作 {candidate.value}，仅此一项依据",)
    return reasons


def _figures(state: State) -> Iterable[tuple[str, Candidate]]:
    for path, candidate in state.chosen.items():
        if candidate.value and path.rpartition(".")[2] in _FIGURE_KEYS and candidate.origin in ("read", "stitched"):
            if any(char.isdecimal() for char in candidate.value) or impossible(_body(candidate.value)):
                yield path, candidate


def _mendings(state: State, laws: Sequence[BoundLaw]) -> list[Mending]:
    """Every single reading fault that would mend at least one failing test, or put an impossible character right."""
    of = by_cell(laws)
    out: list[Mending] = []
    for path, candidate in _figures(state):
        assert candidate.value is not None
        failing = _failing(state, path, of.get(path, ()), {})
        letter = impossible(_body(candidate.value))
        if not failing and not letter:
            continue
        for reading, cost in variants(_body(candidate.value)):
            text = candidate.value.replace(_body(candidate.value), reading, 1)
            after = _failing(state, path, of.get(path, ()), {path: text})
            mended = tuple(sorted(failing - after)) + ((f"impossible_character:{path}",) if letter else ())
            if mended and not _nonsense(path, text):
                out.append(Mending(path, text, cost, mended, len(after - failing)))
    return out


def _body(text: str) -> str:
    """The number of a reading, without comparator and unit."""
    match = _LEAD.match(text)
    rest = text[match.end() :] if match else text
    body = re.match(r"[\dOoDQlI|iSsBZzgq.,+-]+%?", rest)
    return body[0] if body else rest


def _failing(state: State, path: str, laws: Iterable[BoundLaw], trial: Mapping[str, str]) -> set[str]:
    """Names of the tests that fail for this cell: laws with their cells, and the scoring of its row."""
    look = state.look(trial)
    failing = set()
    for law in laws:
        outcomes = [law.relation.judge(look)] if law.relation is not None else []
        outcomes += [
            rule.relation.judge(look) for rule in law.alternatives if outcomes and outcomes[0].verdict == "broken"
        ]
        if outcomes and all(outcome.verdict == "broken" for outcome in outcomes):
            failing.add(f"{law.law_id}:{','.join(law.cells[-1:])}")
    if _row_fails(state, path, trial):
        failing.add(f"scored_in_proportion:{path.rpartition('.')[0]}")
    return failing


def _row_fails(state: State, path: str, trial: Mapping[str, str]) -> bool:
    """True if an indicator's score is neither full nor in proportion to what was reached."""
    if not path.startswith("indicators") or path.rpartition(".")[2] not in ("weight", "score", "target", "actual"):
        return False
    row = path.rpartition(".")[0]
    texts = {key: _text(state, f"{row}.{key}", trial) for key in ("weight", "score", "target", "actual")}
    weight, score = (parse_number(texts[key] or "") for key in ("weight", "score"))
    share = fulfilment(texts["target"], texts["actual"])
    if weight is None or score is None or share is None:
        return False
    return score.value != weight.value if share >= 1 else not proportional(weight.value, share, score.value)


def _text(state: State, path: str, trial: Mapping[str, str]) -> str | None:
    candidate = state.chosen.get(path)
    return trial.get(path) or (candidate.value if candidate else None)


def _nonsense(path: str, text: str) -> bool:
    """True for a reading that no form prints, such as a weight of 1001 or 007."""
    if "≥" in text[:1] and not path.endswith((".target", ".actual")):
        return True
    body = text.rstrip("%")
    if re.match(r"0\d", body) or body.endswith("."):
        return True
    number = parse_number(body)
    return path.endswith((".weight", ".score")) and number is not None and number.value > 100


def _winner(found: Sequence[Mending]) -> Mending | None:
    """The reading that mends most and spoils nothing; None if another cell or reading does as well."""
    clean = [mending for mending in found if not mending.spoiled]
    if not clean:
        return None
    ranked = sorted(clean, key=lambda m: (-len(m.mended), m.cost))
    best = ranked[0]
    rivals = [m for m in ranked[1:] if set(m.mended) & set(best.mended) and len(m.mended) >= len(best.mended)]
    rivals = [m for m in rivals if m.path != best.path or parse_number(m.reading) != parse_number(best.reading)]
    if any(len(m.mended) == len(best.mended) and (m.path != best.path or m.cost - best.cost < 0.15) for m in rivals):
        alone = [m for m in ranked if not any(set(m.mended) & set(o.mended) for o in ranked if o is not m)]
        return alone[0] if alone else None
    return best


def _apply(state: State, best: Mending) -> None:
    old = state.chosen[best.path]
    names = "、".join(dict.fromkeys(name.partition(":")[0] for name in best.mended))
    state.chosen[best.path] = replace(old, value=best.reading, origin="repaired", cost=0.0)
    state.proofs[best.path] = f"印为 {old.value}，读作 {best.reading}：改读后 {names} 成立"


def _suspects(state: State, laws: Sequence[BoundLaw]) -> dict[str, tuple[str, ...]]:
    """Cells that one scanning fault would explain, without proof: flagged, with the reading that is suggested."""
    out: dict[str, tuple[str, ...]] = {}
    for mending in sorted(_mendings(state, laws), key=lambda m: (-len(m.mended), m.cost)):
        hard = [name for name in mending.mended if not name.startswith("scored_in_proportion")]
        if mending.spoiled or mending.path in out or not hard:
            continue
        state.others[mending.path] = (mending.reading,)
        out[mending.path] = (
            f"可能误读：若读作 {mending.reading}，则{'、'.join(name.partition(':')[0] for name in mending.mended)}成立",
        )
    for path, candidate in _figures(state):
        if path not in out and candidate.value and impossible(_body(candidate.value)):
            out[path] = ("数字中有不可能出现的字符",)
        elif path not in out and _lost_percent(state, path):
            state.others[path] = (f"{candidate.value}%",)
            out[path] = ("指标值带百分号而完成值没有，可能漏读",)
    return out


def _lost_percent(state: State, path: str) -> bool:
    """True for a bare number as the result of a target in per cent."""
    if not path.startswith("indicators") or not path.endswith(".actual"):
        return False
    target, actual = (state.chosen.get(path.removesuffix("actual") + key) for key in ("target", "actual"))
    return bool(
        target
        and actual
        and target.value
        and actual.value
        and re.search(r"\d[%％]", target.value)
        and re.fullmatch(r"\d{1,3}(?:\.\d+)?", actual.value)
    )
