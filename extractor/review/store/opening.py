"""Opening a database: bring it to this version, or say why it cannot be used.

Comes in: a database. Goes out: the same with all tables, migrated by Alembic in one transaction, so that
of two processes that open at once one does it and the other finds it done. Raises ``StoreError`` for a
database of another program or of a newer version of this one, and leaves it as it was.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from extractor.errors import StoreError, told
from extractor.review.store import settings
from extractor.review.store.database import BUSY_SECONDS, Database, unusable
from extractor.review.store.tables import VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"
TURN = 6_410_253_771_912_048
"""The number that PostgreSQL's advisory locks of this program go by."""


def bring_up_to_date(database: Database) -> None:
    """Migrate a database to this version and give it the settings it lacks."""
    if database.engine.dialect.name == "sqlite":
        with database.reading() as connection:  # before anything is written to a file that may be another program's
            _refuse_others(database.name, connection)
        _write_ahead(database)
    with database.writing() as connection:
        take_turn(connection)
        if not _refuse_others(database.name, connection):
            command.upgrade(_configuration(connection), "head")
            settings.make_missing(connection)


def take_turn(connection: sa.Connection) -> None:
    """Wait until no other process migrates, registers or rebuilds; in SQLite all writing is one at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))


def _configuration(connection: sa.Connection) -> Config:
    """Alembic's configuration, without a file."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration


def _refuse_others(name: str, connection: sa.Connection) -> bool:
    """Raise ``StoreError`` for a database that is not ours, or newer than this program; True when it is up to date."""
    tables = set(sa.inspect(connection).get_table_names())
    if not tables:
        return False
    if VERSION_TABLE not in tables:
        raise told(
            StoreError,
            f"{name}：不是本程序的复核数据库，没有改动；请换一个文件或一个空的数据库。",
            f"{name}: is not a review database of this program and was left as it is; "
            "choose another file or an empty database.",
        )
    versions = set(connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars())
    scripts = ScriptDirectory.from_config(_configuration(connection))
    if versions - {script.revision for script in scripts.walk_revisions()}:
        raise told(
            StoreError,
            f"{name}：由更新版本的程序写成，没有改动；请升级：pip install --upgrade jixiao。",
            f"{name}: was written by a newer version of this program and was left as it is; "
            "upgrade: pip install --upgrade jixiao.",
        )
    return versions == set(scripts.get_heads())


def _write_ahead(database: Database) -> None:
    """Have the file write ahead, so that reading and writing go on side by side; the file remembers it.

    SQLite does not wait for others at this one statement, whatever its timeout.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.Error as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise unusable(database.name, error) from error
        finally:
            connection.close()
        time.sleep(0.02)
