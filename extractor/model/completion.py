"""What an endpoint answered, read with care: nothing in it need have the type that the protocol promises.

Comes in: what the client library made of the body. Goes out: ``Said``, or None where it is no answer
of a model endpoint at all. Never raises, never looks for the answer in the text: that is ``salvage``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.model.interface import Usage


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: the texts that may hold the JSON, how it ended, and what it used.

    ``arguments`` are those of tool calls, ``content`` is the plain text. ``usage`` is None where the
    endpoint reports none. ``choices`` False is an answer without any. ``error`` is what an endpoint
    says that reports its faults with status 200.
    """

    arguments: tuple[str, ...]
    content: str
    finish: str
    refusal: str
    usage: Usage | None
    choices: bool = True
    error: str = ""

    @property
    def length(self) -> int:
        """The length of all texts."""
        return len(self.content) + sum(map(len, self.arguments))


def read_completion(completion: Any) -> Said | None:
    """What was said; None for something that is no chat completion, such as the text of a web page."""
    if not hasattr(completion, "choices"):
        return None
    usage = _usage(getattr(completion, "usage", None))
    choice = completion.choices[0] if isinstance(completion.choices, list) and completion.choices else None
    message = getattr(choice, "message", None)
    if message is None:
        return Said((), "", "", "", usage, choices=False, error=_error(getattr(completion, "error", None)))
    return Said(
        arguments=_arguments(message),
        content=_text(getattr(message, "content", None)),
        finish=str(getattr(choice, "finish_reason", "") or ""),
        refusal=_text(getattr(message, "refusal", None)),
        usage=usage,
    )


def _arguments(message: Any) -> tuple[str, ...]:
    calls = getattr(message, "tool_calls", None)
    functions = [getattr(call, "function", None) for call in calls] if isinstance(calls, list) else []
    functions.append(getattr(message, "function_call", None))
    arguments = (getattr(function, "arguments", None) for function in functions)
    return tuple(text for value in arguments if (text := _json(value)))


def _json(value: object) -> str:
    """Arguments as text; some endpoints send them as the object itself."""
    if isinstance(value, dict):
        from json import dumps

        return dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else ""


def _text(value: object) -> str:
    """A text; some endpoints send a list of parts."""
    if isinstance(value, list):
        return "".join(str(part.get("text") or "") for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _error(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("message") or value)
    return str(value) if value else ""


def _usage(value: Any) -> Usage | None:
    prompt = _count(getattr(value, "prompt_tokens", None))
    completion = _count(getattr(value, "completion_tokens", None))
    if not prompt and not completion:
        return None
    details = getattr(value, "prompt_tokens_details", None)
    cached = _count(getattr(details, "cached_tokens", None)) or _count(getattr(value, "prompt_cache_hit_tokens", None))
    return Usage(1, prompt, completion, min(prompt, cached))


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
