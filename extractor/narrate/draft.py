"""Drafts the narrative: stories into words by templates, under the guard.

Comes in: records, the name of a template, a language. Goes out: a ``Narrative``: Markdown with its traces. Never lets
a template print a figure, a name or a date of its own, and never runs anything that a document says: document text is
data, escaped for Markdown before it stands in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError
from extractor.narrate.environment import render, require, template_names
from extractor.narrate.guard import Ledger, loose_pieces, open_ledger, unmarked
from extractor.narrate.layout import number_headings, paragraphs, place_notes
from extractor.narrate.portfolio import gather
from extractor.narrate.remarks import Remark
from extractor.narrate.said import Language
from extractor.narrate.story import Story, tell
from extractor.narrate.words import filters
from extractor.values import FormRecord, Record

__all__ = ["Narrative", "context_of", "draft", "narrate", "template_names"]


@dataclass(frozen=True, slots=True)
class Narrative:
    """A finished narrative with what it rests on.

    ``marked`` is Markdown in which traced pieces stand between the guard's marks; ``ledger`` says where each comes
    from, by the paths of cells with the number of their form; ``forms`` are the forms by that number, from 1.
    """

    language: Language
    marked: str
    ledger: Ledger
    forms: tuple[FormRecord, ...]

    @property
    def markdown(self) -> str:
        """The narrative as it is to be read."""
        return unmarked(self.marked)


def draft(
    records: Sequence[Record], template: str = "summary", language: Language = "zh", folder: Path | None = None
) -> str:
    """The narrative of one record, or of several with a summary over all, as Markdown; see ``narrate``."""
    return narrate(records, template, language, folder).markdown


def narrate(
    records: Sequence[Record], template: str = "summary", language: Language = "zh", folder: Path | None = None
) -> Narrative:
    """The narrative of some records with its traces.

    ``folder`` holds templates of one's own, named ``<template>.<language>.md.j2``.
    Raises UsageError for a template or a language that does not exist, for a template that goes wrong, and for one
    that prints a figure, a date or a name which no cell and no stated formula carries.
    """
    require(template, language, folder)
    with open_ledger() as ledger:
        stories = stories_of(records)
        raw = render(template, language, folder, context_of(records, stories))
        text = number_headings(paragraphs(raw, language), language)
        remarks = [remark for story in stories for remark in story.remarks]
        text = place_notes(text, ledger, remarks, _note_words(language))
    _pass_guard(template, text, ledger)
    return Narrative(language, text, ledger, tuple(form for record in records for form in record.forms))


def stories_of(records: Sequence[Record]) -> list[Story]:
    """The stories of all forms, numbered from 1 in the order of the records."""
    forms = [form for record in records for form in record.forms]
    return [tell(form, number) for number, form in enumerate(forms, 1)]


def context_of(records: Sequence[Record], stories: Sequence[Story] | None = None) -> Mapping[str, object]:
    """Everything that a template may use, by name; ``portfolio`` is None for a single record, ``whole`` never."""
    told = list(stories) if stories is not None else stories_of(records)
    owners = [record for record in records for _ in record.forms]
    whole = gather(list(zip(owners, told, strict=True)))
    return {"stories": told, "portfolio": whole if len(records) > 1 else None, "whole": whole}


def _pass_guard(template: str, marked: str, ledger: Ledger) -> None:
    if loose := loose_pieces(marked, ledger):
        raise UsageError(
            f"The template {template!r} prints figures, dates or names that no cell carries ({'; '.join(loose[:3])}); "
            "let it print cells and formulas only."
        )


def _note_words(language: Language) -> Callable[[Remark], str]:
    words = filters(language)

    def say(remark: Remark) -> str:
        basis = words["basis"](remark)
        if language == "zh":
            return words["remark"](remark) + "。" + (f"依据：{basis}。" if basis else "")
        return words["remark"](remark) + "." + (f" Basis: {basis}." if basis else "")

    return say
