"""A changed word of a narrative shows: one golden file for each form, template and language, to be read aloud."""

from __future__ import annotations

from functools import cache

import pytest

from tests.narrate import renderings as told

NAMES = [
    *(f"{case.rpartition('.')[0]}.{template}.{language}.md"
      for case in told.CASES for template in told.SINGLE for language in told.LANGUAGES),
    *(f"all-five.{template}.{language}.md" for template in told.SEVERAL for language in told.LANGUAGES),
]  # fmt: skip
texts = cache(told.renderings)


@pytest.mark.parametrize("name", NAMES)
def test_a_narrative_is_the_golden_one(name: str) -> None:
    golden = (told.FOLDER / name).read_text(encoding="utf-8")
    assert texts()[name] == golden, "python -m tests.narrate --write renews the golden files"


def test_every_golden_file_has_its_narrative() -> None:
    assert {path.name for path in told.FOLDER.glob("*.md")} == set(NAMES)
