"""A model that says again what a general chat model said.

Comes in: the recorded replies by the hash of their prompts. Goes out: a script for ``ScriptedModel``, and the
prompts that have no reply. A reply is used as it was given, control characters and all.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from extractor.labels import Language
from extractor.model import Question
from extractor.model.scripted import ScriptedModel
from extractor.narrate.draft import Narrative
from extractor.narrate.guard import Ledger, Trace
from extractor.polishing import Polished, polish
from extractor.settings import ReaderName
from tests.asking import consulted

FOLDER = Path(__file__).parent / "replies"
EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
FORMS = (
    "city-project-typeset-strips.txt",
    "national-cells-repeated-amounts.txt",
    "national-glued.txt",
    "national-strips.txt",
    "poverty-one-line-scanned.txt",
    "poverty-strips.txt",
    "sichuan-cells-own-columns.txt",
)
READERS: tuple[ReaderName, ...] = ("llm", "both")
PARAGRAPHS = Path(__file__).parent / "paragraphs.toml"
"""Paragraphs of narratives with their values veiled, as they once were: a template may change without a new reply."""


def hash_of(question: Question) -> str:
    """The name of a reply: a hash of every word of the prompt."""
    return hashlib.sha256(f"{question.system}\n{question.user}".encode()).hexdigest()[:12]


@dataclass
class Replay:
    """Answers from recorded replies; ``used`` and ``missing`` keep the questions by the hash of their prompt."""

    folder: Path = FOLDER
    used: dict[str, Question] = field(default_factory=dict)
    missing: dict[str, Question] = field(default_factory=dict)

    def __call__(self, question: Question) -> object:
        name = hash_of(question)
        place = self.folder / f"{name}.reply.json"
        if not place.exists():
            self.missing[name] = question
            return None
        self.used[name] = question
        return json.loads(place.read_text(encoding="utf-8"), strict=False)


def smoothed(language: Language, replay: Replay) -> tuple[Polished, ...]:
    """The recorded paragraphs of a language, smoothed by the recorded model."""
    texts = tomllib.loads(PARAGRAPHS.read_text(encoding="utf-8"))[language]
    ledger = Ledger()
    marked = [re.sub(r"⟦(\d+)⟧", lambda place: ledger.write(Trace(place[1])), text) for text in texts]
    narrative = Narrative(language, "\n\n".join(marked), ledger, ())
    return asyncio.run(polish(narrative, ScriptedModel(replay))).paragraphs


def replay_all() -> Replay:
    """Every form with every reader, every narrative: which replies are used, and which prompts have none."""
    replay = Replay()
    for language in get_args(Language):
        smoothed(language, replay)
    for name in FORMS:
        for reader in READERS:
            consulted(EVAL_SET / name, reader, replay)
    return replay
