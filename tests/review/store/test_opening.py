"""Opening: from nothing, again, at once with others, and refusing what is not ours."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from extractor.errors import StoreError
from extractor.review.store import open_store
from extractor.review.store.tables import VERSION_TABLE, metadata
from tests.review.store.samples import Opening, with_document


def test_the_migrations_end_at_the_tables_that_the_program_knows(url: str) -> None:
    with closing(open_store(url)) as store, store._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_what_was_kept_is_there_when_it_is_opened_again(opening: Opening) -> None:
    first = opening(2)
    document = with_document(first, "a")
    first.close()

    again = opening()

    assert (again.readers, again.secret(), len(again.secret())) == (2, first.secret(), 32)
    assert [line.id for line in again.documents().items] == [document]


def test_two_databases_have_two_secrets(tmp_path: Path) -> None:
    assert open_store(tmp_path / "a").secret() != open_store(tmp_path / "b").secret()


def test_a_folder_keeps_its_review_in_one_file_that_is_nobody_elses(tmp_path: Path) -> None:
    open_store(tmp_path).close()

    place = tmp_path / "review.sqlite3"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with sqlite3.connect(place) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_write_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    with open_store(tmp_path)._database.writing() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "foreign_keys")
        }

    assert pragmas == {"synchronous": 2, "foreign_keys": 1}


def test_a_path_may_hold_what_is_special_to_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "100% ?x=1 #记录"
    folder.mkdir()

    open_store(folder).close()

    assert (folder / "review.sqlite3").exists()


def open_and_tell(url: str, told: multiprocessing.SimpleQueue[bytes | str]) -> None:
    """What a process does that opens a store: tell its secret, or what went wrong."""
    try:
        told.put(open_store(url).secret())
    except Exception as error:
        told.put(repr(error))


def test_processes_that_open_at_once_find_one_database(url: str) -> None:
    fork = multiprocessing.get_context("fork")
    told: multiprocessing.SimpleQueue[bytes | str] = fork.SimpleQueue()
    children = [fork.Process(target=open_and_tell, args=(url, told)) for _ in range(6)]
    for child in children:
        child.start()

    secrets = {told.get() for _ in children}

    for child in children:
        child.join()
    assert secrets == {open_store(url).secret()}


def test_threads_that_open_at_once_find_one_database(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [url] * 4))

    assert len({store.secret() for store in stores}) == 1
    for store in stores:
        store.close()


def refusal(url: str | Path) -> tuple[str, str]:
    """The sentence in Chinese and in English that an address is refused with."""
    with pytest.raises(StoreError) as refused:
        open_store(url)
    return str(refused.value), refused.value.__notes__[0]


def test_a_newer_database_is_refused_and_left_as_it_is(url: str) -> None:
    store = open_store(url)
    with store._database.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))

    chinese, english = refusal(url)

    assert "更新版本" in chinese and "newer version" in english
    with store._database.engine.connect() as connection:
        assert connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() == "9999"
    store.close()


def test_the_database_of_another_program_is_refused(tmp_path: Path, pg_url: str) -> None:
    place = tmp_path / "other.sqlite3"
    for address in (f"sqlite:///{place}", pg_url.replace("postgresql://", "postgresql+psycopg://")):
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE document (id INTEGER)"))
        engine.dispose()
    before = place.read_bytes()

    assert "not a review database" in refusal(place)[1]
    assert "not a review database" in refusal(pg_url)[1]
    assert place.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "review.sqlite3"
    place.write_text("这是一份说明，不是数据库。" * 100, encoding="utf-8")
    before = place.read_bytes()

    assert "not a database" in refusal(place)[1]
    assert place.read_bytes() == before


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "review.sqlite3" in refusal(tmp_path / "missing" / "review.sqlite3")[0]


@pytest.mark.parametrize(
    "address", ["mysql://root@localhost/x", "sqlite://", "sqlite:///:memory:", "postgresql://[::1/x"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert "is not known" in refusal(address)[1]


def test_a_server_that_is_not_there_is_refused_without_telling_the_password() -> None:
    chinese, english = refusal("postgres://someone:geheim@127.0.0.1:1/review")

    assert "127.0.0.1" in chinese and "cannot be used" in english
    assert "geheim" not in chinese + english


def test_an_address_may_begin_as_other_programs_write_it(pg_url: str) -> None:
    secrets = set()
    for beginning in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        store = open_store(pg_url.replace("postgresql://", beginning))
        secrets.add(store.secret())
        store.close()

    assert len(secrets) == 1


def test_a_missing_driver_says_what_to_install() -> None:
    program = """
import sys
sys.modules["psycopg"] = None
from extractor.errors import StoreError
from extractor.review.store import open_store
try:
    open_store("postgresql://127.0.0.1/x")
except StoreError as error:
    print(error.__notes__[0])
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "pip install 'jixiao[postgresql]'" in told
