"""The servers: one that is fond of pointers, one of control characters, and one that never comes to an end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.llama.server import LlamaServer

LISTING = {" ": -3.0, "}": -3.0, "]": 0.0, ",": 0.15}
POINTING = {**LISTING, '"': 1.2, "|": 1.1, ".": 1.1, "=": 0.8, **dict.fromkeys("0123456789", 1.0)}
CONTROLLING = {**LISTING, '"': 1.0, **dict.fromkeys("\x01\x02\x08\t\r\x1b", 0.9)}
RAMBLING = {"}": -3.0, " ": -3.0, "]": -3.0, '"': -1.5}


@pytest.fixture(scope="session")
def pointing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with LlamaServer(tmp_path_factory.mktemp("pointing"), fond=POINTING) as server:
        yield server


@pytest.fixture(scope="session")
def rambling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with LlamaServer(tmp_path_factory.mktemp("rambling"), fond=RAMBLING) as server:
        yield server


@pytest.fixture(scope="session")
def controlling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with LlamaServer(tmp_path_factory.mktemp("controlling"), fond=CONTROLLING) as server:
        yield server
