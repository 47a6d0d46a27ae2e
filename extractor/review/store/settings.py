"""What the database knows of itself: how many readers a place needs, and the secret of its sessions.

Comes in: a connection inside a transaction. Goes out: the settings of all who use this database. Never
reads the environment.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from extractor.review.store.tables import setting

READERS, SECRET, REVISION = "readers", "secret", "revision"
OF_NAME = sa.select(setting.c.value).where(setting.c.name == sa.bindparam("name"))


def readers(connection: sa.Connection) -> int:
    """How many people have to decide a place."""
    return int(_read(connection, READERS) or 1)


def secret(connection: sa.Connection) -> bytes:
    """The 32 random bytes that were made with the database."""
    return bytes.fromhex(_read(connection, SECRET) or "")


def revision(connection: sa.Connection) -> int:
    """A number that grows whenever documents are registered or forgotten."""
    return int(_read(connection, REVISION) or 0)


def set_readers(connection: sa.Connection, number: int) -> None:
    """Write down how many people have to decide a place."""
    _write(connection, READERS, str(number))


def count_revision(connection: sa.Connection) -> None:
    """Say that documents were registered or forgotten."""
    _write(connection, REVISION, str(revision(connection) + 1))


def make_missing(connection: sa.Connection) -> None:
    """Make the settings that a new database lacks."""
    for name, value in ((READERS, "1"), (SECRET, secrets.token_hex(32)), (REVISION, "0")):
        if _read(connection, name) is None:
            connection.execute(sa.insert(setting), {"name": name, "value": value})


def _read(connection: sa.Connection, name: str) -> str | None:
    return connection.execute(OF_NAME, {"name": name}).scalar()


def _write(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.update(setting).where(setting.c.name == name), {"value": value})
