"""Which files to read, and what their outputs are called.

Comes in: paths from the command line. Goes out: the files in a stable order, each with a
stem for its outputs that no other input of the run has. Never opens a file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset(
    ".txt .text .md .markdown .htm .html .tsv "
    ".pdf .png .jpg .jpeg .tif .tiff .bmp .webp "
    ".docx .docm .xlsx .xlsm .doc .xls .wps .et .rtf".split()
)
"""What is picked up inside a folder; a file that is named itself may have any suffix."""
PICTURES = ".pages"
"""The end of a folder of page pictures that ``recover`` wrote itself: no documents stand in it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to recover, and the stem of its outputs."""

    path: Path
    stem: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """All inputs of a run, the folders without any, and how many files of other kinds folders held."""

    files: tuple[Input, ...]
    empty_folders: tuple[Path, ...]
    left_out: int


def find_inputs(paths: Sequence[Path], output_folder: Path) -> Inputs:
    """Files and folders as given -> the files to read, each once.

    Folders are searched through; hidden files and the output folder are passed over.
    A path that does not exist stays in the list: reading it says what is wrong.
    """
    found: dict[Path, Path] = {}
    empty: list[Path] = []
    left_out = 0
    output = output_folder.resolve()
    for path in paths:
        if not path.is_dir():
            found.setdefault(path.resolve(), path)
            continue
        here = [file for file in _walk(path) if output not in file.resolve().parents]
        texts = [file for file in here if file.suffix.lower() in SUFFIXES]
        left_out += len(here) - len(texts)
        if not texts:
            empty.append(path)
        for file in texts:
            found.setdefault(file.resolve(), file)
    stems = name_outputs(list(found))
    return Inputs(
        tuple(Input(path, stem) for path, stem in zip(found.values(), stems, strict=True)), tuple(empty), left_out
    )


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder in a stable order, without hidden ones; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(PICTURES))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(root, name)


def _suffixed(path: Path) -> str:
    """``form.txt`` -> ``form-txt``."""
    return "-".join(part for part in (path.stem, path.suffix.lstrip(".")) if part)


_NAMINGS: tuple[Callable[[Path], str], ...] = (
    lambda path: path.stem,
    _suffixed,
    lambda path: f"{path.parent.name}-{path.stem}",
    lambda path: f"{path.parent.name}-{_suffixed(path)}",
    lambda path: f"{path.parent.parent.name}-{path.parent.name}-{_suffixed(path)}",
)
"""Ways to name an output, shortest first; the first that tells inputs of the same name apart is used."""


def name_outputs(paths: Sequence[Path]) -> list[str]:
    """One stem an input, all different also where case does not count.

    The name of an input does not depend on the order of the others, except where
    even two folder names do not tell them apart: then they are numbered.
    """
    by_stem: dict[str, list[Path]] = {}
    for path in paths:
        by_stem.setdefault(path.stem.casefold(), []).append(path)
    chosen: dict[Path, str] = {}
    for group in by_stem.values():
        naming = next((n for n in _NAMINGS if _all_different([n(path) for path in group])), _NAMINGS[-1])
        chosen.update((path, naming(path)) for path in group)
    return _numbered([chosen[path] for path in paths])


def _all_different(names: Sequence[str]) -> bool:
    """True when no two names are the same, case aside."""
    return len({name.casefold() for name in names}) == len(names)


def _numbered(names: Sequence[str]) -> list[str]:
    """Put ``-2``, ``-3`` … behind a name that an earlier input has already."""
    taken: set[str] = set()
    count: Counter[str] = Counter()
    result = []
    for name in names:
        free = name
        while free.casefold() in taken:
            count[name.casefold()] += 1
            free = f"{name}-{count[name.casefold()] + 1}"
        taken.add(free.casefold())
        result.append(free)
    return result
