"""What a failed request means: try again, another way of asking, no answer to this question, or no use at all.

Comes in: an exception of the client library. Goes out: one of the four faults below, which never leave
this package. Never talks to anybody, never keeps the request, which holds the key.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai

from extractor.model.interface import ReplyStatus
from extractor.model.sentences import Down, Refused, quoted

MOST_LOOKED_AT = 4000
SHORTEST_NAME = 3

ABOUT_LENGTH = re.compile(
    r"context.?(length|size|window)|maximum context|max_model_len|too many (input )?tokens|range of input length"
    r"|(prompt|input|request|messages?).{0,40}too (long|large)|reduce the length"
    r"|上下文|输入.{0,8}(过长|超长|超过|超出)"
)
ABOUT_CONTENT = re.compile(
    r"content.?filter|content.?policy|content management policy|data.?inspection|inappropriate content"
    r"|sensitive (content|words?|information)|safety system|敏感|违规|不安全"
)
ABOUT_CREDIT = re.compile(
    r"insufficient.?(quota|balance|funds|credit)|exceeded your current quota|arrearage|欠费|余额不足"
)
ABOUT_MODEL = re.compile(
    r"model.{0,30}(not exist|not found|unknown|invalid)|(invalid|unknown|no such) model|模型不存在"
)
ABOUT_MODE = re.compile(
    r"\btools?\b|tool.?(choice|call)|function|response.?format|json|schema|grammar|guided|structured"
)
ABOUT_IMAGES = re.compile(r"image|vision|visual|multi.?modal|mmproj|content.{0,30}(string|str\b)|图片|图像|多模态|视觉")
ABOUT_SUPPORT = re.compile(r"unsupported|not support|does not|only the default|不支持")


class PassingFaultError(Exception):
    """A failure that may be gone the next time.

    ``why`` None is an answer without choices, which says nothing about the endpoint's health.
    ``wait`` is how many seconds the endpoint asked to be left alone.
    """

    def __init__(self, why: Down | None, detail: str = "", status: int = 0, wait: float | None = None) -> None:
        super().__init__(why)
        self.why: Down | None = why
        self.detail = detail
        self.status = status
        self.wait = wait

    @property
    def may_be_the_mode(self) -> bool:
        """Whether another way of asking might not have failed: some servers break on tools or schemas."""
        return self.status == 500 or self.why is None


class ModeRefusedError(Exception):
    """The endpoint does not take this way of asking; ``clear`` when it named tools, schemas or the like."""

    def __init__(self, detail: str, *, clear: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.clear = clear


class ParameterRefusedError(Exception):
    """The model does not take a parameter, ``max_tokens`` or ``temperature``, or not under this name."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(name)
        self.name = name
        self.detail = detail


class NoAnswerError(Exception):
    """There will be no answer to this question, but there may be to others."""

    def __init__(self, status: ReplyStatus, detail: str) -> None:
        super().__init__(status)
        self.status: ReplyStatus = status
        self.detail = detail


class NotAcceptedError(Exception):
    """There will be no answer to any question."""

    def __init__(self, why: Refused, detail: str) -> None:
        super().__init__(why)
        self.why: Refused = why
        self.detail = detail


class OversizeError(Exception):
    """A body grew beyond what any answer may have; reading it was given up."""


Fault = PassingFaultError | ModeRefusedError | ParameterRefusedError | NoAnswerError | NotAcceptedError


def understood(error: Exception, model: str, key: str, *, images: bool = False) -> Fault:
    """What an exception of the client library, or of reading a body, means; ``images`` says that some were sent."""
    if isinstance(error, openai.APIStatusError):
        fault = _status(error, model, key)
        return _with_images(error, fault) if images else fault
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return PassingFaultError("slow")
    if isinstance(error, openai.APIConnectionError):
        if isinstance(error.__cause__, OversizeError):
            return NoAnswerError("unusable", "longer than any answer may be")
        return PassingFaultError("unreachable", quoted(str(error.__cause__ or ""), key))
    # whatever else the library stumbles over is a body that is not what it promises to be
    return PassingFaultError("garbled", quoted(f"{type(error).__name__}", key))


