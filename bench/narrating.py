"""What narratives cost: summaries, a full report as a Word document with its charts, a portfolio of many records.

Comes in: the forms of ``eval_set/``. Goes out: ``Figure`` values. Templates and fonts are loaded before the clock
starts. Run alone: ``python -m bench.narrating``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from statistics import median

from bench.measures import EVAL_SET, TIMES, Figure, once
from extractor.values import Record

_MANY = 1000


def measure() -> list[Figure]:
    """All figures of narrating."""
    return [*_summaries(), *_documents(), *_portfolios()]


@cache
def _records() -> tuple[Record, ...]:
    from extractor import recover

    return tuple(recover(path) for path in sorted(EVAL_SET.glob("*.txt")) if "no-form" not in path.name)


def _summaries() -> Iterator[Figure]:
    from extractor.narrate import draft

    def all_of_them() -> None:
        for record in _records():
            draft([record])

    all_of_them()
    rate = len(_records()) / median(once(all_of_them) for _ in range(TIMES))
    yield Figure("summaries a second", f"{rate:.0f}", ">= 100", rate >= 100)


def _documents() -> Iterator[Figure]:
    from extractor.narrate import narrate
    from extractor.narrate.word import find_charts, write_word

    def report(record: Record) -> None:
        told = narrate([record], "report")
        write_word(told.marked, "zh", find_charts([record], "zh"), told.ledger)

    report(_records()[0])
    took = sorted(median(once(lambda one=one: report(one)) for _ in range(3)) for one in _records())  # type: ignore[misc]
    yield Figure(
        "a full report with charts as a Word document, median", f"{median(took):.2f} s", "<= 1 s", median(took) <= 1
    )
    yield Figure("  the slowest of them", f"{took[-1]:.2f} s", "<= 1 s", took[-1] <= 1)


def _portfolios() -> Iterator[Figure]:
    from extractor.narrate import narrate
    from extractor.narrate.word import find_charts, write_word

    some = _records()
    many = [
        replace(one, source=replace(one.source, name=f"{at}.txt"))
        for at in range(_MANY)
        for one in (some[at % len(some)],)
    ]
    seconds = once(lambda: narrate(many, "portfolio"))
    yield Figure(f"a portfolio of {_MANY:,} records, Markdown", f"{seconds:.1f} s", "<= 20 s", seconds <= 20)

    def document() -> None:
        told = narrate(many, "portfolio")
        write_word(told.marked, "zh", find_charts(many, "zh"), told.ledger)

    seconds = once(document)
    yield Figure("  the same as a Word document with charts", f"{seconds:.1f} s", "<= 20 s", seconds <= 20)


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name:<60} {figure.value:>10} {figure.target:>10}")
