"""Consulting models about one form: what is asked, in which rounds, and what becomes of the answers.

Comes in: a form as the offline reader has read and decided it, and the models. Goes out: the form as decided
from all readings. Like the pipeline, it knows the order of the stages: read, mix, ground, weigh, decide, at most
two rounds of asking again, and, where pictures may be sent, one look at what is still open. Never sends what is
withheld, and never asks for what is settled unless told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from extractor.decide import calibration, decide
from extractor.errors import EndpointError
from extractor.ground import ground
from extractor.lexicon import lexicon_of
from extractor.mix import Mixture, Proposal, mix, objections
from extractor.model import ModelClient, estimate_tokens
from extractor.offline import OfflineForm
from extractor.read.llm.ink import open_ink
from extractor.read.llm.looking import Look, showing_of, shown
from extractor.read.llm.openings import openings_of, what_of
from extractor.read.llm.page import Page, page_of
from extractor.read.llm.places import place_of_column, rows_near, what_of_place
from extractor.read.llm.privacy import PERSONAL_PATHS, people_rows, withheld_characters
from extractor.read.llm.reader import Ask, Conversation
from extractor.read.llm.sights import with_sights
from extractor.read.llm.topic import Topic, topics_of
from extractor.settings import DEFAULT_RISK, Settings
from extractor.values import FormRecord, Reading, Span
from extractor.weigh import weigh

if TYPE_CHECKING:
    from extractor.ingest.pictures import PagePictures

ROUNDS = 2
"""How often a model is asked again about the same form."""


@dataclass(slots=True)
class Consultation:
    """What is asked of whom, for all forms of one document; notes what was sent.

    ``pictures`` are those of the document's pages; None where it has none.
    """

    settings: Settings
    clients: Sequence[ModelClient]
    deadline: float | None = None
    pictures: PagePictures | None = None
    asked_again: int = 0  # estimated tokens of the later rounds
    sent: list[dict[str, Any]] = field(default_factory=list)
    fault: EndpointError | None = None  # why a model could not be asked for all of it

    @property
    def reader(self) -> Literal["llm", "both"]:
        """Whether everything is read by models, or only what is open."""
        return "llm" if self.settings.reading == "llm" else "both"

    async def each(self, tasks: Iterable[Coroutine[Any, Any, None]]) -> None:
        """Run one task a model to its end; the failure of one model's endpoint does not end the others."""
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, EndpointError):
                self.fault = self.fault or outcome
            elif isinstance(outcome, BaseException):
                raise outcome


async def consult(form: OfflineForm, number: int, about: Consultation) -> FormRecord:
    """The form as decided from the offline reading and the models' answers.

    ``number`` counts the forms of the document from 1. Where the endpoint failed for good, ``about.fault`` says
    so, and the form is decided from what was answered before and by others.
    """
    personal = about.settings.model.send_personal_data
    topics = topics_of(form.family, personal=personal)
    page, hidden = _page(form, personal)
    talks = [
        Conversation(client, form.segment, form.family, page, topics, hidden, about.deadline)
        for client in about.clients
    ]
    await about.each(_open(talk, form, about) for talk in talks)
    record, mixture = _decided(form, talks, about.settings)
    for _ in range(ROUNDS):
        asks = {id(talk): _again(talk, form, mixture, record, about) for talk in talks}
        if about.fault is not None or not any(asks.values()):
            break
        await about.each(talk.ask_again(asks[id(talk)]) for talk in talks if asks[id(talk)])
        record, mixture = _decided(form, talks, about.settings)
    record, looks = await _look(form, record, mixture, talks, about)
    about.sent.append(_sent(number, talks, page, mixture, looks))
    return record


def _page(form: OfflineForm, personal: bool) -> tuple[Page, frozenset[int]]:
    """The page to be shown, and its rows that are never shown."""
    page = page_of(form.segment, lexicon_of(form.family))
    if personal:
        return page, frozenset()
    people = [
        (path, Span(piece.start, piece.end))
        for path, cell in form.record.cells.items()
        if PERSONAL_PATHS.fullmatch(path)
        for piece in cell.evidence
    ]
    withheld = withheld_characters(page, people, form.segment.document.text)
    return replace(page, withheld=withheld), people_rows(page, withheld)


