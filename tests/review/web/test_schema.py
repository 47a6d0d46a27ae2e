"""The JSON interface keeps to its own description: Schemathesis asks it for everything, fit and unfit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode

from extractor.review.web.api import router
from extractor.review.web.server import Serving, open_review
from extractor.values import Record
from tests.review.web.visiting import DATE, LAWS, RATE, TOTAL, Review, Visitor, write_record

load_all_checks()
LEFT_OUT = [CHECKS.get_by_names([name])[0] for name in ("ignored_auth",)]  # the sessions have tests of their own
EXAMPLES = 50
TOKEN = "a long token"
PLACES = [TOTAL, RATE, DATE, "project_name", "indicators[0].score", "indicators[0]", "indicators[n1].score", None]
ROUTES = [(next(iter(one.methods)), one.path) for one in router.routes]  # type: ignore[attr-defined]
ASKED = [
    (address, mode)
    for address in ROUTES
    for mode in GenerationMode
    # Where nothing is sent, nothing can be unfit.
    if mode is GenerationMode.POSITIVE or address[1] not in ("/api/session", "/api/progress")
]


@pytest.fixture(scope="module")
def lin(tmp_path_factory: pytest.TempPathFactory, lighting: Record) -> Iterator[Visitor]:
    """A reviewer at a review with double reading: all there is to ask for can be asked for."""
    place = tmp_path_factory.mktemp("asked")
    for name in ("a", "b"):
        write_record(place, name, lighting)
    app, indexing = open_review(Serving(place, token=TOKEN, readers=2), LAWS)
    indexing.start()
    with closing(app.state.parts.desk.store):
        yield Review(app, place, app.state.parts.desk).visitor("林", token=TOKEN)


@pytest.fixture(scope="module")
def interface(lin: Visitor) -> Any:
    """The interface as it describes itself."""
    generation = GenerationConfig(database="none", no_shrink=True, allow_x00=False)
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", lin.client.app, config=config, headers={"host": "localhost"}
    )


@pytest.mark.parametrize(("address", "mode"), ASKED, ids=str)
def test_every_answer_is_as_described(
    interface: Any, lin: Visitor, address: tuple[str, str], mode: GenerationMode
) -> None:
    method, path = address
    cookies = "; ".join(f"{name}={value}" for name, value in lin.client.cookies.items())
    said = {"x-csrf-token": lin.csrf, "cookie": cookies, "host": "localhost"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(interface[path][method].as_strategy(generation_mode=mode), st.sampled_from(PLACES))
    def ask(case: Any, place: str | None) -> None:
        if mode is GenerationMode.POSITIVE and place is not None:
            _lead(case, place)
        answer = case.call(headers=said)
        case.validate_response(answer, excluded_checks=LEFT_OUT, headers=said)
        assert answer.status_code < 500

    ask()


def _lead(case: Any, place: str) -> None:
    """Let a request that is fit be about something that is there: made up, it would nearly always miss."""
    if "document" in (case.path_parameters or {}):
        case.path_parameters["document"] = 1
    for part in (case.query, case.body):
        if isinstance(part, dict) and "form" in part:
            part["form"] = 0
            if "path" in part:
                part["path"] = place
