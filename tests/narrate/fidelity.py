"""How faithful the narratives are: every template, in both languages, over a set of records.

Comes in: records. Goes out: ``Fidelity``: claims checked, false ones, artefacts, errors that a text leaves out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.labels import Language
from extractor.narrate import draft
from extractor.values import Record
from tests.narrate.artefacts import artefacts
from tests.narrate.claims import check
from tests.narrate.wording import as_told

TEMPLATES = ("summary", "report", "memo", "brief", "portfolio")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# These have to name every contradiction.
COMPLETE = ("report", "memo")


@dataclass
class Fidelity:
    """What was found for one template."""

    texts: int = 0
    claims: int = 0
    false: list[str] = field(default_factory=list)
    artefacts: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def measure(template: str, records: Mapping[str, Record]) -> Fidelity:
    """Draft and check one template over records; ``portfolio`` over ten at a time."""
    result = Fidelity()
    for names in _portions(template, records):
        told = [records[name] for name in names]
        forms = [form for record in told for form in record.forms]
        for language in LANGUAGES:
            text = draft(told, template, language)
            found = check(text, forms)
            where = f"{names[0]} {template} {language}: "
            result.texts += 1
            result.claims += found.checked
            result.false += [where + claim for claim in found.false]
            result.artefacts += [where + fault for fault in artefacts(text, forms, language)]
            if template in COMPLETE:
                result.left_out += [where + message for message in _unsaid(text, told, language)]
    return result


def _portions(template: str, records: Mapping[str, Record]) -> Iterable[tuple[str, ...]]:
    return _tens(list(records)) if template == "portfolio" else ((name,) for name in records)


def _tens(names: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(names), 10):
        yield tuple(names[start : start + 10])


def _unsaid(text: str, records: Iterable[Record], language: str) -> Iterator[str]:
    plain = re.sub(r"\\(.)", r"\1", text)
    for record in records:
        for form in record.forms:
            for finding in form.findings:
                said = as_told(finding.message if language == "zh" else finding.message_en)
                if finding.severity == "error" and not said.search(plain):
                    yield finding.law


def caught(template: str, records: Mapping[str, Record], seed: int, most: int = 400) -> tuple[int, int]:
    """How many of the figures that were falsified one at a time the checker finds, and how many there were."""
    dice = random.Random(seed)
    places = []
    for name, record in records.items():
        text = draft([record], template)
        prose = "\n".join(line for line in text.split("\n") if not line.startswith(("|", "[^", "#")))
        places += [(name, prose, hit) for hit in re.finditer(r"(?<![\d.^])\d+(?:\.\d+)?", prose)
                   if not _quoted(prose, hit.start()) and not re.match(r"\. ", prose[hit.end() :])]  # fmt: skip
    chosen = dice.sample(places, min(most, len(places)))
    found = 0
    for name, prose, hit in chosen:
        wrong = prose[: hit.start()] + _falsified(hit[0], dice) + prose[hit.end() :]
        found += bool(check(wrong, records[name].forms).false)
    return found, len(chosen)


def _quoted(text: str, at: int) -> bool:
    return text.rfind("“", 0, at) > text.rfind("”", 0, at)


def _falsified(number: str, dice: random.Random) -> str:
    at = dice.choice([place for place, sign in enumerate(number) if sign.isdigit()])
    other = dice.choice([sign for sign in "123456789" if sign != number[at]])
    return number[:at] + other + number[at + 1 :]
