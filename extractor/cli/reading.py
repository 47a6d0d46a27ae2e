"""One input read: its document, and the pictures of its pages beside the outputs to come.

Comes in: an input, the folder of outputs, the settings, and who hears of pages. Goes out: a ``Document`` and its
``PagePictures``. Pictures of a file that cannot be done are taken away again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.cli.faults import say
from extractor.cli.inputs import PICTURES, Input
from extractor.ingest import Limits, ingest
from extractor.ingest.pictures import PagePictures
from extractor.pipeline import paging_of
from extractor.settings import Settings
from extractor.values import Document


@dataclass(frozen=True, slots=True)
class Watch:
    """Who hears of each page: the name of the input, the number of the page, how many there are."""

    page: Callable[[str, int, int], None] = lambda _name, _number, _total: None


@contextmanager
def reading(one: Input, folder: Path, settings: Settings, watch: Watch) -> Iterator[tuple[Document, PagePictures]]:
    """Read an input; raises ``InputError``, and ``UsageError`` for a range of pages that is none."""
    pictures = PagePictures(folder / f"{one.stem}{PICTURES}")
    paging = replace(
        paging_of(settings),
        on_page=lambda number, total: watch.page(one.path.name, number, total),
        on_note=lambda zh, en: say(zh if settings.language == "zh" else en),
        on_picture=pictures.put,
    )
    try:
        yield ingest(one.path, limits=Limits(bytes=settings.max_bytes), paging=paging), pictures
    except BaseException:
        if pictures.begun:
            shutil.rmtree(pictures.folder, ignore_errors=True)
        raise
