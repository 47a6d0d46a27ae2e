"""``jixiao review``: what it refuses to serve, how it ends, and what ``--export`` writes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.record.record_json import dumps, loads
from extractor.review.folder import RecordFolder
from extractor.review.indexing import Indexing
from extractor.review.store import open_store
from extractor.review.values import Place, Ruling, Saying
from tests import sample_record
from tests.review.serving import WAIT, served

BROKEN = dumps(sample_record.record(sample_record.national))
DECISIONS: tuple[tuple[str, Ruling, str | None, str | None], ...] = (
    ("total.score", "correct", "86", "88"),
    ("funds[1].execution_rate", "accept", "90%", "90%"),
    ("sign_off.filled_on", "unreadable", None, None),
)


def review(*arguments: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, ["review", *map(str, arguments)], env={"JIXIAO_LANG": lang, "COLUMNS": "200"})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The output folder of ``recover`` with two records, ``a`` and ``b``."""
    place = tmp_path / "out"
    place.mkdir()
    for name in ("a", "b"):
        (place / f"{name}.json").write_text(BROKEN, encoding="utf-8")
    return place


@pytest.fixture
def reviewed(out: Path) -> Path:
    """The same, with ``a`` reviewed to the end."""
    with closing(open_store(out)) as store:
        Indexing(RecordFolder(out), store).start()
        for path, ruling, value, suggestion in DECISIONS:
            store.save(Saying(Place(1, 0, path), "林", ruling, value, suggestion))
    return out


def test_other_machines_are_let_in_with_a_token_only(out: Path) -> None:
    english, chinese = review(out, "--host", "0.0.0.0"), review(out, "--host", "0.0.0.0", lang="zh")
    assert (english.exit_code, chinese.exit_code) == (2, 2)
    assert english.stderr.startswith("jixiao: --host 0.0.0.0 lets other machines reach these records; add --token")
    assert chinese.stderr.startswith("jixiao: --host 0.0.0.0 会让其他机器也能访问这些记录；请加 --token")
    assert english.stderr.count("\n") == chinese.stderr.count("\n") == 1
    assert not (out / "review.sqlite3").exists()


@pytest.mark.parametrize("token", ["", "short", "1234567"])
def test_a_token_that_could_be_guessed_is_refused(out: Path, token: str) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        result = review(out, "--host", host, "--token", token)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert "--token" in result.stderr


