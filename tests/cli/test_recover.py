"""``jixiao recover`` from end to end: outputs, reruns, bad inputs, exit statuses."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from tests.ingest.pdf.written import pdf, say

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
FORM = EVAL_SET / "national-tabs.txt"


def recover(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["recover", *map(str, arguments)], env={"JIXIAO_LANG": "en", "COLUMNS": "200"})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A readable form in a folder of its own."""
    return Path(shutil.copy(FORM, tmp_path / "form.txt"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_an_input_gets_its_four_outputs_and_status_0(form: Path, out: Path) -> None:
    result = recover(form, "-o", out)
    assert result.exit_code == 0
    assert names(out) == ["form.html", "form.json", "form.md", "form.xlsx"]


def test_evidence_in_the_record_is_exactly_the_text_it_points_to(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    record = json.loads((out / "form.json").read_text(encoding="utf-8"))
    pieces = [piece for cell in record["forms"][0]["cells"].values() for piece in cell["evidence"]]
    assert pieces
    assert all(record["text"][piece["start"] : piece["end"]] == piece["text"] for piece in pieces)


def test_a_rerun_says_that_nothing_changed_and_changes_nothing(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    result = recover(form, "-o", out)
    assert (result.exit_code, {path: path.stat().st_mtime_ns for path in out.iterdir()}) == (0, before)
    assert f"{form} is unchanged" in result.stderr


def test_a_changed_input_is_not_written_over_its_old_output_without_force(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    form.write_text(form.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    refused = recover(form, "-o", out)
    assert refused.exit_code == 3
    assert "form.json: is there already and was made from another content; use --force" in refused.stderr
    assert recover(form, "-o", out, "--force").exit_code == 0


def test_a_reviewed_record_survives_force(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    place = out / "form.json"
    reviewed = place.read_text(encoding="utf-8").replace('"origin": "read"', '"origin": "reviewed"', 1)
    place.write_text(reviewed, encoding="utf-8")
    result = recover(form, "-o", out, "--force")
    assert result.exit_code == 3
    assert place.read_text(encoding="utf-8") == reviewed
    assert "--discard-reviews" in result.stderr


def test_a_value_corrected_by_hand_survives_force(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    place = out / "form.json"
    data = json.loads(place.read_text(encoding="utf-8"))
    data["forms"][0]["values"]["total"]["score"] = "1"
    corrected = json.dumps(data, ensure_ascii=False)
    place.write_text(corrected, encoding="utf-8")
    result = recover(form, "-o", out, "--force")
    assert result.exit_code == 3
    assert place.read_text(encoding="utf-8") == corrected
    assert "corrected by hand and was kept; use --discard-reviews" in result.stderr


def test_where_nothing_could_be_done_no_folder_is_left(tmp_path: Path, out: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = recover(tmp_path / "empty.txt", "-o", out)
    assert result.exit_code == 3
    assert not out.exists() and "outputs in" not in result.stdout


def test_discarding_reviews_overwrites_them(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    place = out / "form.json"
    first = place.read_text(encoding="utf-8")
    place.write_text(first.replace('"origin": "read"', '"origin": "reviewed"', 1), encoding="utf-8")
    assert recover(form, "-o", out, "--discard-reviews").exit_code == 0
    assert place.read_text(encoding="utf-8") == first


def test_a_folder_is_searched_and_bad_files_do_not_stop_the_good_ones(tmp_path: Path, form: Path, out: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (tmp_path / "notice.txt").write_text("关于召开会议的通知\n各科室：\n定于周五开会。\n", encoding="utf-8")
    result = recover(tmp_path, "-o", out)
    assert result.exit_code == 3
    assert names(out) == ["form.html", "form.json", "form.md", "form.xlsx"]
    assert len([line for line in result.stderr.splitlines() if line.startswith("jixiao: ")]) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.txt", None),
        ("empty.txt", b""),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("broken.txt", b"\xff\xfe\xfd\x80\x81\x00\x9f" * 50),
        ("notice.txt", "今天天气很好，适合出游。".encode()),
        ("control.txt", "\u202e\u200f\x07\x1b[31m\n".encode() * 20),
    ],
)
def test_a_bad_input_gets_one_sentence_with_its_name_and_status_3(
    tmp_path: Path, out: Path, name: str, content: bytes | None
) -> None:
    place = tmp_path / name
    if content is not None:
        place.write_bytes(content)
    result = recover(place, "-o", out)
    sentences = [line for line in result.stderr.splitlines() if line.strip()]
    assert result.exit_code == 3
    assert len(sentences) == 1 and name in sentences[0]
    assert "Traceback" not in result.output


def test_inputs_of_the_same_name_get_outputs_that_tell_them_apart(tmp_path: Path, out: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        shutil.copy(FORM, tmp_path / folder / "form.txt")
    recover(tmp_path / "north" / "form.txt", tmp_path / "south" / "form.txt", "-o", out)
    assert [name for name in names(out) if name.endswith(".json")] == ["north-form.json", "south-form.json"]


def test_an_output_folder_that_cannot_be_made_is_told_with_status_3(tmp_path: Path, form: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = recover(form, "-o", tmp_path / "file")
    assert result.exit_code == 3
    assert "cannot be made as a folder" in result.stderr


def test_json_lists_every_input_with_its_outputs_or_its_fault(form: Path, out: Path) -> None:
    result = recover(form, form.parent / "missing.txt", "-o", out, "--json")
    data = json.loads(result.stdout)
    assert [(one["status"], len(one["outputs"])) for one in data["inputs"]] == [("done", 4), ("failed", 0)]
    assert data["exit_status"] == result.exit_code == 3


def test_quiet_prints_nothing_but_faults(form: Path, out: Path) -> None:
    result = recover(form, form.parent / "missing.txt", "-o", out, "--quiet")
    assert result.stdout == ""
    assert "missing.txt" in result.stderr


def test_the_language_of_faults_and_tables_can_be_chinese(form: Path, out: Path) -> None:
    recover(form, "-o", out)
    result = recover(form, "-o", out, "--lang", "zh")
    assert "内容未变" in result.stderr


def test_a_family_of_a_folder_of_ones_own_is_used(form: Path, out: Path, tmp_path: Path) -> None:
    families = tmp_path / "families"
    families.mkdir()
    built_in = Path(__file__).parent.parent.parent / "extractor" / "families" / "project_national.toml"
    text = built_in.read_text(encoding="utf-8").replace('name = "project_national"', 'name = "our_own"', 1)
    (families / "our_own.toml").write_text(text, encoding="utf-8")
    recover(form, "-o", out, "--families", families, "--family", "our_own")
    assert json.loads((out / "form.json").read_text(encoding="utf-8"))["forms"][0]["family"] == "our_own"


def test_a_broken_family_file_ends_the_run_with_status_2(form: Path, out: Path, tmp_path: Path) -> None:
    families = tmp_path / "families"
    families.mkdir()
    (families / "broken.toml").write_text("name = ", encoding="utf-8")
    result = recover(form, "-o", out, "--families", families)
    assert result.exit_code == 2
    assert "broken.toml" in result.stderr


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.txt", "表 [red]格\x1b[31m.txt".encode(), b"-o.txt", ("长" * 80 + ".txt").encode()]
)
def test_an_odd_file_name_does_no_harm(tmp_path: Path, form: Path, out: Path, name: bytes) -> None:
    try:
        odd = form.rename(tmp_path / os.fsdecode(name))
    except OSError as error:
        pytest.skip(f"the file system refuses the name: {error}")
    result = recover("-o", out, "--", odd)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert recover("-o", out, "--", odd).exit_code == 0


def test_a_file_without_the_pages_that_are_wanted_stops_no_other(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(say("one page")))
    shutil.copy(FORM, tmp_path / "b.txt")

    result = recover(tmp_path, "--pages", "9", "-o", out)

    assert result.exit_code == 3
    assert "a.pdf: it has 1 pages, none of those asked for" in result.stderr
    assert "b.json" in names(out)
