"""What deciding costs: clean forms, damaged ones, and that clean ones never load the solver.

Comes in: forms of the generator of ``eval_set``. Goes out: ``Figure`` values. Reading is done before
the clock starts; each form is decided once beforehand, so that caches and the solver are warm.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from bench.measures import ROOT, Figure, once

_CLEAN = (
    "from pathlib import Path; import sys; from extractor import recover; recover(Path('eval_set/national-tabs.txt'))"
)
_FORMS = 60
_TIMES = 5


def measure() -> list[Figure]:
    """All figures of deciding."""
    clean = sorted(seconds for seconds in _decided("none"))
    damaged = sorted(seconds for seconds in _decided("digits 8 %"))
    typical, usual, worst = median(clean), median(damaged), damaged[-1]
    loads = _loads_solver()
    return [
        Figure(
            f"a clean form decided, median of {len(clean)}", f"{typical * 1000:.1f} ms", "<= 3 ms", typical <= 0.003
        ),
        Figure(
            f"a damaged form decided, median of {len(damaged)}", f"{usual * 1000:.0f} ms", "<= 60 ms", usual <= 0.06
        ),
        Figure("  the slowest of them", f"{worst * 1000:.0f} ms", "<= 1000 ms", worst <= 1),
        Figure("a clean form loads the solver", "yes" if loads else "no", "no", not loads),
    ]


def _decided(row: str) -> Iterator[float]:
    """Seconds that each form of a row of the target table takes."""
    for decide in _deciders(row):
        decide()
        yield median(once(decide) for _ in range(_TIMES))


def _deciders(row: str) -> Iterator[Callable[[], object]]:
    from eval_set.generator import make, table_recipes
    from extractor.decide import decide
    from extractor.family import load_families
    from extractor.ground import ground
    from extractor.ingest import ingest_text
    from extractor.read import OfflineReader
    from extractor.segment import segment
    from extractor.settings import Settings

    settings, families, reader = Settings(), load_families(()), OfflineReader()
    for recipe in table_recipes(row, _FORMS, 1):
        specimen = make(recipe)
        document = ingest_text(specimen.text, f"{recipe.name}{specimen.suffix}")
        for part in segment(document, families, family=None, source_kind=None):
            family = families[part.family]
            reading = ground(reader.read(part, family), document)
            yield partial(decide, reading, part, family, settings.laws)


def _loads_solver() -> bool:
    """True if recovering a clean form imports OR-Tools."""
    code = f"{_CLEAN}; sys.exit('ortools' in sys.modules)"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode != 0
