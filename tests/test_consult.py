"""Consulting models: an oracle, a noisy one, one that talks nonsense, several at once; and what is asked of them."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import recover
from extractor.evaluate import ScoredLeaf, score_record
from extractor.model import Question
from extractor.model.scripted import ScriptedModel, unanswered
from extractor.record.record_json import to_json
from extractor.settings import ReaderName
from extractor.values import Record
from tests.asking import asked_of, consulted
from tests.oracle import Oracle, oracle_for

EVAL_SET = Path(__file__).parent.parent / "eval_set"
CASES = [path for path in sorted(EVAL_SET.glob("*.expected.json")) if json.loads(path.read_text("utf-8"))["forms"]]
DAMAGED = EVAL_SET / "city-project-typeset-strips.txt"


@cache
def expected(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def recovered(path: Path, reader: ReaderName, error: float) -> Record:
    """A case of the evaluation set as read with an oracle that errs at a rate."""
    document = EVAL_SET / expected(path)["document"]
    return recover(document) if reader == "offline" else consulted(document, reader, oracle_for(document, error))


@cache
def leaves(reader: ReaderName, error: float) -> tuple[tuple[str, ScoredLeaf], ...]:
    """All leaves of the evaluation set, with their cases."""
    return tuple(
        (path.stem, leaf)
        for path in CASES
        for leaf in score_record(to_json(recovered(path, reader, error)), expected(path))
    )


def share(found: tuple[tuple[str, ScoredLeaf], ...], *verdicts: str) -> float:
    """Per cent of the leaves that end so."""
    return 100 * sum(leaf.verdict in verdicts for _, leaf in found) / len(found)


def silent(found: tuple[tuple[str, ScoredLeaf], ...]) -> set[tuple[str, str]]:
    return {(case, leaf.path) for case, leaf in found if leaf.verdict == "wrong_silent"}


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_an_oracle_makes_no_leaf_worse_than_the_offline_reader_has_it(reader: ReaderName) -> None:
    assert share(leaves(reader, 0.0), "right") >= share(leaves("offline", 0.0), "right")
    assert silent(leaves(reader, 0.0)) <= silent(leaves("offline", 0.0))


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_five_per_cent_of_wrong_pointers_leave_half_a_per_cent_wrong_and_a_tenth_of_that_silent(
    reader: ReaderName,
) -> None:
    found = leaves(reader, 0.05)
    assert share(found, "wrong_silent", "wrong_flagged") <= 0.5
    assert share(found, "wrong_silent") <= 0.1


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_nonsense_of_the_right_shape_makes_nothing_wrong_and_silent(reader: ReaderName) -> None:
    assert silent(leaves(reader, 1.0)) <= silent(leaves("offline", 0.0))


def covered(record: Record) -> dict[tuple[int, str], str | None]:
    """The figures that laws cover."""
    return {
        (number, path): cell.value
        for number, form in enumerate(record.forms)
        for path, cell in form.cells.items()
        if cell.laws_hold and not cell.needs_review and path.endswith((".score", ".weight", ".executed"))
    }


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_nonsense_changes_no_figure_that_laws_cover(reader: ReaderName) -> None:
    for path in CASES:
        sure, spoiled = covered(recovered(path, "offline", 0.0)), recovered(path, reader, 1.0)
        kept = {(n, place): cell.value for n, form in enumerate(spoiled.forms) for place, cell in form.cells.items()}
        assert {place: kept.get(place) for place in sure} == sure


def test_a_form_with_nothing_open_is_not_asked_about() -> None:
    model = ScriptedModel(unanswered)
    asked_of(EVAL_SET / "national-tabs.txt", "both", [model], second_reading=False)
    assert model.asked == []


def test_the_model_alone_reads_everything() -> None:
    model = ScriptedModel(unanswered)
    asked_of(EVAL_SET / "national-tabs.txt", "llm", [model])
    assert "一级指标" in model.asked[0].user and "项目名称" in model.asked[0].user


def test_numbers_that_no_law_covers_are_read_a_second_time() -> None:
    form = EVAL_SET / "transfer-tabs.txt"
    asked = {second: ScriptedModel(unanswered) for second in (True, False)}
    for second, model in asked.items():
        asked_of(form, "both", [model], second_reading=second)
    assert [question.about for question in asked[True].asked] == ["second"]
    assert asked[False].asked == []


def test_prose_of_strips_is_booked_as_prose() -> None:
    model = ScriptedModel(oracle_for(DAMAGED))
    asked_of(DAMAGED, "both", [model])
    assert "prose" in model.ledger.as_data()["by_reason"]


def test_what_is_not_answered_stays_as_the_offline_reader_has_it_and_is_told() -> None:
    record = consulted(DAMAGED, "llm", unanswered)
    assert record.forms[0].values == recover(DAMAGED).forms[0].values
    assert record.reader.sent is not None
    assert record.reader.sent["forms"][0]["not_answered"][0]["why"] == "over_budget"


def first_wrong(oracle: Oracle, place: str, pointer: str) -> Any:
    """The oracle, with one row of indicators answered wrongly when it is asked for whole sections."""

    def script(question: Question) -> object:
        answer = oracle(question)
        assert isinstance(answer, dict)
        if question.reason == "read" and "indicators" in answer:
            row, key = place.split(".")
            cells = answer["indicators"][int(row)].split("|")
            cells[int(key)] = pointer
            answer["indicators"][int(row)] = "|".join(cells)
        return answer

    return script


def test_what_is_asked_again_names_the_cell_the_reason_and_nothing_else() -> None:
    document = EVAL_SET / "national-tabs.txt"
    model = ScriptedModel(first_wrong(oracle_for(document), "2.5", "99.9"))
    asked_of(document, "llm", [model])
    again = [question for question in model.asked if question.reason == "ask_again"]
    assert len(again) == 1
    assert "的完成值（你答 99.9，没有第99行）" in again[0].user
    assert again[0].user.count("\n1 ") == 1 and "\n2 " not in again[0].user.partition("只输出JSON")[0]


def test_nobody_is_asked_about_the_forms_own_mistakes() -> None:
    document = EVAL_SET / "national-pipes-spilling.md"  # its total contradicts its items
    model = ScriptedModel(oracle_for(document))
    record = asked_of(document, "llm", [model])
    assert any(finding.law == "scores_sum_to_total" for finding in record.forms[0].findings)
    assert not any("总得分" in question.user for question in model.asked if question.reason == "ask_again")


def test_there_are_at_most_two_rounds_and_none_repeats_a_question() -> None:
    model = ScriptedModel(oracle_for(DAMAGED, 1.0))
    asked_of(DAMAGED, "llm", [model])
    again = [question.user for question in model.asked if question.reason == "ask_again"]
    assert len(again) <= 2 * 2 and len(set(again)) == len(again)


def test_the_budget_of_asking_again_is_kept() -> None:
    model = ScriptedModel(oracle_for(DAMAGED, 1.0))
    asked_of(DAMAGED, "llm", [model], ask_again_tokens=10)
    assert not any(question.reason == "ask_again" for question in model.asked)


def test_no_request_holds_an_earlier_answer() -> None:
    model = ScriptedModel(oracle_for(DAMAGED, 0.3))
    asked_of(DAMAGED, "llm", [model])
    assert max(len(question.user) for question in model.asked) < 1.6 * len(DAMAGED.read_text("utf-8")) + 1200


def test_several_models_are_several_readers_and_a_dispute_names_them() -> None:
    document = EVAL_SET / "transfer-tabs.txt"
    record = consulted(document, "llm", oracle_for(document), oracle_for(document, 0.4))
    reasons = Counter(reason for cell in record.forms[0].cells.values() for reason in cell.reasons)
    assert record.reader.model == "model1,model2"
    assert any("离线" in reason and "model2" in reason for reason in reasons)


def test_an_answer_that_is_too_long_is_asked_for_in_parts() -> None:
    from extractor.model import Reply

    class ShortOfBreath(ScriptedModel):
        async def ask(self, question: Question, *, deadline: float | None = None) -> Reply:
            if question.user.count("每行一个字符串") > 1:
                self.asked.append(question)
                return Reply(None, "cut_off")
            return await ScriptedModel.ask(self, question, deadline=deadline)

    document = EVAL_SET / "city-project-tabs.txt"
    model = ShortOfBreath(oracle_for(document), "short")
    record = asked_of(document, "llm", [model])
    assert len(model.asked) > 3
    assert record.reader.sent is not None and record.reader.sent["forms"][0]["not_answered"] == []


def spelled_out(row: str) -> list[str]:
    """A row of pointers without its row number: every pointer with row and cell."""
    number, *cells = row.split("|")
    return [f"{number}.{cell}" if cell.isdecimal() and number else cell for cell in cells]


def in_other_order(rows: list[list[str]]) -> list[list[str]]:
    return rows[::-1]


def off_by_one(rows: list[list[str]]) -> list[list[str]]:
    """Names stay, everything right of them is the next row's."""
    return [mine[:3] + theirs[3:] for mine, theirs in zip(rows, [*rows[1:], rows[0]], strict=True)]