async def _open(talk: Conversation, form: OfflineForm, about: Consultation) -> None:
    """The first round: everything, or what is open."""
    if about.reader == "llm":
        await talk.read_topics(talk.topics)
        return
    model = about.settings.model
    openings = openings_of(
        form.record,
        talk.topics,
        strips=talk.page.strips,
        second_reading=model.second_reading,
        personal=model.send_personal_data,
    )
    asks = [_ask(talk, path, what, form.record) for path, what in openings.cells.items()]
    parts: list[Coroutine[Any, Any, None]] = []
    if openings.topics:
        parts.append(talk.read_topics(openings.topics))
    if asks:
        parts.append(talk.ask_cells(asks))
    for outcome in await asyncio.gather(*parts, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


def _ask(talk: Conversation, path: str, what: str, record: FormRecord) -> Ask:
    """A cell with the rows in which it may stand: where it was found, or where the other cells of its row were."""
    cells = [cell for at, cell in record.cells.items() if at == path or at.startswith(f"{path}.")]
    places = [piece.start for cell in cells for piece in cell.evidence]
    itself = rows_near(talk.page, places, spread=0)
    if not places and "[" in path:
        row = path.rpartition(".")[0]
        places = [
            piece.start
            for other, sibling in record.cells.items()
            if other.startswith(f"{row}.") and not other.endswith((".level1", ".level2", ".stage"))
            for piece in sibling.evidence
        ]
    return Ask(path, what, "", rows_near(talk.page, places), itself)


def _decided(form: OfflineForm, talks: Sequence[Conversation], settings: Settings) -> tuple[FormRecord, Mixture]:
    """The form as decided from everything that is known now."""
    proposals = [
        Proposal(talk.name, talk.reading(), tuple(talk.single_choices()), frozenset(talk.read)) for talk in talks
    ]
    mixture = mix(form.reading, proposals, form.record)
    reading = weigh(ground(mixture.reading, form.segment.document), form.segment.document)
    mixture = replace(mixture, reading=reading)
    return _decide(form, reading, settings), mixture


def _decide(form: OfflineForm, reading: Reading, settings: Settings) -> FormRecord:
    estimated = settings.source_kind == "auto"
    threshold = calibration().asked(settings.accept_risk, DEFAULT_RISK)
    return decide(reading, form.segment, form.family, settings.laws, estimated=estimated, threshold=threshold)


async def _look(
    form: OfflineForm, record: FormRecord, mixture: Mixture, talks: Sequence[Conversation], about: Consultation
) -> tuple[FormRecord, list[Look]]:
    """The form after every model has looked at the pictures of what is still open in it, if that is wanted."""
    model, pictures = about.settings.model, about.pictures
    if not model.vision or pictures is None or about.fault is not None or not talks:
        return record, []
    document, page = form.segment.document, talks[0].page
    ink = open_ink(record, page, document, talks[0].topics, personal=model.send_personal_data)
    numbers = sorted({piece.page for strip in form.segment.strips for piece in strip})
    showing = showing_of(ink, page, pictures, numbers if model.send_personal_data else ())
    if showing is None:
        return record, []
    looks = [Look(talk.client, showing, talk.specs, form.family, about.deadline) for talk in talks]
    await about.each(look.look() for look in looks)
    sights = [sight for look in looks for sight in look.sights]
    decided = with_sights(record, mixture.reading, sights, lambda reading: _decide(form, reading, about.settings))
    return decided, looks


def _again(
    talk: Conversation, form: OfflineForm, mixture: Mixture, record: FormRecord, about: Consultation
) -> list[Ask]:
    """What to ask a model again: its faults and the laws' objections, as far as the budget goes."""
    why = {fault.place: fault.why for fault in talk.faults()}
    for objection in objections(mixture, record):
        if objection.reader == talk.name:
            why.setdefault(_place(objection.path, talk, mixture), f"按你的答案，{objection.message}")
    asks = [
        Ask(place, what, why[place], talk.rows_of(place))
        for place in why
        if (what := _called(place, talk, form.record, talk.topics))
    ]
    if not asks:
        return []
    question, _ = talk.cell_question(asks, "ask_again")
    if question.user in talk.asked_again:  # the same question would get the same answer
        return []
    talk.asked_again.add(question.user)
    cost = estimate_tokens(question.system) + estimate_tokens(question.user)
    if about.asked_again + cost > about.settings.model.ask_again_tokens:
        return []
    about.asked_again += cost
    return asks


def _place(path: str, talk: Conversation, mixture: Mixture) -> str:
    """Where a cell of the mixture stands in a model's answers."""
    row, dot, key = path.rpartition(".")
    own = mixture.rows.get(talk.name, {}).get(row)
    if own is None:
        return path
    place = f"{talk.places.get(own, own)}.{key}"
    return place_of_column(place, talk.topics)


def _called(place: str, talk: Conversation, record: FormRecord, topics: Sequence[Topic]) -> str:
    """What a place is called in a request: by the model's own row name where the row is its own."""
    if place in talk.single or "[" not in place:
        return what_of(place, record, topics)
    return what_of_place(talk.page, talk.answers, place, topics)


def _sent(
    number: int, talks: Sequence[Conversation], page: Page, mixture: Mixture, looks: Sequence[Look]
) -> dict[str, Any]:
    """What left the machine about a form, and what did not come back, as plain data."""
    lost = [{"model": look.client.name, "sections": look.showing.question.about, "why": look.lost} for look in looks]
    return {
        "form": number,
        "models": [talk.name for talk in talks],
        "sections": sorted({section for talk in talks for section in talk.sent_sections}),
        "characters": sum(talk.sent_characters for talk in talks),
        "spans": page.spans({row for talk in talks for row in talk.sent_rows}),
        "withheld": page.withheld_spans(),
        "not_answered": [
            *({"model": talk.name, **one} for talk in talks for one in talk.lost),
            *(one for one in lost if one["why"]),
        ],
        "passed_over": [{"model": reader, "table": table} for reader, table in mixture.passed_over],
        **({"images": images} if (images := [shown(look) for look in looks if look.sent]) else {}),
    }
