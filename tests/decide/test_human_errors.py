"""A form that contradicts itself stays as printed: every single-cell error that a person could have made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.record.skeleton import leaves
from extractor.values import FormRecord
from tests.decide.small_forms import CARD, NATIONAL, decided

WHOLE_CARD = CARD.format(投入="20.00", a="3.00", b="3.00", total="20.00")
FORMS = {"national": NATIONAL, "card": WHOLE_CARD}
ALIKE = {  # digits that are mistaken for each other, and the hardest to tell from a fault of scanning
    "0": "68", "1": "74", "2": "7", "3": "8", "4": "9", "5": "6", "6": "58", "7": "1", "8": "36", "9": "4",
}  # fmt: skip
NUMBERS = ("weight", "score", "initial_budget", "adjusted_budget", "executed", "execution_rate", "target", "actual")


def slips(text: str) -> Iterator[str]:
    """What a person may type instead: another digit, two digits changed round, one left out or doubled."""
    for at, char in enumerate(text):
        if char.isdecimal():
            yield from (text[:at] + digit + text[at + 1 :] for digit in ALIKE[char] + str((int(char) + 4) % 10))
            yield text[:at] + char + text[at:]
            if sum(c.isdecimal() for c in text) > 1:
                yield text[:at] + text[at + 1 :]
        if text[at : at + 2].isdecimal() and len(text[at : at + 2]) == 2 and text[at] != text[at + 1]:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if text.isdecimal():
        yield text + "0"


def errors(form: FormRecord, text: str) -> Iterator[tuple[str, str, str, str]]:
    """(path, as printed, as typed, the whole text with the error) for every number cell and every slip."""
    for path, cell in form.cells.items():
        if path.rpartition(".")[2] in NUMBERS and len(cell.evidence) == 1 and cell.value and cell.value[-1:] != "升":
            place = cell.evidence[0]
            for typed in dict.fromkeys(slips(place.text)):
                if typed[0] not in "0." or typed in ("0", "0%"):
                    yield path, place.text, typed, text[: place.start] + typed + text[place.end :]


@pytest.mark.parametrize("name", FORMS)
def test_one_error_of_the_author_is_never_repaired_and_changes_no_other_cell(name: str) -> None:
    # given a clean digital form, and the same with one cell typed wrong
    text = FORMS[name]
    clean = decided(text)
    before = dict(leaves(clean.values))
    complaints = []
    for path, printed, typed, wrong in errors(clean, text):
        # when it is decided
        form = decided(wrong)
        # then the error stands in the record as it was typed, nothing is repaired, and every other cell is what it was
        changed = {key: value for key, value in leaves(form.values) if value != before.get(key)}
        repaired = [key for key, cell in form.cells.items() if cell.origin in ("repaired", "inferred") and cell.proof]
        if repaired or set(changed) - {path}:
            complaints.append((path, printed, typed, changed, repaired))
    assert complaints == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("total.score", "100\t97\t", "100\t92\t"),
        ("funds[0].execution_rate", "90%\t9\n", "80%\t9\n"),
        ("funds[0].executed", "80\t80\t72\t10", "80\t80\t27\t10"),
        ("indicators[1].score", "95%\t30\t30", "95%\t30\t80"),
        ("indicators[2].weight", "明显提升\t30\t30", "明显提升\t3\t30"),
    ],
)
def test_an_error_that_a_law_notices_is_reported_with_its_cell(path: str, old: str, new: str) -> None:
    assert old in NATIONAL
    form = decided(NATIONAL.replace(old, new))
    assert any(path in finding.cells and finding.severity == "error" for finding in form.findings)