def two_rows_swapped(rows: list[list[str]]) -> list[list[str]]:
    """Two rows have each other's results and scores."""
    return [rows[0][:4] + rows[1][4:], rows[1][:4] + rows[0][4:], *rows[2:]]


def spoiled(oracle: Oracle, spoil: Any) -> Any:
    """The oracle, with the rows of its indicators spoiled."""

    def script(question: Question) -> object:
        answer = oracle(question)
        assert isinstance(answer, dict)
        if "indicators" in answer:
            rows = spoil([spelled_out(row) for row in answer["indicators"]])
            answer["indicators"] = ["|".join(("", *row)) for row in rows]
        return answer

    return script


@pytest.mark.parametrize("name", ["national-tabs.txt", "transfer-tabs.txt", "city-project-tabs.txt"])
@pytest.mark.parametrize("spoil", [in_other_order, off_by_one, two_rows_swapped])
def test_rows_in_disorder_make_nothing_wrong_and_silent(name: str, spoil: Any) -> None:
    document = EVAL_SET / name
    record = consulted(document, "llm", spoiled(oracle_for(document), spoil))
    gold = expected(document.with_name(f"{document.stem}.expected.json"))
    assert [
        leaf for leaf in score_record(to_json(record), gold) if leaf.verdict in ("wrong_silent", "missing_silent")
    ] == []


def test_rows_in_another_order_are_the_same_rows() -> None:
    document = EVAL_SET / "transfer-tabs.txt"
    record = consulted(document, "llm", spoiled(oracle_for(document), in_other_order))
    assert record.forms[0].values["indicators"] == recover(document).forms[0].values["indicators"]
