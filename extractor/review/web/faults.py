"""Faults as an answer: a status, one sentence in both languages, never a traceback.

Comes in: an exception. Goes out: a ``Fault`` with its HTTP status. Knows each kind of exception once.
"""

from __future__ import annotations

import logging
from typing import Any

from starlette.exceptions import HTTPException

from extractor.errors import JixiaoError, RecordError, StoreError
from extractor.labels import Label
from extractor.review.desk import RequestUsedError
from extractor.review.store.faults import ConflictError, NothingToUndo, UnknownPlaceError
from extractor.review.values import Entry
from extractor.review.web.models import Fault

log = logging.getLogger("jixiao.review")


class MustEnter(Exception):
    """Nobody is known at the other end: the reviewer has to say who they are first."""


class Forged(Exception):
    """The request does not carry the token of its session: it comes from another page."""


class Replaced(Exception):
    """The record was made anew since the page was shown: what the reviewer saw is not what would be decided."""


class NotDisputed(Exception):
    """A settlement of a place on which there are not two answers yet."""


class UnknownPart(Exception):
    """The address or the body names something that is not there."""


_SENTENCES: dict[type[Exception], tuple[int, str, Label]] = {
    MustEnter: (401, "enter", Label("请先登记姓名再复核。", "Say who you are before you review.")),
    Forged: (403, "forged", Label("页面已过期，请刷新后重试。", "This page is out of date; load it again.")),
    Replaced: (
        409,
        "replaced",
        Label(
            "记录已重新生成；请刷新页面，看过新的内容再决定。",
            "The record was made anew; load the page again, look, and decide.",
        ),
    ),
    NotDisputed: (
        409,
        "undisputed",
        Label(
            "此处还没有两人作答，不能裁定。", "Two people have not answered this place yet; there is nothing to settle."
        ),
    ),
    UnknownPart: (
        404,
        "unknown",
        Label("没有这一项；请回到队列重新选择。", "There is no such thing; go back to the queue."),
    ),
}
_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (ConflictError, 409, "conflict"),
    (NothingToUndo, 409, "nothing"),
    (RequestUsedError, 409, "reused"),
    (UnknownPlaceError, 404, "unknown"),
    (RecordError, 404, "unknown"),
    (StoreError, 503, "store"),
    (JixiaoError, 400, "input"),
)


def fault_of(error: Exception) -> tuple[int, Fault]:
    """The status and the sentence for an exception; a mistake of the program is logged, and says no more than that."""
    if type(error) in _SENTENCES:
        status, name, words = _SENTENCES[type(error)]
        return status, Fault(kind=name, zh=words.zh, en=words.en)
    for kind, status, name in _STATUS:
        if isinstance(error, kind):
            english = str(getattr(error, "__notes__", [str(error)])[0])
            current = _current(error.current) if isinstance(error, ConflictError) else None
            return status, Fault(kind=name, zh=str(error), en=english, current=current)
    if isinstance(error, HTTPException):
        return error.status_code, Fault(kind="http", zh=f"请求无法处理（{error.status_code}）。", en=str(error.detail))
    log.exception("a request failed", exc_info=error)
    return 500, Fault(
        kind="mistake",
        zh="程序内部出错，已保存的决定不受影响；详情见服务器日志。",
        en="The program made a mistake; saved decisions are safe. The log of the server says more.",
    )


def _current(entry: Entry | None) -> dict[str, Any] | None:
    """What stands in the way of a decision: whose it is, and what it says."""
    if entry is None:
        return None
    said = entry.said
    return {
        "id": entry.id,
        "reviewer": said.reviewer,
        "ruling": said.ruling,
        "value": said.value,
        "comment": said.comment,
        "at": entry.at.isoformat(timespec="seconds"),
    }
