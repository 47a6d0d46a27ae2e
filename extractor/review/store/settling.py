"""From the log of one place to what holds there.

Comes in: the entries of a place in the order they were written, and how many readers a place needs.
Goes out: what stands in each stream, the answers, and the final value or the disagreement. Never
asks a database: the same entries give the same outcome, today and when everything is derived anew.

A *stream* is a line of entries of which each must follow the one before: with one reader everybody's
together, with two each reviewer's own, and one of settlements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.review.values import Answer, Entry, Final, Saying

EVERYBODY, SETTLEMENTS = "*", "="


@dataclass(frozen=True, slots=True)
class Stream:
    """``latest`` is the last entry, ``standing`` the one whose words hold: not the same after an undo."""

    latest: Entry
    standing: Entry | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the log of one place."""

    streams: Mapping[str, Stream]
    final: Final | None
    disagreed: bool
    suggestion: str | None = None

    def standing(self, stream: str) -> Entry | None:
        """The entry whose words hold in a stream, None where none does."""
        return self.streams[stream].standing if stream in self.streams else None

    def latest(self, stream: str) -> Entry | None:
        """The last entry of a stream, None where it has none."""
        return self.streams[stream].latest if stream in self.streams else None


def own_stream(reviewer: str, readers: int) -> str:
    """The stream that a reviewer's answers are written to."""
    return EVERYBODY if readers == 1 else f"@{reviewer}"


def stream_of(saying: Saying, readers: int) -> str:
    """The stream that a saying belongs to; with one reader, settlements of earlier days are answers too."""
    if readers > 1 and saying.kind == "settlement":
        return SETTLEMENTS
    return own_stream(saying.reviewer, readers)


def derive(entries: Iterable[Entry], readers: int) -> Outcome:
    """What follows from the entries of one place, oldest first."""
    streams: dict[str, Stream] = {}
    stood: dict[int, Entry | None] = {}  # by entry: what stood in its stream before it
    undone: set[int] = set()
    rested: dict[int, dict[str, int]] = {}  # by settlement: the answers it was made on
    for entry in entries:
        if entry.said.kind == "comment":
            continue
        name = stream_of(entry.said, readers)
        standing = streams[name].standing if name in streams else None
        if entry.said.undoes is None:
            stood[entry.id] = standing
            rested[entry.id] = _standings(streams)
            standing = entry
        else:
            undone.add(entry.said.undoes)
            while standing is not None and standing.id in undone:
                standing = stood[standing.id]
        streams[name] = Stream(entry, standing)
    settlement = streams[SETTLEMENTS].standing if SETTLEMENTS in streams else None
    # A settlement holds as long as the answers are the ones it was made on; an undo can bring it back.
    in_force = settlement is not None and rested[settlement.id] == _standings(streams)
    return _outcome(streams, settlement if in_force else None, readers)


def _standings(streams: Mapping[str, Stream]) -> dict[str, int]:
    """The entry that holds in each stream of answers."""
    return {
        name: stream.standing.id
        for name, stream in streams.items()
        if stream.standing is not None and name != SETTLEMENTS
    }


def _outcome(streams: Mapping[str, Stream], settlement: Entry | None, readers: int) -> Outcome:
    """The outcome of what stands; ``settlement`` only where it is in force."""
    held = sorted((stream.standing for name, stream in streams.items() if name != SETTLEMENTS), key=_age)
    answers = [answer for entry in held if entry is not None and (answer := answer_of(entry)) is not None]
    decided = answer_of(settlement) if settlement is not None else None
    final = settle(answers, decided, readers)
    disagreed = readers > 1 and final is None and len(answers) > 1
    return Outcome(streams, final, disagreed, answers[-1].suggestion if answers else None)


def _age(entry: Entry | None) -> int:
    return 0 if entry is None else entry.id


def answer_of(entry: Entry) -> Answer | None:
    """What an entry says, as the answer that holds; None for one that leaves the place open."""
    said = entry.said
    if said.ruling is None or said.ruling == "open":
        return None
    return Answer(said.place, said.reviewer, said.ruling, said.value, said.suggestion, said.comment, entry.id, entry.at)


def settle(answers: Sequence[Answer], settlement: Answer | None, readers: int) -> Final | None:
    """The final value of a place, or None.

    With one reader the latest answer is final. With two, a settlement that is later than all answers;
    else what at least two people say, as long as nobody says otherwise.
    """
    ordered = sorted(answers, key=lambda answer: answer.entry)
    if readers == 1:
        return _final_of(ordered[-1], (ordered[-1].reviewer,)) if ordered else None
    if settlement is not None and all(answer.entry < settlement.entry for answer in ordered):
        return _final_of(settlement, (settlement.reviewer,))
    if len(ordered) >= 2 and all(agree(ordered[0], other) for other in ordered[1:]):
        return _final_of(ordered[-1], tuple(answer.reviewer for answer in ordered))
    return None


def agree(one: Answer, other: Answer) -> bool:
    """True when two answers lead to the same: ``accept`` and ``correct`` with the same value do."""
    return _result(one) == _result(other)


def _result(answer: Answer) -> tuple[str, str | None]:
    """What an answer comes to."""
    if answer.ruling in ("accept", "correct"):
        return "value", answer.value
    return answer.ruling, answer.value if answer.ruling == "added" else None


def _final_of(answer: Answer, by: tuple[str, ...]) -> Final:
    return Final(
        answer.place, answer.ruling, answer.value, answer.suggestion, by, answer.entry, answer.at, answer.comment
    )
