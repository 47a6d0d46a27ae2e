"""One input after the other: recover it, render it, write it, and say how it went.

Comes in: the inputs of a run and its settings. Goes out: one ``Outcome`` an input, in
order, as soon as it is written. A fault of one input never stops the others; a mistake
in a family file does, since every input would meet it.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from extractor.cli.faults import sentence_of, status_of, told
from extractor.cli.inputs import Input
from extractor.cli.outputs import Making, Permission, Stamp, Writing, decide_writing, read_stamps, write_outputs
from extractor.errors import FamilyError, InputError, NoFormError, UsageError
from extractor.settings import Settings
from extractor.version import VERSION

Status = Literal["done", "unchanged", "reviewed", "failed"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a run was asked to do with each input."""

    settings: Settings
    folder: Path
    allowed: Permission = Permission()
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one input went: a sentence for the user, and the summary of what was recovered or is there already."""

    path: Path
    status: Status
    exit_status: int = 0
    message: str | None = None
    outputs: tuple[Path, ...] = ()
    summary: dict[str, Any] | None = None


def recover_all(
    inputs: tuple[Input, ...], order: Order, begin: Callable[[str], None] = lambda _name: None
) -> Iterator[Outcome]:
    """Recover every input in turn, calling ``begin`` with its name; raises only ``FamilyError`` and ``UsageError``."""
    stamps, language = read_stamps(order.folder), order.settings.language
    for one in inputs:
        begin(one.path.name)
        try:
            yield _recover_one(one, order, stamps)
        except (FamilyError, UsageError):
            raise
        except Exception as fault:
            if order.debug:
                traceback.print_exc()
            sentence = sentence_of(fault, str(one.path), language)
            if sentence.startswith(one.path.name):  # in a folder the bare name may stand for several files
                sentence = sentence.replace(one.path.name, str(one.path), 1)
            yield Outcome(one.path, "failed", status_of(fault), sentence)


def _recover_one(one: Input, order: Order, stamps: dict[str, Stamp]) -> Outcome:
    """Recover and write one input, unless what is there is still good; raises the fault if it cannot be done."""
    from extractor.cli.render import render
    from extractor.pipeline import recover_file
    from extractor.report.table import summary

    making = Making(_digest(one.path, order.settings.max_bytes), VERSION, describe_settings(order.settings))
    writing = decide_writing(order.folder, one.stem, making, stamps, order.allowed)
    if writing != "write":
        return _kept(one, order, writing)
    record = recover_file(one.path, order.settings)
    if not record.forms:
        raise told(
            NoFormError,
            f"{one.path}：没有找到绩效自评表；请确认文件是否正确。",
            f"{one.path}: no self-evaluation form was found in it; check that it is the right file.",
        )
    outputs = write_outputs(order.folder, one.stem, making, render(record))
    return Outcome(one.path, "done", outputs=outputs, summary=summary(record))


def _kept(one: Input, order: Order, writing: Writing) -> Outcome:
    """The outcome of an input whose outputs stay as they are."""
    from extractor.cli.records import read_record
    from extractor.report.table import summary

    place, chinese = order.folder / f"{one.stem}.json", order.settings.language == "zh"
    try:
        known = summary(read_record(place))
    except InputError:
        known = None  # a record that was edited into something else is still not ours to replace
    if writing == "reviewed":
        message = (
            f"{place} 含有人工复核或改动过的单元格，已保留。"
            if chinese
            else f"{place} holds cells that were reviewed or corrected by hand and was kept."
        )
        return Outcome(one.path, "reviewed", message=message, summary=known)
    message = f"{one.path} 内容未变，保留 {place}。" if chinese else f"{one.path} is unchanged, {place} was kept."
    return Outcome(one.path, "unchanged", message=message, summary=known)


def _digest(path: Path, max_bytes: int) -> str:
    """SHA-256 of an input in hexadecimal; empty for one that cannot be read, since reading it will say why."""
    try:
        if path.stat().st_size > max_bytes:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def describe_settings(settings: Settings) -> str:
    """The settings that an output depends on, in one line that is equal when they are.

    Family files count with their content: a changed label must lead to a new reading.
    """
    families = hashlib.sha256()
    for folder in settings.family_folders:
        for path in sorted(folder.glob("*.toml")):
            families.update(path.name.encode() + b"\0" + path.read_bytes())
    return " ".join(
        (
            "reader=offline" if settings.reader == "auto" else f"reader={settings.reader}",
            f"source={settings.source_kind}",
            f"family={settings.family or ''}",
            f"families={families.hexdigest()[:16] if settings.family_folders else ''}",
        )
    )


def summary_of(outcome: Outcome) -> dict[str, Any]:
    """One outcome as plain data for ``--json``."""
    return {
        "input": str(outcome.path),
        "status": outcome.status,
        "message": outcome.message,
        "outputs": [str(path) for path in outcome.outputs],
        "summary": outcome.summary,
    }
