"""The application: routes, what every request goes through, and how faults are answered.

Comes in: the parts of one server. Goes out: an ASGI application. Never shows a browser what went
wrong inside.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.staticfiles import StaticFiles

from extractor.review.web import api, downloads, pages
from extractor.review.web.faults import Forged, MustEnter, fault_of
from extractor.review.web.models import Fault
from extractor.review.web.pages import MOST_ADDRESS
from extractor.review.web.parts import Parts, session_of
from extractor.review.web.safety import BodyLimitMiddleware, HeadersMiddleware, HostsMiddleware, is_from_elsewhere
from extractor.sheet.page import SHEET_ASSETS
from extractor.version import VERSION

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets"


def create_app(parts: Parts, hosts: Collection[str]) -> FastAPI:
    """The review of one folder; it answers for these host names only."""
    app = FastAPI(
        title="jixiao review",
        version=VERSION,
        summary="Compare what was extracted with its source, and decide.",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,  # it would lead to whatever host a request names
        middleware=[
            Middleware(HeadersMiddleware),
            Middleware(HostsMiddleware, hosts=hosts),
            Middleware(BodyLimitMiddleware),
            # Innermost, so that the answers to faults carry the headers too.
            Middleware(BaseHTTPMiddleware, dispatch=_recognise),
        ],
    )
    app.state.parts = parts
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(downloads.router)
    app.mount("/assets/sheet", StaticFiles(directory=SHEET_ASSETS), name="sheet")
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _answer_fault)
    app.add_exception_handler(Exception, _answer_fault)
    return app


async def _recognise(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Find out who is asking; where nobody need say so, a session begins by itself. Every fault ends here."""
    parts: Parts = request.app.state.parts
    known = parts.sessions.of(request)
    begun = None
    own_file = request.url.path.startswith("/assets/")  # kept by caches: no place for a session
    if known is None and parts.sessions.token is None and parts.sessions.reviewer and not own_file:
        known = begun = parts.sessions.begin(parts.sessions.reviewer)
    request.state.session = known
    try:
        if request.method not in ("GET", "HEAD") and is_from_elsewhere(request.headers):
            raise Forged
        response = await call_next(request)
    except Exception as error:
        response = await _answer_fault(request, error)
    if begun is not None and "set-cookie" not in response.headers:
        parts.sessions.keep(response, begun)
    return response


async def _answer_fault(request: Request, error: Exception) -> Response:
    """A fault as JSON for programs, as a page for people; who is not known goes to the door."""
    status, fault = fault_of(error)
    headers = error.headers if isinstance(error, HTTPException) else None
    if request.url.path.startswith("/api/"):
        return JSONResponse(fault.model_dump(), status, headers)
    if isinstance(error, MustEnter):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = asked if request.method == "GET" and len(asked) <= MOST_ADDRESS else "/"
        return RedirectResponse("/enter?" + urlencode({"to": to}), status_code=303)
    return _fault_page(request, status, fault, headers)


async def _not_valid(request: Request, error: Exception) -> Response:
    """A request whose parts are not what they must be: says which, never repeats what was sent."""
    assert isinstance(error, RequestValidationError)
    places = sorted({".".join(str(step) for step in fault["loc"])[:80] for fault in error.errors()})[:5]
    named = ", ".join(places)
    fault = Fault(kind="invalid", zh=f"请求内容不符合要求：{named}。", en=f"The request is not as it must be: {named}.")
    if request.url.path.startswith("/api/"):
        return JSONResponse(fault.model_dump(), 422)
    return _fault_page(request, 422, fault)


def _fault_page(request: Request, status: int, fault: Fault, headers: Mapping[str, str] | None = None) -> Response:
    parts: Parts = request.app.state.parts
    # How many readers there are is not asked: the fault may be that the store does not answer.
    page = parts.render("fault.html.j2", session_of(request), fault=fault, status=status, readers=1)
    return HTMLResponse(page, status, headers)
