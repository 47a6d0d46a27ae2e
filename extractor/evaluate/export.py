"""An evaluation as plain data: what ``--json`` prints and ``--save`` keeps.

Comes in: evaluations and, perhaps, their comparison. Goes out: dicts. Never writes a file.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from extractor.evaluate.comparing import Comparison, comparison_as_data
from extractor.evaluate.confidence import reliability_as_data
from extractor.evaluate.groups import groups_as_data
from extractor.evaluate.results import Evaluation, as_data


def evaluation_as_data(
    evaluations: list[Evaluation], comparison: Comparison | None, *, everything: bool
) -> dict[str, Any]:
    """The figures of the newest evaluation; ``everything`` adds what another comparison needs, form by form.

    ``readers`` holds the figures of all readers where there are two.
    """
    newest = evaluations[-1]
    data: dict[str, Any] = {**as_data(newest)} if everything else _head(newest)
    data["figures"] = groups_as_data(newest)
    data["confidence"] = reliability_as_data(newest)
    if len(evaluations) > 1:
        data["readers"] = {one.reader: groups_as_data(one)["total"] for one in evaluations}
    if comparison is not None:
        data["comparison"] = comparison_as_data(comparison)
    return data


def _head(evaluation: Evaluation) -> dict[str, Any]:
    """Who read what, what could not be recovered, findings that fail, and every leaf that is not right."""
    return {
        "reader": evaluation.reader,
        "program": evaluation.program,
        "documents": len(evaluation.cases),
        "faults": {case.name: case.fault for case in evaluation.cases if case.fault},
        "unreported": [
            {"document": case.name, "form": form.number, "error": case.kinds["error"], "laws": list(form.unreported)}
            for case in evaluation.cases
            for form in case.forms
            if form.unreported
        ],
        "false_findings": [
            {"document": case.name, "form": form.number, "law": law, "severity": severity}
            for case in evaluation.cases
            for form in case.forms
            for law, severity in form.false_findings
        ],
        "misses": [
            {"document": case.name, "form": form.number, **asdict(miss)}
            for case in evaluation.cases
            for form in case.forms
            for miss in form.misses
        ],
    }
