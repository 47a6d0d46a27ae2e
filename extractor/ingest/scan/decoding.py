"""From the steps of the recogniser to text: the likeliest reading, and the next likely ones.

Comes in: for each step along the line, how likely each character is (connectionist temporal classification:
step values may repeat, index 0 is the blank between characters). Goes out: a ``Reading``. Never reads an image.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_CERTAIN = 0.995  # a step of which one value takes so much has no other value worth trying
_WORTH = 0.02  # other values of a step below this are not tried
_BEAM = 12
_LEAST_SHARE = 0.03  # a reading is told if it has at least so much of the likeliest one's probability
_MOST_OTHERS = 4
_LONGEST = 40  # of longer lines no other readings are sought: they are prose


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a line: where it stands (0 is the line's left end, 1 its right end), and how sure it is."""

    text: str
    place: float
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says; ``score`` is that of its least sure character; ``others`` are the next likely readings."""

    text: str
    score: float
    others: tuple[str, ...] = ()
    characters: tuple[Character, ...] = ()

    @property
    def mean(self) -> float:
        """The mean score of its characters, which tells text from dirt."""
        return sum(one.score for one in self.characters) / len(self.characters) if self.characters else 0.0


def decode(steps: Any, alphabet: Sequence[str], share: float = 1.0) -> Reading:
    """Read one line from its steps (steps x characters); the line takes ``share`` of them from the left."""
    best = steps.argmax(axis=1)
    sure = steps.max(axis=1)
    found: list[Character] = []
    before = 0
    length = max(1.0, len(best) * share)
    for step, index in enumerate(best):
        if index and index != before:
            found.append(Character(alphabet[index], min(1.0, (step + 0.5) / length), float(sure[step])))
        elif index and float(sure[step]) > found[-1].score:
            found[-1] = Character(found[-1].text, found[-1].place, float(sure[step]))
        before = index
    text = "".join(one.text for one in found)
    score = min((one.score for one in found), default=0.0)
    doubtful = float(sure.min()) < _CERTAIN and len(text) <= _LONGEST
    others = _other_readings(steps, alphabet, text) if doubtful else ()
    trimmed = text.strip()
    return Reading(trimmed, score, tuple(other for other in others if other and other != trimmed), tuple(found))


def _other_readings(steps: Any, alphabet: Sequence[str], text: str) -> tuple[str, ...]:
    """The next likely readings by a search over prefixes; each step offers only what is worth trying."""
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}  # prefix: ending in a blank, in a character
    for step in steps:
        beams = _extended(beams, _offered(step))
        if len(beams) > _BEAM:
            beams = dict(sorted(beams.items(), key=lambda item: -sum(item[1]))[:_BEAM])
    ranked = sorted(((sum(ends), prefix) for prefix, ends in beams.items()), reverse=True)
    most = ranked[0][0]
    told = ("".join(alphabet[index] for index in prefix).strip() for p, prefix in ranked if p >= _LEAST_SHARE * most)
    return tuple(dict.fromkeys(other for other in told if other != text))[:_MOST_OTHERS]


def _offered(step: Any) -> Mapping[int, float]:
    """The values of a step that are worth trying."""
    top = int(step.argmax())
    if step[top] >= _CERTAIN:
        return {top: float(step[top])}
    return {int(index): float(step[index]) for index in (step >= _WORTH).nonzero()[0]} or {top: float(step[top])}


def _extended(
    beams: Mapping[tuple[int, ...], tuple[float, float]], offered: Mapping[int, float]
) -> dict[tuple[int, ...], tuple[float, float]]:
    """All prefixes after one more step."""
    longer: dict[tuple[int, ...], list[float]] = {}
    for prefix, (blank, ended) in beams.items():
        for index, p in offered.items():
            if index == 0:
                longer.setdefault(prefix, [0.0, 0.0])[0] += (blank + ended) * p
                continue
            if prefix and prefix[-1] == index:
                longer.setdefault(prefix, [0.0, 0.0])[1] += ended * p
                longer.setdefault((*prefix, index), [0.0, 0.0])[1] += blank * p
            else:
                longer.setdefault((*prefix, index), [0.0, 0.0])[1] += (blank + ended) * p
    most = max(sum(ends) for ends in longer.values()) or 1.0
    return {prefix: (ends[0] / most, ends[1] / most) for prefix, ends in longer.items()}
