"""The pages: queue, desk, history, agreement, export, and the door.

Comes in: requests of a browser. Goes out: pages in the reviewer's language. Never changes anything
but who is at work and in which language.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from extractor.notation.page_runs import page_runs
from extractor.review.export.words import RULINGS
from extractor.review.folder import IMAGE_KINDS
from extractor.review.values import Filter, State
from extractor.review.web.faults import UnknownPart
from extractor.review.web.lists import agreement_shown, entries_shown, queue_shown
from extractor.review.web.parts import Parts, parts, reviewer, session_of
from extractor.review.web.session import MOST_NAME, Session, name_of, speaking
from extractor.review.web.shown import Shown
from extractor.sheet.details import script_json

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
PartsNow = Annotated[Parts, Depends(parts)]
Known = Annotated[Session, Depends(reviewer)]
DocumentId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Word = Annotated[str, Query(max_length=200)]
MOST_ADDRESS = 2000
"""Characters of an address that a reviewer is led to after entering: a desk with all filters has fewer."""
Offset = Annotated[int, Query(ge=0, le=10_000_000, alias="from")]


def wanted_filter(
    family: Word = "", origin: Word = "", law: Word = "", reason: Word = "", reviewer: Word = "", words: Word = "",
    state: State = "open",
) -> Filter:  # fmt: skip
    """The filter that an address asks for."""
    return Filter(family, origin, law, reason, reviewer, words.strip(), state)


Wanted = Annotated[Filter, Depends(wanted_filter)]


@router.get("/")
def queue(who: Known, at: PartsNow, wanted: Wanted, view: str = "documents", start: Offset = 0) -> Response:
    """The queue: documents or cells by risk, with counts, filters and progress."""
    kind = view if view in ("documents", "cells", "disagreements") else "documents"
    shown = queue_shown(at.desk, who, wanted, kind, start)
    indexing = at.indexing.as_data() if at.indexing else None
    return HTMLResponse(at.render("queue.html.j2", who, indexing=indexing, folder=at.desk.folder.path.name, **shown))


@router.get("/desk/{document}")
def desk(document: DocumentId, who: Known, at: PartsNow, wanted: Wanted, settle: bool = False) -> Response:
    """The desk: the source beside the form of one document."""
    opened = at.desk.open(document, who.reviewer, settling=settle)
    shown = Shown(opened)
    name = opened.line.name
    pages = at.desk.folder.pages(name, opened.record.source.pages)
    following = at.desk.store.next_document(document, wanted, who.reviewer)
    about = {
        "document": document, "csrf": who.csrf, "reviewer": who.reviewer, "settling": settle, "pages": pages,
        "stamp": opened.stamp, "walk": shown.walk(),
        "open": opened.line.open, "next": following, "readers": at.desk.store.readers,
        "rulings": {key: list(label) for key, label in RULINGS.items()},
        "rows": {f"{one.form} {one.path}": seen for one, seen in opened.seen.items() if one.path.endswith("]")},
        "filter": urlencode({key: value for key, value in _asked(wanted).items() if value}),
    }  # fmt: skip
    data = shown.facts() | shown.words() | {"desk": about}
    page = at.render(
        "desk.html.j2", who, line=opened.line, record=opened.record, forms=shown.forms(), regions=shown.source(),
        pages=[(number, f"/desk/{document}/pages/{number}") for number in pages],
        unread=page_runs(opened.record.source.unread),
        data=_markup(script_json(data)), settling=settle, following=following, wanted=about["filter"],
    )  # fmt: skip
    return HTMLResponse(page)


@router.get("/desk/{document}/pages/{page}")
def page_image(document: DocumentId, page: Annotated[int, Path(ge=1, le=9999)], who: Known, at: PartsNow) -> Response:
    """The image of one page of a scanned document."""
    line = at.desk.store.document(document)
    place = at.desk.folder.page_image(line.name, page) if line else None
    if place is None:
        raise UnknownPart
    return FileResponse(place, media_type=IMAGE_KINDS[place.suffix])


@router.get("/history")
def history(
    who: Known,
    at: PartsNow,
    document: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    by: Word = "",
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """Every decision, newest first: who, when, what it was before and after, and why."""
    shown = entries_shown(at.desk, who, document, by, before)
    return HTMLResponse(at.render("history.html.j2", who, **shown))


@router.get("/agreement")
def agreement(who: Known, at: PartsNow) -> Response:
    """How far reviewers who read the same cells agree."""
    return HTMLResponse(at.render("agreement.html.j2", who, **agreement_shown(at.desk.store, who)))


@router.get("/enter")
def door(
    request: Request, at: PartsNow, to: Annotated[str, Query(max_length=MOST_ADDRESS)] = "/", wrong: bool = False
) -> Response:
    """Where a reviewer says who they are."""
    return HTMLResponse(
        at.render(
            "enter.html.j2", session_of(request), to=_own(to), wrong=wrong, guarded=at.sessions.token is not None,
            proposed=at.sessions.reviewer or "", most=MOST_NAME,
        )
    )  # fmt: skip


@router.post("/enter")
async def enter(request: Request, at: PartsNow) -> Response:
    """Begin a session under a name, where the token is the right one."""
    said = {key: values[0] for key, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    to, name = _own(said.get("to", "/")), name_of(said.get("name", ""))
    if not name or not at.sessions.knows(said.get("token", "")):
        return RedirectResponse("/enter?" + urlencode({"to": to, "wrong": "true"}), status_code=303)
    earlier = session_of(request)
    response = RedirectResponse(to, status_code=303)
    at.sessions.keep(response, at.sessions.begin(name, earlier.language if earlier else None))
    return response


@router.post("/language")
async def language(request: Request, who: Known, at: PartsNow) -> Response:
    """Go on in the other language."""
    said = {key: values[0] for key, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    response = RedirectResponse(_own(said.get("back", "/")), status_code=303)
    at.sessions.keep(response, speaking(who, said.get("to", "")))
    return response


def _own(address: str) -> str:
    """An address of this server, never one of another: ``//host`` and ``\\`` would leave it."""
    fine = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if fine else "/"


def _asked(wanted: Filter) -> dict[str, Any]:
    """A filter as an address asks for it; what is usual is left out."""
    asked = {name: getattr(wanted, name) for name in ("family", "origin", "law", "reason", "reviewer", "words")}
    return asked | ({"state": wanted.state} if wanted.state != "open" else {})


def _markup(text: str) -> Any:
    """JSON that this program wrote and made safe for a script element."""
    from markupsafe import Markup

    return Markup(text)
