"""From a text to a record: what holds for every document."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.errors import EndpointError, NoFormError
from extractor.ground import ground
from extractor.ingest import ingest_text
from extractor.notation import parse_number
from extractor.pipeline import recover_text
from extractor.record.record_json import dumps
from extractor.settings import Endpoint, ModelSettings, Settings
from extractor.values import Alternative, Candidate, Choice, Reading, Record, Span
from tests.decide.small_forms import NATIONAL
from tests.model.faulty_server import FaultyServer, always, fails

CASES = sorted(path for path in (Path(__file__).parent.parent / "eval_set").glob("*.txt") if "no-form" not in path.name)


def recovered(path: Path) -> Record:
    from extractor.pipeline import recover_file

    return recover_file(path, Settings())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_evidence_span_is_exact(path: Path) -> None:
    record = recovered(path)
    for form in record.forms:
        for cell in form.cells.values():
            assert all(record.text[e.start : e.end] == e.text for e in cell.evidence)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_value_that_was_read_stands_in_its_evidence(path: Path) -> None:
    for form in recovered(path).forms:
        for cell in form.cells.values():
            if cell.origin in ("read", "stitched") and cell.value is not None:
                assert cell.evidence


@pytest.mark.parametrize("path", CASES[:12], ids=lambda path: path.stem)
def test_deciding_is_deterministic(path: Path) -> None:
    assert dumps(recovered(path)) == dumps(recovered(path))


@settings(max_examples=60, deadline=None)
@example(at=135, noise=",x", cut=1)  # two amounts run together, with a letter between them
@example(at=135, noise=",\x1b", cut=1)
@example(at=385, noise=".", cut=0)
@given(st.integers(0, len(NATIONAL)), st.text(max_size=12), st.integers(0, 40))
def test_damage_anywhere_never_crashes_and_never_invents(at: int, noise: str, cut: int) -> None:
    # given a form with some of its text replaced by anything
    text = NATIONAL[:at] + noise + NATIONAL[at + cut :]
    # when it is recovered
    try:
        record = recover_text(text, "damaged", Settings())
    except NoFormError:
        return
    # then every number that was read is in the text, and what is no number is not passed as one
    squeezed = _squeezed(record.text)
    for form in record.forms:
        for path, cell in form.cells.items():
            if cell.origin == "read" and cell.value and path.endswith((".weight", ".score", ".executed")):
                assert _squeezed(cell.value) in squeezed
                assert cell.needs_review or parse_number(cell.value.rstrip("分")) is not None


def _squeezed(text: str) -> str:
    return "".join(char for char in text if char.isprintable() and char not in " ,，")


def test_a_text_without_a_form_says_so_in_one_sentence() -> None:
    with pytest.raises(NoFormError) as fault:
        recover_text("关于做好防汛工作的通知\n各有关单位：请做好值守。\n", "notice.txt", Settings())
    assert str(fault.value).startswith("notice.txt：")
    assert str(fault.value).count("。") == 1


def test_a_candidate_without_evidence_does_not_go_on() -> None:
    document = ingest_text("一二三")
    inside = Candidate("title", "一", "一", (Span(0, 1),))
    outside = Candidate("grade", "优", "优", (Span(90, 91),))
    typed = Candidate("project_name", "凭空", "凭空", ())
    reading = Reading({}, tuple(Choice((Alternative((c,), 0.0),)) for c in (inside, outside, typed)))
    assert [c.alternatives[0].candidates[0].path for c in ground(reading, document).choices] == ["title"]


def test_a_program_can_ask_a_model_also_from_within_an_event_loop() -> None:
    # given a notebook, where a loop is always running, and an endpoint that refuses
    async def cell() -> EndpointError:
        with pytest.raises(EndpointError) as fault:
            recover_text(NATIONAL, "form", asking)
        return fault.value

    with FaultyServer(always(fails(401))) as server:
        endpoint = Endpoint("key", server.url, ("stub",))
        asking = Settings(reader="llm", endpoint=endpoint, model=ModelSettings(mode="tools", backoff=0))
        fault = asyncio.run(cell())
    offline = recover_text(NATIONAL, "form", Settings())
    # then what was recovered offline comes with the fault
    assert isinstance(fault.record, Record) and fault.record.forms == offline.forms
