"""Opening the models of a run: everything that they share is made here, and closed here.

Comes in: the endpoint and the settings. Goes out: a ``ModelRun``. Never sends anything; the libraries that
talk to the endpoint are loaded only here, when a model is to be asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractor.errors import UsageError, told
from extractor.model.interface import ModelClient
from extractor.model.ledger import Ledger, Prices
from extractor.settings import Endpoint, ModelSettings

if TYPE_CHECKING:
    from extractor.model.answers_kept import AnswersKept
    from extractor.model.line import Line
    from extractor.model.openai_client import OpenAIModel

Warn = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class DocumentModels:
    """The models as one document sees them: one ledger for all of them, which counts for the run as well."""

    models: tuple[ModelClient, ...]
    ledger: Ledger


class ModelRun:
    """The models of a run, one per name of the endpoint; an async context manager, closed when it is left."""

    def __init__(self, models: tuple[OpenAIModel, ...], ledger: Ledger, line: Line, kept: AnswersKept) -> None:
        self.models = models
        self.ledger = ledger
        self._line = line
        self._kept = kept

    def for_document(self) -> DocumentModels:
        """The models with a ledger of their own."""
        ledger = self.ledger.within()
        return DocumentModels(tuple(model.for_document(ledger) for model in self.models), ledger)

    async def close(self) -> None:
        """Close connections and files."""
        self._kept.close()
        await self._line.close()

    async def __aenter__(self) -> ModelRun:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def open_models(
    endpoint: Endpoint,
    settings: ModelSettings,
    *,
    warn: Warn = lambda chinese, english: None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> ModelRun:
    """Open the models of an endpoint; an event loop must be running.

    ``warn`` is told, in Chinese and in English, what is amiss but stops nothing; ``sleep`` waits between two
    tries. Raises ``UsageError`` for an endpoint that cannot be asked, or a limit that cannot be kept.
    """
    prices = _prices(settings)
    _check(endpoint)
    from extractor.model.answers_kept import AnswersKept
    from extractor.model.breaker import Breaker
    from extractor.model.eyes import Eyes
    from extractor.model.limits import Limits
    from extractor.model.line import Line
    from extractor.model.manner import MannerOfAsking
    from extractor.model.openai_client import OpenAIModel, Shared

    ledger = Ledger(prices)
    line = Line(endpoint, settings, Limits(settings, ledger), Breaker())
    kept = AnswersKept(settings.cache_folder, warn)
    names = dict.fromkeys(endpoint.models)
    manners = {name: MannerOfAsking(line.address, name, settings.mode, kept) for name in names}
    eyes = {name: Eyes(line.address, name, warn) for name in names}
    models = (
        OpenAIModel(name, Shared(line, kept, manners[name], eyes[name], settings, sleep), ledger) for name in names
    )
    return ModelRun(tuple(models), ledger, line, kept)


def _prices(settings: ModelSettings) -> Prices | None:
    if settings.price_prompt is not None and settings.price_completion is not None:
        return Prices(settings.price_prompt, settings.price_completion)
    if settings.max_cost is not None:
        raise told(
            UsageError,
            "设置了费用上限，但没有给出价格；请用 --prices 或 JIXIAO_PRICES "
            "给出每百万 token 的提示价和回答价，例如 2,8。",
            "A limit on the cost needs prices; give those of a million prompt and answer tokens with --prices or "
            "JIXIAO_PRICES, such as 2,8.",
        )
    return None


def _check(endpoint: Endpoint) -> None:
    """Raise ``UsageError`` for an endpoint that cannot be asked; no message holds the key."""
    if not endpoint.models:
        raise told(
            UsageError,
            "没有指定模型；请设置 JIXIAO_MODEL，或用 --model 指定。",
            "No model is named; set JIXIAO_MODEL, or say --model.",
        )
    if not endpoint.api_key or not all("!" <= char <= "~" for char in endpoint.api_key):
        raise told(
            UsageError,
            "密钥为空，或含有空格、换行、中文等字符；请检查 OPENAI_API_KEY。",
            "The key is empty, or holds a space, a line break or the like; check OPENAI_API_KEY.",
        )
    if endpoint.base_url is not None and not _is_web_address(endpoint.base_url):
        raise told(
            UsageError,
            "模型接口的地址应以 http:// 或 https:// 开头；请检查 OPENAI_BASE_URL。",
            "The address of the endpoint must begin with http:// or https://; check OPENAI_BASE_URL.",
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
