"""From one judged form to its counts.

Comes in: a ``JudgedForm``. Goes out: its ``Tally``. Never looks at a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from extractor.evaluate.agreement import agree
from extractor.evaluate.judging import JudgedForm, JudgedLeaf
from extractor.evaluate.scoring import count
from extractor.evaluate.tally import Tally

LOST = "lost"
_GRAVITY = {"note": 0, "warning": 1, "error": 2}


def tally_of(form: JudgedForm) -> Tally:
    """All counts of one form."""
    silent = [one for one in form.leaves if one.leaf.verdict == "wrong_silent"]
    return replace(
        Tally(**asdict(count(one.leaf for one in form.leaves))),
        forms=1,
        forms_silent=int(bool(silent)),
        silent_covered=sum(bool(one.covered) for one in silent),
        rows_crossing=form.rows_crossing,
        **_damage(form.leaves),
        **_restored(form.leaves, "inferred"),
        **_restored(form.leaves, "repaired"),
        **(_planted(form) if form.planted else {}),
        **(_findings(form) if form.undamaged else {}),
    )


def _damage(leaves: tuple[JudgedLeaf, ...]) -> dict[str, int]:
    """What became of the cells that damage has changed, and of those that it has taken away."""
    changed = [one for one in leaves if one.damage not in (None, LOST)]
    covered = [one for one in changed if one.covered]
    lost = [one for one in leaves if one.damage == LOST]
    return {
        "damaged": len(changed),
        "damaged_right": _right(changed),
        "damaged_silent": _silent(changed),
        "damaged_covered": len(covered),
        "damaged_covered_right": _right(covered),
        "damaged_covered_silent": _silent(covered),
        "lost": len(lost),
        "lost_right": _right(lost),
    }


def _restored(leaves: tuple[JudgedLeaf, ...], how: str) -> dict[str, int]:
    """Cells that the record says are inferred (or repaired), and leaves that have to be."""
    said = [one for one in leaves if one.origin == how and one.leaf.found is not None]
    wanted = [one for one in leaves if one.leaf.how == how and one.leaf.expected is not None]
    return {
        f"{how}_cells": len(said),
        f"{how}_right": _right(said),
        f"{how}_wanted": len(wanted),
        f"{how}_had": _right(wanted),
    }


def _right(leaves: list[JudgedLeaf]) -> int:
    return sum(one.is_right for one in leaves)


def _silent(leaves: list[JudgedLeaf]) -> int:
    return sum(one.leaf.verdict == "wrong_silent" for one in leaves)


def _planted(form: JudgedForm) -> dict[str, int]:
    """Whether the contradiction of the author's was reported, and whether it was left as it stands."""
    grave = any((one.get("severity") or _usual_severities().get(one["law"])) == "error" for one in form.planted)
    found = not unreported(form)
    return {
        "planted": 1,
        "planted_found": int(found),
        "planted_errors": int(grave),
        "planted_errors_found": int(grave and found),
        "planted_altered": int(_is_altered(form)),
    }


def unreported(form: JudgedForm) -> tuple[str, ...]:
    """The laws of the author's contradiction where none of them was reported; empty where one was, or none is due."""
    if any(_reports(finding, planted) for planted in form.planted for finding in form.findings):
        return ()
    return tuple(dict.fromkeys(planted["law"] for planted in form.planted))


def false_findings(form: JudgedForm) -> tuple[tuple[str, str], ...]:
    """Law and severity of each finding on a sound form, notes aside: all of them are false."""
    if form.planted or not form.undamaged:
        return ()
    return tuple((one["law"], one["severity"]) for one in form.findings if one["severity"] != "note")


def _reports(finding: Mapping[str, Any], planted: Mapping[str, Any]) -> bool:
    """Whether a finding reports a contradiction: the same law, and no mere note where more was due."""
    least = min(_GRAVITY[planted.get("severity") or "note"], _GRAVITY["warning"])
    return bool(finding["law"] == planted["law"] and _GRAVITY[finding["severity"]] >= least)


@lru_cache(maxsize=1)
def _usual_severities() -> dict[str, str]:
    """How grave each law is, for files that name the law alone."""
    from extractor.laws import describe

    return {law.id: law.severity for law in describe()}


def _is_altered(form: JudgedForm) -> bool:
    """Whether a figure was repaired in a form that contradicts itself, or a cell of the contradiction replaced."""
    named = {path for planted in form.planted for path in planted.get("cells", ())}
    return form.undamaged and any(
        one.origin == "repaired" and one.leaf.kind != "text"
        or (one.origin == "inferred" and one.leaf.path in named and _differs(one))
        for one in form.leaves
    )  # fmt: skip


def _differs(one: JudgedLeaf) -> bool:
    """Whether both sides have a value, and not the same."""
    found, expected = one.leaf.found, one.leaf.expected
    return found is not None and expected is not None and not agree(found, expected)


def _findings(form: JudgedForm) -> dict[str, int]:
    """The findings on a form whose every cell is printed as it was written."""
    errors = [one for one in form.findings if one["severity"] == "error"]
    warnings = [one for one in form.findings if one["severity"] == "warning"]
    counts = {
        "error_findings": len(errors),
        "error_findings_true": sum(_is_explained(one, form.planted) for one in errors),
    }
    if form.planted:
        return counts
    return counts | {"sound": 1, "sound_errors": len(errors), "sound_warnings": len(warnings)}


def _is_explained(finding: Mapping[str, Any], planted: tuple[Mapping[str, Any], ...]) -> bool:
    """Whether a contradiction of the author's explains a finding: it is of its law, or about one of its cells."""
    cells = set(finding["cells"])
    return any(finding["law"] == one["law"] or cells & set(one.get("cells", ())) for one in planted)
