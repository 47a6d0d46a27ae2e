"""Laws object to what a model's own choice breaks, never to the form's own mistakes."""

from __future__ import annotations

from extractor.mix import Mixture, objections
from extractor.values import Cell, Finding, FormRecord, Reading, Severity, Span

SUM = "各项得分 85 + 执行率得分 9.5 = 94.5，与总分 97.8 相差 3.3"
PATHS = ("indicators[0].score", "indicators[1].score", "total.score")


def decided(severity: Severity = "error") -> FormRecord:
    """A form in which the sum of the scores does not come out."""
    cells = {path: Cell(value, value, "read") for path, value in zip(PATHS, ("20", "10", "97.8"), strict=True)}
    finding = Finding("scores_sum_to_total", "broken", severity, PATHS, SUM, SUM)
    return FormRecord("project_national", "project_national", Span(0, 1), "digital", {}, {}, cells, (), (finding,))


def mixture(stakes: dict[str, str | None]) -> Mixture:
    return Mixture(Reading({}, ()), {"some-model": stakes})


def test_a_cell_that_only_the_model_has_is_objected_to_with_the_arithmetic() -> None:
    (objection,) = objections(mixture({"indicators[1].score": "10"}), decided())
    assert (objection.reader, objection.path, objection.message) == ("some-model", "indicators[1].score", SUM)


def test_where_another_reading_was_chosen_the_model_is_not_asked() -> None:
    assert objections(mixture({"indicators[1].score": "13.3"}), decided()) == []


def test_where_nothing_is_at_stake_the_mistake_is_the_forms_own() -> None:
    assert objections(mixture({}), decided()) == []


def test_a_warning_is_no_objection() -> None:
    assert objections(mixture({"indicators[1].score": "10"}), decided("warning")) == []
