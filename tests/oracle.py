"""Models that know the answers: an oracle that points rightly, and ones that err at a given rate.

An oracle is made from a document and its expected answers. It points at the text of every expected value, and
answers whatever it is asked as a model would: from the prompt alone it sees which form, which fields,
which columns and which rows are meant. With ``error`` > 0 that share of its pointers goes to another cell
of the page; at 1 its answers are nonsense of the right shape.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.evaluate import agree, score_form
from extractor.ingest import ingest
from extractor.lexicon import lexicon_of
from extractor.model import Question
from extractor.offline import OfflineForm, read_offline
from extractor.read.llm.page import Page, page_of
from extractor.read.llm.shape import CellPointers
from extractor.read.llm.topic import Topic, label_of, topics_of
from extractor.settings import Settings
from extractor.values import Evidence

_ROW = re.compile(r"^(\d+)\|", re.MULTILINE)
_ASKED = re.compile(r"^(\d+) (.+?)(?:（.*）)?$", re.MULTILINE)


@dataclass
class KnownForm:
    """A form with the places of its values."""

    offline: OfflineForm
    page: Page
    topics: Sequence[Topic]
    wrong: dict[str, str]  # what should stand where the offline reader is wrong

    @property
    def rows(self) -> dict[str, list[int]]:
        found: dict[str, set[int]] = {}
        for path in self.offline.record.cells:
            match = re.fullmatch(r"(\w+)\[(\d+)\]\.\w+", path)
            if match:
                found.setdefault(match[1], set()).add(int(match[2]))
        return {table: sorted(rows) for table, rows in found.items()}

    def pieces(self, path: str) -> list[str]:
        """Pointers to the pieces of a value, in order; none for a value without a place."""
        if path in self.wrong:
            return self._like(self.wrong[path])
        cell = self.offline.record.cells.get(path)
        if cell is None or cell.value is None:
            return []
        return [pointer for piece in cell.evidence for pointer in self._pointers(piece)]

    def _like(self, value: str) -> list[str]:
        """The first cell of the page that reads so."""
        for row in self.page.rows:
            for number, atom in enumerate(row.cells, 1):
                if not atom.empty and agree(atom.text, value):
                    return [f"{row.number}.{number}"]
        return []

    def _pointers(self, piece: Evidence) -> list[str]:
        out: list[str] = []
        at = piece.start
        while at < piece.end:
            place = self.page.place(at)
            if place is None:
                at += 1
                continue
            atom = self.page.rows[place[0] - 1].cells[place[1] - 1]
            end = min(atom.end, piece.end)
            part = atom.text[at - atom.start : end - atom.start]
            whole = part.strip() == atom.text.strip()
            out.append(f"{place[0]}.{place[1]}" + ("" if whole else f":{part}"))
            at = max(end, at + 1)
        return out

    def pointer(self, path: str) -> str:
        return "+".join(self.pieces(path))


@dataclass
class Oracle:
    """Answers questions about the forms it knows; ``asked`` keeps what it was asked."""

    forms: list[KnownForm]
    error: float = 0.0
    seed: int = 1
    asked: list[Question] = field(default_factory=list)

    def __call__(self, question: Question) -> object:
        self.asked.append(question)
        return self.answer(question.user, question.answer is CellPointers)

    def answer(self, prompt: str, single: bool) -> dict[str, list[str]]:
        form = self.form_of(prompt)
        chance = random.Random(f"{self.seed}{prompt}")
        return self._cells(form, prompt, chance) if single else self._sections(form, prompt, chance)

    def form_of(self, prompt: str) -> KnownForm:
        """The form whose rows stand in the prompt."""
        lines = set(prompt.split("\n"))
        return max(self.forms, key=lambda form: len(lines & set(form.page.lines())))

    def _noisy(self, pointer: str, form: KnownForm, chance: random.Random) -> str:
        if not pointer or chance.random() >= self.error:
            return pointer
        places = [
            f"{row.number}.{n}" for row in form.page.rows for n, atom in enumerate(row.cells, 1) if not atom.empty
        ]
        return chance.choice(places)

    def _sections(self, form: KnownForm, prompt: str, chance: random.Random) -> dict[str, list[str]]:
        head, _, _ = prompt.partition("只输出JSON")
        out: dict[str, list[str]] = {}
        names = re.search(r"名称：(.+)", head)
        asked = names[1].split("、") if names else []
        for topic in form.topics:
            for spec in topic.fields:
                printed = form.page.labels().get(spec.name) or label_of(spec)
                if printed in asked:
                    path = f"{spec.path}.start" if spec.type == "period" else spec.path
                    pointer = self._noisy(form.pointer(path), form, chance)
                    out.setdefault("fields", []).append(f"{printed}={pointer}")
            columns = (
                re.search(rf"^{topic.table}：每行一个字符串“行号\|(.+?)”", head, re.MULTILINE) if topic.table else None
            )
            if columns and topic.columns:
                keys = [
                    dict(zip(topic.column_names, topic.columns, strict=True))[name] for name in columns[1].split("|")
                ]
                out[topic.table] = [
                    self._row(form, topic.table, row, keys, chance) for row in form.rows.get(topic.table, [])
                ]
        return out

    def _row(self, form: KnownForm, table: str, row: int, keys: list[str], chance: random.Random) -> str:
        cells = [self._noisy(self._column(form, f"{table}[{row}]", row, key), form, chance) for key in keys]
        first = next(
            (cell for cell, key in zip(cells, keys, strict=True) if cell and key not in ("level1", "level2")), ""
        )
        number = first.partition(".")[0]
        short = [
            cell.partition(".")[2] if number and cell.startswith(f"{number}.") and "+" not in cell else cell
            for cell in cells
        ]
        return "|".join((number, *short))

    def _column(self, form: KnownForm, path: str, row: int, key: str) -> str:
        """The pointer of one column; merged labels are left blank below their first row."""
        if key in ("label", "stage_label"):
            return form.pointer(f"{path}.source")
        if key == "amount":
            return "".join(form.pointer(f"{path}.{column}") for column in ("initial_budget", "allocated", "executed"))
        if key in ("comparator", "target", "measure"):
            pieces = form.pieces(f"{path}.target")
            if "comparator" not in self._keys(form):
                return "+".join(pieces) if key == "target" else ""
            wanted = {"comparator": 0, "target": 1, "measure": 2}[key]
            return pieces[wanted] if len(pieces) == 3 else pieces[0] if key == "target" and pieces else ""
        pointer = form.pointer(f"{path}.{key}")
        if key in ("level1", "level2", "section", "group") and row:
            above = path.replace(f"[{row}]", f"[{row - 1}]")
            if pointer == form.pointer(f"{above}.{key}"):
                return ""
        return pointer

    def _keys(self, form: KnownForm) -> tuple[str, ...]:
        return next((topic.columns for topic in form.topics if topic.table == "indicators" and topic.columns), ())

    def _cells(self, form: KnownForm, prompt: str, chance: random.Random) -> dict[str, list[str]]:
        head, _, _ = prompt.partition("只输出JSON")
        called = self._called(form)
        return {
            "cells": [
                f"{number}={self._noisy(called.get(what, ''), form, chance)}" for number, what in _ASKED.findall(head)
            ]
        }

    def _called(self, form: KnownForm) -> dict[str, str]:
        """Pointers by what a request calls a cell: ``项目名称``, ``指标“受训人数”的完成值``, ``“受训人数”的完成值``."""
        out: dict[str, str] = {}
        for topic in form.topics:
            for spec in topic.fields:
                path = f"{spec.path}.start" if spec.type == "period" else spec.path
                out[label_of(spec)] = form.pointer(path)
            names = dict(zip(topic.columns, topic.column_names, strict=True))
            for row in form.rows.get(topic.table, []):
                path = f"{topic.table}[{row}]"
                for key, name in names.items():
                    pointer = self._column(form, path, row, key)
                    for called in _row_names(form, topic.table, path, row):
                        out.setdefault(f"{called}的{name}", pointer)
        return out


def _row_names(form: KnownForm, table: str, path: str, row: int) -> list[str]:
    words = {"funds": "资金", "indicators": "指标", "scorecard": "评分项", "evaluators": "人员"}
    names = []
    for key in ("level3", "item", "source", "section"):
        cell = form.offline.record.cells.get(f"{path}.{key}")
        for text in (cell.value, cell.raw) if cell is not None else ():
            if text:
                names += [f"{words[table]}“{text[:24]}”", f"“{text[:24]}”"]
    return [*names, f"第{row + 1}个{words[table]}", f"第{row + 1}行"]


def known_forms(document: Path, expected: dict[str, Any], personal: bool = False) -> list[KnownForm]:
    """The forms of a document of ``eval_set``, with the places of all values that the offline reader has right."""
    out: list[KnownForm] = []
    for offline, gold in zip(read_offline(ingest(document), Settings()), expected["forms"], strict=False):
        cells = {path: {"needs_review": cell.needs_review} for path, cell in offline.record.cells.items()}
        leaves = score_form({"values": offline.record.values, "cells": cells}, gold)
        wrong = {leaf.path: leaf.expected or "" for leaf in leaves if not agree(leaf.found or "", leaf.expected or "")}
        out.append(known_form(offline, wrong, personal=personal))
    return out


def known_form(offline: OfflineForm, wrong: dict[str, str] | None = None, *, personal: bool = False) -> KnownForm:
    """A form with the places of the values that the offline reader has, and what should stand where it is wrong."""
    page = page_of(offline.segment, lexicon_of(offline.family))
    return KnownForm(offline, page, topics_of(offline.family, personal=personal), wrong or {})


def oracle_for(document: Path, error: float = 0.0, seed: int = 1) -> Oracle:
    """The oracle of a document of ``eval_set`` (its answers stand beside it)."""
    answers = document.with_name(f"{document.stem}.expected.json")
    return Oracle(known_forms(document, json.loads(answers.read_text(encoding="utf-8"))), error, seed)
