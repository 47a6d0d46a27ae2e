"""The model reader: one conversation about one form with one model.

Comes in: a ``Segment``, its family, what to ask, and a client. Goes out: a ``Reading``, and the reasons
to ask again. Requests go out in parallel; each is whole by itself, so that nothing grows from round to
round. An answer that was cut off, or a question that is too long, is parted and asked again. Never
decides: what it says are candidates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.family import Family, FieldSpec
from extractor.lexicon import Lexicon, lexicon_of
from extractor.model import ModelClient, Question, Reason, Reply
from extractor.read.llm.answers import Answers, Fault, follow, follow_cells
from extractor.read.llm.candidates import cell_choices, reading_of
from extractor.read.llm.faults import faults_of
from extractor.read.llm.openings import spec_at
from extractor.read.llm.page import Page
from extractor.read.llm.plan import Portion, halves, portions_of
from extractor.read.llm.pointer import Pointed, Resolver
from extractor.read.llm.prompts import AskedCell, render_cells, render_section, render_system
from extractor.read.llm.shape import Answer, CellPointers, shape_of
from extractor.read.llm.topic import Topic
from extractor.values import Choice, Reading, Segment

_MAX_TOKENS = 6000
_CELL_TOKENS = 1500
_MOST_CELLS = 40  # cells in one request
_DEEPEST = 4  # how often a portion is parted
_ANNOUNCED_BY_PLACE = frozenset(("title", "fiscal_year"))
_MERGED = (".level1", ".level2", ".section", ".group")
_ROW_NAMES = ("level3", "item", "label", "stage_label", "name")


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
    lost: list[str] = field(default_factory=list)  # what could not be had, in words
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
        for more in await asyncio.gather(*(self._portion(portion, topics) for portion in portions)):
            self.answers.add(more)

    async def _portion(self, portion: Portion, topics: Sequence[Topic], depth: int = 0) -> Answers:
        """The answer to one portion, parted as often as need be."""
        question = self.section_question(portion)
        reply = await self._send(question, portion.rows)
        if isinstance(reply.answer, Answer):
            self.read.update(topic.table if topic.columns else topic.name for topic in portion.topics)
            return follow(reply.answer, portion.topics, self._resolver())
        parts = halves(self.page, portion, self.family) if reply.status in ("cut_off", "too_long") else []
        if not parts or depth >= _DEEPEST:
            self.lost.append(f"{question.about}：{reply.status}")
            return Answers()
        whole = Answers()
        for answers in await asyncio.gather(*(self._portion(part, topics, depth + 1) for part in parts)):
            whole.add(answers)
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
        for more in await asyncio.gather(*(self._cell_group(group, reason) for group in groups)):
            whole.fields.update(more.fields)
            whole.said_nothing |= more.said_nothing
        return whole

    async def _cell_group(self, asks: Sequence[Ask], reason: Reason) -> Answers:
        question, rows = self.cell_question(asks, reason)
        reply = await self._send(question, rows)
        if not isinstance(reply.answer, Answer):
            self.lost.append(f"{question.about}：{reply.status}")
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
        return Question(render_system(), text, CellPointers, reason, _CELL_TOKENS, about), rows

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
        reply = await self.client.ask(question, deadline=self.deadline)
        if reply.usage.requests:
            self.sent_rows.update(rows)
            self.sent_characters += len(question.system) + len(question.user)
            self.sent_sections.update(question.about.split("、"))
        return reply

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

    def rows_near(self, offsets: Collection[int], spread: int = 1) -> tuple[int, ...]:
        """The rows in which some characters of the text stand, with their neighbours and the header above."""
        found = {place[0] for offset in offsets if (place := self.page.place(offset)) is not None}
        near = {row for number in found for row in range(number - spread, number + spread + 1)}
        near |= {header for number in found if (header := self._header_of(number)) is not None}
        return tuple(sorted(row for row in near if 1 <= row <= len(self.page.rows)))

    def rows_of_place(self, place: str) -> tuple[int, ...]:
        """The rows to show when a place is asked again: those of its answer, or of its row's other cells."""
        pointed = self.single.get(place) or self.answers.at(place)
        offsets = [pointed.atom.start, *(span.start for span in pointed.atom.more)] if pointed is not None else []
        row, dot, _ = place.rpartition(".")
        if dot and "[" in row:
            offsets += [
                other.atom.start
                for at, other in self.answers.places()
                if at.startswith(f"{row}.") and not at.endswith(_MERGED)
            ]
        return self.rows_near(offsets)

    def place_of_column(self, place: str) -> str:
        """A place by the column that was asked: money by stage has one amount, codes stand for their label."""
        row, _, key = place.rpartition(".")
        topic = next((topic for topic in self.topics if topic.table == row.partition("[")[0] and topic.columns), None)
        if topic is None or key in topic.columns:
            return place
        if key in ("stage", "source"):
            return f"{row}.{'stage_label' if 'stage_label' in topic.columns else 'label'}"
        return f"{row}.amount" if "amount" in topic.columns else place

    def what_of_place(self, place: str) -> str:
        """What a cell of the model's own rows is called: by the name that it pointed at, else by its number."""
        row, _, key = place.rpartition(".")
        table, _, number = row.partition("[")
        topic = next((topic for topic in self.topics if topic.table == table and topic.columns), None)
        if topic is None or key not in topic.columns:
            return ""
        names = dict(zip(topic.columns, topic.column_names, strict=True))
        named = next((p for name in _ROW_NAMES if (p := self.answers.at(f"{row}.{name}")) is not None), None)
        called = f"“{self.page.quoted(named.atom)[:24]}”" if named is not None else f"第{int(number.rstrip(']')) + 1}行"
        return f"{called}的{names[key]}"

    def _header_of(self, number: int) -> int | None:
        """The nearest row above that names columns."""
        for row in range(number - 1, max(0, number - 60), -1):
            cells = self.page.rows[row - 1].cells
            if sum(any(label.role == "column" for label in atom.roles) for atom in cells) >= 3:
                return row
        return None
