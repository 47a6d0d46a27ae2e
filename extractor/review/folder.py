"""The folder of records that is reviewed: which files there are, and what each holds.

Comes in: the path of the output folder of ``recover``. Goes out: names, stamps, records and page
images. Never opens a file outside the folder, and never writes to it.
"""

from __future__ import annotations

import os
import re
import stat
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from extractor.errors import RecordError, UnreadableInputError, told
from extractor.record.record_json import loads
from extractor.values import Record
from extractor.version import VERSION

IMAGE_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
PAGES = ".pages"
"""What the folder of a document's page images is called, behind its stem: ``form.pages/1.png``."""
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_KEPT = 24  # records in memory: a page of a hundred reviewers turns over fewer documents than that
_MOST_BYTES = 64 * 1024 * 1024


class RecordFolder:
    """The records of one folder by name (the stem of the file); a record read once is kept while its file stays."""

    def __init__(self, folder: Path) -> None:
        """Raise ``UnreadableInputError`` when the path is no folder that can be read."""
        if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
            raise told(
                UnreadableInputError,
                f"{folder}：不是可读的文件夹；请给出 recover 的输出文件夹。",
                f"{folder}: is not a folder that can be read; give the output folder of recover.",
            )
        self.path = folder.resolve()
        self._kept: OrderedDict[tuple[str, str], Record] = OrderedDict()
        self._lock = Lock()

    def stamps(self) -> dict[str, str]:
        """All record files by name, each with a stamp that changes when its file does, or the program."""
        found = {}
        with os.scandir(self.path) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".json") and not name.startswith(".") and entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    found[name.removesuffix(".json")] = f"{facts.st_mtime_ns}-{facts.st_size}-{VERSION}"
        return dict(sorted(found.items()))

    def load(self, name: str) -> Record:
        """The record of that name; raises ``RecordError`` with one sentence when there is none, or it is no record."""
        return self.load_stamped(name)[0]

    def load_stamped(self, name: str) -> tuple[Record, str]:
        """The record of that name with the stamp of its file, as ``load``."""
        place = self._inside(f"{name}.json")
        try:
            facts = place.stat()
        except OSError as error:
            raise self._gone(place, error) from error
        if not stat.S_ISREG(facts.st_mode):  # a pipe would never end
            raise self._gone(place, None)
        stamp = f"{facts.st_mtime_ns}-{facts.st_size}"
        with self._lock:
            if (name, stamp) in self._kept:
                self._kept.move_to_end((name, stamp))
                return self._kept[name, stamp], stamp
        record = self._read(place, facts.st_size)
        with self._lock:
            self._kept[name, stamp] = record
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return record, stamp

    def page_image(self, name: str, page: int) -> Path | None:
        """The image of a page (from 1) of a document, None where there is none."""
        for suffix in IMAGE_KINDS:
            try:
                place = self._inside(f"{name}{PAGES}", f"{page}{suffix}")
            except RecordError:
                return None
            if place.is_file():
                return place
        return None

    def pages(self, name: str, most: int) -> list[int]:
        """The pages up to ``most`` of which there are images, in order; what is there is counted, not what is said."""
        try:
            found = os.listdir(self._inside(f"{name}{PAGES}"))
        except (OSError, RecordError):
            return []
        numbers = {
            int(stem) for stem, kind in map(os.path.splitext, found) if kind in IMAGE_KINDS and _PAGE.fullmatch(stem)
        }
        return [number for number in sorted(numbers) if number <= most and self.page_image(name, number)]

    def _inside(self, *steps: str) -> Path:
        """A path below the folder; raises ``RecordError`` for a step that leaves it, also by a link."""
        if not all(Path(step).name == step and step != ".." and "\0" not in step for step in steps):
            raise self._gone(self.path / "?", None)
        place = self.path.joinpath(*steps)
        try:
            if place.resolve().is_relative_to(self.path):
                return place
        except (OSError, RuntimeError):  # links that lead round in a circle
            pass
        raise self._gone(place, None)

    def _read(self, place: Path, size: int) -> Record:
        if size > _MOST_BYTES:
            raise told(
                RecordError,
                f"{place.name}：{size // 1_000_000} MB，超过复核页可处理的大小；请拆分后重新识别。",
                f"{place.name}: {size // 1_000_000} MB is more than the review can take; split it and recover again.",
            )
        try:
            return loads(place.read_bytes(), place.name)
        except OSError as error:
            raise self._gone(place, error) from error

    def _gone(self, place: Path, error: OSError | None) -> RecordError:
        reason = (error.strerror if error else None) or "no such record"
        return told(
            RecordError,
            f"{place.name}：无法读取（{reason}）；文件可能已移走，请重新运行 jixiao review。",
            f"{place.name}: cannot be read ({reason}); it may have been moved: run jixiao review again.",
        )
