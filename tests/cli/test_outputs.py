"""The output folder of ``recover``: what is written, what is skipped, what is never overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.outputs import (
    Making,
    Permission,
    decide_writing,
    open_folder,
    read_stamps,
    write_file,
    write_outputs,
)
from extractor.errors import OutputError

MAKING = Making(source_sha256="aa", program="1", settings="reader=offline")
NEWER = Making(source_sha256="aa", program="2", settings="reader=offline")
OTHER = Making(source_sha256="bb", program="1", settings="reader=offline")
CONTENTS = {".json": b'{"forms": []}', ".xlsx": b"x", ".md": b"m", ".html": b"h"}
REVIEWED = json.dumps({"forms": [{"cells": {"title": {"origin": "reviewed"}}}]})


def decide(folder: Path, making: Making, allowed: Permission = Permission()) -> str:
    return decide_writing(folder, "form", making, read_stamps(folder), allowed)


def test_an_empty_folder_is_written_to(tmp_path: Path) -> None:
    assert decide(tmp_path, MAKING) == "write"


def test_all_outputs_of_an_input_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    visible = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert visible == ["form.html", "form.json", "form.md", "form.xlsx"]
    assert not list(tmp_path.glob("*.tmp"))


def test_the_same_content_version_and_settings_are_skipped(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    assert decide(tmp_path, MAKING) == "unchanged"


def test_a_correction_by_hand_survives_a_rerun(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    (tmp_path / "form.json").write_text('{"forms": [], "corrected": true}')
    assert decide(tmp_path, MAKING) == "unchanged"
    with pytest.raises(OutputError) as fault:
        decide(tmp_path, NEWER)
    assert "form.json: is there already and was changed since it was written" in fault.value.__notes__[0]


def test_force_makes_an_unchanged_output_again(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    assert decide(tmp_path, MAKING, Permission(force=True)) == "write"


def test_a_newer_program_replaces_what_the_older_one_wrote(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    assert decide(tmp_path, NEWER) == "write"


def test_a_missing_output_is_made_again(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    (tmp_path / "form.xlsx").unlink()
    assert decide(tmp_path, MAKING) == "write"


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text("my notes")
    with pytest.raises(OutputError) as fault:
        decide(tmp_path, MAKING)
    assert "form.md: is there already and was not written here by this program" in fault.value.__notes__[0]
    assert decide(tmp_path, MAKING, Permission(force=True)) == "write"


def test_an_output_of_another_content_is_not_overwritten(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    with pytest.raises(OutputError) as fault:
        decide(tmp_path, OTHER)
    assert "was made from another content; use --force" in fault.value.__notes__[0]


def test_a_reviewed_record_is_kept_when_its_source_is_the_same(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    (tmp_path / "form.json").write_text(REVIEWED)
    assert decide(tmp_path, NEWER) == "reviewed"


@pytest.mark.parametrize("making", [MAKING, NEWER, OTHER])
def test_force_does_not_overwrite_a_reviewed_record(tmp_path: Path, making: Making) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    (tmp_path / "form.json").write_text(REVIEWED)
    with pytest.raises(OutputError) as fault:
        decide(tmp_path, making, Permission(force=True))
    assert "reviewed or corrected by hand and was kept; use --discard-reviews" in fault.value.__notes__[0]


@pytest.mark.parametrize("making", [MAKING, NEWER, OTHER])
def test_only_discarding_the_reviews_overwrites_a_reviewed_record(tmp_path: Path, making: Making) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    (tmp_path / "form.json").write_text(REVIEWED)
    assert decide(tmp_path, making, Permission(discard_reviews=True)) == "write"


def test_a_broken_record_that_speaks_of_reviews_counts_as_reviewed(tmp_path: Path) -> None:
    (tmp_path / "form.json").write_text(REVIEWED[:-3])
    with pytest.raises(OutputError) as fault:
        decide(tmp_path, MAKING, Permission(force=True))
    assert "reviewed or corrected by hand" in fault.value.__notes__[0]


def test_half_a_line_of_a_killed_run_is_passed_over(tmp_path: Path) -> None:
    write_outputs(tmp_path, "form", MAKING, CONTENTS)
    with (tmp_path / ".jixiao-outputs.jsonl").open("a") as file:
        file.write('{"stem": "for')
    assert decide(tmp_path, MAKING) == "unchanged"


def test_a_failed_write_leaves_the_old_outputs_and_no_rubbish(tmp_path: Path) -> None:
    (tmp_path / "form.html").mkdir()  # stands where a file must go
    (tmp_path / "form.json").write_text("old")
    with pytest.raises(OutputError) as fault:
        write_outputs(tmp_path, "form", MAKING, CONTENTS)
    assert "cannot be written" in fault.value.__notes__[0]
    assert (tmp_path / "form.json").read_text() == "old"
    assert not list(tmp_path.glob(".jixiao-*.tmp"))


def test_an_output_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError) as fault:
        open_folder(tmp_path / "out")
    assert "cannot be made as a folder" in fault.value.__notes__[0]


def test_a_single_result_is_not_written_over_a_file(tmp_path: Path) -> None:
    place = tmp_path / "narrative.md"
    write_file(place, b"first")
    with pytest.raises(OutputError) as fault:
        write_file(place, b"second")
    assert "is there already; use --force" in fault.value.__notes__[0]
    assert place.read_bytes() == b"first"
