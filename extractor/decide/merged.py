"""Cells of a scan that look like several, or like the rest of one: a rule between two was lost, or characters were.

Comes in: the state after repair. Goes out: reasons for review by path. What stands beside a cell that is several is
in doubt as well. Never parts a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.decide.state import State
from extractor.decide.trials import PLAIN_KEYS
from extractor.values import Candidate

SEVERAL_IN_ONE = "一格中像有两格的内容，格线可能漏识"
BESIDE_SEVERAL = "同一行中有一格像是两格，本格所属行可能不对"
LOST_COMPARATOR = "其余各行印有比较符，本行没有，可能漏识"
ONE_CHARACTER = "只有一个字，可能漏识或误识"
_WORDED = re.compile(
    r"\.(?:level[123]|deviation_note|group|item|name|title|department)$|^narratives\.|^sign_off\.(?!phone)"
)
_SAID_ALONE = frozenset("无有是否")
_COMPARED = re.compile(r"[≥≤≧≦⩾⩽＝=><＞＜]=?\s*\d")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*[%％分]?")
_FIGURES_ALONE = re.compile(r"\d+(?:\.\d+)?(?:\s+\d+(?:\.\d+)?)*")
_LEVEL_LABEL = re.compile(r"指\s*标")
_PHONE = re.compile(r"\d{7,}")
_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,}\s+[\u4e00-\u9fff]{2,}")
_FEW = 2


def merged_cells(state: State) -> Iterator[tuple[str, str]]:
    """Cells of a scan that hold what may be the text of several, those beside them, and targets without their sign."""
    found = [path for path, candidate in state.chosen.items() if candidate.value and _is_several(path, candidate)]
    yield from ((path, SEVERAL_IN_ONE) for path in found)
    rows = {path.rpartition(".")[0] for path in found if "[" in path}
    for path, candidate in state.chosen.items():
        if candidate.value and path.rpartition(".")[0] in rows:
            yield path, BESIDE_SEVERAL
    yield from ((path, LOST_COMPARATOR) for path in _without_comparator(state))
    yield from ((path, ONE_CHARACTER) for path, candidate in state.chosen.items() if _is_rest(path, candidate))


def _is_rest(path: str, candidate: Candidate) -> bool:
    """True for a single character where words stand, but for those that are said alone."""
    text = re.sub(r"\s", "", candidate.value or "")
    return bool(_WORDED.search(path)) and len(text) == 1 and text not in _SAID_ALONE


def _is_several(path: str, candidate: Candidate) -> bool:
    key = path.rpartition(".")[2]
    lines = [line for line in candidate.raw.split("\n") if line.strip()]
    if key in PLAIN_KEYS:
        return len(lines) >= _FEW and all(_NUMBER.fullmatch(line.strip()) for line in lines)
    if key in ("target", "actual"):
        return len(_COMPARED.findall(candidate.raw)) >= _FEW and "\n" in candidate.raw
    if key in ("deviation_note", "analysis"):
        return len(lines) >= _FEW and any(_FIGURES_ALONE.fullmatch(line.strip()) for line in lines)
    if key in ("level1", "level2"):
        return len(_LEVEL_LABEL.findall(candidate.raw)) >= _FEW
    if path.startswith("evaluators["):
        return (
            key in ("department", "title")
            and bool(_PHONE.search(candidate.raw))
            or (key == "name" and bool(_NAMES.fullmatch(candidate.raw.strip())))
        )
    return False


def _without_comparator(state: State) -> list[str]:
    """Targets that are bare figures in a form that prints its comparators in a column of their own."""
    targets = {
        path: candidate
        for path, candidate in state.chosen.items()
        if path.startswith("indicators[") and path.endswith(".target") and candidate.value
    }
    joined = [path for path, c in targets.items() if c.origin == "stitched" and _COMPARED.match(c.value or "")]
    bare = [path for path, c in targets.items() if (c.value or "")[:1].isdecimal()]
    return bare if len(joined) >= max(_FEW, len(bare)) else []
