"""The benchmark measures what it says."""

from __future__ import annotations

import platform

from bench.machine import describe_machine
from bench.measures import MEASURES, Figure, four_forms, recovery


def test_the_document_of_four_forms_holds_four_forms() -> None:
    assert recovery()(four_forms()) == 4


def test_the_machine_is_described_by_processor_python_and_versions_not_by_its_name() -> None:
    text = describe_machine()
    assert platform.python_version() in text and "rapidfuzz" in text
    assert not platform.node() or platform.node() not in text.split()


def test_a_measure_returns_figures_beside_their_targets() -> None:
    start_up = MEASURES[0]
    assert [(type(figure), figure.target) for figure in start_up()] == [(Figure, "<= 0.25 s")]
