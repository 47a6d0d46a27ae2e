"""Calibration: margins become probabilities, and risks become thresholds, on forms made from seeds.

``python -m extractor.evaluate.calibrate --count 6300 --seed 20260101 -o extractor/decide/calibration.json``
(``make calibrate``) makes that many forms, as many for each kind of damage of the generator's table, and
recovers them offline. Of the one half, two sevenths give the curves from margin to probability and the
rest the thresholds; the other half tests both, and what the test said stands in the file. The forms
themselves are not kept.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.decide.confidence import Calibration, group_of, trouble_of
from extractor.evaluate.cases import Case, generated_cases, material_of
from extractor.evaluate.pairing import pair_forms
from extractor.evaluate.risk import upper_bound
from extractor.evaluate.run import recovered
from extractor.evaluate.scoring import score_form
from extractor.settings import Settings

LEVELS = (
    0.0, 0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.9875, 0.99, 0.991, 0.992, 0.993, 0.994,
    0.995, 0.996, 0.997, 0.9975, 0.998, 0.9983, 0.9986, 0.9989, 0.9991, 0.9993, 0.9995, 0.9997, 0.9999,
)  # fmt: skip
RISKS = (0.0005, 0.001, 0.0014, 0.002, 0.005)
ROWS = 7  # kinds of damage of the generator's table, each with as many forms
_STEP = 0.25  # margins are told apart by quarters
_FEW = 40  # cells below which a stretch of margins says nothing of its own
_UNFLAGGED = Settings(reader="offline", accept_risk=0.999_999)


@dataclass(frozen=True, slots=True)
class Seen:
    """One leaf: its group, its margin (None: no value), whether it is flagged, right, and wrong with a value."""

    group: str
    margin: float | None
    flagged: bool
    right: bool
    wrong: bool


Form = Sequence[Seen]


def seen_forms(case: Case) -> list[Form]:
    """The leaves of every form of a case, recovered with no threshold."""
    material = material_of(case)
    record, _ = recovered(material, _UNFLAGGED)
    out: list[Form] = []
    for form, gold in pair_forms(record.get("forms", ()), material.expected.get("forms", ())):
        cells = form.get("cells", {})
        trouble = trouble_of(sum(cell["needs_review"] for cell in cells.values()), len(cells))
        out.append([_seen(leaf, form, trouble) for leaf in score_form(form, gold)])
    return out


def _seen(leaf: Any, form: Mapping[str, Any], trouble: str) -> Seen:
    cell = form.get("cells", {}).get(leaf.place) or {}
    source = form.get("source_kind", "digital")
    return Seen(
        group_of(leaf.place, leaf.found, source, leaf.flagged, trouble),
        cell.get("margin") if leaf.found is not None else None,
        leaf.flagged,
        leaf.verdict == "right",
        leaf.verdict.startswith("wrong"),
    )


def fit_curves(forms: Iterable[Form]) -> dict[str, list[tuple[float, float]]]:
    """By group, the probability of being right at a margin: isotonic regression, never below its neighbours."""
    cells: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for form in forms:
        for seen in form:
            if seen.margin is not None:
                cells[seen.group].append((seen.margin, seen.right))
    return {group: _isotonic(found) for group, found in sorted(cells.items())}


def _isotonic(cells: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    from scipy.optimize import isotonic_regression

    steps: dict[float, Counter[str]] = defaultdict(Counter)
    for margin, right in cells:
        steps[round(margin / _STEP) * _STEP].update(("cells", "right") if right else ("cells",))
    stretches = _wide_enough(sorted(steps.items()))
    margins = [margin for margin, _ in stretches]
    shares = [(count["right"] + 0.5) / (count["cells"] + 1) for _, count in stretches]
    fitted = isotonic_regression(shares, weights=[count["cells"] for _, count in stretches]).x
    return [(round(margin, 3), round(float(share), 5)) for margin, share in zip(margins, fitted, strict=True)]


def _wide_enough(steps: Sequence[tuple[float, Counter[str]]]) -> list[tuple[float, Counter[str]]]:
    """Neighbouring margins put together until each stretch has cells enough."""
    out: list[tuple[float, Counter[str]]] = []
    for margin, count in steps:
        if out and out[-1][1]["cells"] < _FEW:
            before = out.pop()
            both = before[1] + count
            middle = (before[0] * before[1]["cells"] + margin * count["cells"]) / both["cells"]
            out.append((middle, both))
        else:
            out.append((margin, Counter(count)))
    if len(out) > 1 and out[-1][1]["cells"] < _FEW:
        last = out.pop()
        out[-1] = (out[-1][0], out[-1][1] + last[1])
    return out


def fit_thresholds(forms: Sequence[Form], curves: Calibration) -> list[tuple[float, float, float]]:
    """(confidence, bound of the silent error rate, review load) for every level, laxest first."""
    return [(level, round(upper_bound(silent), 6), round(load, 5)) for level, silent, load in _levels(forms, curves)]


def _levels(forms: Sequence[Form], curves: Calibration) -> Iterable[tuple[float, list[float], float]]:
    for level in LEVELS:
        silent, flagged, leaves = [], 0, 0
        for form in forms:
            raised = [seen.flagged or _below(seen, level, curves) for seen in form]
            wrong = sum(seen.wrong and not up for seen, up in zip(form, raised, strict=True))
            silent.append(wrong / max(1, len(form)))
            flagged, leaves = flagged + sum(raised), leaves + len(form)
        yield level, silent, flagged / max(1, leaves)


def _below(seen: Seen, level: float, curves: Calibration) -> bool:
    return seen.margin is not None and curves.probability(seen.group, seen.margin) < level


def held_out_figures(forms: Sequence[Form], calibration: Calibration) -> dict[str, Any]:
    """What the held-out forms say: the gap between confidence and truth, and for each risk what came of it."""
    bins: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for form in forms:
        for seen in form:
            if seen.margin is not None:
                confidence = calibration.probability(seen.group, seen.margin)
                found = bins[min(19, int(confidence * 20))]
                found[0], found[1], found[2] = found[0] + 1, found[1] + confidence, found[2] + seen.right
    cells = sum(found[0] for found in bins.values())
    by_level = {level: (sum(silent) / max(1, len(silent)), load) for level, silent, load in _levels(forms, calibration)}
    risks = {}
    for risk in RISKS:
        threshold = calibration.threshold(risk)
        silent, load = by_level.get(threshold.confidence, (0.0, 1.0))
        risks[f"{risk:g}"] = {
            "threshold": threshold.confidence,
            "met": threshold.met,
            "silent": round(silent, 6),
            "load": round(load, 5),
        }
    gap = sum(abs(found[1] - found[2]) for found in bins.values()) / max(1, cells)
    return {"forms": len(forms), "cells": int(cells), "calibration_gap": round(gap, 5), "risks": risks}


def calibrate(cases: Sequence[Case], jobs: int, begin: Callable[[int], None] = lambda _done: None) -> dict[str, Any]:
    """The content of a calibration file, from the forms of the cases."""
    forms: list[Form] = []
    with ProcessPoolExecutor(jobs) as pool:
        for done, found in enumerate(pool.map(seen_forms, cases, chunksize=8), 1):
            forms += found
            begin(done)
    random.Random(len(forms)).shuffle(forms)
    seventh, half = len(forms) // 7, len(forms) // 2
    curves = fit_curves(forms[:seventh])
    fitted = Calibration(curves, ())
    thresholds = fit_thresholds(forms[seventh:half], fitted)
    whole = Calibration(curves, thresholds)
    return {"curves": curves, "thresholds": thresholds, "tested": held_out_figures(forms[half:], whole)}


def main() -> None:
    """Make forms, calibrate, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=6300, help="forms to make (default 6300)")
    parser.add_argument("--seed", type=int, default=20260101, help="other forms for another seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    cases = generated_cases(0, ("all",), asked.count // ROWS, asked.seed)

    def tell(done: int) -> None:
        if done % 500 == 0:
            print(f"{done} of {len(cases)}", flush=True)

    data = {"made": {"forms": asked.count, "seed": asked.seed}, **calibrate(cases, asked.jobs, tell)}
    asked.output.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(data["tested"], indent=1))


if __name__ == "__main__":
    main()
