"""The first version: the log with its guards, and what follows from it.

Comes in: an empty database. Goes out: all tables. It never imports ``tables``: a migration has to stay what
it was on the day it was written, while the tables move on; a test compares the end of all migrations with them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

SQLITE_GUARDS = (
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append only'); END",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append only'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'entry is append only'; END $$",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only()",
)


def upgrade() -> None:
    """Make all tables."""
    _make_documents()
    _make_cells()
    _make_log()
    _make_derived()
    guards = SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS
    for guard in guards:
        op.execute(guard)


def downgrade() -> None:
    """There is nothing before the first version, and the log is not to be lost."""
    raise NotImplementedError


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _key() -> sa.Column[Any]:
    return sa.Column("id", NUMBER, primary_key=True, autoincrement=True)


def _document() -> sa.Column[Any]:
    return sa.Column("document", NUMBER, sa.ForeignKey("document.id"), nullable=False)


def _make_documents() -> None:
    op.create_table("setting", sa.Column("name", sa.Text, primary_key=True), _text("value"))
    op.create_table(
        "document",
        _key(),
        sa.Column("name", NAME, nullable=False, unique=True),
        *(_text(name) for name in ("stamp", "title", "searched", "families")),
        *(_count(name) for name in ("forms", "cells", "errors", "warnings")),
        sa.Column("lowest", sa.Double, nullable=False),
        _text("fault"),
        *(_count(name) for name in ("gone", "queued", "undecided", "disagreed")),
        sqlite_autoincrement=True,
    )


def _make_cells() -> None:
    op.create_table(
        "facet",
        _key(),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        *(_text(name) for name in ("family", "origin", "reason_kind", "laws")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cell",
        _document(),
        _count("form"),
        _text("path"),
        sa.Column("facet", NUMBER, sa.ForeignKey("facet.id"), nullable=False),
        _text("value", nullable=True),
        sa.Column("confidence", sa.Double, nullable=False),
        _text("reason"),
        *(_count(name) for name in ("lawful", "position", "hidden", "decided")),
        sa.PrimaryKeyConstraint("document", "form", "path"),
    )
    order = ["lawful", "confidence", "document", "position", "facet"]
    op.create_index("cell_undecided", "cell", ["hidden", "decided", *order])
    op.create_index("cell_all", "cell", ["hidden", *order])
    op.create_index("cell_facet", "cell", ["hidden", "facet", "decided", "document"])


def _make_log() -> None:
    op.create_table(
        "entry",
        _key(),
        _document(),
        _count("form"),
        _text("path"),
        _text("stream"),
        sa.Column("follows", NUMBER),
        _text("kind"),
        _text("reviewer"),
        *(_text(name, nullable=True) for name in ("ruling", "value", "suggestion")),
        _text("comment"),
        sa.Column("request", sa.Text, unique=True),
        sa.Column("undoes", NUMBER, sa.ForeignKey("entry.id"), unique=True),
        _text("at"),
        *(_text(name, nullable=True) for name in ("before", "before_value")),
        sa.UniqueConstraint("document", "form", "path", "stream", "follows", name="entry_follows_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_document", "entry", ["document", "id"])
    op.create_index("entry_reviewer", "entry", ["reviewer", "id"])


def _place() -> tuple[sa.Column[Any], ...]:
    return _document(), _count("form"), _text("path")


def _words() -> tuple[sa.Column[Any], ...]:
    return (
        _text("ruling"),
        _text("value", nullable=True),
        _text("suggestion", nullable=True),
        _text("comment"),
        sa.Column("entry", NUMBER, nullable=False),
        _text("at"),
    )


def _make_derived() -> None:
    key = ("document", "form", "path")
    latest = sa.Column("latest", NUMBER, nullable=False)
    op.create_table(
        "answer",
        *_place(),
        _text("stream"),
        latest,
        _text("reviewer"),
        *_words(),
        sa.PrimaryKeyConstraint(*key, "stream"),
    )
    op.create_index("answer_reviewer", "answer", ["reviewer", "document"])
    op.create_table("final", *_place(), _text("by"), *_words(), sa.PrimaryKeyConstraint(*key))
    op.create_table("dispute", *_place(), _text("suggestion", nullable=True), sa.PrimaryKeyConstraint(*key))
    op.create_table(
        "share",
        _document(),
        _text("reviewer"),
        _count("answered"),
        _count("waiting"),
        sa.PrimaryKeyConstraint("document", "reviewer"),
    )
    op.create_index("share_reviewer", "share", ["reviewer", "document"])
