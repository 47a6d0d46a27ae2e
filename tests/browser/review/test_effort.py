"""The benchmark of a reviewer's effort counts the keys it really pressed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.effort import Effort, efforts, measure
from bench.measures import EVAL_SET


def test_one_open_cell_takes_two_keys_and_a_document_without_any_takes_none(tmp_path: Path) -> None:
    for name in ("national-strips.txt", "national-tabs.txt"):
        shutil.copy(EVAL_SET / name, tmp_path)

    found = efforts(tmp_path)
    if found is None:
        pytest.skip("Chromium or Playwright is missing: no key can be pressed.")
    assert found == [Effort("national-strips", 1, 2, 2, "a"), Effort("national-tabs", 0, 0, 0)]


def test_its_figures_are_keys_and_screens_of_each_document_and_of_all(tmp_path: Path) -> None:
    shutil.copy(EVAL_SET / "national-strips.txt", tmp_path)

    found = measure(tmp_path)
    if "not measured" in found[0].value:
        pytest.skip("Chromium or Playwright is missing: no key can be pressed.")
    assert [figure.value for figure in found] == ["2 keys, 2 screens", "2 keys, 2 screens"]
