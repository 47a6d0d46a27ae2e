"""jixiao: recovers Chinese budget performance self-evaluation forms."""

from __future__ import annotations

from pathlib import Path

from extractor.values import Record


def recover(path: str | Path) -> Record:
    from extractor.pipeline import recover_file
    from extractor.settings import Settings

    return recover_file(Path(path), Settings())
