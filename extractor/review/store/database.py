"""The connection to SQLite or PostgreSQL, and its transactions.

Comes in: an address or the place of a file. Goes out: ``Database``, whose transactions are either for
reading or for writing; a fault of the database comes out as a ``StoreError``. Never makes a table.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from extractor.errors import StoreError, told

FILE_NAME = "review.sqlite3"
BUSY_SECONDS = 30
POOL = {"pool_size": 10, "max_overflow": 40}  # FastAPI runs 40 threads: none of them has to wait for a connection

PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",  # what was acknowledged is on the disk, in the write-ahead log too
    "recursive_triggers = ON",  # without them, REPLACE would pass by the trigger that guards the log
    "cache_size = -16384",
    "wal_autocheckpoint = 4000",
)


class Database:
    """One database: ``reading`` and ``writing`` give a connection inside a transaction."""

    def __init__(self, engine: sa.Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        # SQLite lets one write at a time and has the others poll; threads of one process queue up here instead.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self._file = _identity(name) if engine.dialect.name == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self._faults_told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write: all of it is kept, or nothing."""
        with self._turn, self._faults_told(), self.engine.connect() as plain:
            connection = plain.execution_options(jixiao_writes=True)
            with connection.begin():
                yield connection

    def _require_its_file(self) -> None:
        """Raise ``StoreError`` when the file was taken away: open connections would write on into what nobody finds."""
        if self._file is not None and _identity(self.name) != self._file:
            raise told(
                StoreError,
                f"{self.name}：复核数据库文件已被移走或替换，本次没有保存；请放回原文件，或重新启动 jixiao review。",
                f"{self.name}: the review database was moved or replaced, and nothing was saved; "
                "put the file back, or start jixiao review again.",
            )

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        """Turn a fault of the database into a ``StoreError``; a broken constraint is the caller's to judge."""
        self._require_its_file()
        try:
            yield
        except IntegrityError:
            raise
        except (SQLAlchemyError, sqlite3.Error) as error:  # the second where a connection is prepared
            raise unusable(self.name, error) from error


def _identity(name: str) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None where there is none."""
    try:
        facts = os.stat(name)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def count_for_planner(connection: sa.Connection) -> None:
    """Have PostgreSQL look at what came in; until it does so by itself, some pages would take it minutes."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("ANALYZE document, cell, facet, entry, answer, final, dispute, share"))


def unusable(name: str, error: Exception) -> StoreError:
    """The ``StoreError`` for a database that does not do what it was asked."""
    reason = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())[:300]
    return told(
        StoreError,
        f"{name}：复核数据库无法使用（{reason}）；请检查地址、权限和磁盘空间，或用别的数据库。",
        f"{name}: the review database cannot be used ({reason}); "
        "check its address, permissions and disk space, or use another one.",
    )


def connect(address: str | Path) -> Database:
    """The database at an address (``postgresql://…``, ``sqlite:///…``), in a file, or in a folder.

    Raises ``StoreError`` for an address that is none, or for PostgreSQL without its driver.
    Nothing is asked of the database yet.
    """
    url = _read_address(address)
    name = url.database or "" if url.drivername.startswith("sqlite") else url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        return Database(_sqlite_engine(url, name), name)
    arguments: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    try:
        engine = sa.create_engine(url, pool_pre_ping=True, connect_args=arguments, **POOL)
    except ImportError as error:
        raise told(
            StoreError,
            f"{name}：缺少 PostgreSQL 的驱动程序；请先安装：pip install 'jixiao[postgresql]'。",
            f"{name}: the driver for PostgreSQL is missing; install it: pip install 'jixiao[postgresql]'.",
        ) from error
    return Database(engine, name)


def _read_address(address: str | Path) -> sa.URL:
    """The URL of an address, with the drivers that are used here."""
    if isinstance(address, Path) or "://" not in address:
        place = Path(address)
        place = place / FILE_NAME if place.is_dir() else place
        return sa.URL.create("sqlite", database=str(place))
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _no_address() from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise _no_address()


def _no_address() -> StoreError:
    # The address itself is not repeated: it may hold a password.
    return told(
        StoreError,
        "复核数据库的地址无法识别；请给出文件名，或 postgresql://用户@主机/库名。",
        "The address of the review database is not known; give a file, or postgresql://user@host/name.",
    )


def _sqlite_engine(url: sa.URL, name: str) -> sa.Engine:
    """An engine for one file that survives a crash at any moment and lets others read while one writes."""
    try:
        # The file holds the secret that signs sessions: it is nobody else's to read.
        os.close(os.open(name, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise unusable(name, error) from error
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **POOL)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own: see ``begin``
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later would fail at the write when another one was faster.
        writes = connection.get_execution_options().get("jixiao_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
