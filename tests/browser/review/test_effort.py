"""The benchmark of a reviewer's effort counts the keys it really pressed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.effort import measure
from bench.measures import EVAL_SET


def test_every_key_and_every_screen_is_counted_for_each_document_and_for_all(tmp_path: Path) -> None:
    for name in ("national-strips.txt", "national-tabs.txt"):  # one open cell, and none
        shutil.copy(EVAL_SET / name, tmp_path)

    found = measure(tmp_path)
    if "not measured" in found[0].value:
        pytest.skip("Chromium or Playwright is missing: no key can be pressed.")
    assert [(figure.name, figure.value) for figure in found] == [
        ("national-strips: 1 open cells", "2 keys, 2 screens"),
        ("2 documents, 1 open cells", "2 keys, 2 screens"),
    ]
