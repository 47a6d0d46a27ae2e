"""Alignment: every atom ends in one cell or among the dropped, and boundaries are evidence."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.read.alignment import Column
from extractor.read.costs import bare_lines, costs_of, printed_lines
from extractor.read.table import TableRow, align
from tests.reading import atoms_in

COLUMNS = (
    Column("level1", "level1", 0.05),
    Column("level2", "level2", 0.05),
    Column("level3", "name", 1.3),
    Column("target", "quantity", 0.9),
    Column("actual", "quantity", 0.9),
    Column("weight", "points", 0.9),
    Column("score", "points", 0.9),
    Column("deviation_note", "note", 0.08),
)
CELLS = ["产出指标", "数量指标", "修缮古井数量", "≥6口", "6口", "20", "15.5", "95%", "石料短缺", "-", ""]


def shape(rows: Sequence[TableRow]) -> list[dict[str, str]]:
    return [
        {
            key: cell.cut[2].parts[cell.cut[1]] if cell.cut else "".join(atom.norm for atom in cell.atoms)
            for key, cell in row.cells.items()
        }
        for row in rows
    ]


def test_a_row_without_its_empty_cells_falls_into_place() -> None:
    rows, dropped = align(atoms_in("修缮古井数量\t≥6口\t6口\t20\t20\n补配井栏数量\t≥9副\t8副\t15\t13.3\n"), COLUMNS)

    assert not dropped
    assert [row["level3"] for row in shape(rows)] == ["修缮古井数量", "补配井栏数量"]
    assert shape(rows)[1]["score"] == "13.3"


def test_a_printed_empty_cell_keeps_its_column() -> None:
    rows, _ = align(atoms_in("产出指标\t数量指标\t修缮古井数量\t≥6口\t\t20\t18\t\n"), COLUMNS)

    assert "actual" in rows[0].blank
    assert shape(rows)[0]["weight"] == "20"


def test_rows_on_one_line_are_told_apart_by_what_a_row_must_hold() -> None:
    rows, _ = align(
        atoms_in("修缮古井数量 ≥6口 6口 20 20 补配井栏数量 ≥9副 8副 15 13.3 树立碑刻数量 ≥2通 2通 5 5\n"), COLUMNS
    )

    assert [row["level3"] for row in shape(rows)] == ["修缮古井数量", "补配井栏数量", "树立碑刻数量"]


def test_weight_and_score_without_a_boundary_are_cut() -> None:
    rows, _ = align(atoms_in("产出指标数量指标修缮古井数量≥6口6口2020质量指标补配井栏数量≥9副8副1513.3\n"), COLUMNS)

    assert [(row["weight"], row["score"]) for row in shape(rows)] == [("20", "20"), ("15", "13.3")]


def test_a_row_that_breaks_off_is_still_a_row() -> None:
    rows, _ = align(atoms_in("数量指标\t修缮古井数量\t≥6口\t6口\t20\t20\n质量指标\t验收\n"), COLUMNS)

    assert shape(rows)[1] == {"level2": "质量指标", "level3": "验收"}


def test_what_fits_nowhere_is_dropped_and_kept() -> None:
    _, dropped = align(atoms_in("修缮古井数量\t≥6口\t6口\t20\t20\t石料短缺\t7777.7.7\n"), COLUMNS)

    assert [atom.norm for atom in dropped] in (["7777.7.7"], [])


def test_a_run_of_single_cells_is_a_bare_cell_a_line() -> None:
    lines = printed_lines(atoms_in("甲乙丙\t丁\n修缮古井\n≥6口\n6口\n"))

    assert bare_lines(lines) == [False, True, True, True]


def test_the_costs_of_a_page_change_with_its_layout() -> None:
    atoms = atoms_in("修缮古井数量\t≥6口\t6口\t20\t20\n补配\n≥9副\n8副\n")

    costs = costs_of(atoms, len(COLUMNS))

    assert costs[1] != costs[-1]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=10), min_size=1, max_size=6),
    st.sampled_from("\t|\n "),
)
def test_every_atom_ends_in_at_most_one_cell_and_none_is_made_up(rows: list[list[str]], mark: str) -> None:
    atoms = atoms_in("\n".join(mark.join(row) for row in rows) + "\n")

    found, dropped = align(atoms, COLUMNS)

    cut = [atom.start for row in found for cell in row.cells.values() if cell.cut for atom in cell.atoms]
    whole = [atom.start for row in found for cell in row.cells.values() if not cell.cut for atom in cell.atoms]
    out = whole + sorted(set(cut)) + [atom.start for atom in dropped]
    assert sorted(out) == [atom.start for atom in atoms if not atom.empty]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=25))
def test_cells_of_a_row_stand_in_the_order_of_the_page(cells: list[str]) -> None:
    found, _ = align(atoms_in("\t".join(cells) + "\n"), COLUMNS)

    for row in found:
        starts = [row.cells[column.key].atoms[0].start for column in COLUMNS if column.key in row.cells]
        assert starts == sorted(starts)
