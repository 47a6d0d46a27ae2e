"""Atoms: every printed boundary is kept, and a run without boundaries is cut around what is known."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.ingest import ingest_text
from extractor.read.atoms import atoms_of, is_unit_mark, stitched, year_of
from extractor.values import Boundary
from tests.reading import FORM, atoms_in, blanks, lexicon_for, tabs, texts_of

PIECES = [
    "分值",
    "数量指标",
    "项目名称",
    "填报人：",
    "≥3个",
    "95%",
    "12.50",
    "修缮古井",
    "。",
    " ",
    "\t",
    "\n",
    "（万元）",
    "|",
]


def test_a_label_with_its_value_behind_a_colon_is_cut_in_two() -> None:
    assert texts_of(atoms_in("填报人：柳溪云  联系电话：0300-1234567\n")) == [
        "填报人:",
        "柳溪云",
        "联系电话:",
        "0300-1234567",
    ]


def test_behind_a_label_and_its_value_a_line_may_go_on_with_a_table() -> None:
    found = atoms_in("评价结果等次：优 评价人员 姓名 职务 科室 联系电话\n", "project_jinzhong")

    assert texts_of(found) == ["评价结果等次:", "优", "评价人员", "姓名", "职务", "科室", "联系电话"]


def test_a_page_whose_rows_are_parted_by_blanks_is_cut_at_blanks() -> None:
    assert "0.95" not in blanks(FORM)
    assert texts_of(atoms_in(blanks(FORM)))[-3:] == ["总分", "100", "97.8"]


def test_a_blank_inside_the_cells_of_a_tab_page_is_no_boundary() -> None:
    assert "修缮 古井" in [atom.text for atom in atoms_in(tabs((*FORM[:3], ("项目名称", "修缮 古井"))))]


def test_a_bracket_holds_its_blank_parted_text_together() -> None:
    assert "(2023年度)" in texts_of(atoms_in("项目名称 古井 主管部门 文物局\n(2023 年度) 分值 得分 执行率\n"))


def test_the_first_text_of_a_row_heads_it_whatever_empty_cells_stand_before() -> None:
    heads = [atom.norm for atom in atoms_in("\t产出指标\t数量指标\n\t\t质量指标\n") if atom.heads]

    assert heads == ["产出指标", "质量指标"]


def test_stitched_pieces_keep_both_their_places() -> None:
    left, right = atoms_in("年度\n指标值\n")

    whole = stitched(left, right, lexicon_for())

    assert (whole.norm, [span.start for span in whole.more]) == ("年度指标值", [right.start])
    assert whole.roles


def test_a_cell_that_only_says_the_unit_is_no_value() -> None:
    unit, amount = atoms_in("（万元）\n62.5万元\n")

    assert is_unit_mark(unit) and not is_unit_mark(amount)


def test_the_year_of_a_form_stands_in_brackets_or_with_its_word() -> None:
    first, second, third = atoms_in("（2023年度）\n2023\n2023年\n")

    assert (year_of(first), year_of(second), year_of(third)) == ("2023", None, None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_atoms_are_exact_pieces_of_the_text_in_order_and_lose_nothing(text: str) -> None:
    document = ingest_text(text + "\n", "form.txt")

    found = atoms_of(document.fragments, lexicon_for())

    assert all(document.text[atom.start : atom.end] == atom.text for atom in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    kept = "".join(atom.text for atom in found)
    wanted = "".join(fragment.text for fragment in document.fragments)
    assert "".join(kept.split()) == "".join(wanted.split())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["产出指标", "12", "修缮古井", "95%"]), min_size=1, max_size=6))
def test_a_printed_boundary_is_never_lost(cells: list[str]) -> None:
    found = atoms_in("\t".join(cells) + "\n")

    assert sum(atom.before >= Boundary.CELL for atom in found) >= len(cells)