def _status(error: openai.APIStatusError, model: str, key: str) -> Fault:
    said = _said(error.body)
    detail = quoted(said, key) if "<html" not in said.lower() else f"HTTP {error.status_code}"
    words = f"{error.code or ''} {said}".lower()
    if len(model) >= SHORTEST_NAME:  # a name may hold any word that is looked for
        words = words.replace(model.lower(), "")
    status = error.status_code
    if ABOUT_CREDIT.search(words) or status == 402:
        return NotAcceptedError("quota", detail)
    if status in (401, 403):
        return NotAcceptedError("key" if status == 401 else "permission", detail)
    if status in (404, 405):
        return _missing(error, words, detail)
    if status in (408, 409, 425, 429) or status >= 500:
        return _unwell(error, words, detail)
    return _bad_request(error, words, detail)


def _with_images(error: openai.APIStatusError, fault: Fault) -> Fault:
    """The fault of a request with images: whatever speaks of images, or of nothing else that is known, is about them.

    A server that takes none may say so with 400, 404 or 500, and in the words of its parser.
    """
    if isinstance(fault, NoAnswerError) or (isinstance(fault, PassingFaultError) and fault.why == "busy"):
        return fault
    if isinstance(fault, NotAcceptedError) and fault.why not in ("address", "model"):
        return fault
    if ABOUT_IMAGES.search(_said(error.body).lower()) or (isinstance(fault, ModeRefusedError) and not fault.clear):
        return NoAnswerError("no_images", fault.detail)
    return fault


def _said(body: object) -> str:
    """The message of an error, and nothing else: some servers repeat the whole request, and so the document."""
    if isinstance(body, dict):
        detail = body.get("message") or body.get("detail") or ""
        if isinstance(detail, list):
            parts = (part for part in detail if isinstance(part, dict))
            detail = "; ".join(f"{part.get('loc', '')} {part.get('msg', '')}" for part in parts)
        return str(detail)[:MOST_LOOKED_AT]
    return str(body or "")[:MOST_LOOKED_AT]


def _missing(error: openai.APIStatusError, words: str, detail: str) -> Fault:
    """404 is said of a model, of an address, and by some routers of tools that no provider supports."""
    if error.code != "model_not_found" and ABOUT_MODE.search(words) and isinstance(error.body, dict):
        return ModeRefusedError(detail, clear=True)
    return NotAcceptedError("model" if "model" in words or "模型" in words else "address", detail)


def _unwell(error: openai.APIStatusError, words: str, detail: str) -> Fault:
    status = error.status_code
    if status == 501 or (status == 500 and ABOUT_MODE.search(words)):
        return ModeRefusedError(detail, clear=True)
    wait = seconds_asked_for(error.response.headers.get("retry-after"))
    return PassingFaultError("busy" if status == 429 else "broken", detail, status, wait)


def _bad_request(error: openai.APIStatusError, words: str, detail: str) -> Fault:
    if error.status_code == 413 or ABOUT_LENGTH.search(words):
        return NoAnswerError("too_long", detail)
    if ABOUT_CONTENT.search(words):
        return NoAnswerError("refused", detail)
    if ABOUT_MODEL.search(words):
        return NotAcceptedError("model", detail)
    if ABOUT_SUPPORT.search(words):
        for name in ("max_tokens", "temperature"):
            if name in (error.param, *re.findall(r"[a-z_]+", words)):
                return ParameterRefusedError(name, detail)
    return ModeRefusedError(detail, clear=ABOUT_MODE.search(words) is not None)


def seconds_asked_for(retry_after: str | None) -> float | None:
    """The wait that a ``Retry-After`` header asks for, in seconds or as a date; None without a legible one."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(seconds, 0.0) if seconds == seconds else None
