"""The records that narratives are measured on: the evaluation set, generated forms, documents that are there.

Comes in: nothing, or a seed. Goes out: records by name, each recovered offline.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractor.errors import InputError
from extractor.pipeline import recover_file, recover_text
from extractor.settings import Settings
from extractor.values import Record

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
_SETTINGS = Settings(reader="offline")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".html", ".md") and path.name != "README.md":
            yield path


def _recovered(paths: Iterator[Path]) -> Iterator[tuple[str, Record]]:
    for path in paths:
        try:
            yield path.name, recover_file(path, _SETTINGS)
        except InputError:
            continue  # a text without a form


@cache
def evaluation_set() -> dict[str, Record]:
    """The records of the evaluation set by file name."""
    return dict(_recovered(path for path in _files(EVAL_SET) if path.parent == EVAL_SET))


@cache
def generated(count: int = 60, seed: int = 4711) -> dict[str, Record]:
    """Records of generated forms: every family, clean and with every kind of damage."""
    from eval_set.generator import make, recipes

    found: dict[str, Record] = {}
    for recipe in recipes(count, seed):
        specimen = make(recipe)
        try:
            found[recipe.name] = recover_text(specimen.text, recipe.name, _SETTINGS)
        except InputError:
            continue
    return found


@cache
def documents() -> dict[str, Record]:
    """The records of documents that lie beside the project, none where there are none."""
    return dict(_recovered(_files(DOCUMENTS))) if DOCUMENTS.is_dir() else {}
