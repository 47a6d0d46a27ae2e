"""What is withheld from a model by default: people, their phones, identity numbers; and what is not."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest

from extractor import recover_text
from extractor.consult import Consultation, consult
from extractor.ingest import ingest_text
from extractor.model import Question
from extractor.model.scripted import ScriptedModel, unanswered
from extractor.offline import read_offline
from extractor.read.llm.shape import CellPointers
from extractor.settings import Endpoint, ModelSettings, Settings
from tests.asking import asked_of
from tests.oracle import oracle_for
from tests.reading import FORM, tabs

EVAL_SET = Path(__file__).parent.parent.parent.parent / "eval_set"
WITH_PEOPLE = sorted(path.name for path in EVAL_SET.glob("city-*") if path.suffix in (".txt", ".html"))
Reader = Literal["llm", "both"]
READERS: tuple[Reader, ...] = ("llm", "both")
both_readers = pytest.mark.parametrize("reader", READERS)
IDENTITY = "999901190001019992"  # no such region, no such day
PHONE = "19900550999"


Script = Callable[[Question], object]


def prompts(document: str, text: str, reader: Reader, *, personal: bool = False, script: Script | None = None) -> str:
    """All that a model is sent about a document: one that points rightly, or one that follows a script."""
    client = ScriptedModel(script or oracle_for(EVAL_SET / document))
    model = ModelSettings(send_personal_data=personal)
    settings = Settings(reader=reader, endpoint=Endpoint("none", None, ("scripted",)), model=model)
    about = Consultation(settings, (client,))

    async def asked() -> None:
        for number, form in enumerate(read_offline(ingest_text(text, document), settings), 1):
            await consult(form, number, about)

    asyncio.run(asked())
    return "\n".join(question.user for question in client.asked)


@cache
def sent(document: str, reader: Reader, *, personal: bool = False) -> str:
    """What is sent about a form of the set."""
    return prompts(document, (EVAL_SET / document).read_text(encoding="utf-8"), reader, personal=personal)


def people(document: str) -> Iterator[str]:
    """The names and phones of a form, by its expected answers."""
    answers = EVAL_SET / f"{document.rpartition('.')[0]}.expected.json"
    for form in json.loads(answers.read_text(encoding="utf-8"))["forms"]:
        for person in form.get("evaluators") or ():
            yield from filter(None, (plain(person.get("name")), plain(person.get("phone"))))
        for part in ("sign_off", "department"):
            signed = form.get(part) or {}
            keys = ("responsible", "handler", "phone", "head")
            yield from filter(None, (plain(signed.get(key)) for key in keys))


def plain(leaf: Any) -> str:
    value = leaf.get("v") if isinstance(leaf, dict) else leaf
    return value if isinstance(value, str) else ""


def with_change(document: str, before: str, after: str) -> str:
    text = (EVAL_SET / document).read_text(encoding="utf-8")
    assert text.count(before) == 1
    return text.replace(before, after)


# people are not sent


@pytest.mark.parametrize("document", WITH_PEOPLE)
def test_the_forms_name_people(document: str) -> None:
    assert len(set(people(document))) >= 2


@both_readers
@pytest.mark.parametrize("document", WITH_PEOPLE)
def test_no_name_and_no_phone_of_a_person_is_sent(document: str, reader: Reader) -> None:
    assert [said for said in people(document) if said in sent(document, reader)] == []


@pytest.mark.parametrize("document", WITH_PEOPLE)
def test_a_model_that_points_at_people_is_not_told_who_they_are(document: str) -> None:
    text = (EVAL_SET / document).read_text(encoding="utf-8")
    shown = prompts(document, text, "llm", script=pointing_at_people(document))
    assert [said for said in people(document) if said in shown] == []


def pointing_at_people(document: str) -> Script:
    """A model that takes the cells of people for whatever it is asked."""
    oracle = oracle_for(EVAL_SET / document)
    said = set(people(document))
    form = oracle.forms[0]
    cells = [f"{row.number}.{n}" for row in form.page.rows for n, atom in enumerate(row.cells, 1) if said & {atom.text}]
    wrong = itertools.cycle(cells or ["1.1"])

    def answer(question: Question) -> object:
        right = oracle.answer(question.user, question.answer is CellPointers)
        single = {
            key: [f"{item.partition('=')[0]}={next(wrong)}" for item in right[key]]
            for key in right
            if "=" in "".join(right[key])
        }
        return {**right, **single}

    return answer


@pytest.mark.parametrize("document", WITH_PEOPLE)
def test_people_are_sent_when_that_is_allowed(document: str) -> None:
    shown = sent(document, "llm", personal=True)
    assert any(said in shown for said in people(document))


@both_readers
def test_a_person_named_in_prose_is_withheld_there_too(reader: Reader) -> None:
    text = with_change("city-project-tabs.txt", "由基建办公室负责实施", "由基建办公室褚云帆负责实施")
    shown = prompts("city-project-tabs.txt", text, reader)
    assert "褚云帆" not in shown


# phones and identity numbers are withheld wherever they stand


@both_readers
@pytest.mark.parametrize(
    "number",
    [PHONE, "199 0055 0999", "199-0055-0999", "0999-5550999", "400-555-0999", IDENTITY, f"{IDENTITY[:17]}X"],
)
@pytest.mark.parametrize(
    ("document", "anchor"),
    [
        ("national-tabs.txt", "部分老人反映菜品偏咸，已调整菜谱"),
        ("national-strips.txt", "报废车辆更新未到货"),
        ("poverty-cells.txt", "春节后部分工人返乡未归"),
    ],
)
def test_a_number_of_a_person_in_a_note_is_withheld(document: str, anchor: str, number: str, reader: Reader) -> None:
    shown = prompts(document, with_change(document, anchor, f"{anchor}，电{number}"), reader)
    assert number not in shown


@both_readers
def test_an_identity_number_beside_a_name_is_withheld(reader: Reader) -> None:
    text = with_change("city-project-tabs.txt", "经办人:康晚亭", f"经办人:康晚亭（{IDENTITY}）")
    shown = prompts("city-project-tabs.txt", text, reader)
    assert IDENTITY not in shown


def test_the_prose_around_a_phone_is_shown() -> None:
    anchor = "部分老人反映菜品偏咸"
    text = with_change("national-tabs.txt", anchor, f"{anchor}（{PHONE}）")
    shown = prompts("national-tabs.txt", text, "llm")
    assert f"{anchor}（{'＊' * len(PHONE)}），已调整菜谱" in shown


# amounts and codes are no numbers of people


@pytest.mark.parametrize(
    "amounts",
    [
        "14438328.04 14438328.04",
        "1386613.02",
        "13866130.25",
        "19900550999.00",
        "20210831",
    ],
)
def test_amounts_in_a_cell_are_shown(amounts: str) -> None:
    text = with_change("national-tabs.txt", "年度资金总额\t120\t", f"年度资金总额\t{amounts}\t")
    assert f"年度资金总额|{amounts}|" in prompts("national-tabs.txt", text, "llm")


@pytest.mark.parametrize("document", ["national-tabs.txt", "transfer-tabs.txt", "poverty-cells.txt", "hubei-tabs.txt"])
def test_nothing_is_withheld_of_a_form_without_people(document: str) -> None:
    assert "＊" not in sent(document, "llm")


def test_the_income_table_inside_prose_is_shown() -> None:
    text = with_change("city-department-tabs.txt", "全年财政拨款收入合计17601620.5元", "合计17601620.5元")
    assert "|合计17601620.5元，支出合计" in prompts("city-department-tabs.txt", text, "llm")


# whatever the family calls the place, a name behind the word for one who answers for a form is withheld


SIGNED = (
    "单位负责人：赵子龙",
    "单位负责人（签字）：赵子龙",
    "主要负责人（签章）：赵子龙",
    "审核人签字：赵子龙",
    "项目负责人签字：赵子龙",
    "评价人：赵子龙",
    "制表：赵子龙　复核：赵子龙",
    "审核\t赵子龙",
    "单位负责人：\t赵子龙",
)


@pytest.mark.parametrize("line", SIGNED)
@pytest.mark.parametrize("reader", ["llm", "both"])
def test_a_name_behind_any_word_for_one_who_signs_is_withheld(line: str, reader: Reader) -> None:
    model = ScriptedModel(unanswered)
    asked_of(tabs(FORM) + line + "\n", reader, [model])
    assert not any("赵子龙" in question.user for question in model.asked)


PHONES = (
    "+8619900550137",
    "86-199 0055 0137",
    "(0355)2024567",
    "（0355）2024567",
    "0355—2024567",
    "0355 2024567",
    "2024567",
    "2024-567",
    "6217000012345678901",
)


@pytest.mark.parametrize("number", PHONES)
def test_a_phone_in_whatever_notation_is_withheld(number: str) -> None:
    rows = [list(row) for row in FORM]
    rows[8][1] = f"修缮古井六口，咨询电话{number}。"
    model = ScriptedModel(unanswered)
    asked_of(tabs(rows), "llm", [model])
    assert "咨询电话" in model.asked[0].user
    assert not any(number in question.user or number[-7:] in question.user for question in model.asked)


def test_an_office_of_an_evaluator_is_shown_where_a_text_names_it() -> None:
    text = (EVAL_SET / "city-project-tabs.txt").read_text(encoding="utf-8")
    (form,) = recover_text(text).forms
    office = form.values["evaluators"][0]["department"]
    asked = ScriptedModel(unanswered)
    asked_of(text.replace("项目组织实施情况\t", f"项目组织实施情况\t由{office}负责，", 1), "llm", [asked])
    assert f"由{office}负责" in asked.asked[0].user
