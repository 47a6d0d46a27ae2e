"""What a model is asked, what it says, and what that used: the seam to the outside.

Comes in: nothing. Goes out: ``Question``, ``Reply``, ``Usage`` and the protocol of a client.
Never knows a form, a law or a pointer: a question is text, images, and the shape of its answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal, Protocol

from pydantic import BaseModel

Reason = Literal["read", "ask_again", "prose", "narrative"]
ReplyStatus = Literal["answered", "cut_off", "too_long", "refused", "unusable", "over_budget", "no_images"]


LOW_SIDE = 512
"""An image that is no larger than this either way is sent whole even in low detail, which costs least."""


@dataclass(frozen=True, slots=True)
class QuestionImage:
    """An image that goes along with a question: its file, of which type, its size in pixels, and what it shows."""

    data: bytes = field(repr=False)
    media_type: str
    caption: str
    width: int
    height: int

    @property
    def detail(self) -> Literal["low", "high"]:
        """How closely an endpoint is asked to look at it."""
        return "low" if max(self.width, self.height) <= LOW_SIDE else "high"


@dataclass(frozen=True, slots=True)
class Question:
    """One request: the stable beginning of the prompt, the rest of it, and the shape of the answer.

    ``reason`` is what its cost is booked under, ``about`` names the part of the document it is
    about, for messages. ``max_tokens`` bounds the answer, ``expected`` is how long it usually is (0: as long as
    it may be), which limits reckon with. ``images`` are sent behind the text, each behind its caption.
    """

    system: str
    user: str
    answer: type[BaseModel]
    reason: Reason
    max_tokens: int
    about: str = ""
    expected: int = 0
    images: tuple[QuestionImage, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What requests used, in requests and tokens; ``reused`` counts answers that were kept from earlier runs.

    ``cached_tokens`` are the tokens of ``prompt_tokens`` that the provider had kept.
    """

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reused: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    ``answer`` is an instance of the question's model, or None unless the status is ``answered``:
    ``cut_off`` (the answer was longer than allowed), ``too_long`` (the question was), ``refused``
    (by the model or a content filter), ``unusable`` (no JSON of the right shape in any mode),
    ``over_budget`` (the limit of the run is reached; nothing was sent), ``no_images`` (the question has some, and
    the model takes none). ``detail`` says more.
    """

    answer: BaseModel | None
    status: ReplyStatus
    usage: Usage = Usage()
    detail: str = ""


class ModelClient(Protocol):
    """Asks one model."""

    @property
    def name(self) -> str:
        """The model's name, as it stands in the record."""
        ...

    async def ask(self, question: Question, *, deadline: float | None = None) -> Reply:
        """Ask once; what is worth trying again is tried again until ``deadline`` (on the event loop's clock).

        Raises ``EndpointError`` when the endpoint failed for good.
        """
        ...
