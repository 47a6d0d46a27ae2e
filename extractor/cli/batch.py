"""One input after the other: recover it, render it, write it, and say how it went.

Comes in: the inputs of a run and its settings. Goes out: one ``Outcome`` an input, in
order, as soon as it is written. A fault of one input never stops the others; a mistake
in a family file does, since every input would meet it.
"""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from extractor.cli.faults import sentence_of, status_of
from extractor.cli.inputs import Input
from extractor.cli.outputs import Making, Permission, Stamp, Writing, decide_writing, read_stamps, write_outputs
from extractor.cli.reading import Watch, reading
from extractor.errors import EndpointError, FamilyError, InputError, NoFormError, UsageError, told
from extractor.ingest.pictures import PagePictures
from extractor.settings import Settings
from extractor.values import Record
from extractor.version import VERSION

Status = Literal["done", "unchanged", "reviewed", "failed"]
UNFINISHED = "model=failed"
"""Marks the outputs of an input for which a model could not be asked: a rerun does them anew."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run was asked to do with each input."""

    settings: Settings
    folder: Path
    allowed: Permission = Permission()
    debug: bool = False
    watch: Watch = Watch()
    usage: list[dict[str, Any]] = field(default_factory=list)  # what models used so far, the newest last


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one input went: a sentence for the user, and the summary of what was recovered or is there already.

    ``fault`` says why a model could not be asked; the outputs are then those of the offline reader.
    """

    path: Path
    status: Status
    exit_status: int = 0
    message: str | None = None
    outputs: tuple[Path, ...] = ()
    summary: dict[str, Any] | None = None
    fault: str | None = None
    usage: dict[str, Any] | None = None


def recover_all(
    inputs: tuple[Input, ...], order: Order, begin: Callable[[str], None] = lambda _name: None
) -> Iterator[Outcome]:
    """Recover every input, calling ``begin`` with its name; raises only ``FamilyError`` and ``UsageError``.

    With models several inputs are under way at once; outcomes come in the order of the inputs all the same.
    """
    if order.settings.reading != "offline":
        from extractor.cli.batch_models import recover_all_with_models

        yield from recover_all_with_models(inputs, order, begin)
        return
    stamps = read_stamps(order.folder)
    for one in inputs:
        begin(one.path.name)
        try:
            yield _recover_one(one, order, stamps)
        except Exception as fault:
            yield failed(one, fault, order)


def failed(one: Input, fault: Exception, order: Order) -> Outcome:
    """The outcome of an input that could not be done; a mistake that every input would meet is raised again."""
    if isinstance(fault, (FamilyError, UsageError)):
        raise fault
    if order.debug:
        traceback.print_exception(fault)
    sentence = sentence_of(fault, str(one.path), order.settings.language)
    if sentence.startswith(one.path.name):  # in a folder the bare name may stand for several files
        sentence = sentence.replace(one.path.name, str(one.path), 1)
    return Outcome(one.path, "failed", status_of(fault), sentence)


def _recover_one(one: Input, order: Order, stamps: dict[str, Stamp]) -> Outcome:
    """Recover and write one input, unless what is there is still good; raises the fault if it cannot be done."""
    from extractor.pipeline import recover_document

    making = making_of(one, order)
    kept = still_good(one, order, making, stamps)
    if kept is not None:
        return kept
    with reading(one, order.folder, order.settings, order.watch) as (document, pictures):
        return finished(one, order, making, recover_document(document, order.settings), pictures)


def making_of(one: Input, order: Order) -> Making:
    """What the outputs of an input depend on."""
    return Making(_digest(one.path, order.settings.max_bytes), VERSION, describe_settings(order.settings))


def still_good(one: Input, order: Order, making: Making, stamps: dict[str, Stamp]) -> Outcome | None:
    """The outcome of an input whose outputs stay as they are; None if they are to be written."""
    writing = decide_writing(order.folder, one.stem, making, stamps, order.allowed)
    return None if writing == "write" else _kept(one, order, writing)


def finished(
    one: Input,
    order: Order,
    making: Making,
    record: Record,
    pictures: PagePictures,
    fault: EndpointError | None = None,
) -> Outcome:
    """Write the outputs of a record; those that a model should have helped with are done anew next time."""
    from extractor.cli.render import render
    from extractor.report.table import summary

    if not record.forms:
        raise told(
            NoFormError,
            f"{one.path}：没有找到绩效自评表；请确认文件是否正确。",
            f"{one.path}: no self-evaluation form was found in it; check that it is the right file.",
        )
    said = unanswered(one, record, chinese=order.settings.language == "zh")
    if fault is not None or said is not None:
        making = replace(making, settings=f"{making.settings} {UNFINISHED}")
    outputs = write_outputs(order.folder, one.stem, making, render(record, order.settings, pictures))
    usage = dict(record.reader.usage) if record.reader.usage is not None else None
    if fault is None:
        return Outcome(one.path, "done", message=said, outputs=outputs, summary=summary(record), usage=usage)
    sentence = sentence_of(fault, str(one.path), order.settings.language)
    return Outcome(one.path, "done", fault.exit_status, None, outputs, summary(record), sentence, usage)


_WHY_UNANSWERED = {
    "over_budget": ("已达用量上限", "the limit of the run is reached"),
    "cut_off": ("回答过长", "the answer was too long"),
    "too_long": ("超出模型的长度限制", "the question was too long for the model"),
    "refused": ("模型拒绝回答", "the model refused"),
    "unusable": ("回答无法使用，可换用其他模型或 --mode", "the answer was of no use; try another model or --mode"),
}


def unanswered(one: Input, record: Record, *, chinese: bool) -> str | None:
    """A sentence about requests that brought nothing; None where all were answered."""
    forms = (record.reader.sent or {}).get("forms", ())
    lost = Counter(str(one["why"]) for form in forms for one in form["not_answered"])
    if not lost:
        return None
    why = [f"{_WHY_UNANSWERED.get(status, (status, status))[0 if chinese else 1]}" for status in lost]
    if chinese:
        told = f"{lost.total()} 个请求没有结果（{'、'.join(why)}）"
        return f"{one.path}：{told}，这些内容按离线识别给出；再次运行会重新询问。"
    told = f"{lost.total()} request{'s' * (lost.total() != 1)} brought nothing ({', '.join(why)})"
    return f"{one.path}: {told}; the offline reading stands there, and running again asks anew."


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
            f"reader={settings.reading}",
            *_describe_models(settings),
            f"source={settings.source_kind}",
            f"risk={settings.accept_risk}",
            f"family={settings.family or ''}",
            f"pages={settings.pages}",
            f"families={families.hexdigest()[:16] if settings.family_folders else ''}",
        )
    )


def _describe_models(settings: Settings) -> tuple[str, ...]:
    """What a model's reading depends on: its name, the prompts, and what it is asked and shown."""
    if settings.reading == "offline" or settings.endpoint is None:
        return ()
    from extractor.read.llm.prompts import prompt_version

    return (
        f"models={','.join(settings.endpoint.models)}",
        f"prompts={prompt_version()}",
        f"second={int(settings.model.second_reading)}",
        f"personal={int(settings.model.send_personal_data)}",
        f"vision={int(settings.model.vision)}",
    )


def summary_of(outcome: Outcome) -> dict[str, Any]:
    """One outcome as plain data for ``--json``."""
    return {
        "input": str(outcome.path),
        "status": outcome.status,
        "message": outcome.message,
        "outputs": [str(path) for path in outcome.outputs],
        "summary": outcome.summary,
        "fault": outcome.fault,
        "usage": outcome.usage,
    }
