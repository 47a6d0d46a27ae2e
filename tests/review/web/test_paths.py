"""Paths: no address and no name of a record leads out of the folder, and every name that a file can have is served."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import RecordError
from extractor.review.folder import RecordFolder
from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import TOTAL, Review, write_record

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645"
    "400000000049454e44ae426082"
)
ODD = (
    "a#b", "a?b=c", "100%", "%2e%2e", "a b", " a ", "it's", 'say "x"', "换行\n名", "绩效自评表（2022年度）", "a&b<c>",
    "a;b", "..a", "...", "a..", "~", "$HOME", "`id`", "-rf", "a\\b", "a:b", "\u202egnp", "é", "名" * 80, "{{7*7}}",
    "\x1b[31m",
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="not all of these are names of files there")
def test_a_record_of_any_name_is_listed_opened_decided_and_taken_out(serve: Serve, lighting: Record) -> None:
    names = [name for name in ODD if not name.startswith(".")]
    review = serve({name: lighting for name in names})
    lin = review.visitor()

    for name in names:
        number = review.id(name)
        assert lin.get(f"/desk/{number}").status_code == 200, name
        lin.decided(number, TOTAL, "correct", "86")
    taken = zipfile.ZipFile(io.BytesIO(lin.get("/export/records.zip").content)).namelist()

    assert len(set(taken)) == len(names)
    assert not [name for name in taken if set(name) & set('\\:"<>|?*\n') or name.startswith("/")]


def test_names_that_begin_with_a_dot_are_no_records(serve: Serve, lighting: Record) -> None:
    review = serve({".hidden": lighting, "..": lighting, "a": lighting})
    assert [line.name for line in review.desk.store.documents().items] == ["a"]


def test_two_names_that_other_systems_take_for_one_both_go_out(serve: Serve, lighting: Record) -> None:
    review = serve({"a:b": lighting, "a?b": lighting, "a_b": lighting, "a%3Ab": lighting})
    lin = review.visitor()
    for number in (1, 2, 3, 4):
        lin.decided(number, TOTAL, "correct", "86")
    taken = zipfile.ZipFile(io.BytesIO(lin.get("/export/records.zip").content)).namelist()
    assert taken == ["a%253Ab.json", "a%3Ab.json", "a%3Fb.json", "a_b.json"]


@pytest.mark.parametrize("name", ["..", ".", "", "../a", "a/../../b", "/etc/passwd", "a\0b", "a/b"])
def test_a_name_that_leaves_the_folder_is_no_record(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    folder = RecordFolder(tmp_path / "in")
    with pytest.raises(RecordError):
        folder.load(name)
    assert folder.page_image(name, 1) is None
    assert folder.pages(name, 9) == []


def test_a_link_out_of_the_folder_is_not_followed(serve: Serve, lighting: Record, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "pages").mkdir(parents=True)
    write_record(outside, "secret", lighting)
    (outside / "pages" / "1.png").write_bytes(PIXEL)
    review = serve({"a": lighting, "b": lighting})
    lin = review.visitor()
    first, second = review.id("a"), review.id("b")

    (review.folder / "linked.json").symlink_to(outside / "secret.json")
    (review.folder / "a.json").unlink()
    (review.folder / "a.json").symlink_to(outside / "secret.json")
    (review.folder / "b.pages").symlink_to(outside / "pages")

    assert "linked" not in review.desk.folder.stamps()
    assert lin.get(f"/desk/{first}").status_code == 404
    assert lin.get(f"/desk/{second}/pages/1").status_code == 404
    assert "/pages/1" not in lin.page(f"/desk/{second}")


def test_a_link_that_leads_round_in_a_circle_is_no_record(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    (review.folder / "a.json").unlink()
    (review.folder / "a.json").symlink_to("a.json")
    assert lin.get("/desk/1").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/assets/%2e%2e%2f%2e%2e%2fapp.py",
        "/assets/sheet/..%5c..%5cpage.py",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/" + "a" * 5000,
        "/assets/",
        "/assets",
        "/desk/1/pages/..%2f..%2fa.json",
        "/desk/1/pages/0",
        "/desk/1/pages/1.png",
        "/desk/%2e%2e/a",
        "/desk/1/../../a.json",
        "/a.json",
        "/review.sqlite3",
        "/export/..%2freview.sqlite3",
        "/%2f%2fevil.example",
        "/desk/1%00",
    ],
)
def test_no_address_leads_to_another_file(standing: Review, address: str) -> None:
    answer = standing.visitor().get(address)
    assert answer.status_code in (401, 404, 405, 422)
    assert "import annotations" not in answer.text and "jixiao/1" not in answer.text


def test_a_page_image_is_shown_where_there_is_one(serve: Serve, lighting: Record) -> None:
    review = serve({"a#b": lighting})
    (review.folder / "a#b.pages").mkdir()
    (review.folder / "a#b.pages" / "1.png").write_bytes(PIXEL)
    lin = review.visitor()

    answer = lin.get("/desk/1/pages/1")

    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "image/png", PIXEL)
    assert lin.facts(1)["desk"]["pages"] == [1]
    assert lin.get("/desk/1/pages/2").status_code == 404


def test_an_image_of_a_kind_that_can_hold_scripts_is_none(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    (review.folder / "a.pages").mkdir()
    for name in ("1.svg", "1.html", "01.png", "x.png", "-1.png", "1.png.exe"):
        (review.folder / "a.pages" / name).write_bytes(b"<svg onload=alert(1)>")
    lin = review.visitor()
    assert lin.facts(1)["desk"]["pages"] == []
    assert lin.get("/desk/1/pages/1").status_code == 404


def test_a_record_that_claims_a_million_pages_is_opened_at_once(serve: Serve, lighting: Record) -> None:

    endless = replace(lighting, source=replace(lighting.source, pages=10**12))
    review = serve({"a": endless})
    (review.folder / "a.pages").mkdir()
    (review.folder / "a.pages" / "9999.png").write_bytes(PIXEL)
    assert review.visitor().facts(1)["desk"]["pages"] == [9999]
