"""Scoring a record against what is expected of it."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extractor.evaluate import Figures, agree, count, score_form, score_record

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT.parent / "shared" / "score.py"
CASES = sorted((ROOT / "eval_set").glob("*.expected.json"))


def figures(values: dict[str, Any], expected: dict[str, Any], flagged: tuple[str, ...] = ()) -> Figures:
    form = {"values": values, "cells": {path: {"needs_review": True} for path in flagged}}
    return count(score_form(form, expected))


def test_a_value_that_agrees_is_right() -> None:
    assert figures({"total": {"score": "96.50"}}, {"total": {"score": "96.5"}}) == Figures(
        gold=1, right=1, numeric_gold=1, numeric_right=1
    )


def test_a_wrong_value_that_nothing_flags_is_the_worst() -> None:
    assert figures({"total": {"score": "69"}}, {"total": {"score": "96"}}).wrong_silent == 1


def test_a_wrong_value_that_is_flagged_is_counted_apart() -> None:
    scored = figures({"total": {"score": "69"}}, {"total": {"score": "96"}}, flagged=("total.score",))
    assert (scored.wrong_silent, scored.wrong_flagged, scored.flagged) == (0, 1, 1)


def test_a_missing_value_is_silent_or_flagged() -> None:
    expected = {"grade": "优", "title": "项目支出绩效自评表"}
    scored = figures({"grade": None, "title": None}, expected, flagged=("grade",))
    assert (scored.missing_silent, scored.missing_flagged) == (1, 1)


def test_a_value_that_nobody_expected_is_wrong_and_extra() -> None:
    scored = figures({"grade": "优"}, {"grade": None})
    assert (scored.wrong_silent, scored.extra, scored.gold) == (1, 1, 0)


def test_a_lost_value_may_stay_missing() -> None:
    assert count(score_form({"values": {"grade": None}}, {"grade": {"lost": True}})) == Figures()


def test_a_leaf_that_is_not_scored_counts_nowhere() -> None:
    assert figures({"grade": "优"}, {"grade": {"skip": True}}) == Figures()


def test_an_ambiguous_label_may_be_clipped() -> None:
    expected = {"grade": {"v": "工作规划合理性", "how": "ambiguous"}}
    assert figures({"grade": "工作规划合理"}, expected).right == 1


def test_rows_are_paired_by_what_names_them() -> None:
    found = [{"level3": "更换路灯盏数", "score": "9"}, {"level3": "验收合格率", "score": "8"}]
    expected = [{"level3": "验收合格率", "score": "8"}]
    scored = figures({"indicators": found}, {"indicators": expected})
    assert (scored.right, scored.extra) == (2, 2)


def test_a_form_too_few_is_missing_as_a_whole() -> None:
    expected = {"forms": [{"title": "甲表", "grade": "优"}, {"title": "乙表", "grade": "良"}]}
    record = {"forms": [{"values": {"title": "乙表", "grade": "良"}, "cells": {}}]}
    scored = count(score_record(record, expected))
    assert (scored.right, scored.missing_silent) == (2, 2)


@pytest.mark.parametrize(
    ("found", "want"),
    [("≧5台", "≥５台"), ("100.0", "100"), ("1,024.5", "1024.50"), ("（一）完成。", "(一)完成"), ("<p>无</p>", "无")],
)
def test_writing_does_not_matter(found: str, want: str) -> None:
    assert agree(found, want)


@pytest.mark.parametrize(("found", "want"), [("95", "95%"), ("≥5台", "5台"), ("10.0", "100"), ("不合格", "合格")])
def test_meaning_does(found: str, want: str) -> None:
    assert not agree(found, want)


def test_long_prose_may_differ_by_a_character_but_not_by_a_digit() -> None:
    want = "本年度预算为35万元，全部用于储备设备的检修和成品粮的按期轮换，资金支付符合合同的约定，手续齐全完整。"
    assert agree(want.replace("按期", "按", 1), want)
    assert not agree(want.replace("35", "36"), want)


def test_accuracy_is_over_expected_and_superfluous_leaves() -> None:
    assert Figures(gold=8, right=9, extra=2).accuracy == 0.9


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    if not REFERENCE.exists():
        pytest.skip("the reference scorer is not beside this checkout (../shared/score.py): nothing to compare with")
    spec = importlib.util.spec_from_file_location("reference_scorer", REFERENCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_the_figures_are_those_of_the_reference_scorer(case: Path, reference: ModuleType) -> None:
    expected = json.loads(case.read_text(encoding="utf-8"))
    record = worn(expected, random.Random(case.name))
    theirs: dict[str, int] = dict.fromkeys(reference.FIGURES, 0)
    for form, gold in reference.pair_forms(record["forms"], expected["forms"]):
        counted, _ = reference.score_form(form, gold)
        theirs = {key: theirs[key] + counted[key] for key in reference.FIGURES}
    ours = count(score_record(record, expected)).as_dict()
    assert {key: ours[key] for key in reference.FIGURES} == theirs


def worn(expected: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A record that is right in most leaves, and wrong, missing or flagged in some; one form may be gone."""
    forms = [{"values": wear(form, chance), "cells": flags(form, "", chance)} for form in expected["forms"]]
    if len(forms) > 1 and chance.random() < 0.5:
        forms.pop(chance.randrange(len(forms)))
    return {"forms": forms}


def wear(node: Any, chance: random.Random) -> Any:
    if isinstance(node, dict) and not {"v", "lost", "skip"} & node.keys():
        return {key: wear(value, chance) for key, value in node.items() if key != "findings"}
    if isinstance(node, list):
        return [wear(row, chance) for row in node if chance.random() < 0.95]
    value = node.get("v") if isinstance(node, dict) else node
    worn_values = [value] * 8 + [None, "12", f"{value}0", str(value)[:4], str(value)[:-1]]
    return chance.choice(worn_values)


def flags(node: Any, path: str, chance: random.Random) -> dict[str, Any]:
    if isinstance(node, dict) and not {"v", "lost", "skip"} & node.keys():
        return {p: c for key, v in node.items() for p, c in flags(v, f"{path}.{key}".lstrip("."), chance).items()}
    if isinstance(node, list):
        return {p: c for i, row in enumerate(node) for p, c in flags(row, f"{path}[{i}]", chance).items()}
    return {path: {"needs_review": chance.random() < 0.3}}
