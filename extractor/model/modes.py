"""The ways to ask for JSON of one shape: what each adds to a request, and how its answer is read.

Comes in: the answer's model and a mode. Goes out: the keywords and texts that ``instructor`` adds for
it, worked out once per model and mode, and its parser. Never sends, never asks again with a longer
history: every request is built from the question alone.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel

from extractor.model.interface import Question, QuestionImage
from extractor.settings import ModeChoice

if TYPE_CHECKING:
    from instructor.v2.core.registry import ModeHandlers

Mode = Literal["tools", "json_schema", "json", "md_json"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""In the order in which they are tried: the more binding first."""

PLACEHOLDERS = ("#system#", "#user#")
SHAPES_KEPT = 64
"""So many prepared shapes are kept: a run has a handful, one that builds its models per document many."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a mode adds to a request: keywords, and text behind the system's and the user's message."""

    keywords: dict[str, Any]
    system_tail: str
    user_tail: str

    @property
    def text(self) -> str:
        """All of it as text, for counting."""
        keywords = json.dumps(self.keywords, ensure_ascii=False) if self.keywords else ""
        return keywords + self.system_tail + self.user_tail

    def request(self, question: Question) -> dict[str, Any]:
        """The messages and keywords of the request, the stable beginning first."""
        user = _sendable(question.user) + self.user_tail
        return {
            "messages": [
                {"role": "system", "content": _sendable(question.system) + self.system_tail},
                {"role": "user", "content": _parts(user, question.images) if question.images else user},
            ],
            **self.keywords,
        }


def _parts(user: str, images: Sequence[QuestionImage]) -> list[dict[str, Any]]:
    """The text and the images as parts of one message, every image behind its caption."""
    parts: list[dict[str, Any]] = [{"type": "text", "text": user}]
    for image in images:
        url = f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
        parts.append({"type": "text", "text": _sendable(image.caption)})
        parts.append({"type": "image_url", "image_url": {"url": url, "detail": image.detail}})
    return parts


def _sendable(text: str) -> str:
    """The text, with ``?`` for halves of surrogate pairs: no encoding that a request may be in can carry them."""
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=SHAPES_KEPT)
def shape_of(answer: type[BaseModel], mode: Mode) -> Shape:
    """What ``instructor`` adds to a request in this mode, taken from a request with placeholders."""
    system, user = PLACEHOLDERS
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    _, request = _handlers(mode).request_handler(answer, {"messages": messages})
    added = request.pop("messages")
    return Shape(request, added[0]["content"].removeprefix(system), added[1]["content"].removeprefix(user))


@lru_cache(maxsize=SHAPES_KEPT)
def schema_of(answer: type[BaseModel]) -> str:
    """The schema of an answer as text, the same for the same shape."""
    return json.dumps(answer.model_json_schema(), ensure_ascii=False, sort_keys=True)


def parser_of(mode: Mode) -> Callable[[Any, type[BaseModel]], Any]:
    """The function of ``instructor`` that reads a completion in this mode."""
    return _handlers(mode).response_parser


def schema_text(question: Question, mode: ModeChoice = "auto") -> str:
    """The text of the schema or tool that goes along with a question, for counting; ``auto`` is the first mode."""
    return shape_of(question.answer, MODES[0] if mode == "auto" else mode).text


def _handlers(mode: Mode) -> ModeHandlers:
    from instructor.mode import Mode as InstructorMode
    from instructor.v2.core.providers import Provider
    from instructor.v2.core.registry import mode_registry

    names = {
        "tools": InstructorMode.TOOLS,
        "json_schema": InstructorMode.JSON_SCHEMA,
        "json": InstructorMode.JSON,
        "md_json": InstructorMode.MD_JSON,
    }
    return mode_registry.get_handlers(Provider.OPENAI, names[mode])
