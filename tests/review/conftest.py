"""Databases for the tests of the review: a file of their own, or a PostgreSQL server of the test run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.review.postgres import Missing, empty_database, serve


@pytest.fixture(scope="session")
def pg_server() -> Iterator[sa.URL]:
    """One PostgreSQL server for the session (with xdist: for the worker)."""
    try:
        with serve() as server:
            yield server
    except Missing as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture
def pg_url(pg_server: sa.URL) -> str:
    """The address of an empty database of PostgreSQL."""
    return empty_database(pg_server)
