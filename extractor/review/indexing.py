"""Taking the records of a folder into the queue: only those whose files changed, many at once, in the background.

Comes in: the folder and the store. Goes out: summaries in the store, and how far it is. Never
holds up a reviewer: reading runs in processes of their own.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from threading import Event, Thread

from extractor.errors import JixiaoError
from extractor.review.folder import RecordFolder
from extractor.review.store import ReviewStore
from extractor.review.summary import summarise, unreadable
from extractor.review.values import DocumentSummary

log = logging.getLogger("jixiao.review")
_AT_ONCE = 100  # records to a batch
_FEW = 60  # so many are read at once, before a process would have started


class Indexing:
    """Brings the store up to what the folder holds; ``done`` of ``all`` changed records are taken in."""

    def __init__(self, folder: RecordFolder, store: ReviewStore) -> None:
        """Find out what changed; nothing is read yet."""
        self._folder, self._store = folder, store
        stamps, known = folder.stamps(), store.stamps()
        store.forget_missing([name for name in known if name not in stamps])
        self._changed = [(name, stamp) for name, stamp in stamps.items() if known.get(name) != stamp]
        self.all, self.done = len(self._changed), 0
        self._stop = Event()

    def as_data(self) -> dict[str, int] | None:
        """How far it is, None when nothing is left to do."""
        return {"done": self.done, "all": self.all} if self.done < self.all else None

    def start(self) -> Thread | None:
        """Read few records at once, many on a thread of their own that is returned."""
        if self.all <= _FEW:
            self._take(summaries(self._folder.path, self._changed))
            return None
        thread = Thread(target=self._run, name="indexing", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Let a running thread end after its batch."""
        self._stop.set()

    def _run(self) -> None:
        _leave_interrupts_to_the_server()
        # Spawned, not forked: a fork would take the threads' locks along.
        try:
            with ProcessPoolExecutor(max(1, (os.cpu_count() or 2) - 1), get_context("spawn")) as pool:
                for found in self._batches(pool):
                    if self._stop.is_set():
                        pool.shutdown(cancel_futures=True)
                        return
                    self._take(found)
        except Exception:  # the queue then shows what was taken in so far, and the next start goes on
            log.exception("taking in the records of %s stopped", self._folder.path)

    def _batches(self, pool: ProcessPoolExecutor) -> Iterator[list[DocumentSummary]]:
        waiting = iter(self._changed)
        batches = iter(lambda: list(islice(waiting, _AT_ONCE)), [])
        yield from pool.map(summaries_of, ((self._folder.path, batch) for batch in batches))

    def _take(self, found: Sequence[DocumentSummary]) -> None:
        self._store.register(found)
        self.done += len(found)


def _leave_interrupts_to_the_server() -> None:
    """Let Ctrl+C reach the server alone, which then stops this; processes started from here take the mask along."""
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # the first process would start it, and it takes the mask away again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def summaries_of(order: tuple[Path, Sequence[tuple[str, str]]]) -> list[DocumentSummary]:
    """Sum up the records of one batch: (folder, (name, stamp) pairs)."""
    return summaries(*order)


def summaries(folder: Path, wanted: Iterable[tuple[str, str]]) -> list[DocumentSummary]:
    """Sum up these records of a folder; a file that is no record is one summary with its fault."""
    records = RecordFolder(folder)
    return [_summary(records, name, stamp) for name, stamp in wanted]


def _summary(folder: RecordFolder, name: str, stamp: str) -> DocumentSummary:
    try:
        return summarise(folder.load(name), name, stamp)
    except JixiaoError as fault:
        return unreadable(name, stamp, str(fault))
    except Exception as fault:  # one damaged file must not keep the others out
        return unreadable(name, stamp, f"{name}.json: {type(fault).__name__}")
