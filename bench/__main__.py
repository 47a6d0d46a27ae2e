"""``python -m bench``: start-up, speed, memory and linearity, each beside its target.

Comes in: the forms of ``eval_set/``. Goes out: a table on standard output; with
``--strict`` exit status 1 when a target is missed. Never looks at accuracy: that is
what ``make evaluate`` is for.
"""

from __future__ import annotations

import sys

from bench import asking, deciding, endpoint, narrating, reviewing
from bench.machine import describe_machine
from bench.measures import MEASURES, Figure


def row(figure: Figure) -> str:
    """One line of the table."""
    verdict = "" if figure.met is None else "met" if figure.met else "MISSED"
    return f"| {figure.name:<58} | {figure.value:>12} | {figure.target:>12} | {verdict:<6} |"


def main() -> int:
    """Run all measures in turn and print each as soon as it is there."""
    print(describe_machine(), end="\n\n")
    print(f"| {'measure':<58} | {'value':>12} | {'target':>12} | {'':<6} |")
    print(f"|{'-' * 60}|{'-' * 13}:|{'-' * 13}:|{'-' * 8}|", flush=True)
    missed = False
    for measure in (
        *MEASURES,
        deciding.measure,
        narrating.measure,
        asking.measure,
        endpoint.measure,
        reviewing.measure,
    ):
        for figure in measure():
            print(row(figure), flush=True)
            missed |= figure.met is False
    return 1 if missed and "--strict" in sys.argv else 0


sys.exit(main())
