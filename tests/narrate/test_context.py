"""What a template may use is told completely: no name without a meaning, no meaning without a name."""

from __future__ import annotations

import pytest

from extractor.narrate import facts, money, portfolio, ranking, remarks, rows, standing, trends
from extractor.narrate.context import meanings, names_of, show_context
from extractor.narrate.draft import context_of
from extractor.narrate.words import filters
from tests import sample_record

KINDS = {
    kind.__name__: kind
    for module in (facts, money, portfolio, ranking, remarks, rows, standing, trends)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__ and kind.__name__ != "Reason"
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_name_of_a_value_has_a_meaning(kind: type) -> None:
    assert set(meanings()[kind.__name__]) == set(names_of(kind))


def test_every_filter_has_a_meaning() -> None:
    assert set(meanings()["filters"]) == set(filters("zh")) == set(filters("en"))


def test_every_name_of_the_context_has_a_meaning() -> None:
    assert set(meanings()["Context"]) == set(context_of([sample_record.everything()]))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_context_is_shown_with_examples_of_the_record(language: str) -> None:
    text = show_context([sample_record.record(sample_record.national)], language)  # type: ignore[arg-type]

    assert "| `stories[0].project` |" in text and "| 乡村道路照明改造项目 |" in text
    assert "| `stories[0].money.executed` |" in text and "| 288 |" in text
    # What the record has none of is listed all the same, without an example.
    assert "`whole.trends[0].steps[0].budget_change`" in text
    assert all(line.count("|") - line.count("\\|") in (3, 4) for line in text.splitlines() if line)
