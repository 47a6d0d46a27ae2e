"""jixiao (绩效): recovers Chinese performance self-evaluation forms from bad scans and garbled text.

    from extractor import recover
    document = recover("form.txt")
    document.forms[0].values["total"]["score"]

Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.settings import Settings
    from extractor.values import Record

__all__ = ["recover", "recover_text"]


def recover(path: str | Path, settings: Settings | None = None) -> Record:
    """Recover every form of a file, offline.

    Raises an ``extractor.errors.InputError`` whose message is one plain sentence: the file
    is missing, is no text, or holds no form.
    """
    from extractor.pipeline import recover_file
    from extractor.settings import Settings

    return recover_file(Path(path), settings or Settings())


def recover_text(text: str, name: str = "text", settings: Settings | None = None) -> Record:
    """Recover every form of a text, offline; ``name`` stands for it in the record. Raises as ``recover``."""
    from extractor.pipeline import recover_text as run
    from extractor.settings import Settings

    return run(text, name, settings or Settings())
