"""What is measured, how, and against which target.

Comes in: the forms of ``eval_set/``. Goes out: ``MEASURES``, functions that each return
``Figure`` values. Never measures the first call where a warm one is meant.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent
EVAL_SET = ROOT / "eval_set"
TIMES = 7
"""How often a short measure is repeated; the median counts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its target; ``met`` is None where there is no target."""

    name: str
    value: str
    target: str = ""
    met: bool | None = None


@cache
def four_forms() -> str:
    """One document with four forms: the long ones of the evaluation set, with narratives and score cards."""
    names = ("city-department-tabs", "city-projects-two-in-one-file", "city-project-tabs")
    return "\n\n".join((EVAL_SET / f"{name}.txt").read_text(encoding="utf-8") for name in names) + "\n"


def once(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def run(*arguments: str) -> tuple[float, float]:
    """Run the program as a process of its own: seconds, and peak memory in MB."""
    start = perf_counter()
    process = subprocess.Popen([sys.executable, str(ROOT / "cli.py"), *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: jixiao {' '.join(arguments)} ended with status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return seconds, usage.ru_maxrss * unit / 1e6


def start_up() -> list[Figure]:
    """``jixiao --help`` as a whole process."""
    seconds = median(run("--help")[0] for _ in range(TIMES))
    return [Figure("jixiao --help, whole process", f"{seconds:.2f} s", "<= 0.25 s", seconds <= 0.25)]


def one_document() -> list[Figure]:
    """The four-form document, warm and as a whole process, and the memory it takes."""
    recover = recovery()
    text = four_forms()
    recover(text)
    warm = median(once(lambda: recover(text)) for _ in range(TIMES))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "four.txt")
        source.write_text(text, encoding="utf-8")
        runs = [run("recover", str(source), "-o", str(Path(folder, f"out{n}")), "--quiet") for n in range(TIMES)]
    whole = median(seconds for seconds, _ in runs)
    peak = max(megabytes for _, megabytes in runs)
    size = len(text.encode()) / 1000
    return [
        Figure(f"four forms in {size:.0f} KB, recovered, warm", f"{warm * 1000:.0f} ms", "<= 500 ms", warm <= 0.5),
        Figure("  the same as a whole process, all four outputs written", f"{whole:.2f} s", "<= 1.2 s", whole <= 1.2),
        Figure("  its peak memory", f"{peak:.0f} MB", "<= 150 MB", peak <= 150),
    ]


def throughput() -> list[Figure]:
    """Forms a second on one core, warm, over every text of the evaluation set that is plain UTF-8."""
    recover = recovery()
    texts = [text for path in sorted(EVAL_SET.glob("*.txt")) if (text := utf8(path)) is not None]
    forms = sum(recover(text) for text in texts)
    seconds, rounds = 0.0, 0
    while seconds < 3:
        seconds += once(lambda: [recover(text) for text in texts])
        rounds += 1
    rate = forms * rounds / seconds
    return [Figure(f"{forms} forms of eval_set, warm, one core", f"{rate:.0f} forms/s", ">= 40", rate >= 40)]


def linearity() -> list[Figure]:
    """A hundred times the input must cost a hundred times the time."""
    recover = recovery()
    text = four_forms()
    recover(text)
    small = median(once(lambda: recover(text)) for _ in range(TIMES))
    large = once(lambda: recover(text * 100))
    ratio = large / small / 100
    return [
        Figure("time for 400 forms / time for 4 forms / 100", f"{ratio:.2f}", "0.80 - 1.20", 0.8 <= ratio <= 1.2),
    ]


def recovery() -> Callable[[str], int]:
    """A function from a text to the number of forms in it, with everything loaded; 0 where there is no form."""
    from extractor.errors import NoFormError
    from extractor.pipeline import recover_text
    from extractor.settings import read_settings

    settings = read_settings(environ={})

    def recover(text: str) -> int:
        try:
            return len(recover_text(text, "bench", settings).forms)
        except NoFormError:
            return 0

    return recover


def utf8(path: Path) -> str | None:
    """The text of a file in UTF-8, None for another encoding."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


MEASURES: tuple[Callable[[], list[Figure]], ...] = (start_up, one_document, throughput, linearity)
