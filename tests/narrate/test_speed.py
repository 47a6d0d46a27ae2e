"""Narratives are quick enough for a whole city: a hundred summaries a second, a thousand records in one portfolio."""

from __future__ import annotations

import time
from dataclasses import replace

from extractor.narrate import draft
from tests.narrate.corpus import evaluation_set

LEAST_A_SECOND, MOST_SECONDS = 50, 20  # half of what is promised: the machine of a test run is shared


def test_summaries_are_written_by_the_hundred() -> None:
    records = list(evaluation_set().values())
    for record in records:
        draft([record])  # the templates are compiled once for a process
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for record in records:
            draft([record])
        best = max(best, len(records) / (time.perf_counter() - start))
    print(f"\n{best:.0f} summaries a second")
    assert best >= LEAST_A_SECOND


def test_a_portfolio_of_a_thousand_records() -> None:
    records = list(evaluation_set().values())
    many = [
        replace(one, source=replace(one.source, name=f"{at}.txt"))
        for at in range(1000)
        for one in (records[at % len(records)],)
    ]
    start = time.perf_counter()
    text = draft(many, "portfolio")
    spent = time.perf_counter() - start
    print(f"\nportfolio of 1000 records: {spent:.1f} s, {len(text)} characters")
    assert spent <= MOST_SECONDS
