"""The tables of the review, as SQLAlchemy knows them; the first migration makes the same ones.

Comes in: nothing. Goes out: one ``Table`` each. ``entry`` is the log and the truth; ``answer``,
``final``, ``dispute`` and ``share``, and the counts in ``document`` and ``cell``, follow from it and
can be derived anew. Never holds a type that SQLite and PostgreSQL treat differently: numbers,
texts, and moments as UTC texts that sort by time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

VERSION_TABLE = "jixiao_version"
"""Alembic's own table under a name that no other program gives it: who has it is one of ours."""

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite counts up INTEGER keys only
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorts by code point on both
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Moment(sa.types.TypeDecorator[datetime]):
    """A UTC datetime, kept as a text of fixed length, so that both databases order it alike."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        """The text that is written for a datetime with a time zone."""
        return None if value is None else value.astimezone(UTC).strftime(MOMENT_FORMAT)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:
        """The datetime, in UTC, of a text that was read."""
        return None if value is None else datetime.strptime(value, MOMENT_FORMAT).replace(tzinfo=UTC)


metadata = sa.MetaData()

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
    sa.Column("name", NAME, nullable=False, unique=True),
    sa.Column("stamp", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("searched", sa.Text, nullable=False),  # name and title, case folded
    sa.Column("families", sa.Text, nullable=False),  # JSON
    sa.Column("forms", sa.Integer, nullable=False),
    sa.Column("cells", sa.Integer, nullable=False),
    sa.Column("errors", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("lowest", sa.Double, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Column("gone", sa.Integer, nullable=False),
    sa.Column("queued", sa.Integer, nullable=False),
    sa.Column("undecided", sa.Integer, nullable=False),  # cells of the queue without a final value
    sa.Column("disagreed", sa.Integer, nullable=False),  # disputes, of the queue or not
    sqlite_autoincrement=True,
)

facet = sa.Table(  # what a cell can be found by: a few hundred of these serve all cells
    "facet",
    metadata,
    sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("family", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("reason_kind", sa.Text, nullable=False),
    sa.Column("laws", sa.Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)


def _place() -> tuple[sa.Column[Any], ...]:
    """The three columns that name a place."""
    return (
        sa.Column("document", NUMBER, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
    )


cell = sa.Table(
    "cell",
    metadata,
    *_place(),
    sa.Column("facet", NUMBER, sa.ForeignKey("facet.id"), nullable=False),
    sa.Column("value", sa.Text),
    sa.Column("confidence", sa.Double, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lawful", sa.Integer, nullable=False),  # 0: breaks a law, and so comes first
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("hidden", sa.Integer, nullable=False),  # its document is gone
    sa.Column("decided", sa.Integer, nullable=False),  # has a final value
    sa.PrimaryKeyConstraint("document", "form", "path"),
    sa.Index("cell_undecided", "hidden", "decided", "lawful", "confidence", "document", "position", "facet"),
    sa.Index("cell_all", "hidden", "lawful", "confidence", "document", "position", "facet"),
    sa.Index("cell_facet", "hidden", "facet", "decided", "document"),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
    *_place(),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("follows", NUMBER),  # the latest entry of the stream until then, 0: none; NULL for a comment
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("ruling", sa.Text),
    sa.Column("value", sa.Text),
    sa.Column("suggestion", sa.Text),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("request", sa.Text, unique=True),
    sa.Column("undoes", NUMBER, sa.ForeignKey("entry.id"), unique=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("before_value", sa.Text),
    sa.UniqueConstraint("document", "form", "path", "stream", "follows", name="entry_follows_once"),
    sa.Index("entry_document", "document", "id"),
    sa.Index("entry_reviewer", "reviewer", "id"),
    sqlite_autoincrement=True,
)


def _words() -> tuple[sa.Column[Any], ...]:
    """What is held of a place, and since which entry."""
    return (
        sa.Column("ruling", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("suggestion", sa.Text),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )


answer = sa.Table(  # one line for each stream of a place; ``open`` where nothing stands
    "answer",
    metadata,
    *_place(),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("latest", NUMBER, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    *_words(),
    sa.PrimaryKeyConstraint("document", "form", "path", "stream"),
    sa.Index("answer_reviewer", "reviewer", "document"),
)

final = sa.Table(
    "final",
    metadata,
    *_place(),
    sa.Column("by", sa.Text, nullable=False),  # JSON
    *_words(),
    sa.PrimaryKeyConstraint("document", "form", "path"),
)

dispute = sa.Table(
    "dispute",
    metadata,
    *_place(),
    sa.Column("suggestion", sa.Text),
    sa.PrimaryKeyConstraint("document", "form", "path"),
)

share = sa.Table(  # what one person has done in one document
    "share",
    metadata,
    sa.Column("document", NUMBER, sa.ForeignKey("document.id"), nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),  # cells of the queue answered, but still without a final value
    sa.PrimaryKeyConstraint("document", "reviewer"),
    sa.Index("share_reviewer", "reviewer", "document"),
)
