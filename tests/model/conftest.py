"""Every test of the model finds out anew how its server wants to be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.model.manner import REMEMBERED


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    REMEMBERED.clear()
    yield
    REMEMBERED.clear()
