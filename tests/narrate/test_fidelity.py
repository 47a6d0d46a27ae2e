"""No narrative says a figure that is false, leaves out a contradiction, or shows the seams of its template.

``python -m tests.narrate`` prints the same over more forms, and over documents that lie beside the project.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from tests import sample_record
from tests.narrate.artefacts import artefacts
from tests.narrate.claims import check
from tests.narrate.corpus import evaluation_set, generated
from tests.narrate.fidelity import TEMPLATES, Fidelity, caught, measure

GENERATED = 24
LEAST_CAUGHT = {"summary": 0.95, "report": 0.93, "memo": 0.8, "brief": 0.93, "portfolio": 0.65}


@cache
def found(source: str, template: str) -> Fidelity:
    records = evaluation_set() if source == "eval_set" else generated(GENERATED, 2027)
    return measure(template, records)


@pytest.fixture(scope="module", autouse=True)
def _print_figures() -> Iterator[None]:
    yield
    print(f"\n{'template':12}{'texts':>7}{'claims':>9}{'false':>7}{'faults':>8}{'left out':>10}")
    for template in TEMPLATES:
        both = [found(source, template) for source in ("eval_set", "generated")]
        print(f"{template:12}{sum(one.texts for one in both):7}{sum(one.claims for one in both):9}"
              f"{sum(len(one.false) for one in both):7}{sum(len(one.artefacts) for one in both):8}"
              f"{sum(len(one.left_out) for one in both):10}")  # fmt: skip


@pytest.mark.parametrize("source", ["eval_set", "generated"])
@pytest.mark.parametrize("template", TEMPLATES)
class TestNarratives:
    def test_every_claim_stands(self, source: str, template: str) -> None:
        assert found(source, template).false == []

    def test_no_seam_of_the_template_shows(self, source: str, template: str) -> None:
        assert found(source, template).artefacts == []

    def test_no_contradiction_is_left_out(self, source: str, template: str) -> None:
        assert found(source, template).left_out == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_checker_finds_figures_that_were_falsified(template: str) -> None:
    hits, tried = caught(template, evaluation_set(), 1, most=120)
    assert hits >= LEAST_CAUGHT[template] * tried, f"{hits} of {tried}"


@pytest.mark.parametrize(
    "claim",
    [
        "自评总分89分（满分100分）。",
        "扣分的2项。",
        "年初预算301万元",
        "年初预算320万元",  # the amount of another cell
        "“新装路灯数”比指标值少13盏（480－467）",
        "“不存在的项目”",
        "预算执行率91%",
        "尚有33万元（320－288）未执行",
        "The total score is 87 of 100.",
        "3 got full marks",
        "It came to 2.89 million yuan",
    ],
)
def test_a_false_claim_is_found(claim: str) -> None:
    assert check(claim, sample_record.record(sample_record.national).forms).false


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("甲，。", "zh"),
        ("得（）分", "zh"),
        ("得None分", "zh"),
        ("甲 ，乙", "zh"),
        ("“甲", "zh"),
        ("## 一、甲\n## 三、乙", "zh"),
        ("1. a\n3. b", "en"),
        ("成效显著。", "zh"),
        ("the score , is", "en"),
        ("中文 中文", "zh"),
    ],
)
def test_a_seam_is_found(text: str, language: str) -> None:
    assert list(artefacts(text, (), language))
