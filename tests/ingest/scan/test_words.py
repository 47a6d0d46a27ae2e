"""Words keep what the ink says where the engine does not: dashes, and blanks between figures."""

from __future__ import annotations

import pytest

pytest.importorskip("onnxruntime", reason="the extra [ocr] is not installed")
pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.engine import load_engine
from extractor.ingest.scan.lighting import cleaned
from extractor.ingest.scan.pieces import ink_of, pieces_of
from extractor.ingest.scan.rules import rules_on
from extractor.ingest.scan.words import words_of
from tests.ingest.scan.drawing import Pixels, grey, printed, ruled, sheet


def read(page: Pixels) -> list[str]:
    """The words of a page on which the detector saw nothing."""
    light = cleaned(grey(page))
    rules = rules_on(light)
    ink = ink_of(light, np.zeros_like(light))
    return [word.text for word in words_of(light, ink, pieces_of(ink, [], rules), load_engine())]


@pytest.mark.parametrize("text", ["7", "10", "136.5", "≥95%", "社区食堂"])
def test_print_that_the_detector_overlooked_is_read(text: str) -> None:
    assert read(printed(sheet(400, 200), text, 200, 100)) == [text]


def test_a_lone_even_stroke_is_a_dash() -> None:
    assert read(printed(sheet(400, 200), "—", 200, 100)) == ["—"]


@pytest.mark.parametrize("text", ["＝", "二"])
def test_two_even_strokes_are_an_equals_sign(text: str) -> None:
    assert read(printed(sheet(400, 200), text, 200, 100)) == [text]


def test_figures_that_stand_apart_have_a_blank_between_them() -> None:
    assert read(printed(sheet(700, 200), "1186420 1186420", 350, 100)) == ["1186420 1186420"]


def test_a_line_that_runs_over_a_rule_is_cut_there() -> None:
    page = printed(printed(ruled(sheet(700, 300), [100, 350, 600], [100, 200]), "136.5", 310, 150), "128.3", 392, 150)
    light = cleaned(grey(page))
    rules = rules_on(light)
    ink = ink_of(light, np.zeros_like(light))
    pieces = pieces_of(ink, [(260.0, 128.0, 440.0, 172.0)], rules)
    assert [word.text for word in words_of(light, ink, pieces, load_engine())][:2] == ["136.5", "128.3"]
