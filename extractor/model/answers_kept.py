"""Answers kept on disk, so that a repeated run asks nothing, and an interrupted one asks only the rest.

Comes in: a question and its answer. Goes out: the same answer for the same question to the same model.
Never fails a run: a damaged entry is asked anew, a damaged or unwritable folder is said once and done
without. Never loads a pickle, which a foreign file in the folder could smuggle in.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from diskcache import Cache, JSONDisk, Timeout
from diskcache.core import MODE_PICKLE
from pydantic import BaseModel

from extractor.model.interface import Question
from extractor.model.modes import schema_of
from extractor.model.salvage import validated

FORMAT = "1"
"""Part of every key; a new number leaves old entries unread."""
TEMPERATURE = 0
DATABASE = "cache.db"
LONGEST_WAIT = 1.0
"""Seconds to wait for another process that writes; after that the answer is asked for, or not kept."""

Warn = Callable[[str, str], None]
"""Takes a warning in Chinese and in English."""

DAMAGED = (sqlite3.Error, OSError, Timeout)
ILLEGIBLE = (ValueError, TypeError, KeyError, zlib.error, EOFError)


class _PlainDisk(JSONDisk):  # type: ignore[misc]  # the package has no types
    """JSON and nothing else: the base class would still load a pickle if the database told it to."""

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        if mode == MODE_PICKLE:
            raise ValueError("not JSON")
        return super().fetch(mode, filename, value, read)


def key_of(model: str, question: Question) -> str:
    """The key of a question to a model: everything that bears on the answer, and not the way of asking."""
    parts = (
        FORMAT,
        model,
        question.system,
        question.user,
        schema_of(question.answer),
        TEMPERATURE,
        question.max_tokens,
        *((image.caption, hashlib.sha256(image.data).hexdigest()) for image in question.images),
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


class AnswersKept:
    """The store; ``folder`` None keeps nothing. ``warn`` is told once when the folder cannot be used."""

    def __init__(self, folder: Path | None, warn: Warn) -> None:
        self._folder = folder
        self._warn = warn
        self._cache: Cache | None = None
        if folder is not None:
            self._cache = self._opened(folder)

    def find(self, key: str, answer: type[BaseModel]) -> BaseModel | None:
        """The kept answer; an entry that is no answer of this shape is dropped."""
        entry = self._read(key)
        if entry is None:
            return None
        found = validated(entry.get("answer"), answer) if isinstance(entry, dict) else None
        if found is None:
            self._drop(key)
        return found

    def keep(self, key: str, answer: BaseModel) -> None:
        """Keep an answer."""
        self._write(key, {"answer": answer.model_dump(mode="json", by_alias=True, exclude_unset=True)})

    def find_note(self, key: str) -> object:
        """A kept note, such as the way of asking that works; None without one."""
        return self._read(key)

    def keep_note(self, key: str, note: object) -> None:
        """Keep a note: plain data."""
        self._write(key, note)

    def close(self) -> None:
        """Close the files; what was kept stays."""
        if self._cache is not None:
            with suppress(*DAMAGED):
                self._cache.close()
            self._cache = None

    def _read(self, key: str) -> Any:
        if self._cache is None:
            return None
        try:
            return self._cache.get(key)
        except Timeout:
            return None
        except ILLEGIBLE:
            self._drop(key)
        except DAMAGED as fault:
            self._do_without(fault)
        return None

    def _write(self, key: str, value: object) -> None:
        if self._cache is None:
            return
        try:
            self._cache.set(key, value)
        except Timeout:
            return
        except DAMAGED as fault:
            self._do_without(fault)

    def _drop(self, key: str) -> None:
        if self._cache is not None:
            with suppress(*DAMAGED, *ILLEGIBLE):
                self._cache.delete(key)

    def _opened(self, folder: Path) -> Cache | None:
        """The store in a folder; a damaged database is moved aside, and a new one begun."""
        try:
            return _open(folder)
        except sqlite3.OperationalError as fault:  # locked, or not permitted: nothing is wrong with the file
            self._do_without(fault)
        except (sqlite3.DatabaseError, *ILLEGIBLE):
            try:
                _move_aside(folder)
                return _open(folder)
            except (*DAMAGED, *ILLEGIBLE) as fault:
                self._do_without(fault)
        except DAMAGED as fault:
            self._do_without(fault)
        return None

    def _do_without(self, fault: Exception) -> None:
        """Say once that nothing is kept any more, and go on."""
        self.close()
        self._warn(
            f"缓存文件夹 {self._folder} 不能使用（{fault}），本次运行不保存模型的应答；可以删除这个文件夹后再试。",
            f"The cache folder {self._folder} cannot be used ({fault}), so no answers are kept in this run; "
            "delete the folder and try again.",
        )


def _open(folder: Path) -> Cache:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # answers repeat what stands in the documents
    # asked beforehand, because the cache would wait a whole minute for a lock when it opens
    with closing(sqlite3.connect(folder / DATABASE, timeout=LONGEST_WAIT, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    return Cache(str(folder), timeout=LONGEST_WAIT, disk=_PlainDisk)


def _move_aside(folder: Path) -> None:
    (folder / DATABASE).replace(folder / f"{DATABASE}.damaged")
    for rest in ("-wal", "-shm"):
        (folder / f"{DATABASE}{rest}").unlink(missing_ok=True)
