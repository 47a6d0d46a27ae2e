"""Kinds of cases are named in the reader's language."""

from __future__ import annotations

import re

import pytest

from extractor.evaluate.names import NAMES, kind_label


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("strips", "竖条"),
        ("digits 8 %", "数字误读 8 %"),
        ("digits+lost cells", "数字误读＋数字丢失"),
        ("smudges", "smudges"),
    ],
)
def test_a_kind_has_a_chinese_name_where_one_is_known(name: str, zh: str) -> None:
    assert kind_label(name).zh == zh


def test_names_are_in_both_languages() -> None:
    assert [name for name, label in NAMES.items() if not re.search("[\u4e00-\u9fff]", label.zh)] == []
    assert [name for name, label in NAMES.items() if re.search("[\u4e00-\u9fff]", label.en)] == []


def test_every_kind_of_the_generator_has_a_name() -> None:
    generator = pytest.importorskip("eval_set.generator", reason="the generator of forms is not here")
    kinds = (*generator.FAMILIES, *generator.LAYOUTS, *generator.DAMAGES, *generator.ERRORS, *generator.ROWS)
    assert [kind for kind in kinds if kind_label(kind).zh == kind] == []
