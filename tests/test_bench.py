"""The benchmark measures what it says."""

from __future__ import annotations

import platform
from pathlib import Path

from bench import reviewing
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


def test_the_review_is_measured_over_as_many_records_as_asked_for(tmp_path: Path) -> None:
    # given a folder filled for the benchmark
    flagged = reviewing.fill(tmp_path, 41)
    # when its server is asked for a desk
    with reviewing.serving(tmp_path) as server:
        visitor = server.connect()
        visitor.enter("reader")
        page = visitor.get("/desk/1")
    # then there are records with cells to look at, and the desk shows one of them
    assert len(list(tmp_path.glob("*.json"))) == 41
    assert flagged > 41
    assert b'id="data"' in page
