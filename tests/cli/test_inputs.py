"""Inputs of ``recover``: which files are read, and names of outputs that tell them apart."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.inputs import find_inputs, name_outputs


def write(folder: Path, *names: str) -> None:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x", encoding="utf-8")


def test_a_folder_gives_its_text_files_in_order_also_from_below(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/c.html", "a/d.md")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert [one.path.name for one in found.files] == ["b.txt", "c.html", "d.md"]


def test_files_of_other_kinds_and_hidden_ones_are_left_out_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "form.txt", "music.mp3", ".hidden.txt", ".git/config.txt")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert [one.path.name for one in found.files] == ["form.txt"]
    assert found.left_out == 1


def test_scans_and_office_files_of_a_folder_are_read_and_pictures_of_pages_are_not(tmp_path: Path) -> None:
    write(tmp_path, "a.PDF", "b.jpg", "c.tif", "d.docx", "e.xls", "form.pages/1.jpg")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert [one.path.name for one in found.files] == ["a.PDF", "b.jpg", "c.tif", "d.docx", "e.xls"]


def test_a_file_that_is_named_itself_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    write(tmp_path, "form.dat")
    assert [one.stem for one in find_inputs([tmp_path / "form.dat"], tmp_path / "out").files] == ["form"]


def test_the_output_folder_is_no_input(tmp_path: Path) -> None:
    write(tmp_path, "form.txt", "out/form.md", "out/form.html")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert [one.path.name for one in found.files] == ["form.txt"]


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "form.txt")
    assert len(find_inputs([tmp_path / "form.txt", tmp_path], tmp_path / "out").files) == 1


def test_a_folder_without_text_files_is_told(tmp_path: Path) -> None:
    assert find_inputs([tmp_path], tmp_path / "out").empty_folders == (tmp_path,)


def test_two_inputs_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path("/forms/north/form.txt"), Path("/forms/south/form.txt"), Path("/forms/plan.txt")]
    assert name_outputs(paths) == ["north-form", "south-form", "plan"]


def test_two_inputs_of_one_folder_are_told_apart_by_their_suffixes() -> None:
    assert name_outputs([Path("/forms/form.txt"), Path("/forms/form.md")]) == ["form-txt", "form-md"]


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert name_outputs([Path("/a/Form.txt"), Path("/b/form.txt")]) == ["a-Form", "b-form"]


parts = st.sampled_from(["a", "b", "a-b", "form", "form-2", "Form"])


@given(st.lists(st.tuples(parts, parts, st.sampled_from(["txt", "md", ""])), unique=True, max_size=12))
def test_every_input_has_a_name_of_its_own(names: list[tuple[str, str, str]]) -> None:
    paths = [Path("/forms", folder, f"{stem}.{suffix}" if suffix else stem) for folder, stem, suffix in names]
    stems = name_outputs(paths)
    assert len({stem.casefold() for stem in stems}) == len(paths)
