"""Polishing a narrative with a model: ask, hold what comes back against what was asked, ask once more, else keep.

Comes in: a narrative and a model. Goes out: the narrative, smoothed where nothing but free words and punctuation
moved, and what became of each paragraph. Like the pipeline it knows an order: veil, ask, guard, ask again, put back,
guard the whole. Never sends a value of a form, and never lets through a paragraph that the guard finds a fault with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import EndpointError
from extractor.labels import Label, Language
from extractor.model.interface import ModelClient, Question
from extractor.narrate.draft import Narrative
from extractor.narrate.guard import loose_pieces, pieces
from extractor.narrate.polish import Veiled, put_back, veil
from extractor.narrate.unchanged import Fault, faults, free_words
from extractor.templates import template_folder

if TYPE_CHECKING:
    import jinja2

AT_ONCE = 8
"""Paragraphs of one request: few enough that a fault costs little."""
_LONGEST_ANSWER = 4000
Fate = Literal["smoothed", "unchanged", "kept"]


class Smoothed(BaseModel):
    """What a model answers: the paragraphs it was given, in their order."""

    model_config = ConfigDict(extra="ignore")
    paragraphs: list[str] = Field(description="the paragraphs in their order, as many as were given")


@dataclass(frozen=True, slots=True)
class Polished:
    """What became of one paragraph: ``kept`` is the plain one, because of ``faults`` or for want of an answer."""

    paragraph: Veiled
    text: str
    fate: Fate
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Polishing:
    """A narrative after polishing, still with its traces; ``fault`` is why a model could not be asked for all of it."""

    narrative: Narrative
    paragraphs: tuple[Polished, ...]
    fault: EndpointError | None = None

    def count(self, fate: Fate) -> int:
        """How many paragraphs had this fate."""
        return sum(one.fate == fate for one in self.paragraphs)

    def note(self) -> Label:
        """One sentence on what became of the paragraphs."""
        if not self.paragraphs:
            return Label("润色：没有可润色的段落。", "Polish: there is no paragraph to smooth.")
        many, smoothed, kept = len(self.paragraphs), self.count("smoothed"), self.count("kept")
        return Label(
            f"润色：共 {many} 段，改写 {smoothed} 段"
            + (f"；{kept} 段未采用模型的改写，保留原文。" if kept else "，其余无需改动。" if smoothed < many else "。"),
            f"Polish: {smoothed} of {many} paragraphs smoothed"
            + (f"; {kept} kept their plain text, as the model's could not stand." if kept else "."),
        )


async def polish(narrative: Narrative, model: ModelClient, *, deadline: float | None = None) -> Polishing:
    """Smooth the prose of a narrative; ``deadline`` is on the event loop's clock.

    An endpoint that fails for good leaves the paragraphs plain that it was asked about.
    """
    paragraphs = veil(narrative.marked)
    batches = [paragraphs[start : start + AT_ONCE] for start in range(0, len(paragraphs), AT_ONCE)]
    answers = await asyncio.gather(*(_smooth(batch, narrative.language, model, deadline) for batch in batches))
    done = tuple(one for polished, _ in answers for one in polished)
    marked = put_back(narrative.marked, [(one.paragraph, one.text) for one in done])
    fault = next((fault for _, fault in answers if fault is not None), None)
    if not _same(narrative, marked):
        return Polishing(narrative, tuple(replace(one, text=one.paragraph.text, fate="kept") for one in done), fault)
    return Polishing(replace(narrative, marked=marked), done, fault)


def _same(narrative: Narrative, marked: str) -> bool:
    """Whether the whole text has the very pieces of the narrative in their order, and none beside them."""
    then, now = ([piece[0] for piece in pieces(text)] for text in (narrative.marked, marked))
    return then == now and not loose_pieces(marked, narrative.ledger)


async def _smooth(
    batch: Sequence[Veiled], language: Language, model: ModelClient, deadline: float | None
) -> tuple[list[Polished], EndpointError | None]:
    """Some paragraphs, asked about once, and those with faults once more."""
    kept = [Polished(paragraph, paragraph.text, "kept") for paragraph in batch]
    try:
        first = await _ask(batch, (), language, model, deadline)
        kept, wrong = first, [one for one in first if one.faults]
        if not wrong:
            return first, None
        told = [one.faults for one in wrong]
        second = await _ask([one.paragraph for one in wrong], told, language, model, deadline)
    except EndpointError as fault:
        return kept, fault
    again = {one.paragraph.line: one for one in second}
    return [again.get(one.paragraph.line, one) for one in first], None


async def _ask(
    batch: Sequence[Veiled],
    told: Sequence[Sequence[Fault]],
    language: Language,
    model: ModelClient,
    deadline: float | None,
) -> list[Polished]:
    """One request about some paragraphs, and what becomes of each; without an answer all are kept."""
    reply = await model.ask(question(batch, told, language), deadline=deadline)
    if not isinstance(reply.answer, Smoothed):
        return [Polished(paragraph, paragraph.text, "kept") for paragraph in batch]
    answered = reply.answer.paragraphs
    if len(answered) != len(batch):
        missing = Fault("count", Label("返回的段数与所给的不同", "not as many paragraphs came back as were given"))
        return [Polished(paragraph, paragraph.text, "kept", (missing,)) for paragraph in batch]
    return [_fate(paragraph, text, language) for paragraph, text in zip(batch, answered, strict=True)]


def question(batch: Sequence[Veiled], told: Sequence[Sequence[Fault]], language: Language) -> Question:
    """What a model is asked about some paragraphs; ``told`` are the faults of its last answer to each."""
    text = _template().render(
        language=language,
        free=free_words(language),
        paragraphs=[paragraph.text for paragraph in batch],
        faults=[
            (number, "；".join(fault.told.say(language) for fault in found)) for number, found in enumerate(told, 1)
        ],
    )
    system, _, user = text.partition("\n\n")
    return Question(system.strip(), user.strip(), Smoothed, "narrative", _LONGEST_ANSWER, about="narrative")


def _fate(paragraph: Veiled, text: str, language: Language) -> Polished:
    if text.strip() == paragraph.text.strip():
        return Polished(paragraph, paragraph.text, "unchanged")
    found = faults(paragraph, text, language)
    if found:
        return Polished(paragraph, paragraph.text, "kept", found)
    return Polished(paragraph, text.strip(), "smoothed")


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folder() / "narrative"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("polish.j2")
