"""The model reader: one conversation about one form with one model.

Comes in: a ``Segment``, its family, what to ask, and a client. Goes out: a ``Reading``, and the reasons
to ask again. Requests go out in parallel; each is whole by itself, so that nothing grows from round to
round. An answer that was cut off, or a question that is too long, is parted and asked again. Never
decides: what it says are candidates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.errors import EndpointError
from extractor.family import Family, FieldSpec
from extractor.lexicon import Lexicon, lexicon_of
from extractor.model import ModelClient, Question, Reason, Reply, estimate_tokens
from extractor.read.llm.answers import Answers, Fault, follow, follow_cells
from extractor.read.llm.candidates import cell_choices, reading_of
from extractor.read.llm.faults import faults_of
from extractor.read.llm.openings import spec_at
from extractor.read.llm.page import Page
from extractor.read.llm.places import rows_of_place
from extractor.read.llm.plan import Portion, halves, portions_of
from extractor.read.llm.pointer import Pointed, Resolver
from extractor.read.llm.prompts import AskedCell, render_cells, render_section, render_system
from extractor.read.llm.shape import Answer, CellPointers, shape_of
from extractor.read.llm.topic import Topic
from extractor.values import Choice, Reading, Segment

_MAX_TOKENS = 6000
_CELL_TOKENS = 1500
_EXPECTED, _SHARE, _TOKENS_A_CELL = 60, 2, 12  # answers in pointers are short: what to reckon with
_MOST_CELLS = 40  # cells in one request
_DEEPEST = 4  # how often a portion is parted
_ANNOUNCED_BY_PLACE = frozenset(("title", "fiscal_year"))


@dataclass(frozen=True, slots=True)
class Ask:
    """A cell to be asked by itself: its path, what it is called, why it is asked again, the rows it may stand in.

    Long texts of the rows ``itself`` are shown in full.
    """

    path: str
    what: str
    why: str = ""
    rows: tuple[int, ...] = ()
    itself: tuple[int, ...] = ()


async def _all(tasks: Iterable[Coroutine[Any, Any, Answers]]) -> tuple[list[Answers], BaseException | None]:
    """Run tasks to their ends: what they brought, and the first failure; what some brought counts all the same."""
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    faults = [one for one in outcomes if isinstance(one, BaseException)]
    worst = next((fault for fault in faults if not isinstance(fault, EndpointError)), faults[0] if faults else None)
    return [one for one in outcomes if isinstance(one, Answers)], worst


@dataclass(slots=True)
class Conversation:
    """What one model was asked about one form, and what it pointed at."""

    client: ModelClient
    segment: Segment
    family: Family
    page: Page
    topics: Sequence[Topic]
    hidden: frozenset[int] = frozenset()
    deadline: float | None = None
    answers: Answers = field(default_factory=Answers)
    single: dict[str, Pointed] = field(default_factory=dict)  # cells of the offline reader's rows, asked one by one
    places: dict[str, str] = field(default_factory=dict)  # row of the reading -> row of the answers
    read: set[str] = field(default_factory=set)  # tables and topics that the model has read as a whole
    lost: list[dict[str, str]] = field(default_factory=list)  # sections that brought nothing, and why
    asked_again: set[str] = field(default_factory=set)
    sent_rows: set[int] = field(default_factory=set)
    sent_characters: int = 0
    sent_sections: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The model."""
        return self.client.name

    @property
    def specs(self) -> Mapping[str, FieldSpec]:
        """The fields that may be asked, by path."""
        return {spec.path: spec for topic in self.topics for spec in topic.fields}

    async def read_topics(self, topics: Sequence[Topic]) -> None:
        """Ask for whole sections; what comes back is added to the answers."""
        portions = portions_of(self.page, topics, self.family, self.hidden)
        answers, fault = await _all(self._portion(portion, topics) for portion in portions)
        for more in answers:
            self.answers.add(more)
        if fault is not None:
            raise fault

    async def _portion(self, portion: Portion, topics: Sequence[Topic], depth: int = 0) -> Answers:
        """The answer to one portion, parted as often as need be."""
        question = self.section_question(portion)
        reply = await self._send(question, portion.rows)
        if isinstance(reply.answer, Answer):
            self.read.update(topic.table if topic.columns else topic.name for topic in portion.topics)
            return follow(reply.answer, portion.topics, self._resolver())
        parts = halves(self.page, portion, self.family) if reply.status in ("cut_off", "too_long") else []
        if not parts or depth >= _DEEPEST:
            self.lost.append({"sections": question.about, "why": reply.status})
            return Answers()
        whole = Answers()
        found, fault = await _all(self._portion(part, topics, depth + 1) for part in parts)
        for answers in found:
            whole.add(answers)
        if fault is not None:
            raise fault
        return whole

    def section_question(self, portion: Portion) -> Question:
        """The request of one portion."""
        lines = list(self.page.lines(portion.rows))
        prose = self.page.strips > 1 and all(topic.name == "prose" for topic in portion.topics)
        return Question(
            render_system(),
            render_section(portion.topics, lines, self.page.strips, self.page.labels()),
            shape_of(portion.topics),
            "prose" if prose else "read",
            _MAX_TOKENS,
            "、".join(topic.name for topic in portion.topics),
            expected=_EXPECTED + estimate_tokens("\n".join(lines)) // _SHARE,
        )

    async def ask_cells(self, asks: Sequence[Ask], reason: Reason = "read") -> None:
        """Ask for single cells of the form as the offline reader has its rows."""
        for path, pointed in (await self._cells(asks, reason)).fields.items():
            self.single[path] = pointed

    async def ask_again(self, asks: Sequence[Ask]) -> None:
        """Ask again for cells of the answers, by their places; what is still wrong is taken away."""
        answers = await self._cells(asks, "ask_again")
        asked = {ask.path for ask in asks}
        for place in asked:
            pointed = answers.fields.get(place)
            if place in self.single:
                if pointed is not None:
                    self.single[place] = pointed
                elif place in answers.said_nothing:
                    self.single.pop(place)
            elif pointed is not None or place in answers.said_nothing:
                self.answers.put(place, pointed)
        self.answers.faults = [fault for fault in self.answers.faults if fault.place not in answers.fields]

    async def _cells(self, asks: Sequence[Ask], reason: Reason) -> Answers:
        groups = [asks[at : at + _MOST_CELLS] for at in range(0, len(asks), _MOST_CELLS)]
        whole = Answers()
        found, fault = await _all(self._cell_group(group, reason) for group in groups)
        for more in found:
            whole.fields.update(more.fields)
            whole.said_nothing |= more.said_nothing
        if fault is not None:
            raise fault
        return whole

    async def _cell_group(self, asks: Sequence[Ask], reason: Reason) -> Answers:
        question, rows = self.cell_question(asks, reason)
        reply = await self._send(question, rows)
        if not isinstance(reply.answer, Answer):
            self.lost.append({"sections": question.about, "why": reply.status})
            return Answers()
        return follow_cells(reply.answer, [ask.path for ask in asks], self._resolver())

    def cell_question(self, asks: Sequence[Ask], reason: Reason) -> tuple[Question, tuple[int, ...]]:
        """The request for some cells, and the rows that it shows."""
        rows = self._shown_rows(asks)
        page = replace(self.page, whole=frozenset(self._starts(asks)))
        hidden = self.page.hidden  # what a document, or an answer, says must not end a line here
        asked = [AskedCell(number, hidden(ask.what), hidden(ask.why)) for number, ask in enumerate(asks, 1)]
        text = render_cells(asked, list(page.lines(rows)))
        about = "、".join(dict.fromkeys(ask.path.partition("[")[0].partition(".")[0] for ask in asks))
        expected = _EXPECTED + _TOKENS_A_CELL * len(asks)
        return Question(render_system(), text, CellPointers, reason, _CELL_TOKENS, about, expected), rows

    def _shown_rows(self, asks: Sequence[Ask]) -> tuple[int, ...]:
        """The rows that the cells may stand in; the whole page where that is not known, or it was cut in strips."""
        wanted = {row for ask in asks for row in ask.rows}
        everything = self.page.strips > 1 or not all(ask.rows for ask in asks)
        return tuple(
            row.number
            for row in self.page.rows
            if row.number not in self.hidden and (everything or row.number in wanted)
        )

    def _starts(self, asks: Sequence[Ask]) -> Collection[int]:
        """Long texts that are shown in full: those of rows that a prose is asked in."""
        prose = {spec.path for spec in self.specs.values() if spec.type == "prose"}
        rows = {row for ask in asks if ask.path in prose for row in ask.itself}
        return {atom.start for number in rows for atom in self.page.rows[number - 1].cells}

    async def _send(self, question: Question, rows: Sequence[int]) -> Reply:
        """Ask, and note what left the machine: also where the endpoint failed, since it may have got it."""
        try:
            reply = await self.client.ask(question, deadline=self.deadline)
        except EndpointError:
            self._note(question, rows)
            raise
        if reply.usage.requests:
            self._note(question, rows)
        return reply

    def _note(self, question: Question, rows: Sequence[int]) -> None:
        self.sent_rows.update(rows)
        self.sent_characters += len(question.system) + len(question.user)
        self.sent_sections.update(question.about.split("、"))

    def _resolver(self) -> Resolver:
        return Resolver(self.page, self._lexicon, self.segment.document.text)

    @property
    def _lexicon(self) -> Lexicon:
        return lexicon_of(self.family)

    def reading(self) -> Reading:
        """The candidates of everything that the model pointed at without a fault, in rows of its own.

        A fault that two rounds did not mend is no reading: text that is claimed for two cells is of neither.
        """
        possible = self.answers.without({fault.place for fault in self.faults()} | set(self._unannounced()))
        reading, self.places = reading_of(possible, self.specs, self.family, self.segment.document.text, self.name)
        return reading

    def _unannounced(self) -> Iterator[str]:
        """Fields whose label this page does not print: a value without one is some other text.

        On a page of strips labels are cut in two: there half a label announces a field.
        """
        printed = self.page.labels()
        for path in self.answers.fields:
            spec = self.specs.get(path)
            if spec is not None and path not in _ANNOUNCED_BY_PLACE and spec.name not in printed:
                if self.page.strips == 1 or not self.page.prints_half_of(spec.labels):
                    yield path

    def single_choices(self) -> list[Choice]:
        """The candidates of the cells that were asked one by one, in the offline reader's rows."""
        out: list[Choice] = []
        faulty = {fault.place for fault in self.faults()}
        for path, pointed in self.single.items():
            if path in faulty:
                continue
            spec = spec_at(path, self.topics)
            text = self.segment.document.text
            out.extend(cell_choices(path, pointed, spec, self.family, text, self.name))
        return out

    def faults(self) -> list[Fault]:
        """What is wrong with the answers by themselves."""
        alone = Answers(fields=dict(self.single))
        return [
            *faults_of(self.answers, self.specs, self.family, self.page),
            *faults_of(alone, self.specs, self.family, self.page),
        ]

    def rows_of(self, place: str) -> tuple[int, ...]:
        """The rows to show when a place is asked again."""
        if place in self.single:
            return rows_of_place(self.page, Answers(fields={place: self.single[place]}), place)
        return rows_of_place(self.page, self.answers, place)
