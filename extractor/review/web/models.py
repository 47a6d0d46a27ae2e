"""The shapes of requests and answers of the JSON interface.

Comes in: JSON from outside. Goes out: checked values. Never takes one type for another (``"1"`` is no
number), and bounds the length of every text.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MOST_VALUE = 20_000
_PATH = r"^[a-z_0-9]+((\.[a-z_0-9]+)|(\[n?[0-9]{1,4}\]))*$"
Path = Annotated[str, StringConstraints(max_length=120, pattern=_PATH)]
Request = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Comment = Annotated[str, StringConstraints(max_length=4000)]
Value = Annotated[str, StringConstraints(max_length=MOST_VALUE)]
Stamp = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9-]*$")]


def _whole(number: Any) -> Any:
    """In JSON, 1.0 is the number 1."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Whole = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_whole)]
FormNumber = Annotated[int, Field(ge=0, le=9999), BeforeValidator(_whole)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class CellOf(_Strict):
    """One cell: its form (from 0), its path, and the latest entry of it that the reviewer was shown (0: none)."""

    form: FormNumber
    path: Path
    seen: Whole = 0


class DecisionWanted(_Strict):
    """What a reviewer decides of one cell, or with ``also`` of several cells at once.

    ``stamp`` is that of the record which the reviewer was shown; another one since then is a conflict.
    """

    form: FormNumber
    path: Path
    seen: Whole = 0
    ruling: Literal["accept", "correct", "unreadable", "absent", "deleted"]
    value: Value | None = None
    comment: Comment = ""
    request: Request
    settling: bool = False
    stamp: Stamp = ""
    also: Annotated[list[CellOf], Field(max_length=200)] = Field(default_factory=list)


class TrialWanted(_Strict):
    """A value on trial: which laws would it mend or break?"""

    form: FormNumber
    path: Path
    value: Value | None = None
    settling: bool = False


class RowWanted(_Strict):
    """A row to add to a table, behind another one (its path) or in front of all."""

    form: FormNumber
    table: Literal["funds", "indicators", "scorecard", "evaluators", "department.income_by_function"]
    after: Path | None = None
    request: Request


class CommentWanted(_Strict):
    """A remark on a cell that decides nothing."""

    form: FormNumber
    path: Path
    comment: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    request: Request


class UndoWanted(_Strict):
    """The latest decision of the reviewer on a document is to be taken back."""

    request: Request
    settling: bool = False


class Turned(BaseModel):
    """A law that turned, with its title and its sentence in Chinese and in English."""

    law: list[str]
    message: list[str]
    severity: str


class TurnedLaws(BaseModel):
    """The laws that a decision mends and breaks, and those that can no longer be tested."""

    mended: list[Turned]
    broken: list[Turned]
    untestable: list[Turned]


class Count(BaseModel):
    """How far a document is: cells in the queue, and those still open for this reviewer."""

    queued: int
    open: int


class DecisionTaken(BaseModel):
    """What a decision did. ``cells`` are the facts that changed, by number; ``redraw`` asks to load the page anew."""

    entries: list[int]
    cells: dict[str, dict[str, Any]]
    messages: list[list[str]]
    findings: dict[str, str]
    effects: TurnedLaws
    count: Count
    redraw: bool
    at: list[str | int] | None = None


class Fault(BaseModel):
    """Why something was not done, in Chinese and in English; ``current`` is what stands in the way."""

    kind: str
    zh: str
    en: str
    current: dict[str, Any] | None = None
