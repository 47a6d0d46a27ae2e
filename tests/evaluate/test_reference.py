"""Our counts are those of the reference scorer, leaf for leaf, whatever the record looks like."""

from __future__ import annotations

import importlib.util
import json
import random
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import recover, recover_text
from extractor.errors import NoFormError
from extractor.evaluate import count, score_record
from extractor.record.record_json import to_json

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
CASES = {path.name.removesuffix(".expected.json"): path for path in sorted((ROOT / "eval_set").glob("*.expected.json"))}
GOLD = {path.stem: path for path in sorted((SHARED / "gold").rglob("*.json"))}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    place = SHARED / "score.py"
    if not place.exists():
        pytest.skip("the reference scorer is not beside this checkout (../shared/score.py): nothing to compare with")
    spec = importlib.util.spec_from_file_location("reference_scorer", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(reference: ModuleType, record: dict[str, Any], expected: dict[str, Any]) -> dict[str, int]:
    """The counts of the reference scorer."""
    counts: dict[str, int] = dict.fromkeys(reference.FIGURES, 0)
    for form, gold in reference.pair_forms(record["forms"], expected["forms"]):
        counted, _ = reference.score_form(form, gold)
        counts = {key: counts[key] + counted[key] for key in counts}
    return counts


def ours(record: dict[str, Any], expected: dict[str, Any]) -> dict[str, int | float]:
    """Our counts; accuracy aside."""
    counts = count(score_record(record, expected)).as_dict()
    return {key: value for key, value in counts.items() if key != "accuracy"}


@cache
def expected_of(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", CASES)
def test_recovered_forms_of_the_evaluation_set_count_the_same(name: str, reference: ModuleType) -> None:
    expected = expected_of(CASES[name])
    record = recovered(CASES[name].parent / expected["document"])
    assert ours(record, expected) == theirs(reference, record, expected)


@pytest.mark.parametrize("name", GOLD or ["none"])
def test_recovered_documents_with_answers_at_hand_count_the_same(name: str, reference: ModuleType) -> None:
    if not GOLD:
        pytest.skip("there are no documents with answers beside this checkout (../shared/gold): nothing to compare")
    expected = expected_of(GOLD[name])
    folder = SHARED / "documents" / GOLD[name].parent.relative_to(SHARED / "gold")
    record = recovered(next(folder.glob(f"{name}*.txt")))
    assert ours(record, expected) == theirs(reference, record, expected)


@pytest.mark.parametrize("seed", range(8))
def test_generated_forms_count_the_same(seed: int, reference: ModuleType) -> None:
    generator = pytest.importorskip("eval_set.generator", reason="the generator of forms is not here")
    specimen = generator.make(generator.recipes(8, 99)[seed])
    record = json_of_text(specimen.text)
    assert ours(record, specimen.expected) == theirs(reference, record, specimen.expected)


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(CASES)), seed=st.integers(0, 2**32), wear=st.floats(0, 0.6))
def test_disturbed_records_count_the_same(reference: ModuleType, name: str, seed: int, wear: float) -> None:
    expected = expected_of(CASES[name])
    record = disturbed(expected, random.Random(seed), wear)
    assert ours(record, expected) == theirs(reference, record, expected)


@pytest.mark.parametrize("name", GOLD or ["none"])
def test_disturbed_records_of_answers_at_hand_count_the_same(name: str, reference: ModuleType) -> None:
    if not GOLD:
        pytest.skip("there are no answers beside this checkout (../shared/gold): nothing to compare")
    expected = expected_of(GOLD[name])
    for seed in range(3):
        record = disturbed(expected, random.Random(seed), 0.2)
        assert ours(record, expected) == theirs(reference, record, expected)


def recovered(document: Path) -> dict[str, Any]:
    try:
        return to_json(recover(document))
    except NoFormError:
        return {"forms": []}


def json_of_text(text: str) -> dict[str, Any]:
    try:
        return to_json(recover_text(text))
    except NoFormError:
        return {"forms": []}


def disturbed(expected: dict[str, Any], chance: random.Random, wear: float) -> dict[str, Any]:
    """A record that is right but for some leaves that are wrong, missing or flagged, rows and forms out of place."""
    forms = [
        {"values": worn(form, chance, wear), "cells": flags(form, "", chance, wear)}
        for form in expected["forms"]
        if form is not None
    ]
    return {"forms": shaken(forms, chance, wear)}


def shaken(rows: list[Any], chance: random.Random, wear: float) -> list[Any]:
    """The same list with some entries lost, doubled or moved."""
    kept = [row for row in rows if chance.random() >= wear / 4]
    kept += [chance.choice(rows)] if rows and chance.random() < wear / 4 else []
    if len(kept) > 1 and chance.random() < wear:
        kept.insert(chance.randrange(len(kept)), kept.pop(chance.randrange(len(kept))))
    return kept


def worn(node: Any, chance: random.Random, wear: float) -> Any:
    if isinstance(node, dict) and not {"v", "lost", "skip"} & node.keys():
        return {key: worn(value, chance, wear) for key, value in node.items() if key != "findings"}
    if isinstance(node, list):
        return shaken([worn(row, chance, wear) for row in node], chance, wear)
    value = node.get("v") if isinstance(node, dict) else node
    if chance.random() >= wear:
        return value
    text = str(value or "")
    return chance.choice([None, "12", f"{text}0", text[:4], text[:-1], text.replace("1", "7"), text.upper(), ""])


def flags(node: Any, path: str, chance: random.Random, wear: float) -> dict[str, Any]:
    if isinstance(node, dict) and not {"v", "lost", "skip"} & node.keys():
        return {p: c for key, v in node.items() for p, c in flags(v, f"{path}.{key}".lstrip("."), chance, wear).items()}
    if isinstance(node, list):
        return {p: c for i, row in enumerate(node) for p, c in flags(row, f"{path}[{i}]", chance, wear).items()}
    return {} if chance.random() < 0.3 else {path: {"needs_review": chance.random() < wear}}
