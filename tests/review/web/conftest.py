"""A review over a real folder, and reviewers with browsers of their own; every answer is held to the strict policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from extractor import recover
from extractor.pipeline import recover_text
from extractor.review.web.server import Serving, open_review
from extractor.settings import Settings
from extractor.values import Record
from tests import sample_record
from tests.decide.small_forms import CARD
from tests.review.web.visiting import LAWS, Review, write_record

EVAL_SET = Path(__file__).parents[3] / "eval_set"
Serve = Callable[..., Review]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Open the review of some records: ``serve({"a": record}, readers=2, token="…")``; nothing listens."""
    opened: list[Review] = []

    def review(records: Mapping[str, Record | bytes] = {}, folder: str = "out", **wanted: object) -> Review:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, record in records.items():
            write_record(place, name, record)
        app, indexing = open_review(Serving(place, **wanted), LAWS)  # type: ignore[arg-type]
        assert indexing.start() is None
        found = Review(app, place, app.state.parts.desk)
        opened.append(found)
        return found

    yield review
    for one in opened:
        one.desk.store.close()


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory, lighting: Record) -> Iterator[Review]:
    """A review of ``lighting`` that stays as it is: for tests of what is refused, and of what is only looked at."""
    place = tmp_path_factory.mktemp("standing") / "out"
    place.mkdir()
    write_record(place, "lighting", lighting)
    app, indexing = open_review(Serving(place), LAWS)
    indexing.start()
    found = Review(app, place, app.state.parts.desk)
    yield found
    assert found.desk.store.entries() == ()
    found.desk.store.close()


@pytest.fixture(scope="session")
def lighting() -> Record:
    """A national form with three cells to look at: an inferred rate, a total that breaks a law, a missing date."""
    return sample_record.record(sample_record.national)


@pytest.fixture(scope="session")
def tabs() -> Record:
    """A document of the evaluation set, as ``recover`` reads it: nothing in it waits for a reviewer."""
    return recover(EVAL_SET / "national-tabs.txt")


@pytest.fixture(scope="session")
def card() -> Record:
    """A score card as ``recover`` reads it, of which two scores are lost: the first tells what the second is."""
    text = CARD.format(投入="19.40", a="", b="", total="19.40").replace("\t3\t\n", "\t3\n")
    return recover_text(text, "card", Settings(source_kind="digital"))


@pytest.fixture(scope="session")
def three_forms() -> Record:
    """A document of the evaluation set with three forms."""
    return recover(EVAL_SET / "three-forms-one-file.txt")
