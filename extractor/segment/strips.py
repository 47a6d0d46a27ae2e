"""Pages cut into vertical strips that are printed one after the other.

Comes in: the fragments of one form. Goes out: one run of fragments a strip, left to
right; a page that was not cut is one strip. A strip begins where, behind a blank
line, the labels start again at the top of the form.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.family import Family
from extractor.lexicon import Lexicon, lexicon_of
from extractor.notation.text import fold
from extractor.values import Boundary, Fragment

_TAIL = 7
_SIGNED = re.compile("年月日")
_BACK = 2  # steps back towards the top of the form that no ordinary page takes
_STEPS = {"funds": 1, "objective": 2, "indicators": 3, "scorecard": 5, "evaluators": 6}


def split_strips(run: Sequence[Fragment], family: Family) -> tuple[tuple[Fragment, ...], ...]:
    """The strips of a form; one for a page that was not cut."""
    chunks = _chunks(run)
    if len(chunks) < 2:
        return (tuple(run),)
    lexicon = lexicon_of(family)
    starts = _starts([_look(chunk, lexicon, family) for chunk in chunks])
    ends = [*starts[1:], len(chunks)]
    return tuple(tuple(f for chunk in chunks[a:b] for f in chunk) for a, b in zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a chunk's labels say: the first and last step of the form, and the table columns named, by table."""

    first: int | None
    last: int
    columns: dict[str, set[str]]
    bare: bool  # no label at all
    top: dict[str, set[str]]  # columns that its first row names, by table
    heads: int  # rows that hold nothing but column labels


def _chunks(run: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments parted at blank lines."""
    chunks: list[list[Fragment]] = []
    for fragment in run:
        if not chunks or fragment.before == Boundary.BLOCK:
            chunks.append([])
        chunks[-1].append(fragment)
    return chunks


def _look(chunk: Sequence[Fragment], lexicon: Lexicon, family: Family) -> _Look:
    """Steps and columns of a chunk; a first label that could stand in several places counts for the last of them."""
    columns: dict[str, set[str]] = {}
    steps = [0] if _has_title(chunk) else []
    bare = not steps
    first = 0 if steps else None
    for fragment in chunk:
        possible = _steps(fragment, lexicon, family)
        bare = bare and not possible
        if possible and first is None:
            first = max(possible)
        if len(possible) == 1:
            steps.extend(possible)
            for label in lexicon.roles(fold(fragment.text)):
                if label.role == "column":
                    columns.setdefault(label.block, set()).add(label.key)
    return _Look(first, max(steps, default=-1), columns, bare, _header_at_top(chunk, lexicon), _headers(chunk, lexicon))


def _headers(chunk: Sequence[Fragment], lexicon: Lexicon) -> int:
    """Number of rows of a chunk that hold nothing but labels of columns."""
    rows: list[bool] = []
    for fragment in chunk:
        if not rows or fragment.before >= Boundary.LINE:
            rows.append(True)
        rows[-1] = rows[-1] and any(label.role == "column" for label in lexicon.roles(fold(fragment.text)))
    return sum(rows)


def _header_at_top(chunk: Sequence[Fragment], lexicon: Lexicon) -> dict[str, set[str]]:
    """Columns named by the first row of a chunk, for each table that could have them all."""
    top = [chunk[0], *itertools.takewhile(lambda f: f.before < Boundary.LINE, chunk[1:])]
    named = [
        {label.block: label.key for label in lexicon.roles(fold(f.text)) if label.role == "column"}
        for f in top
        if f.text
    ]
    blocks = set.intersection(*(set(names) for names in named)) if named else set()
    return {block: {names[block] for names in named} for block in blocks}


def _has_title(chunk: Sequence[Fragment]) -> bool:
    return any(fold(fragment.text).endswith(("自评表", "评价表")) and len(fragment.text) < 40 for fragment in chunk)


def _steps(fragment: Fragment, lexicon: Lexicon, family: Family) -> set[int]:
    """Steps of the form that a fragment can stand for as a label; empty if it is none."""
    folded = fold(fragment.text)
    if _SIGNED.fullmatch(folded):
        return {_TAIL}
    steps: set[int] = set()
    for label in lexicon.roles(folded):
        if label.block != "fields":
            steps.add(_STEPS[label.block])
            continue
        spec = next(spec for spec in family.fields if spec.name == label.key)
        if spec.type in ("prose", "grade") or (spec.type == "text" and not spec.path):
            continue  # narratives and remarks stand in several places
        steps.add(_TAIL if spec.path.startswith("sign_off") or spec.type == "signature" else 0)
        if spec.path.startswith("sign_off"):
            steps.add(0)  # some forms name people and date in their head
    return steps


def _starts(looks: Sequence[_Look]) -> list[int]:
    """Chunks at which a strip begins: the labels go back towards the top, or a table gets a header of other columns.

    Chunks without labels in front of such a chunk belong to it if the strip before had come to its end.
    """
    starts = [0]
    far = -1
    named: dict[str, set[str]] = {}
    bare = heads = 0
    tables: set[str] = set()
    for index, look in enumerate(looks):
        back = look.first is not None and far - look.first >= _BACK
        other = any(
            not keys & named[block] and len(keys) >= 2
            for block, keys in look.columns.items()
            if block in named and block != "evaluators"
        )
        # 评价得分 alone could head a card; only if all tables it can belong to have begun, a further strip of one.
        other = other or (
            look.top.keys() <= named.keys() and any(not keys & named[block] for block, keys in look.top.items())
        )
        # Below the first strip, each strip heads every table once.
        full = len(starts) > 1 and tables == {"funds", "indicators"} and bool(look.top) and heads >= len(tables)
        if index and (back or other or full):
            starts.append(index - bare if far >= _TAIL - 1 and index - bare > starts[-1] else index)
            tables = tables or set(named) & {"funds", "indicators", "scorecard"}
            far, named, heads = -1, {}, 0
        heads += look.heads
        far = max(far, look.last)
        for block, keys in look.columns.items():
            named.setdefault(block, set()).update(keys)
        bare = bare + 1 if look.bare else 0
    return starts
