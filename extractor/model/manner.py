"""How a model wants to be asked: found out once, remembered, found out again when it stops working.

Comes in: trials in one mode each. Goes out: the reply of the first that works. Never sends anything
itself; while one question finds out, the others to the same model wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from extractor.model.answers_kept import TEMPERATURE, AnswersKept
from extractor.model.faults import ModeRefusedError, ParameterRefusedError, PassingFaultError
from extractor.model.interface import Reply
from extractor.model.modes import MODES, Mode
from extractor.settings import ModeChoice

UNUSABLE_IN_A_ROW = 3
"""A mode that has worked in this run is doubted after so many unusable answers in a row, not after one."""
MOST_IN_VAIN = 3
"""After so many searches in vain the last mode, which needs nothing of the endpoint, is used without searching."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that a model takes: newer ones have another name for the limit, or a fixed temperature."""

    limit_word: str = "max_tokens"
    temperature: bool = True

    def keywords(self, max_tokens: int) -> dict[str, Any]:
        """They as keywords of a request."""
        return {self.limit_word: max_tokens, **({"temperature": TEMPERATURE} if self.temperature else {})}

    def without(self, name: str) -> Parameters:
        """What goes around a refused parameter; the same as before when that is done already."""
        if name == "temperature":
            return replace(self, temperature=False)
        return replace(self, limit_word="max_completion_tokens")


@dataclass(frozen=True, slots=True)
class Manner:
    """How one request is made: ``trying`` says that the mode is not known to work."""

    mode: Mode
    parameters: Parameters
    trying: bool = False


Trial = Callable[[Manner], Awaitable[Reply]]

REMEMBERED: dict[tuple[str, str], Manner] = {}
"""By address and model, for the whole process: a caller that opens a run for each document finds out once."""


class MannerOfAsking:
    """The manner of one model of a run."""

    def __init__(self, address: str, model: str, choice: ModeChoice, kept: AnswersKept) -> None:
        self._place = (address, model)
        self._kept = kept
        known = self._recalled()
        self._parameters = known.parameters if known else Parameters()
        self._mode: Mode | None = (known.mode if known else None) if choice == "auto" else choice
        self._settled = choice != "auto"
        self._proven = False
        self._unusable = self._searches = self._in_vain = 0
        self._searching = asyncio.Lock()

    async def ask(self, trial: Trial) -> Reply:
        """The reply in the manner that works.

        Raises ``ModeRefusedError`` when the endpoint refused every mode, and what the trials raise.
        """
        mode, searches = self._mode, self._searches
        if mode is not None and (reply := await self._as_before(trial, mode)) is not None:
            return reply
        async with self._searching:
            if self._mode is None or self._searches == searches:  # else another question has found it meanwhile
                return await self._search(trial)
            mode = self._mode
        return await self._as_before(trial, mode) or Reply(None, "unusable")

    async def _as_before(self, trial: Trial, mode: Mode) -> Reply | None:
        """The reply in the known mode; None when the mode is to be doubted."""
        try:
            reply = await self._adapted(trial, mode, trying=False)
        except ModeRefusedError as fault:
            if not self._settled and (fault.clear or not self._proven):
                return None
            if not self._proven:
                raise
            return Reply(None, "unusable", detail=fault.detail)
        if reply.status == "answered":
            self._proven, self._unusable = True, 0
        elif reply.status == "unusable":
            self._unusable += 1
            if not self._settled and (not self._proven or self._unusable >= UNUSABLE_IN_A_ROW):
                return None
        return reply

    async def _search(self, trial: Trial) -> Reply:
        """Try one mode after the other and remember the first that works."""
        last: Reply | ModeRefusedError | PassingFaultError | None = None
        broke_down = False
        for mode in MODES:
            try:
                last = await self._adapted(trial, mode, trying=True)
            except ModeRefusedError as fault:
                last = fault
            except PassingFaultError as fault:
                if not fault.may_be_the_mode:
                    raise
                last, broke_down = fault, broke_down or fault.status == 500
            if isinstance(last, Reply) and last.status != "unusable":
                if last.status == "answered":  # cut off or refused says nothing about the mode
                    self._found(mode, on_disk=not broke_down)
                return last
        self._found_nothing()
        if isinstance(last, Reply):
            return last
        assert last is not None
        raise last

    async def _adapted(self, trial: Trial, mode: Mode, *, trying: bool) -> Reply:
        """A trial that goes around parameters which the model does not take."""
        while True:
            parameters = self._parameters
            try:
                return await trial(Manner(mode, parameters, trying))
            except ParameterRefusedError as fault:
                name, detail = fault.name, fault.detail
            self._parameters = self._parameters.without(name)
            if self._parameters == parameters:
                raise ModeRefusedError(detail, clear=False)
            if not trying:
                self._remember(mode, on_disk=True)

    def _found(self, mode: Mode, *, on_disk: bool) -> None:
        """This mode works; one that mere breakdowns led to is not worth more than this process."""
        self._mode, self._proven, self._unusable = mode, True, 0
        self._searches += 1
        self._remember(mode, on_disk=on_disk)

    def _found_nothing(self) -> None:
        self._mode = None
        self._searches += 1
        self._in_vain += 1
        REMEMBERED.pop(self._place, None)
        if self._in_vain >= MOST_IN_VAIN:
            self._mode, self._settled = MODES[-1], True

    def _remember(self, mode: Mode, *, on_disk: bool) -> None:
        REMEMBERED[self._place] = Manner(mode, self._parameters)
        if on_disk:
            self._kept.keep_note(self._note, {"mode": mode, **asdict(self._parameters)})

    def _recalled(self) -> Manner | None:
        if self._place in REMEMBERED:
            return REMEMBERED[self._place]
        match self._kept.find_note(self._note):
            case {
                "mode": mode,
                "limit_word": "max_tokens" | "max_completion_tokens" as word,
                "temperature": bool(warm),
            }:
                return Manner(mode, Parameters(word, warm)) if mode in MODES else None
        return None

    @property
    def _note(self) -> str:
        return "manner " + " ".join(self._place)
