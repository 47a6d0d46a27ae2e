"""What the server refuses: other hosts, other pages, large requests, hostile texts; and what a fault tells."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.review.web.server import Serving, guard, listen
from extractor.values import Record
from tests import sample_record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import TOTAL, Review, client_of, request, write_record

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}${7*7}]]></textarea>&lt;\u202e"


def hostile(page: Any) -> Any:
    return sample_record.national(page, HOSTILE, HOSTILE)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "localhost:80:80", "", "[::2]:80"]
)
def test_another_host_name_is_refused(standing: Review, host: str) -> None:
    answer = standing.stranger().client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]", "[::1]:8765"])
def test_this_machine_is_served_by_every_name_of_its_own(serve: Serve, host: str) -> None:
    assert serve(reviewer="林").stranger().client.get("/", headers={"host": host}).status_code == 200


def test_a_named_host_is_served_however_it_is_spelled(serve: Serve) -> None:
    review = serve(reviewer="林", hosts=("Review.Example",))
    assert review.stranger().client.get("/", headers={"host": "review.example:8765"}).status_code == 200


def test_an_address_of_the_new_kind_is_its_own_host(serve: Serve) -> None:
    review = serve(host="fd00::1", token="a long token")
    assert review.stranger().client.get("/enter", headers={"host": "[fd00::1]:8765"}).status_code == 200


def test_a_change_without_the_token_of_the_session_is_refused(standing: Review) -> None:
    lin, zhou = standing.visitor("林"), standing.visitor("周")
    for forged in ("", "x", zhou.csrf, lin.csrf + "x", "é"):
        body = {"form": 0, "path": TOTAL, "ruling": "accept", "request": request()}
        headers = {"x-csrf-token": forged.encode()}
        answer = lin.client.post("/api/documents/1/decisions", json=body, headers=headers)
        assert (answer.status_code, answer.json()["kind"]) == (403, "forged")
    assert standing.desk.store.entries() == ()


def test_a_form_of_another_page_cannot_send_a_decision(standing: Review) -> None:
    lin = standing.visitor()
    text = '{"form": 0, "path": "total.score", "ruling": "accept", "request": "some-request"}'
    headers = {"x-csrf-token": lin.csrf, "content-type": "text/plain"}
    assert lin.client.post("/api/documents/1/decisions", content=text, headers=headers).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("address", ["/enter", "/language"])
def test_another_page_cannot_enter_under_a_name_of_its_choice(
    standing: Review, address: str, said: dict[str, str]
) -> None:
    lin = standing.visitor("林")
    answer = lin.client.post(address, data={"name": "别人", "to": "en"}, headers=said, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert lin.json("/api/session")["reviewer"] == "林"


def test_the_own_page_may_enter(standing: Review) -> None:
    stranger = standing.stranger()
    for said in ({"origin": "http://127.0.0.1"}, {"sec-fetch-site": "same-origin", "origin": "null"}):
        answer = stranger.client.post("/enter", data={"name": "林"}, headers=said, follow_redirects=False)
        assert answer.status_code == 303


@pytest.mark.parametrize("size", [400_000, 20_000_000])
def test_a_large_request_is_ended(standing: Review, size: int) -> None:
    lin = standing.visitor()
    assert lin.client.post("/enter", content=b"x" * size).status_code == 413


def test_a_large_request_that_does_not_say_so_is_ended(standing: Review) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 4096

    assert standing.visitor().client.post("/enter", content=pieces()).status_code == 413


@pytest.mark.parametrize("said", ["9" * 5000, "-1", "1e3", "", "²"])
def test_a_size_that_is_none_is_refused(standing: Review, said: str) -> None:
    assert _posted(standing.app, said.encode("latin-1")) == 413


def test_no_text_of_a_document_becomes_markup(serve: Serve) -> None:
    name = "<img src=x onerror=alert(1)>&\"'"
    review = serve({name: sample_record.record(hostile)})
    lin = review.visitor("<b>林</b>")
    lin.decided(1, TOTAL, "correct", HOSTILE, comment=HOSTILE)
    assert lin.decided(1, "sign_off.filled_on", "correct", HOSTILE)["findings"] is not None
    pages = ("/", "/?view=cells&state=all", "/desk/1", "/history", "/export", "/agreement", "/enter", "/?words=%3Cb%3E")
    for address in pages:
        # The visitor's own check parses every page: a tag of the document would be one of the page.
        text = lin.page(address)
        assert "<img" not in text and "<b>林" not in text and "<script>alert" not in text
    assert "49" not in lin.fact(1, "project_name")["v"]


def test_the_findings_that_a_page_puts_in_are_escaped(serve: Serve) -> None:
    lin = serve({"a": sample_record.record(hostile)}).visitor()
    told = lin.decided(1, "indicators[0].level3", "correct", HOSTILE)
    assert "<script" not in "".join(told["findings"].values()) and "<img" not in "".join(told["findings"].values())


def test_a_cell_with_a_hostile_path_is_shown_as_text(serve: Serve) -> None:
    def odd(page: Any) -> Any:
        form = sample_record.national(page)
        form.cells["<script>alert(1)</script>"] = form.cells["total.score"]
        return form

    lin = serve({"a": sample_record.record(odd)}).visitor()
    assert "<script>alert" not in lin.page("/", view="cells") + lin.page("/desk/1")


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/\tx", "javascript:alert(1)", ""]
)
def test_nobody_is_led_away_after_entering(standing: Review, to: str) -> None:
    stranger = standing.stranger()
    answer = stranger.client.post("/enter", data={"name": "林", "to": to}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'name="to" value="/"' in stranger.page("/enter", to=to)
    answer = stranger.client.post("/language", data={"to": "en", "back": to}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "address", ["/desk/99", "/desk/x", "/nothing", "/history?document=0", "/?from=-1", "/?state=odd"]
)
def test_a_fault_is_a_page_with_one_sentence(standing: Review, address: str) -> None:
    answer = standing.visitor(language="en").get(address)
    assert answer.status_code in (404, 422)
    assert answer.text.count('role="alert"') == 1


def test_a_fault_of_the_interface_is_one_sentence_in_both_languages(standing: Review) -> None:
    lin = standing.visitor()
    for address, status in (("/api/nothing", 404), ("/api/documents/9/forced?form=0", 404), ("/api/session/", 404)):
        answer = lin.get(address)
        assert answer.status_code == status
        assert set(answer.json()) == {"kind", "zh", "en", "current"}


def test_what_went_wrong_inside_stays_inside(serve: Serve, lighting: Record, caplog: pytest.LogCaptureFixture) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    review.app.state.parts.desk.laws = None  # a server that is broken inside

    page, answer = lin.get("/desk/1"), lin.get("/api/documents/1/forced", form=0)

    assert (page.status_code, answer.status_code, answer.json()["kind"]) == (500, 500, "mistake")
    assert "NoneType" not in page.text + answer.text
    assert "NoneType" in caplog.text  # the log of the server says more


def test_a_store_that_vanishes_is_one_sentence(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor(language="en")
    review.desk.store.close()
    for file in review.folder.glob("review.sqlite3*"):
        file.unlink()
    (review.folder / "review.sqlite3").mkdir()

    page, answer = lin.get("/"), lin.decide(1, TOTAL, "accept")

    assert (page.status_code, answer.status_code, answer.json()["kind"]) == (503, 503, "store")
    assert "review.sqlite3: the review database " in page.text  # moved away, or of no use: both are true here


def test_a_record_that_vanishes_is_one_sentence_and_the_others_go_on(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting, "b": lighting})
    lin = review.visitor(language="en")
    gone, there = review.id("a"), review.id("b")
    (review.folder / "a.json").unlink()

    page, answer = lin.get(f"/desk/{gone}"), lin.decide(gone, TOTAL, "accept")

    assert (page.status_code, answer.status_code) == (404, 404)
    assert "a.json: cannot be read" in page.text
    assert lin.decided(there, TOTAL, "accept")["entries"]
    assert lin.get("/").status_code == lin.get("/history").status_code == 200


def test_a_record_that_breaks_is_one_sentence(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    for content in (b"", b"{", b"[]", b"\xff\xfe", b'{"schema": "jixiao/1"}', b"[" * 100_000):
        write_record(review.folder, "a", content)
        assert lin.get("/desk/1").status_code == 404


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_record_that_becomes_a_pipe_does_not_hold_the_server(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    (review.folder / "a.json").unlink()
    os.mkfifo(review.folder / "a.json")
    assert lin.get("/desk/1").status_code == 404


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.1", "review.example", "", "127.0.0.1.example", "localhost."]
)
def test_nothing_listens_beyond_this_machine_without_a_token(tmp_path: Any, host: str) -> None:
    with pytest.raises(UsageError):
        guard(Serving(tmp_path, host))
    with pytest.raises(UsageError):
        guard(Serving(tmp_path, host, token="short"))
    guard(Serving(tmp_path, host, token="long enough"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_machine_needs_no_token(tmp_path: Any, host: str) -> None:
    guard(Serving(tmp_path, host))


@pytest.mark.parametrize("host", ["999.1.1.1", "a" * 70 + ".example", "x..y"])
def test_an_address_that_is_none_is_one_sentence(tmp_path: Any, host: str) -> None:
    with pytest.raises(UsageError, match="无法在"):
        listen(Serving(tmp_path, host, 0))


def test_every_answer_of_the_programs_own_files_is_held_to_the_policy(standing: Review) -> None:
    client = client_of(standing.app)
    for address in ("desk.js", "pages.js", "panel.js", "review.css", "icon.svg", "sheet/sheet.js", "sheet/sheet.css"):
        answer = client.get(f"/assets/{address}")
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers  # a cache may keep it


def _posted(app: Any, size: bytes) -> int:
    """The status of a request whose header says such a size."""
    scope = {
        "type": "http", "method": "POST", "path": "/enter", "raw_path": b"/enter", "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"content-length", size)], "http_version": "1.1", "scheme": "http",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"name=x", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    asyncio.run(app(scope, receive, send))
    return int(told[0]["status"])
