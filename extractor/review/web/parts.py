"""What the routes work with: the desk, sessions, templates; and who may do what.

Comes in: a request. Goes out: the parts of its server, the session of its reviewer. Never lets a
change through without the token of its session.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated, Any

import jinja2
from fastapi import Depends, Header, Request

from extractor.labels import SEVERITIES, choices_of
from extractor.laws import Form, bind, explain
from extractor.review.desk import Desk
from extractor.review.indexing import Indexing
from extractor.review.ruled import blank_paths
from extractor.review.values import Place
from extractor.review.web.faults import Forged, MustEnter
from extractor.review.web.session import Session, Sessions
from extractor.review.web.shown import Shown, decision
from extractor.sheet.drawing import draw_form
from extractor.wording import law_title


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything one server works with."""

    desk: Desk
    sessions: Sessions
    templates: jinja2.Environment
    indexing: Indexing | None = None

    def render(self, name: str, who: Session | None, **context: Any) -> str:
        """A page from its template, in the reviewer's language; ``readers`` is asked of the store unless given."""
        language = who.language if who else self.sessions.language
        if "readers" not in context:
            context["readers"] = self.desk.store.readers
        return self.templates.get_template(name).render(
            language=language,
            bilingual=False,
            who=who,
            severities=SEVERITIES,
            **context,
        )

    def findings_html(self, shown: Shown, form: int, who: Session) -> str:
        """The findings of one form as a piece of its page."""
        drawn = draw_form(form, shown.views[form], shown.numbers, shown.opened.record.text)
        return self.render("_findings.html.j2", who, form=drawn)

    def cell_story(self, shown: Shown, place: Place, who: Session) -> dict[str, Any]:
        """The whole value of a cell, its laws with their arithmetic, and what was decided of it so far."""
        applied = shown.opened.applied.forms[place.form]
        form, path = applied.form, applied.paths[place.path]
        seen = Form.of(form.values, form.units, blank_paths(form))
        laws = bind(seen, form.units, self.desk.laws.of(form.family), self.desk.laws.settings)
        entries = self.desk.store.visible_entries(reviewer=who.reviewer, place=place, limit=20)
        return {
            "value": shown.views[place.form].value(path),
            "raw": cell.raw if (cell := form.cells.get(path)) else None,
            "laws": [
                {"law": list(law_title(one.law)), "verdict": one.verdict, "severity": one.severity,
                 "message": [one.message, one.message_en]}
                for one in explain(seen, laws, path)
            ],
            "history": [
                {"reviewer": one.said.reviewer, "ruling": one.said.ruling, "value": one.said.value,
                 "before": one.before_value, "comment": one.said.comment, "kind": one.said.kind,
                 "undoes": one.said.undoes, "at": one.at.isoformat(timespec="seconds")}
                for one in entries
            ],
            "choices": [[code, *label] for code, label in (choices_of(path) or {}).items()],
            "decision": decision(final) if (final := shown.opened.finals.get(place)) else None,
        }  # fmt: skip


def parts(request: Request) -> Parts:
    """The parts of the server that a request came to."""
    found = request.app.state.parts
    assert isinstance(found, Parts)
    return found


def session_of(request: Request) -> Session | None:
    """The session of a request, None for somebody who has to enter first."""
    found = getattr(request.state, "session", None)
    return found if isinstance(found, Session) else None


def reviewer(request: Request) -> Session:
    """The session of a known reviewer; raises ``MustEnter`` for everybody else."""
    found = session_of(request)
    if found is None:
        raise MustEnter
    return found


def trusted(
    known: Annotated[Session, Depends(reviewer)],
    x_csrf_token: Annotated[str, Header(description="What GET /api/session gives as csrf.")] = "",
) -> Session:
    """The session of a reviewer whose own page sent the request; raises ``Forged`` for any other."""
    if not hmac.compare_digest(x_csrf_token.encode(), known.csrf.encode()):
        raise Forged
    return known
