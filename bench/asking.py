"""What is sent to a model and what comes back, beside the document's own size; memory over many documents.

Comes in: forms of ``eval_set/``, or the paths of documents on the command line (``python -m bench.asking FILE...``).
Goes out: ``measure()``, figures beside their targets. A scripted model answers in the process; nothing is sent.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measures import Figure, four_forms
from extractor.ingest import ingest, ingest_text
from extractor.model import Question
from extractor.model.modes import schema_text
from extractor.model.opening import DocumentModels
from extractor.model.scripted import ScriptedModel
from extractor.offline import read_offline
from extractor.pipeline import recover_with_models
from extractor.settings import Endpoint, ModelSettings, ReaderName, Settings
from extractor.values import Document, FormRecord
from tests.oracle import Oracle, known_form

DOCUMENTS = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """All requests about one document: how many, and the characters sent and answered.

    ``by_value`` is what the same answers would have been with keys and values instead of pointers.
    """

    requests: int
    prompts: int
    schemas: int
    answers: int
    by_value: int

    @property
    def sent(self) -> int:
        """Prompts and schemas together."""
        return self.prompts + self.schemas


def exchange(document: Document, reader: ReaderName, *, second_reading: bool = True) -> Exchange:
    """Ask a model that answers rightly about a document, and count."""
    forms = read_offline(document, Settings())
    oracle = Oracle([known_form(form) for form in forms])
    answers: list[str] = []
    values: list[str] = []

    def script(question: Question) -> object:
        answer = oracle(question)
        answers.append(compact(answer))
        record = oracle.form_of(question.user).offline.record
        values.append(compact(by_value(answer, record, question)))
        return answer

    model = asked(document, reader, script, second_reading)
    return Exchange(
        len(model.asked),
        sum(len(question.system) + len(question.user) for question in model.asked),
        sum(len(schema_text(question, "tools")) for question in model.asked),
        sum(map(len, answers)),
        sum(map(len, values)),
    )


def asked(
    document: Document, reader: ReaderName, script: Callable[[Question], object], second_reading: bool
) -> ScriptedModel:
    """A scripted model after it was asked about a document."""
    model = ScriptedModel(script)
    endpoint = Endpoint("none", None, (model.name,))
    settings = Settings(reader=reader, endpoint=endpoint, model=ModelSettings(second_reading=second_reading))
    asyncio.run(recover_with_models(document, settings, DocumentModels((model,), model.ledger)))
    return model


def by_value(answer: Any, record: FormRecord, question: Question) -> dict[str, Any]:
    """The same answer with keys and values: every row of the form as an object, every field with its text."""
    out: dict[str, Any] = {}
    for table in ("funds", "indicators", "scorecard", "evaluators"):
        if table in answer:
            out[table] = record.values[table]
    if "fields" in answer:
        plain = {key: value for key, value in record.values.items() if isinstance(value, str) or value is None}
        parts = {key: record.values[key] for key in ("objective", "narratives", "total") if record.values.get(key)}
        whole = {**plain, **parts}
        head = question.user.partition("只输出")[0]
        with_prose = "概况" in head or "预期目标" in head
        out["fields"] = whole if with_prose else plain | {"total": record.values["total"]}
    if "cells" in answer:
        out["cells"] = answer["cells"]
    return out


def compact(data: object) -> str:
    """JSON as short as it can be."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def figures_of(document: Document, name: str) -> list[Figure]:
    """What is sent and answered about one document."""
    size = len(document.text)
    whole, both = exchange(document, "llm"), exchange(document, "both")
    open_only = exchange(document, "both", second_reading=False)
    ratios = [shown.sent / size for shown in (whole, both, open_only)]
    answers = whole.answers / whole.by_value
    return [
        Figure(f"{name}: sent with llm, {whole.requests} requests", f"{ratios[0]:.2f} x", "<= 1.6 x", ratios[0] <= 1.6),
        Figure(f"  with both, {both.requests} requests", f"{ratios[1]:.2f} x"),
        Figure("  with both, no second reading", f"{ratios[2]:.2f} x", "<= 0.4 x", ratios[2] <= 0.4),
        Figure("  answers in pointers / with keys and values", f"{answers:.2f}", "<= 0.50", answers <= 0.5),
    ]


def growth() -> list[Figure]:
    """Memory that is still held after a thousand documents that a model was asked about, less that after a hundred."""
    document = ingest_text(four_forms(), "bench")
    forms = read_offline(document, Settings())
    oracle = Oracle([known_form(form) for form in forms])
    held: list[int] = []
    tracemalloc.start()
    for number in range(DOCUMENTS // len(forms)):
        oracle.asked.clear()
        asked(document, "llm", oracle, True)
        if number == DOCUMENTS // len(forms) // 10:
            held.append(tracemalloc.get_traced_memory()[0])
    held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    more = (held[1] - held[0]) / 1e6
    return [Figure(f"memory held after {DOCUMENTS} forms with a model, growth", f"{more:.1f} MB", "<= 5 MB", more <= 5)]


def measure() -> list[Figure]:
    """What is sent about a document of four forms, and memory over a thousand forms."""
    return [*figures_of(ingest_text(four_forms(), "bench"), "four forms"), *growth()]


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        for figure in figures_of(ingest(path), path.name):
            print(f"{figure.name:<60} {figure.value:>12} {figure.target:>12}")
