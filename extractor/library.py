"""The record as a Python user meets it: it prints well and shows as a table in a notebook.

Comes in: a path or a text. Goes out: ``Recovered``, a ``Record`` with a face. Nothing here
decides anything.
"""

from __future__ import annotations

from pathlib import Path

from extractor.pipeline import recover_file
from extractor.pipeline import recover_text as run_text
from extractor.report.notebook import record_html
from extractor.settings import Settings
from extractor.values import FormRecord, Record


class Recovered(Record):
    """Everything recovered from one document; ``forms`` holds the forms in source order."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show one line a form: title, project, year, score, and what a person should look at."""
        return "\n".join([f"{self.source.name}: {len(self.forms)} form(s)", *map(_line, self.forms)])

    def _repr_html_(self) -> str:
        return record_html(self)


def _line(form: FormRecord) -> str:
    values = form.values
    review = sum(cell.needs_review for cell in form.cells.values())
    name = values.get("project_name") or values.get("title") or "?"
    score = values["total"]["score"] or "-"
    facts = f"score {score}, {len(form.cells)} cells, {review} to review, {len(form.findings)} findings"
    return f"  {name} ({values.get('fiscal_year') or '?'}): {facts}"


def _with_face(record: Record) -> Recovered:
    return Recovered(record.source, record.text, record.reader, record.forms)


def recover(path: str | Path, settings: Settings | None = None) -> Recovered:
    """Recover every form of a file: offline, unless ``settings`` name a model, as ``read_settings()`` may.

    Raises an ``extractor.errors.InputError`` whose message is one plain sentence: the file
    is missing, is no text, or holds no form; and an ``EndpointError``, whose ``record`` is what was
    recovered offline, when the model's endpoint failed for good.
    """
    return _with_face(recover_file(Path(path), settings or Settings()))


def recover_text(text: str, name: str = "text", settings: Settings | None = None) -> Recovered:
    """Recover every form of a text; ``name`` stands for it in the record. Reads and raises as ``recover`` does."""
    return _with_face(run_text(text, name, settings or Settings()))
