"""Laws as an error-correcting code: what they force comes back, what they contradict is never changed silently."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.decide import decide
from extractor.family import load_families
from extractor.ground import ground
from extractor.ingest import ingest_text
from extractor.laws import LawSettings
from extractor.read import OfflineReader
from extractor.record.skeleton import leaves
from extractor.segment import segment
from extractor.values import FormRecord
from tests.decide.small_forms import CARD, NATIONAL, decided

WHOLE_CARD = CARD.format(投入="20.00", a="3.00", b="3.00", total="20.00")
FORCED = {
    NATIONAL: [
        *(f"indicators[{row}].{key}" for row in range(4) for key in ("weight", "score")),
        *(f"funds[{row}].{key}" for row in range(2) for key in ("initial_budget", "adjusted_budget", "executed")),
        "funds[0].weight",
        "funds[0].score",
        "total.weight",
        "total.score",
    ],
    WHOLE_CARD: [*(f"scorecard[{row}].{key}" for row in range(1, 7) for key in ("weight", "score"))],
}
CASES = [(text, path) for text, paths in FORCED.items() for path in paths]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def without(text: str, path: str) -> str:
    """The text with the cell's print taken out."""
    place = decided(text).cells[path].evidence[0]
    return text[: place.start] + text[place.end :]


def values(form: FormRecord) -> dict[str, str | None]:
    return dict(leaves(form.values))


@pytest.mark.parametrize(("text", "path"), CASES, ids=[f"{path}" for _, path in CASES])
def test_a_lost_cell_that_the_laws_determine_comes_back_as_inferred(text: str, path: str) -> None:
    # given a form from which one number has vanished that sums and bounds determine
    before = values(decided(text))
    # when it is decided
    form = decided(without(text, path))
    # then the same value is there again, inferred, with its proof, and no other cell has changed
    cell = form.cells[path]
    assert (cell.value, cell.origin, cell.evidence) == (before[path], "inferred", ())
    assert cell.proof and "?" in cell.proof and cell.proof.endswith(f"{cell.value}")
    assert values(form) == before


@SLOW
@given(data=st.data())
def test_two_lost_cells_of_one_sum_are_inferred_only_as_they_were(data: st.DataObject) -> None:
    # given a form without any two of its numbers
    text = data.draw(st.sampled_from(sorted(FORCED)))
    one, other = data.draw(st.lists(st.sampled_from(FORCED[text]), min_size=2, max_size=2, unique=True))
    before = values(decided(text))
    torn = without(text, one)
    if other not in decided(torn).cells or not decided(torn).cells[other].evidence:
        return
    if {path.rpartition(".")[0] for path in (one, other)} == {"funds[0]", "funds[1]"} and one[9:] == other[9:]:
        return  # a column without any number is printed empty
    # when it is decided
    form = decided(without(torn, other))
    # then each is what it was, or is missed and flagged
    for path in (one, other):
        found = form.cells.get(path)
        assert found is not None
        assert found.value == before[path] or (found.value is None and found.needs_review), path


@SLOW
@given(data=st.data())
def test_a_contradiction_never_changes_another_cell_silently(data: st.DataObject) -> None:
    # given a form of which one number is another one, whatever it is, in a scan
    text = data.draw(st.sampled_from(sorted(FORCED)))
    path = data.draw(st.sampled_from(FORCED[text]))
    clean = decided(text)
    place = clean.cells[path].evidence[0]
    wrong = str(data.draw(st.integers(1, 99)))
    # when it is decided
    form = decided(text[: place.start] + wrong + text[place.end :], "ocr")
    # then every other cell is what it was, or is flagged
    before = values(clean)
    for key, value in leaves(form.values):
        if key != path and value != before[key]:
            assert form.cells[key].needs_review, (key, value, before[key])


@SLOW
@given(seed=st.integers(0, 10_000), damaged=st.booleans(), glued=st.booleans())
def test_the_order_of_candidates_does_not_matter(seed: int, damaged: bool, glued: bool) -> None:
    # given a form as a reader has it, glued or misread or both
    text = NATIONAL.replace("95%\t30\t30", "95%\t8O\t30") if damaged else NATIONAL
    if glued:
        text = "".join(text.replace("\t", "").split("\n"))
    document = ingest_text(text, "form")
    families = load_families(())
    part = next(iter(segment(document, families, family=None, source_kind=None)))
    family = families[part.family]
    reading = ground(OfflineReader().read(part, family), document)
    # when its choices come in another order
    mixed = list(reading.choices)
    random.Random(seed).shuffle(mixed)
    # then the record is the same
    one = decide(reading, part, family, LawSettings())
    other = decide(replace(reading, choices=tuple(mixed)), part, family, LawSettings())
    assert values(other) == values(one)
    assert {p: c.needs_review for p, c in other.cells.items()} == {p: c.needs_review for p, c in one.cells.items()}
