"""The answer in what a model said: also where it is wrapped in prose, fences, thoughts or in JSON once more.

Comes in: a completion, its texts, and the shape that the answer must have. Goes out: the answer, or
None. Never repairs JSON that was cut, never guesses a value, never works longer than the text is worth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from extractor.model.completion import Said
from extractor.model.modes import Mode, parser_of

MOST_CHARACTERS = 2_000_000
"""An answer longer than this is no answer to any question of this program."""
MOST_WORK = 12
"""The decoder may look at every character so many times: braces that open nothing must not cost a square."""
LEAST_WORK = 200_000
"""So many characters it may look at in any case: a short answer may well have many of such braces."""
COUNTED_AT_ONCE = 32
OPENING = re.compile(r'\{\s*["}]')
WRAPPERS = frozenset({"name", "type", "id", "function", "arguments", "parameters", "input", "recipient_name"})
"""The keys of a tool call that is written out as text."""
CARRIERS = ("arguments", "parameters", "input", "function")
DEEPEST = 3
"""So often may an answer be JSON inside JSON."""

DECODER = json.JSONDecoder(strict=False)
"""Not strict: models leave line breaks and tabs bare inside strings."""


def find_answer(completion: Any, said: Said, answer: type[BaseModel], mode: Mode) -> BaseModel | None:
    """The answer as the mode prescribes it, else the last JSON object of its shape in any of the texts."""
    if said.length > MOST_CHARACTERS:
        return None
    found = _as_prescribed(completion, answer, mode)
    return _anywhere(said, answer) if found is None else found


def validated(value: object, answer: type[BaseModel]) -> BaseModel | None:
    """The value as an answer, by the rules for JSON, where a date is a text; None if it has another shape."""
    try:
        return answer.model_validate_json(json.dumps(value))
    except (ValidationError, ValueError, RecursionError):
        return None


def _as_prescribed(completion: Any, answer: type[BaseModel], mode: Mode) -> BaseModel | None:
    try:
        found = parser_of(mode)(completion, answer)
    except Exception:  # the parser of a library, given whatever an endpoint sent: any failure means "not so"
        return None
    if not isinstance(found, BaseModel):
        return None
    # the parser hangs the whole completion on the answer, which would keep every body of a run in memory
    vars(found).pop("_raw_response", None)
    return found


def _anywhere(said: Said, answer: type[BaseModel]) -> BaseModel | None:
    texts = (*reversed(said.arguments), said.content.rpartition("</think>")[2])
    for text in texts:
        if (found := _last_of_shape(text, answer, DEEPEST)) is not None:
            return found
    return None


def _last_of_shape(text: str, answer: type[BaseModel], depth: int) -> BaseModel | None:
    """The last JSON object in the text that is an answer; a text that is a JSON string is looked into."""
    if depth == 0:
        return None
    if text.lstrip()[:1] == '"' and isinstance(inner := _decoded(text.strip()), str):
        return _last_of_shape(inner, answer, depth - 1)
    for value in reversed(list(_objects(text))):
        if (found := _unwrapped(value, answer, depth)) is not None:
            return found
    return None


def _unwrapped(value: dict[str, Any], answer: type[BaseModel], depth: int) -> BaseModel | None:
    """The object as an answer, or what a written-out tool call holds: that first, as a lax shape takes any object."""
    if value.keys() <= WRAPPERS and not value.keys() & answer.model_fields.keys():
        for inner in (value[key] for key in CARRIERS if key in value):
            if isinstance(inner, str) and (found := _last_of_shape(inner, answer, depth - 1)) is not None:
                return found
            if isinstance(inner, dict) and (found := _unwrapped(inner, answer, depth)) is not None:
                return found
    if list(value) == [answer.__name__] and isinstance(value[answer.__name__], dict):
        return validated(value[answer.__name__], answer)
    return validated(value, answer)


def _decoded(text: str) -> object:
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The outermost JSON objects in a text, in order, as far as the work is worth it."""
    work = LEAST_WORK + MOST_WORK * len(text)
    end = 0
    for opening in OPENING.finditer(text):
        start = opening.start()
        if start < end:
            continue
        if work <= 0:
            return
        try:
            value, end = DECODER.raw_decode(text, start)
        except json.JSONDecodeError as fault:
            # an unterminated string is reported where it begins, but was read to the end
            read_to = len(text) if fault.msg.startswith("Unterminated") else fault.pos
            # making the exception counts the lines before the place, quickly but from the beginning
            work -= read_to - start + fault.pos // COUNTED_AT_ONCE + 1
        except (ValueError, RecursionError):  # a number of thousands of digits; brackets nested too deeply
            work -= len(text) - start
        else:
            yield value
