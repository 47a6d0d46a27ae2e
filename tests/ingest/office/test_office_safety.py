"""Broken, locked and hostile office files: one sentence, in both languages, soon."""

from __future__ import annotations

import io
import zipfile
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import JixiaoError, UndecodableInputError, UnreadableInputError
from extractor.ingest import ingest_bytes
from tests.ingest.office.building import NAMESPACES, archive, book, links, p, read, tbl, tc, tr, word

OFFICE = {"[Content_Types].xml": "<Types/>", "_rels/.rels": links(("r", "officeDocument", "word/document.xml"))}


def refused(data: bytes) -> str:
    """The sentence that a file is refused with, within a second."""
    began = process_time()
    with pytest.raises((UndecodableInputError, UnreadableInputError)) as fault:
        ingest_bytes(data, "表.docx")
    assert process_time() - began < 1.0
    assert str(fault.value).startswith("表.docx：") and str(fault.value).count("。") == 1
    assert fault.value.__notes__[0].startswith("表.docx: ")
    return str(fault.value)


def test_a_document_that_unpacks_to_more_than_the_bound_is_refused() -> None:
    assert "80 MiB" in refused(archive(OFFICE | {"word/document.xml": b" " * (100 << 20)}, zipfile.ZIP_DEFLATED))


def test_a_part_that_is_packed_beyond_belief_is_refused() -> None:
    assert "压缩率" in refused(archive(OFFICE | {"word/media/a.bmp": b"\0" * (20 << 20), "word/document.xml": "<a/>"}))


def test_a_part_that_is_too_large_is_refused() -> None:
    filled = bytes(range(256)) * (33 << 12)
    assert "32 MiB" in refused(archive(OFFICE | {"word/document.xml": filled}, zipfile.ZIP_STORED))


def test_too_many_tags_are_refused_before_they_are_parsed() -> None:
    many = f"<a>{'<b/>' * 1_000_000}</a>"

    assert "1,000,000" in refused(archive(OFFICE | {"word/document.xml": many}, zipfile.ZIP_STORED))


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    many = archive(OFFICE | {f"a{n}": "" for n in range(5_000)}, zipfile.ZIP_STORED)

    assert "5000 个条目" in refused(many)


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    data = archive(OFFICE | {"word/document.xml": "<a>" + "甲" * 5000 + "</a>"})
    size = 3 + 5000 * 3 + 4
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lying != data and "document.xml" in refused(lying)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>',
    ],
)
def test_entities_are_never_expanded(declared: str) -> None:
    body = f"{declared}<w:document {NAMESPACES}><w:body>{p('&e;')}</w:body></w:document>".replace("&amp;", "&")

    assert "XML" in (said := refused(archive(OFFICE | {"word/document.xml": body}))) or "DTD" in said


def test_a_billion_laughs_are_soon_over() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a b="&l11;">&l11;</a>'

    refused(archive(OFFICE | {"word/document.xml": body}))


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"word/document.xml": "<broken"},
        {"word/document.xml": ""},
        {"word/document.xml": f"<w:document {NAMESPACES}/>"},
        {"word/document.xml": "<presentation/>"},
        {"_rels/.rels": "<broken", "word/document.xml": "<a/>"},
    ],
)
def test_missing_and_broken_parts_are_told(parts: dict[str, str]) -> None:
    assert "Office" in refused(archive(OFFICE | parts))


def test_a_workbook_without_its_sheet_is_told() -> None:
    inside = zipfile.ZipFile(io.BytesIO(book("<sheetData/>")))
    parts = {name: inside.read(name) for name in inside.namelist() if "sheet1" not in name}

    assert "sheet1.xml" in refused(archive(dict(parts)))


def test_a_presentation_is_called_one() -> None:
    presentation = {
        "_rels/.rels": links(("r", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": "<a/>",
    }

    assert "演示文稿" in refused(archive(OFFICE | presentation))


def test_another_zip_archive_is_no_office_file() -> None:
    assert "压缩包" in refused(archive({"a.txt": "甲"}))


def test_a_truncated_file_is_refused() -> None:
    whole = word(tbl(tr("甲", "乙")))

    for size in range(60, len(whole) - 30, 97):
        refused(whole[:size])


@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(word(p("甲") + tbl(tr("乙", "丙"))))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        ingest_bytes(bytes(whole), "表.docx")
    except JixiaoError as fault:
        assert fault.__notes__


def test_deep_nesting_is_read_or_refused() -> None:
    for depth in (20, 60, 80, 300):
        inner = p("里")
        for _ in range(depth):
            inner = tbl(tr(tc(inner)))
        if depth < 60:
            assert read(word(inner)).text == "里\n"
        else:
            try:
                read(word(inner))
            except UndecodableInputError:
                pass


def test_two_texts_in_far_corners_cost_nothing_and_too_many_cells_are_refused() -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    wide = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>2</v></c></row>' for n in range(1, 40))

    assert read(book(f"<sheetData>{corners}</sheetData>")).text == "1\n2\n"
    assert "300,000" in refused(book(f"<sheetData>{wide}</sheetData>"))


def test_hostile_merges_and_columns_are_bounded() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 3000))
    columns = "".join(f'<col min="1" max="{16384 - n}" hidden="1"/>' for n in range(3000))
    data = '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
    sheet = f"<cols>{columns}</cols>{data}<mergeCells>{merges}</mergeCells>"

    began = process_time()
    try:
        read(book(sheet))
    except JixiaoError:
        pass
    assert process_time() - began < 2.0


def test_a_link_out_of_the_package_is_never_followed() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="x"/></w:sectPr>'
    outside = links(("x", "header", "file:///etc/passwd"), ("y", "footnotes", "../../../etc/passwd")).replace(
        'Target="file', 'TargetMode="External" Target="file'
    )
    body = f"<w:document {NAMESPACES}><w:body>{p('甲')}{section}</w:body></w:document>"

    assert read(archive(OFFICE | {"word/document.xml": body, "word/_rels/document.xml.rels": outside})).text == "甲\n"
