"""Forms of the evaluation set, written as Word documents and workbooks, are recovered as well as their texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import ScoredLeaf, score_record
from extractor.ingest import ingest
from extractor.pipeline import recover_document
from extractor.record.record_json import to_json
from extractor.settings import Settings
from extractor.values import Document
from tests.ingest.office.building import Part, Spot, as_docx, as_xlsx, cells_of, parts_of_html, parts_of_text, read

EVAL_SET = Path(__file__).parents[3] / "eval_set"
WRITERS = {"docx": as_docx, "xlsx": as_xlsx}


def is_table(file: Path) -> bool:
    return json.loads(file.read_text(encoding="utf-8"))["layout"] in ("tabs", "html")


CASES = [file for file in sorted(EVAL_SET.glob("*.expected.json")) if is_table(file)]


def parts_of(document: Document) -> list[Part]:
    return parts_of_html(document.text) if document.kind == "html" else parts_of_text(document.text)


def wrong_leaves(document: Document, expected: Path) -> set[tuple[str, str | None]]:
    record = to_json(recover_document(document, Settings(reader="offline")))
    scored: tuple[ScoredLeaf, ...] = score_record(record, json.loads(expected.read_text(encoding="utf-8")))
    assert scored
    return {(leaf.path, leaf.found) for leaf in scored if leaf.verdict != "right"}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("expected", CASES, ids=lambda file: file.name.partition(".")[0])
def test_a_form_is_recovered_as_well_as_from_its_text(expected: Path, kind: str) -> None:
    text = ingest(EVAL_SET / json.loads(expected.read_text(encoding="utf-8"))["document"])
    document = read(WRITERS[kind](parts_of(text)))

    assert document.kind == kind
    assert wrong_leaves(document, expected) <= wrong_leaves(text, expected)


# What both formats can store: no control characters; blanks at the ends of a line are not printed.
LINES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=6)
TEXTS = st.lists(LINES, max_size=2).map("\n".join)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Spot, ...]:
    """A grid cut into cells that reach over rows and columns; a corner has a text, so that the grid is seen whole."""
    high, wide = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    taken: set[tuple[int, int]] = set()
    spots = []
    for row in range(high):
        for column in range(wide):
            if (row, column) in taken:
                continue
            rows = draw(st.integers(1, high - row))
            free = next((c for c in range(column, wide) if (row, c) in taken), wide) - column
            columns = draw(st.integers(1, free))
            taken |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            spots.append(Spot(row, column, draw(TEXTS), rows, columns))
    return tuple(spots)


@given(tables())
def test_every_cell_of_a_word_table_comes_out_in_its_place(table: tuple[Spot, ...]) -> None:
    document = read(as_docx([("前"), table, "后"]))

    assert cells_of(document)[1:-1] == [(spot.row, spot.column, spot.text) for spot in table]


@given(tables())
def test_every_cell_of_a_sheet_comes_out_in_its_place(table: tuple[Spot, ...]) -> None:
    filled = tuple(Spot(s.row, s.column, s.text or "空", s.rows, s.columns) for s in table)
    found = cells_of(read(as_xlsx([filled])))

    if len(filled) == 1 or max(spot.column + spot.columns for spot in filled) == 1:
        assert "\n".join(text for *_, text in found) == "\n".join(spot.text for spot in filled)
    else:
        assert found == [(spot.row, spot.column, spot.text) for spot in filled]


def test_spans_are_told_as_they_were_written() -> None:
    from extractor.ingest.office.ooxml import read_ooxml
    from extractor.ingest.printed import Table

    form = (Spot(0, 0, "甲", 2, 1), Spot(0, 1, "乙", 1, 2), Spot(1, 1, "丙"), Spot(1, 2, "丁"), Spot(2, 0, "戊", 1, 3))
    for writer in WRITERS.values():
        _, pages = read_ooxml(writer([form]), "表")
        (table,) = (block for block in pages[0].blocks if isinstance(block, Table))
        assert [(c.row, c.column, c.rows, c.columns) for c in table.cells] == [
            (s.row, s.column, s.rows, s.columns) for s in form
        ]
