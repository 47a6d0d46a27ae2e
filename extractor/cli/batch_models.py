"""Inputs recovered with models: several under way at once, written as soon as they are done.

Comes in: the inputs of a run and its settings. Goes out: one ``Outcome`` an input, in order. Each document is
on disk when its own reading ends, whatever becomes of the others; an endpoint that is down ends no
document: what was recovered offline is written. Never holds more documents than are under way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extractor.cli.batch import Order, Outcome, failed, finished, making_of, still_good
from extractor.cli.faults import say
from extractor.cli.inputs import Input
from extractor.cli.outputs import Stamp, read_stamps
from extractor.cli.reading import reading
from extractor.model.opening import ModelRun, open_models
from extractor.pipeline import recover_with_models

_DOCUMENTS_A_REQUEST = 0.5
"""Documents under way for each request that may be: most documents have several requests."""
_LEAST = 2


@dataclass(slots=True)
class _Batch:
    """The inputs that wait and those that are under way."""

    order: Order
    run: ModelRun
    stamps: dict[str, Stamp]
    waiting: deque[Input]
    begin: Callable[[str], None]
    under_way: deque[asyncio.Task[Outcome]] = field(default_factory=deque)

    async def next(self) -> Outcome:
        """The outcome of the oldest input under way, with others begun in its place."""
        width = max(_LEAST, int(self.order.settings.model.concurrency * _DOCUMENTS_A_REQUEST))
        while self.waiting and len(self.under_way) < width:
            one = self.waiting.popleft()
            self.under_way.append(asyncio.create_task(self._one(one)))
        try:
            return await asyncio.shield(self.under_way[0])
        finally:
            if self.under_way[0].done():
                self.under_way.popleft()

    async def _one(self, one: Input) -> Outcome:
        self.begin(one.path.name)
        try:
            return await self._recover(one)
        except Exception as fault:
            return failed(one, fault, self.order)

    async def _recover(self, one: Input) -> Outcome:
        making = making_of(one, self.order)
        kept = still_good(one, self.order, making, self.stamps)
        if kept is not None:
            return kept
        settings = self.order.settings
        with reading(one, self.order.folder, settings, self.order.watch) as (document, pictures):
            recovery = await recover_with_models(document, settings, self.run.for_document(), pictures)
            return finished(one, self.order, making, recovery.record, pictures, recovery.fault)

    async def close(self) -> None:
        """End what is under way and close connections; what was answered is kept."""
        for task in self.under_way:
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        await self.run.close()


def recover_all_with_models(inputs: tuple[Input, ...], order: Order, begin: Callable[[str], None]) -> Iterator[Outcome]:
    """Recover every input; raises only ``FamilyError`` and ``UsageError``."""
    with asyncio.Runner() as runner:
        batch = runner.run(_open(inputs, order, begin))
        try:
            for _ in inputs:
                outcome = runner.run(batch.next())
                order.usage[:] = [batch.run.ledger.as_data()]
                yield outcome
        finally:
            runner.run(batch.close())


async def _open(inputs: tuple[Input, ...], order: Order, begin: Callable[[str], None]) -> _Batch:
    """Open the models of the run."""
    chinese = order.settings.language == "zh"
    assert order.settings.endpoint is not None  # or the offline reader would read

    def warn(zh: str, en: str) -> None:
        say(zh if chinese else en)

    run = open_models(order.settings.endpoint, order.settings.model, warn=warn)
    return _Batch(order, run, read_stamps(order.folder), deque(inputs), begin)
