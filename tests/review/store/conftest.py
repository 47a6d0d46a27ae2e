"""Stores to test with: each test runs on SQLite and on PostgreSQL, on a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from extractor.review.store import ReviewStore, open_store
from tests.review.store.samples import Opening


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("tmp_path") / "review.sqlite3")
    return str(request.getfixturevalue("pg_url"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite that was opened once: to copy it is faster than to make all tables anew."""
    place = tmp_path_factory.mktemp("made") / "review.sqlite3"
    open_store(place).close()
    return place


@pytest.fixture
def opening(url: str, made: Path) -> Iterator[Opening]:
    """Opens the store at ``url``, as often as it is called."""
    if "://" not in url:
        shutil.copy(made, url)
    with ExitStack() as open_ones:

        def again(readers: int | None = None) -> ReviewStore:
            return open_ones.enter_context(closing(open_store(url, readers=readers)))

        yield again


@pytest.fixture
def single(opening: Opening) -> ReviewStore:
    """A store where one reader decides."""
    return opening(1)


@pytest.fixture
def double(opening: Opening) -> ReviewStore:
    """A store for double reading."""
    return opening(2)
