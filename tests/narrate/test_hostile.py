"""Whatever a document says, every template writes its narrative: no text of it breaks one, and none becomes markup."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from extractor.labels import Language
from extractor.narrate import narrate
from extractor.narrate.page import page_of
from extractor.values import FormRecord, Record
from tests.narrate.corpus import evaluation_set
from tests.narrate.fidelity import LANGUAGES, TEMPLATES

ODD = [
    *(
        "≥三千米",
        "30千米",
        "10十个",
        "１０％",
        "第一季度",
        "“未完",
        "”反了",
        "《书",
        "12月底前",
        "2023-13-45",
        "5个百分点",
    ),
    *(
        "# 题",
        "## 二、甲",
        "1. 甲",
        "7. 甲",
        "- 甲",
        "> 甲",
        "[^1]: 甲",
        "[^1]",
        "| 甲 | 乙 |",
        "`甲`",
        "§甲",
        "§§ 1.2 甲",
        "\\",
    ),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "<script>alert(1)</script>",
        "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4",
        "\U000f0000",
        "甲\n乙\n\n丙",
    ),
    *("Said(", "None", "9" * 27, "1e9", "-0.00", "0", "half", "in March", "", " ", "\u200b", "——"),
]


def _spoiled(value: Any, dice: random.Random) -> Any:
    """Plain values in which a third of all texts say something odd."""
    if isinstance(value, dict):
        return {key: held if key == "form_type" else _spoiled(held, dice) for key, held in value.items()}
    if isinstance(value, list):
        return [_spoiled(one, dice) for one in value]
    return dice.choice(ODD) or None if isinstance(value, str) and dice.random() < 0.3 else value


def _spoil(record: Record, seed: int) -> Record:
    dice = random.Random(seed)

    def form(one: FormRecord) -> FormRecord:
        findings = tuple(replace(found, message=found.message + dice.choice(ODD)) for found in one.findings)
        return replace(one, values=_spoiled(one.values, dice), findings=findings)

    return replace(record, forms=tuple(map(form, record.forms)))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_writes_whatever_a_document_says(template: str, language: Language) -> None:
    records = [_spoil(record, seed) for seed in (1, 2) for record in evaluation_set().values()]
    for told in [[one] for one in records] if template != "portfolio" else [records]:
        narrative = narrate(told, template, language)
        page = page_of(narrative)

        assert "<script" not in page and "\ue0f0" not in page and "\ue0f0" not in narrative.markdown
