"""The client of an OpenAI-compatible model: a question in, a reply out, whatever happens between.

Comes in: a ``Question``. Goes out: a ``Reply``, or an ``EndpointError`` when the endpoint failed for good.
Never sends more than the question and the shape of its answer, never sends a history.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from extractor.errors import EndpointError
from extractor.model.answers_kept import AnswersKept, key_of
from extractor.model.completion import Said
from extractor.model.estimate import estimate_question
from extractor.model.eyes import Eyes
from extractor.model.faults import ModeRefusedError, NoAnswerError, NotAcceptedError, PassingFaultError
from extractor.model.interface import Question, Reply, Usage
from extractor.model.ledger import Ledger
from extractor.model.limits import OverBudgetError
from extractor.model.line import Line, Request
from extractor.model.manner import Manner, MannerOfAsking
from extractor.model.modes import shape_of
from extractor.model.patience import Sleep, patience
from extractor.model.salvage import MOST_CHARACTERS, find_answer
from extractor.model.sentences import Refused, has_refused, is_down, is_too_slow, quoted
from extractor.settings import ModelSettings

TRIES_IN_A_KNOWN_MODE = 2
"""An unusable answer is asked for once more, with the same words: the history never grows."""
CUT = frozenset({"length", "max_tokens"})
FILTERED = frozenset({"content_filter", "safety", "sensitive"})
"""How an answer ended, in the words of the protocol and of those who translate other services to it."""


@dataclass(slots=True)
class _Inquiry:
    """One question under way: where it is booked, until when it may last, and whether a try has failed."""

    question: Question
    ledger: Ledger
    deadline: float | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """What all views of one model share."""

    line: Line
    kept: AnswersKept
    manner: MannerOfAsking
    eyes: Eyes
    settings: ModelSettings
    sleep: Sleep = field(repr=False)


class OpenAIModel:
    """One model of a run, booking into one ledger; see ``ModelClient``."""

    def __init__(self, name: str, shared: Shared, ledger: Ledger) -> None:
        self._name = name
        self._shared = shared
        self.ledger = ledger

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    def for_document(self, ledger: Ledger | None = None) -> OpenAIModel:
        """The same model, booking into a ledger of its own (or this one) that counts for the run as well."""
        return OpenAIModel(self._name, self._shared, self.ledger.within() if ledger is None else ledger)

    async def ask(self, question: Question, *, deadline: float | None = None) -> Reply:
        """Ask once; see ``ModelClient``. An answer that was kept costs nothing and needs no endpoint."""
        kept, key = self._shared.kept, key_of(self._name, question)
        if (found := kept.find(key, question.answer)) is not None:
            reused = Usage(reused=1)
            self.ledger.book(question.reason, reused)
            return Reply(found, "answered", reused)
        if question.images and self._shared.eyes.shut:
            return Reply(None, "no_images")
        inquiry = _Inquiry(question, self.ledger.within(), deadline)
        reply = await self._in_time(inquiry)
        if reply.answer is not None:
            kept.keep(key, reply.answer)
        if reply.status == "no_images":
            self._shared.eyes.close(reply.detail)
        return Reply(reply.answer, reply.status, inquiry.ledger.total, reply.detail)

    async def _in_time(self, inquiry: _Inquiry) -> Reply:
        self._shared.line.breaker.check()
        now = asyncio.get_running_loop().time()
        if inquiry.deadline is None or now < inquiry.deadline:
            try:
                async with asyncio.timeout_at(inquiry.deadline):
                    return await self._patiently(inquiry)
            except TimeoutError:
                pass
        fault = is_too_slow(self._shared.line.address)
        if inquiry.failed:  # else the time may have been used up elsewhere, which is no fault of the endpoint
            self._shared.line.breaker.strike(fault)
        raise fault

    async def _patiently(self, inquiry: _Inquiry) -> Reply:
        """Ask in the manner that works; raises an ``EndpointError`` when that is of no use."""
        try:
            return await self._shared.manner.ask(lambda manner: self._in_mode(inquiry, manner))
        except OverBudgetError:
            return Reply(None, "over_budget", detail="the limit of the run is reached")
        except NoAnswerError as fault:
            return Reply(None, fault.status, detail=fault.detail)
        except (PassingFaultError, ModeRefusedError, NotAcceptedError) as fault:
            if isinstance(fault, PassingFaultError) and fault.why is None:
                return Reply(None, "unusable", detail=fault.detail or "no choices")
            given_up = self._given_up(fault)
        raise given_up

    def _given_up(self, fault: PassingFaultError | ModeRefusedError | NotAcceptedError) -> EndpointError:
        """What to raise; closes the endpoint, or brings it nearer to that."""
        address, breaker = self._shared.line.address, self._shared.line.breaker
        if isinstance(fault, PassingFaultError):
            down = is_down(address, fault.why or "garbled", fault.detail)
            if fault.why != "busy":
                breaker.strike(down)
            return down
        if isinstance(fault, NotAcceptedError):
            refused = has_refused(address, fault.why, self._name, fault.detail)
            breaker.close(refused)
            return refused
        why: Refused = "request" if self._shared.settings.mode == "auto" else "mode"
        refused = has_refused(address, why, self._name, fault.detail)
        breaker.strike(refused)
        return refused

    async def _in_mode(self, inquiry: _Inquiry, manner: Manner) -> Reply:
        """Ask in one manner; a mode that is known to work is given a second chance to answer in shape."""
        request = self._request(inquiry.question, manner)
        reply = Reply(None, "unusable")
        for _ in range(1 if manner.trying else TRIES_IN_A_KNOWN_MODE):
            retrying = patience(self._shared.settings, self._shared.sleep, inquiry.deadline, doubtful=manner.trying)
            sent: tuple[Any, Said] = await retrying(self._send, request, inquiry)
            reply = _judged(*sent, inquiry.question, manner)
            if reply.status != "unusable":
                break
        return reply

    async def _send(self, request: Request, inquiry: _Inquiry) -> tuple[Any, Said]:
        try:
            return await self._shared.line.send(request, inquiry.ledger)
        except PassingFaultError as fault:
            inquiry.failed = inquiry.failed or fault.why not in (None, "busy")
            raise

    def _request(self, question: Question, manner: Manner) -> Request:
        shape = shape_of(question.answer, manner.mode)
        prompt = estimate_question(question, shape.text)
        return Request(
            model=self._name,
            keywords={**shape.request(question), **manner.parameters.keywords(question.max_tokens)},
            reason=question.reason,
            estimate=Usage(1, prompt, min(question.expected or question.max_tokens, question.max_tokens)),
            images=bool(question.images),
        )


def _judged(completion: Any, said: Said, question: Question, manner: Manner) -> Reply:
    """What a completion amounts to; one that was cut is never read, because what is missing would not be missed."""
    if said.finish.lower() in CUT:
        return Reply(None, "cut_off", detail=f"longer than {question.max_tokens} tokens")
    if said.finish.lower() in FILTERED or said.refusal:
        return Reply(None, "refused", detail=quoted(said.refusal or said.finish, ""))
    answer = find_answer(completion, said, question.answer, manner.mode)
    if answer is not None:
        return Reply(answer, "answered")
    if said.usage is not None and said.usage.completion_tokens >= question.max_tokens:  # some say tool_calls even so
        return Reply(None, "cut_off", detail=f"longer than {question.max_tokens} tokens")
    too_long = said.length > MOST_CHARACTERS
    return Reply(None, "unusable", detail="longer than any answer may be" if too_long else "no JSON of the shape")
