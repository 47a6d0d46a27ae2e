"""Pictures of open cells: what is sent of them, and that no word of a model about them is believed without proof."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.ingest.printed import Word
from extractor.laws import ALL_IDS
from extractor.pipeline import recover_document
from extractor.read.llm.sights import EXACT
from extractor.settings import Settings
from extractor.values import Cell, FormRecord
from tests.decide.small_forms import NATIONAL
from tests.model.faulty_server import Act, Behaviour, fails, obeys
from tests.read.llm.printed_scan import Asked, Scan, ask_about, images_of, sees

ROWS = [line.split("\t") for line in NATIONAL.splitlines()]
EXECUTED = (5, 4)  # 72: its sum, its rate and its score hold only with that
TOTAL = (14, 7)  # 97: one sum alone
NAME = (2, 1)


def engine(place: tuple[int, int], text: str, score: float = 0.5) -> dict[tuple[int, int], Word]:
    """What an engine read at a place."""
    return {place: Word(text, Scan().box(*place), score)}


def outcome(cell: Cell) -> tuple[str | None, str, bool]:
    return cell.value, cell.origin, cell.needs_review


def test_the_laws_that_prove_a_sight_are_laws() -> None:
    assert EXACT <= set(ALL_IDS)


def test_the_places_are_where_the_tests_think() -> None:
    assert (ROWS[5][4], ROWS[14][7], ROWS[2][1]) == ("72", "97", "河岸护栏更新")


# a good model


def test_a_figure_that_two_laws_prove_is_repaired(tmp_path: Path) -> None:
    scan = Scan(read=engine(EXECUTED, "41"))
    cell = ask_about(scan, sees(scan), tmp_path).form.cells["funds[0].executed"]
    assert outcome(cell) == ("72", "repaired", False)
    assert cell.raw == "41" and cell.proof is not None


def test_without_pictures_the_same_figure_stays_wrong_and_flagged(tmp_path: Path) -> None:
    scan = Scan(read=engine(EXECUTED, "41"))
    cell = ask_about(scan, sees(scan), tmp_path, vision=False).form.cells["funds[0].executed"]
    assert outcome(cell) == ("41", "read", True)


def test_a_figure_that_one_law_speaks_for_is_told_and_not_taken(tmp_path: Path) -> None:
    scan = Scan(read=engine(TOTAL, "41"))
    cell = ask_about(scan, sees(scan), tmp_path).form.cells["total.score"]
    assert outcome(cell) == ("41", "read", True)
    assert "97" in cell.candidates and any("97" in reason for reason in cell.reasons)


def test_a_name_is_told_and_not_taken(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))
    cell = ask_about(scan, sees(scan), tmp_path).form.cells["project_name"]
    assert outcome(cell) == ("河岸护拦更薪", "read", True)
    assert cell.candidates == ("河岸护栏更新",)


def test_what_no_text_stands_for_is_told_to_the_reviewer(tmp_path: Path) -> None:
    lost = {place: Word("", Scan().box(*place), 0.9) for place in ((10, 7), (11, 7))}
    scan = Scan(read=lost)  # two scores of one sum: it cannot tell which is which
    asked = ask_about(scan, sees(scan), tmp_path)
    cells = {path: asked.form.cells[path] for path in asked.told["cells"]}
    missing = {path: cell for path, cell in cells.items() if cell.value is None}
    assert missing and all(cell.needs_review and cell.candidates for cell in missing.values())


def test_a_reading_that_agrees_with_the_engine_changes_nothing(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护栏更新"))
    seen, blind = (ask_about(scan, sees(scan), tmp_path, vision=vision).form for vision in (True, False))
    assert seen.cells == blind.cells


# one that cheats


@cache
def printed_form(printed: str) -> FormRecord:
    """The form as an engine that errs nowhere gives it."""
    return recover_document(Scan(printed).document(), Settings(source_kind="ocr")).forms[0]


def silent(asked: Asked, scan: Scan) -> dict[str, str | None]:
    """Cells that hold something other than the form prints, unflagged."""
    truth = printed_form(scan.printed)
    return {
        path: cell.value
        for path, cell in asked.form.cells.items()
        if path in truth.cells and cell.value != truth.cells[path].value and not cell.needs_review
    }


@pytest.mark.parametrize("says", ["1", "72", "97", "100", "9999", "0.5", "≥3公里", "", "九十七"])
@pytest.mark.parametrize("place", [EXECUTED, TOTAL, (10, 7), (10, 4), (10, 5), (5, 5)])
def test_a_model_that_reads_the_same_everywhere_is_not_believed(
    says: str, place: tuple[int, int], tmp_path: Path
) -> None:
    scan = Scan(read=engine(place, "41"))
    assert silent(ask_about(scan, sees(scan, lambda _: says), tmp_path), scan) == {}


def test_a_model_that_pleases_the_laws_does_not_hide_a_mistake_of_the_form(tmp_path: Path) -> None:
    """The form prints 96 where its items make 97, and the engine is not sure of it."""
    scan = Scan(NATIONAL.replace("\t100\t97\t", "\t100\t96\t"), engine(TOTAL, "96"))
    asked = ask_about(scan, sees(scan, lambda text: "97" if text == "96" else text), tmp_path)
    assert outcome(asked.form.cells["total.score"]) == ("96", "read", True)
    assert any(finding.law == "scores_sum_to_total" for finding in asked.form.findings)


def test_one_item_that_would_mend_the_sum_is_not_believed_either(tmp_path: Path) -> None:
    scan = Scan(NATIONAL.replace("\t100\t97\t", "\t100\t96\t"))
    asked = ask_about(scan, sees(scan, lambda text: "17" if text == "18" else text), tmp_path)
    assert asked.form.cells["indicators[0].score"].value == "18"
    assert asked.form.cells["indicators[0].score"].needs_review


def test_what_is_not_open_is_not_asked_and_a_word_about_it_is_not_heard(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))

    def chatters(request: dict[str, Any]) -> Act:
        answer = sees(scan)(request)
        return Act(body=answer.body.replace(b"cells", b"cells", 1).replace(b'[\\"', b'[\\"6.5=88\\", \\"', 1))

    form = ask_about(scan, chatters, tmp_path).form
    assert form.cells["funds[0].executed"].value == "72" and not form.cells["funds[0].executed"].needs_review


# what is sent


def test_the_request_shows_the_open_cells_and_neither_texts_nor_arithmetic(tmp_path: Path) -> None:
    scan = Scan(read=engine(TOTAL, "41"))
    asked = ask_about(scan, sees(scan), tmp_path)
    (request,) = [request for request in asked.requests if images_of(request)]
    text = request["messages"][-1]["content"][0]["text"]
    assert "41" not in text.partition("编号：")[0] and "总分" not in text and "护栏" not in text
    assert {scan.seen(image) for _, image in asked.images} == {"97", "9", "18", "30", "10"}


def test_the_record_says_how_many_images_of_which_cells_were_sent(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))
    told = ask_about(scan, sees(scan), tmp_path).told
    assert told == {"model": "stub", "count": 1, "cells": ["project_name"], "pages": []}


def test_nothing_is_shown_without_being_asked_for(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))
    asked = ask_about(scan, sees(scan), tmp_path, vision=False)
    assert asked.images == [] and "images" not in asked.sent
    assert all(isinstance(request["messages"][-1]["content"], str) for request in asked.requests)


def test_of_a_form_with_nothing_open_nothing_is_shown(tmp_path: Path) -> None:
    assert ask_about(Scan(), sees(Scan()), tmp_path).requests == []


def test_pictures_are_few_and_small(tmp_path: Path) -> None:
    unsure = {
        (row, column): Word(text, Scan().box(row, column), 0.3)
        for row, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
        if text and len(texts) > 1
    }
    asked = ask_about(Scan(read=unsure), sees(Scan()), tmp_path)
    assert 0 < len(asked.images) <= 24
    assert max(len(image) for _, image in asked.images) <= 200_000


def test_a_document_without_pictures_is_asked_about_without_them(tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))
    scan.pictures = lambda folder: None  # type: ignore[assignment, method-assign, return-value]
    assert ask_about(scan, sees(scan), tmp_path).images == []


# people

SIGNED = NATIONAL + "填报人：\t赵子龙\t联系电话\t2024567\t填报日期\t2023-01-09\n"
PEOPLE = """青槐市财政支出项目绩效自评表
(2022 年度)
项目名称\t粮库通风改造
评分表\t二级指标\t三级指标\t指标分值\t评价得分
\t投入:\t\t20\t20
\t项目目标\t项目立项规范性\t20\t20
\t综合得分:\t\t100\t98
\t评价结果等次:\t优
评价人员\t姓名\t职称/职务\t科室\t联系电话
\t褚云帆\t科长\t基建办公室\t19900550137
\t康晚亭\t会计\t财务室\t0999-5550164
负责人:\t褚云帆\t经办人:\t康晚亭\t联系电话:\t19900550137\t填报日期:\t2023-02-16
"""
HIDDEN = {
    "赵子龙",
    "2024567",
    "褚云帆",
    "康晚亭",
    "科长",
    "会计",
    "基建办公室",
    "财务室",
    "19900550137",
    "0999-5550164",
}


def unsure_of_all(printed: str, garble: bool) -> Scan:
    """A scan of which the engine is sure of no cell, and of people reads nothing if ``garble``."""
    scan = Scan(printed)
    for row, texts in enumerate(scan.rows):
        for column, text in enumerate(texts):
            if len(texts) > 1:
                said = "" if garble and text in HIDDEN else text
                scan.read = {**scan.read, (row, column): Word(said, scan.box(row, column), 0.3)}
    return scan


@pytest.mark.parametrize("garble", [False, True])
@pytest.mark.parametrize("printed", [SIGNED, PEOPLE], ids=["signed", "people"])
def test_no_picture_of_a_person_or_a_phone_is_sent(printed: str, garble: bool, tmp_path: Path) -> None:
    scan = unsure_of_all(printed, garble)
    asked = ask_about(scan, sees(scan), tmp_path)
    assert asked.images
    assert HIDDEN & {scan.seen(image) for _, image in asked.images} == set()


def test_people_are_painted_over_where_a_picture_would_show_them_too(tmp_path: Path) -> None:
    """The boxes of the open cells lie over those of people."""
    scan = unsure_of_all(PEOPLE, garble=False)
    name = scan.box(9, 1)
    scan.read = {**scan.read, (2, 1): Word("粮库通风改造", name, 0.3)}
    scan.boxes = {(2, 1): name}
    asked = ask_about(scan, sees(scan), tmp_path)
    captions = dict(zip(asked.told["cells"], asked.images, strict=True))
    assert scan.seen(captions["project_name"][1]) == ""


def test_people_and_whole_pages_are_sent_when_that_is_allowed(tmp_path: Path) -> None:
    scan = unsure_of_all(PEOPLE, garble=False)
    asked = ask_about(scan, sees(scan), tmp_path, send_personal_data=True)
    assert HIDDEN & {scan.seen(image) for _, image in asked.images}


LOST = NATIONAL.replace("\t100\t97\t", "\t100").replace("\t10\t90%\t9\n", "\t10\t90%\t8\n")


@pytest.mark.parametrize("personal", [False, True])
def test_a_whole_page_is_sent_only_with_people_and_only_for_what_has_no_place(personal: bool, tmp_path: Path) -> None:
    scan = Scan(LOST, {(5, 7): Word("", Scan().box(5, 7), 0.9)})
    scan.read = {**scan.read, (10, 7): Word("", Scan().box(10, 7), 0.9)}
    asked = ask_about(scan, finds_on_pages("88"), tmp_path, send_personal_data=personal)
    pages = [caption for caption, _ in asked.images if "整页" in caption]
    assert pages == (["第1页整页："] if personal else [])
    cell = asked.form.cells["total.score"]
    assert (cell.value, cell.needs_review) == (None, True)
    assert cell.candidates == (("88",) if personal else ())


def finds_on_pages(said: str) -> Behaviour:
    """A model that finds what has no picture of its own on the page, and reads nothing else."""
    return obeys({"cells": [f"1={said}"]})


# endpoints


REFUSALS = [
    fails(400, "image input not supported"),
    fails(400, "Failed to deserialize the JSON body: unknown variant `image_url`, expected `text`"),
    fails(404, "No endpoints found that support image input"),
    fails(500, "image input is not supported - hint: you may need to provide the mmproj"),
    fails(422, "messages.1.content: Input should be a valid string"),
    fails(400, "bad request"),
]


def refuses(act: Act, scan: Scan) -> Behaviour:
    return lambda request: act if images_of(request) else sees(scan)(request)


@pytest.mark.parametrize("act", REFUSALS, ids=lambda act: act.body.decode()[:60])
def test_an_endpoint_that_refuses_images_is_told_once_and_asked_without_them(act: Act, tmp_path: Path) -> None:
    scan = Scan(read=engine(NAME, "河岸护拦更薪"))
    asked = ask_about(scan, refuses(act, scan), tmp_path, times=3)
    assert len(asked.images) == 1 and len(asked.warnings) == 1
    assert "stub" in asked.warnings[0] and "takes no images" in asked.warnings[0]
    assert asked.form.cells["project_name"].needs_review and asked.sent["not_answered"] == []


def test_what_was_read_on_pictures_is_kept(tmp_path: Path) -> None:
    scan = Scan(read=engine(EXECUTED, "41"))
    first = ask_about(scan, sees(scan), tmp_path, cache_folder=tmp_path / "kept")
    again = ask_about(scan, sees(scan), tmp_path, cache_folder=tmp_path / "kept")
    assert first.images and not again.images
    assert again.form.cells["funds[0].executed"].value == "72" and "images" not in again.sent


def test_another_picture_is_another_question(tmp_path: Path) -> None:
    misread = engine(NAME, "河岸护拦更薪")
    scan, other = Scan(read=misread), Scan(NATIONAL.replace("河岸护栏更新", "HEAN 7"), misread)
    assert scan.document().text == other.document().text
    ask_about(scan, sees(scan), tmp_path, cache_folder=tmp_path / "kept")
    assert ask_about(other, sees(other), tmp_path, cache_folder=tmp_path / "kept").images
