"""The sentences for files that cannot be read.

Comes in: what is wrong with which file. Goes out: an exception whose message is one
Chinese sentence; its English twin is the exception's note (``__notes__[0]``).
Never raises by itself.
"""

from __future__ import annotations

from typing import TypeVar

from extractor.errors import JixiaoError, UndecodableInputError, UnreadableInputError

_Fault = TypeVar("_Fault", bound=JixiaoError)


def unreadable(name: str, chinese: str, english: str) -> UnreadableInputError:
    """A file whose bytes could not be had; both sentences say what is wrong and what to do."""
    return _with_twin(UnreadableInputError(f"{name}：{chinese}。"), f"{name}: {english}.")


def undecodable(name: str, chinese: str, english: str) -> UndecodableInputError:
    """A file whose bytes are no text; the remedy is always the same, so only the cause is asked for."""
    return _with_twin(
        UndecodableInputError(f"{name}：{chinese}；请另存为 UTF-8 纯文本、Markdown 或 HTML 后重试。"),
        f"{name}: {english}; save it as plain text (UTF-8), Markdown or HTML and try again.",
    )


def _with_twin(fault: _Fault, english: str) -> _Fault:
    fault.add_note(english)
    return fault
