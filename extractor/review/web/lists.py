"""What the queue, the history and the agreement page show, in words.

Comes in: the store and who is asking. Goes out: plain data for templates. Never shows a reviewer of
a double reading what the other one answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from extractor.labels import ORIGINS, Label, path_label
from extractor.review.desk import Desk
from extractor.review.export.words import RULINGS, place_label
from extractor.review.store import ReviewStore
from extractor.review.values import CellSummary, Entry, Filter
from extractor.review.web.session import Session
from extractor.wording import law_title, reason_label

PER_PAGE = 50
STATES: dict[str, Label] = {
    "open": Label("待核", "open"),
    "done": Label("已核", "done"),
    "disagreed": Label("有分歧", "disagreed"),
    "all": Label("全部", "all"),
}
_FACETS = ("families", "origins", "laws", "reasons", "reviewers")
_MOST_CHOICES = 40


def queue_shown(desk: Desk, who: Session, wanted: Filter, view: str, start: int) -> dict[str, Any]:
    """One page of the queue with its filters and the progress; ``view`` is documents, cells or disagreements."""
    store = desk.store
    if view == "documents":
        page = store.documents(wanted, who.reviewer, start, PER_PAGE)
        items: list[Any] = list(page.items)
    elif view == "cells":
        cells = store.cells(wanted, who.reviewer, start, PER_PAGE)
        items, page = [(line, _cell_words(line.cell)) for line in cells.items], cells  # type: ignore[assignment]
    else:
        cells = store.disagreements(start, PER_PAGE)
        items, page = [(line, _cell_words(line.cell)) for line in cells.items], cells  # type: ignore[assignment]
    asked = {key: value for key, value in asdict(wanted).items() if value and (key, value) != ("state", "open")}
    return {
        "view": view,
        "items": items,
        "total": page.total,
        "start": start,
        "per_page": PER_PAGE,
        "wanted": wanted,
        "query": urlencode(asked),
        "asked": urlencode({"view": view, **asked}),
        "choices": _choices(desk),
        "families": family_names(desk),
        "states": STATES,
        "progress": store.progress(who.reviewer),
    }


def _choices(desk: Desk) -> list[tuple[str, Label, list[tuple[str, Label, int]]]]:
    """What each filter can be set to: (name in the address, its label, (value, label, cells) by frequency)."""
    facets, families = desk.store.facets(), family_names(desk)
    names = {
        "families": ("family", Label("表式", "form family")),
        "origins": ("origin", Label("来历", "origin")),
        "laws": ("law", Label("勾稽", "law")),
        "reasons": ("reason", Label("原因", "reason")),
        "reviewers": ("reviewer", Label("复核人", "reviewer")),
    }
    found = []
    for facet in _FACETS:
        counted: Mapping[str, int] = getattr(facets, facet)
        most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CHOICES]
        if most:
            name, label = names[facet]
            found.append(
                (name, label, [(value, families.get(value) or _word(name, value), number) for value, number in most])
            )
    return found


def family_names(desk: Desk) -> dict[str, Label]:
    """What the families are called, by the name of their file."""
    return {name: Label(family.title_zh, family.title_en) for name, family in desk.laws.families.items()}


def _word(kind: str, value: str) -> Label:
    """The words for one choice of a filter."""
    if kind == "origin":
        return ORIGINS.get(value, Label(value, value))
    if kind == "law":
        return law_title(value)
    if kind == "reason":
        label = reason_label(value)
        return Label(label.zh.replace("{}", "…"), label.en.replace("{}", "…"))
    return Label(value, value)


def _cell_words(cell: CellSummary) -> dict[str, Any]:
    broken = [law_title(law) for law in cell.laws]
    laws = Label("；".join(law.zh for law in broken), "; ".join(law.en for law in broken))
    return {
        "name": path_label(cell.path),
        "origin": ORIGINS.get(cell.origin, Label(cell.origin, cell.origin)),
        "reason": laws if broken else reason_label(cell.reason),
    }


def entries_shown(desk: Desk, who: Session, document: int | None, by: str, before: int | None) -> dict[str, Any]:
    """One page of the history; ``before`` is the id that it goes on behind."""
    entries = desk.store.visible_entries(
        document, reviewer=who.reviewer, by=by or None, before=before, limit=PER_PAGE + 1
    )
    lines = {entry.said.place.document for entry in entries} | ({document} if document else set())
    known = {number: desk.store.document(number) for number in lines}
    return {
        "entries": [_entry(entry, known[entry.said.place.document]) for entry in entries[:PER_PAGE]],
        "more": entries[PER_PAGE - 1].id if len(entries) > PER_PAGE else None,
        "document": known.get(document) if document else None,
        "by": by,
        "reviewers": desk.store.reviewers(),
    }


def _entry(entry: Entry, line: Any) -> dict[str, Any]:
    said = entry.said
    return {
        "id": entry.id,
        "at": entry.at,
        "reviewer": said.reviewer,
        "kind": said.kind,
        "name": line.name if line else "?",
        "document": said.place.document,
        "form": said.place.form,
        "path": said.place.path,
        "label": place_label(said.place.path, ""),
        "ruling": RULINGS[said.ruling] if said.ruling else None,
        "undo": said.undoes,
        "before": entry.before_value if entry.before else said.suggestion,
        "before_ruling": RULINGS[entry.before] if entry.before else None,
        "after": said.value,
        "comment": said.comment,
    }


def agreement_shown(store: ReviewStore, who: Session) -> dict[str, Any]:
    """How far each pair of reviewers agrees, and what is left to settle."""
    return {"pairs": store.agreements(), "progress": store.progress(who.reviewer)}
