"""What the user is told when an endpoint failed: one Chinese sentence, its English twin as first note.

Comes in: the address and what is wrong. Goes out: an ``EndpointError``. Never holds the key: the
address is given without user, password and query, and what the endpoint said is cleared of the key.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from extractor.errors import EndpointDownError, EndpointError, EndpointRefusedError, EndpointSlowError, told

Down = Literal["unreachable", "slow", "broken", "busy", "garbled"]
Refused = Literal["key", "permission", "model", "address", "quota", "mode", "request"]


MOST_QUOTED = 160
"""So many characters of what an endpoint says are quoted."""

DOWN: dict[Down, tuple[str, str]] = {
    "unreachable": ("连接不上；请检查地址和网络", "cannot be reached; check the address and the network"),
    "slow": (
        "在限定时间内没有应答；请稍后再试，或放宽超时时间",
        "did not answer in time; try again later, or allow more time",
    ),
    "broken": ("一直返回服务器错误；请稍后再试", "keeps answering with a server error; try again later"),
    "busy": (
        "一直回复请求过多；请降低并发数或每分钟请求数后再试",
        "keeps saying that there are too many requests; lower the concurrency or the requests per minute",
    ),
    "garbled": (
        "返回的不是模型接口的应答；请检查地址（通常以 /v1 结尾）",
        "does not answer as a model endpoint does; check the address (it usually ends in /v1)",
    ),
}
REFUSED: dict[Refused, tuple[str, str]] = {
    "key": ("不接受密钥；请检查 OPENAI_API_KEY", "does not accept the key; check OPENAI_API_KEY"),
    "permission": (
        "不允许这个密钥使用模型 {model}；请换模型或密钥",
        "does not permit this key to use the model {model}; use another model or key",
    ),
    "model": (
        "没有模型 {model}；请检查 JIXIAO_MODEL 或 --model",
        "has no model {model}; check JIXIAO_MODEL or --model",
    ),
    "address": (
        "没有对话接口；请检查地址（通常以 /v1 结尾）",
        "has no chat interface there; check the address (it usually ends in /v1)",
    ),
    "quota": (
        "表示账户额度已用完；请充值或换一个密钥",
        "says that the account's credit is used up; top it up or use another key",
    ),
    "mode": (
        "不接受以所选方式对模型 {model} 提出的请求；请改用 --mode auto",
        "does not accept this way of asking the model {model}; use --mode auto",
    ),
    "request": (
        "用任何方式都不接受对模型 {model} 的请求；请换模型，或用 --reader offline",
        "accepts no way of asking the model {model}; use another model, or --reader offline",
    ),
}


def is_down(address: str, why: Down, detail: str = "") -> EndpointError:
    """The endpoint stayed unreachable, broken or busy; ``detail`` is what it said."""
    return _fault(EndpointDownError, address, DOWN[why], detail)


def has_refused(address: str, why: Refused, model: str, detail: str = "") -> EndpointError:
    """The endpoint does not accept how it is asked; ``detail`` is what it said."""
    chinese, english = (text.format(model=model) for text in REFUSED[why])
    return _fault(EndpointRefusedError, address, (chinese, english), detail)


def is_too_slow(address: str) -> EndpointError:
    """The time of the document is over."""
    words = (
        "没有在本文件的限定时间内答完；请稍后再试，或放宽时间限制",
        "did not finish within the time of the document; try again later, or allow more time",
    )
    return _fault(EndpointSlowError, address, words, "")


def anew(fault: EndpointError) -> EndpointError:
    """The same fault once more, without the traceback of the first: to raise one instance often would grow it."""
    return told(type(fault), str(fault), str(fault.__notes__[0]))


def address_of(base_url: str) -> str:
    """The address as it may be shown: no user, no password, no query."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")


def quoted(text: str, key: str) -> str:
    """What an endpoint said, on one short line and without the key, should it have echoed that."""
    line = " ".join(text.replace(key, "***").split()) if key else " ".join(text.split())
    return line if len(line) <= MOST_QUOTED else line[:MOST_QUOTED] + "…"


def _fault(kind: type[EndpointError], address: str, words: tuple[str, str], detail: str) -> EndpointError:
    chinese, english = words
    said_zh, said_en = (f"（详情：{detail}）", f" (details: {detail})") if detail else ("", "")
    return told(kind, f"模型接口 {address} {chinese}{said_zh}。", f"The model endpoint {address} {english}{said_en}.")
