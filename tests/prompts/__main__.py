"""Writes the golden files anew: ``python -m tests.prompts --write``."""

from __future__ import annotations

import sys

from tests.prompts.renderings import FOLDER, renderings

if "--write" in sys.argv:
    for name, text in renderings().items():
        (FOLDER / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