def test_a_port_in_use_is_refused_in_one_sentence(out: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        english, chinese = review(out, "--port", port), review(out, "--port", port, lang="zh")
    assert (english.exit_code, chinese.exit_code) == (2, 2)
    assert f"Cannot listen on 127.0.0.1:{port} (Address already in use); choose another --port" in english.stderr
    assert f"无法在 127.0.0.1:{port} 监听" in chinese.stderr


@pytest.mark.parametrize("host", ["999.1.1.1", "x" * 70])
def test_an_address_that_is_none_is_refused_in_one_sentence(out: Path, host: str) -> None:
    result = review(out, "--host", host, "--token", "long enough", "--port", 0)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "Cannot listen on" in result.stderr


def test_a_folder_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    english, chinese = review(tmp_path / "no", "--port", 0), review(tmp_path / "no", "--port", 0, lang="zh")
    assert (english.exit_code, chinese.exit_code) == (3, 3)
    assert "is not a folder that can be read; give the output folder of recover" in english.stderr
    assert "不是可读的文件夹" in chinese.stderr


def test_a_database_of_something_else_is_left_alone(out: Path) -> None:
    (out / "review.sqlite3").write_bytes(b"not a database at all" * 100)
    result = review(out, "--port", 0)
    assert (result.exit_code, result.stderr.count("\n")) == (3, 1)
    assert (out / "review.sqlite3").read_bytes().startswith(b"not a database")


def test_a_folder_without_records_is_served_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with served(tmp_path / "empty") as server, closing(server.browser("Lin")) as browser:
        assert server.said == f"The review is at {server.address}/\n"
        assert "run jixiao recover with -o" in browser.get("/").text


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_ctrl_c_ends_a_review_with_0(out: Path) -> None:
    with served(out) as server:
        with closing(server.browser("Lin")) as browser:
            body = {"form": 0, "path": "total.score", "ruling": "accept", "request": "before-the-end"}
            assert browser.post("/api/documents/1/decisions", json=body).status_code == 200
            os.killpg(server.process.pid, signal.SIGINT)
            output, errors = server.process.communicate(timeout=WAIT)
    assert (server.process.returncode, output) == (0, "")
    assert errors == "jixiao: Ctrl+C ends it; every saved decision stays.\njixiao: ended.\n"
    with closing(open_store(out)) as store:
        assert [entry.said.ruling for entry in store.entries()] == ["accept"]


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_ctrl_c_while_records_are_taken_in_ends_without_a_traceback(out: Path) -> None:
    for number in range(2000):
        os.link(out / "a.json", out / f"n{number}.json")
    with served(out) as server:
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == "jixiao: 2002 records are being taken in meanwhile.\n"
        with closing(server.browser("Lin")) as browser:
            assert browser.get("/api/progress").json()["indexing"]["all"] == 2002
        # What a terminal sends goes to the processes that read the records, too.
        os.killpg(server.process.pid, signal.SIGINT)
        _, errors = server.process.communicate(timeout=WAIT)
    assert server.process.returncode == 0
    assert errors.endswith("jixiao: ended.\n")
    assert "Traceback" not in errors


def test_a_guarded_review_asks_for_the_token_that_it_prints(out: Path) -> None:
    with served(out, "--host", "0.0.0.0", "--token", "auto") as server:
        assert server.process.stdout is not None
        token = server.process.stdout.readline().removeprefix("Token: ").strip()
        assert len(token) >= 20
        browser = server.stranger()
        with closing(browser):
            assert browser.get("/api/session").status_code == 401
            browser.post("/enter", data={"name": "Lin", "token": token})
            assert browser.get("/api/session").json()["reviewer"] == "Lin"


def test_double_reading_is_kept_until_it_is_changed(out: Path) -> None:
    for option, readers in ((["--double"], 2), ([], 2), (["--single"], 1), ([], 1)):
        assert review(out, *option, "--export", out.parent / "x", "--force").exit_code == 0
        with closing(open_store(out)) as store:
            assert store.readers == readers


def test_export_writes_records_gold_and_a_report(reviewed: Path, tmp_path: Path) -> None:
    result = review(reviewed, "--export", tmp_path / "done")
    written = sorted(str(place.relative_to(tmp_path / "done")) for place in (tmp_path / "done").rglob("*.*"))
    assert result.exit_code == 0, result.stderr
    assert written == ["gold/a.expected.json", "gold/a.txt", "records/a.json", "review.html", "review.xlsx"]
    assert result.stdout.endswith("done: 1 reviewed records, 1 gold files, review.html, review.xlsx\n")
    record = loads((tmp_path / "done" / "records" / "a.json").read_bytes())
    assert record.forms[0].values["total"]["score"] == "86"
    assert (reviewed / "a.json").read_text(encoding="utf-8") == BROKEN


def test_an_export_is_overwritten_by_force_only(reviewed: Path, tmp_path: Path) -> None:
    review(reviewed, "--export", tmp_path / "done")
    kept = tmp_path / "done" / "review.html"
    kept.write_text("kept")
    shutil.rmtree(tmp_path / "done" / "records")

    english, chinese = (review(reviewed, "--export", tmp_path / "done", lang=lang) for lang in ("en", "zh"))

    assert (english.exit_code, chinese.exit_code) == (3, 3)
    assert "review.html: is there already; use --force to overwrite it" in english.stderr
    assert "已经存在" in chinese.stderr
    assert kept.read_text() == "kept" and not (tmp_path / "done" / "records").exists()  # nothing was begun
    assert review(reviewed, "--export", tmp_path / "done", "--force").exit_code == 0
    assert "林" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_records_themselves_are_never_written_over(tmp_path: Path, reviewed: Path, force: list[str]) -> None:
    # A folder of records may be called what an export calls its own.
    for name in ("out", "records", "gold"):
        place = tmp_path / "somewhere" / name
        shutil.copytree(reviewed, place)
        for target in (place, place / "..", place.parent):
            if target == place or name != "out":
                result = review(place, "--export", target, *force)
                assert result.exit_code == 3
                assert "is the folder of the records themselves" in result.stderr
        assert (place / "a.json").read_text(encoding="utf-8") == BROKEN


def test_a_link_to_the_records_is_no_other_folder(reviewed: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(reviewed)
    assert review(reviewed, "--export", tmp_path / "link", "--force").exit_code == 3
    assert (reviewed / "a.json").read_text(encoding="utf-8") == BROKEN


def test_a_record_that_is_gone_is_named_once_and_the_others_go_out(reviewed: Path, tmp_path: Path) -> None:
    with closing(open_store(reviewed)) as store:
        store.save(Saying(Place(2, 0, "total.score"), "林", "correct", "86", "88"))
    (reviewed / "a.json").unlink()

    result = review(reviewed, "--export", tmp_path / "done")

    assert result.exit_code == 3
    assert result.stderr.count("a.json: cannot be read") == 1
    assert os.listdir(tmp_path / "done" / "records") == ["b.json"]


def test_a_name_that_is_no_name_is_made_one(out: Path) -> None:
    with served(out, "--reviewer", "\u202eLin \u200b Smith") as server, closing(server.stranger()) as browser:
        assert browser.get("/api/session").json()["reviewer"] == "Lin Smith"
