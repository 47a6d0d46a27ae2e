"""Sessions: who is believed to be at the other end, and who has to enter first."""

from __future__ import annotations

import pytest
from itsdangerous import URLSafeSerializer

from extractor.review.web.session import name_of
from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import TOTAL, Review, Visitor

TOKEN = "a long token"


def cookie(who: Visitor) -> tuple[str, str]:
    """Name and value of the one cookie of a browser."""
    ((name, value),) = who.client.cookies.items()
    return name, value


def known_as(review: Review, name: str, value: str) -> int:
    """The status of a page for somebody who comes with a cookie."""
    stranger = review.stranger(cookies={name: value})
    return int(stranger.get("/").status_code)


def test_who_has_no_session_is_led_to_the_door_and_back(serve: Serve) -> None:
    stranger = serve(token=TOKEN).stranger()
    answer = stranger.get("/desk/3?form=0&cell=total.score")
    assert answer.headers["location"] == "/enter?to=%2Fdesk%2F3%3Fform%3D0%26cell%3Dtotal.score"
    assert stranger.get("/api/session").status_code == 401
    assert 'value="/desk/3?form=0&amp;cell=total.score"' in stranger.page(answer.headers["location"])
    sent = {"name": "林", "token": TOKEN, "to": "/desk/3"}
    assert stranger.client.post("/enter", data=sent, follow_redirects=False).headers["location"] == "/desk/3"
    assert stranger.json("/api/session")["reviewer"] == "林"


@pytest.mark.parametrize("wrong", ["", "a long toke", "a long token ", "A LONG TOKEN", "口令", "\udcff"])
def test_a_wrong_token_does_not_open(serve: Serve, wrong: str) -> None:
    stranger = serve(token=TOKEN).stranger()
    body = f"name=x&token={''.join(f'%{byte:02x}' for byte in wrong.encode('utf-8', 'surrogateescape'))}"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = stranger.client.post("/enter", content=body, headers=headers, follow_redirects=False)
    assert "wrong=true" in answer.headers["location"] and "set-cookie" not in answer.headers
    assert 'role="alert"' in stranger.page(answer.headers["location"])


def test_a_name_is_needed(standing: Review) -> None:
    stranger = standing.stranger()
    for name in ("", "   ", "\u200b\u202e", "\x00\x1f"):
        answer = stranger.client.post("/enter", data={"name": name}, follow_redirects=False)
        assert "wrong=true" in answer.headers["location"]
    assert stranger.client.post("/enter", content=b"\xff\xfe=%", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  林  砚 ", "林 砚"),
        ("a\tb\nc\x00d", "a b c d"),
        ("a \u200b b", "a b"),
        ("\u202e林\u200b", "林"),
        ("e\u0301", "é"),
        ("x" * 50, "x" * 40),
        ("\udcff", ""),
        ("<b>林</b>", "<b>林</b>"),
    ],
)
def test_names_that_look_the_same_are_kept_the_same(typed: str, kept: str) -> None:
    assert name_of(typed) == kept


def test_a_forged_or_edited_cookie_is_not_believed(serve: Serve) -> None:
    review = serve(token=TOKEN)
    name, value = cookie(review.visitor("林", token=TOKEN))
    payload, _, signature = value.rpartition(".")
    other = URLSafeSerializer(b"another secret", salt="jixiao-review-session").dumps({"r": "周", "l": "zh", "c": "x"})
    assert known_as(review, name, value) == 200
    for forged in (
        payload,
        f"{payload}.",
        f"{payload[:-1]}x.{signature}",
        f"{value}x",
        other,
        "",
        ".",
        "e30." + signature,
    ):
        assert known_as(review, name, forged) == 303, forged


def test_a_session_of_another_review_is_not_believed(serve: Serve) -> None:
    one, other = serve(folder="one", token=TOKEN), serve(folder="other", token=TOKEN)
    name, value = cookie(one.visitor("林", token=TOKEN))
    assert known_as(other, name, value) == 303
    # Browsers send the cookies of one port to all others: each review must leave those of the others alone.
    assert cookie(other.visitor("林", token=TOKEN))[0] != name


def test_with_another_token_everybody_enters_anew(serve: Serve) -> None:
    name, value = cookie(serve(token=TOKEN).visitor("林", token=TOKEN))
    assert known_as(serve(token=TOKEN), name, value) == 200
    assert known_as(serve(token="another token"), name, value) == 303


def test_a_session_from_when_no_token_was_asked_for_does_not_open(serve: Serve) -> None:
    name, value = cookie(serve(reviewer="林").visitor("林"))
    assert known_as(serve(token=TOKEN), name, value) == 303


def test_on_this_machine_alone_a_session_begins_by_itself(serve: Serve, lighting: Record) -> None:
    stranger = serve({"a": lighting}, reviewer="林").stranger()
    assert "林" in stranger.page("/")
    stranger.csrf = stranger.json("/api/session")["csrf"]
    assert stranger.decided(1, TOTAL, "accept")["entries"] == [1]


def test_whoever_guards_the_door_is_asked_even_where_a_name_is_known(serve: Serve) -> None:
    assert serve(reviewer="林", token=TOKEN).stranger().get("/").status_code == 303


def test_a_cookie_is_kept_from_scripts_and_from_other_pages(serve: Serve) -> None:
    answer = serve(reviewer="林").stranger().get("/")
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=strict" in said and "path=/" in said


def test_somebody_else_can_take_over_the_browser(standing: Review) -> None:
    lin = standing.visitor("林")
    lin.client.post("/enter", data={"name": "周"}, follow_redirects=False)
    told = lin.json("/api/session")
    assert (told["reviewer"], told["csrf"] == lin.csrf) == ("周", False)


def test_every_address_needs_a_session_but_the_door_and_the_files_of_the_program(
    serve: Serve, lighting: Record
) -> None:
    review = serve({"a": lighting}, token=TOKEN)
    stranger = review.stranger()
    for address in ("/", "/desk/1", "/desk/1/pages/1", "/history", "/agreement", "/export"):
        assert stranger.get(address).status_code == 303, address
    for address in ("session", "progress", "documents/1/cell?form=0&path=total.score", "documents/1/forced?form=0"):
        assert stranger.get(f"/api/{address}").status_code == 401, address
    for address in ("decisions", "trials", "rows", "comments", "undo"):
        assert stranger.send(f"/api/documents/1/{address}").status_code in (401, 422), address
    assert (
        stranger.client.post("/language", data={"to": "en"}, follow_redirects=False).headers["location"]
        == "/enter?to=%2F"
    )
