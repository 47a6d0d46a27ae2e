"""Cases of a folder and of the generator, recovered and judged; kept, read back, and compared."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from extractor.errors import RecordError, UnreadableInputError, UsageError
from extractor.evaluate import cases_of_folder, evaluate, generated_cases, observations
from extractor.evaluate.cases import Case, material_of
from extractor.evaluate.comparing import compare
from extractor.evaluate.confidence import reliability
from extractor.evaluate.groups import groups, whole
from extractor.evaluate.results import Evaluation, as_data, from_data
from extractor.settings import Settings

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
OFFLINE = Settings(reader="offline")


def copied(folder: Path, *names: str) -> Path:
    """A folder with some cases of the evaluation set."""
    for name in names:
        for path in EVAL_SET.glob(f"{name}.*"):
            shutil.copy(path, folder / path.name)
    return folder


def misprinted(folder: Path, name: str, true: str, printed: str) -> Path:
    """The same with one text of a document changed."""
    place = copied(folder, name) / f"{name}.txt"
    place.write_text(place.read_text(encoding="utf-8").replace(true, printed, 1), encoding="utf-8")
    return folder


def evaluated(folder: Path, jobs: int = 1) -> Evaluation:
    return evaluate(cases_of_folder(folder), OFFLINE, jobs=jobs)


def test_a_folder_is_judged_case_by_case(tmp_path: Path) -> None:
    found = evaluated(copied(tmp_path, "national-tabs", "hubei-tabs"))
    assert [case.name for case in found.cases] == ["hubei-tabs", "national-tabs"]
    assert (found.total.forms, found.total.right) == (2, found.total.gold)


def test_processes_of_their_own_give_the_same(tmp_path: Path) -> None:
    copied(tmp_path, "national-tabs", "hubei-tabs", "transfer-tabs")
    assert evaluated(tmp_path, jobs=2) == evaluated(tmp_path)


def test_a_document_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    (copied(tmp_path, "national-tabs", "hubei-tabs") / "hubei-tabs.txt").unlink()
    found = evaluated(tmp_path)
    assert [(case.fault is None, case.exit_status) for case in found.cases] == [(False, 3), (True, 0)]
    assert found.cases[0].forms[0].tally.missing_silent > 0


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="没有评测用例"):
        cases_of_folder(tmp_path)


def test_a_broken_expected_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.expected.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RecordError, match="x.expected.json"):
        cases_of_folder(tmp_path)


def test_groups_come_worst_first_and_add_up(tmp_path: Path) -> None:
    misprinted(tmp_path, "national-tabs", "54817人次\t8\t8", "54877人次\t8\t8")
    found = evaluated(copied(tmp_path, "hubei-tabs", "transfer-html"))
    layouts = groups(found, "layout")
    assert [group.name for group in layouts] == ["tabs", "html"]
    assert layouts[0].tally.wrong_silent == 1
    assert sum(group.tally.gold for group in layouts) == whole(found).tally.gold


def test_figures_come_back_from_a_file(tmp_path: Path) -> None:
    found = evaluated(misprinted(tmp_path, "national-tabs", "54817人次\t8\t8", "54877人次\t8\t8"))
    back = from_data(json.loads(json.dumps(as_data(found))), "figures.json")
    assert (back.total, back.cases[0].forms[0].misses) == (found.total, found.cases[0].forms[0].misses)


def test_what_holds_no_figures_is_refused() -> None:
    with pytest.raises(RecordError, match=r"^figures\.json：不是评测结果"):
        from_data({"schema": "jixiao/1"}, "figures.json")


def test_a_comparison_names_what_became_wrong_and_what_became_right(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    before = evaluated(misprinted(tmp_path / "before", "national-tabs", "54817人次\t8\t8", "54877人次\t8\t8"))
    after = evaluated(misprinted(tmp_path / "after", "national-tabs", "菜谱公示率", "菜谱公布率"))
    found = {one.path: (one.way, one.before, one.after) for one in compare(before, after).changed}
    assert found == {
        "indicators[1].actual": ("better", "54877人次", "54817人次"),
        "indicators[3].level3": ("worse", "菜谱公示率", "菜谱公布率"),
    }


def test_only_documents_of_both_sides_are_compared(tmp_path: Path) -> None:
    one = evaluated(copied(tmp_path, "national-tabs"))
    both = evaluated(copied(tmp_path, "hubei-tabs"))
    comparison = compare(one, both)
    assert (len(comparison.after.cases), comparison.alone, comparison.changed) == (1, 1, ())


def test_confidence_is_held_against_what_is_right(tmp_path: Path) -> None:
    found = reliability(evaluated(misprinted(tmp_path, "national-tabs", "54817人次\t8\t8", "54877人次\t8\t8")))
    assert sum(one.cells for one in found.bins) == found.cells
    assert found.curve[-1].accepted == 1.0
    assert found.curve[-1].wrong == pytest.approx(1 / found.cells)


def test_observations_have_one_entry_a_leaf() -> None:
    case = Case("national-tabs", "folder", EVAL_SET / "national-tabs.expected.json")
    seen = list(observations(case))
    assert {one.form for one in seen} == {"national-tabs#1"}
    assert len({one.path for one in seen}) == len(seen) > 70
    assert {one.verdict for one in seen} == {"right"}


def test_the_same_seed_makes_the_same_cases() -> None:
    generator = pytest.importorskip("eval_set.generator", reason="the generator of forms is not here")
    row = generator.ROWS[0]
    first, again = (generated_cases(3, [row], 2, seed=5) for _ in range(2))
    assert [case.name for case in first] == [case.name for case in again]
    assert [case.row for case in first] == ["drawn"] * 3 + [row] * 2
    assert material_of(first[0]).expected["forms"]


def test_a_row_that_does_not_exist_is_refused() -> None:
    pytest.importorskip("eval_set.generator", reason="the generator of forms is not here")
    with pytest.raises(UsageError, match="没有名为 smudges 的一行"):
        generated_cases(0, ["smudges"], 1, seed=1)
