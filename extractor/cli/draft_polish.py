"""The ``--polish`` of ``jixiao draft``: a finished narrative smoothed by the model that is configured.

Comes in: a narrative and which model to ask. Goes out: the narrative and, where the endpoint failed for good, why;
what became of the paragraphs is said on standard error. Never runs without being asked.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.cli.faults import say
from extractor.errors import EndpointError, UsageError, told
from extractor.settings import Language, ModeChoice, ModelSettings, Settings

if TYPE_CHECKING:
    from extractor.narrate import Narrative
    from extractor.polishing import Polishing


@dataclass(frozen=True, slots=True)
class Polish:
    """Which model smooths, how it is asked, and what that may cost; see ``ModelSettings``."""

    model: str | None = None
    mode: ModeChoice = "auto"
    max_tokens_per_run: int | None = None
    timeout: float = 120.0
    backoff: float = 0.5
    cache: bool = True

    def settings(self) -> Settings:
        """The settings of a run that needs a model; raises ``UsageError`` where none is configured."""
        from extractor.settings import read_settings

        asking = ModelSettings(
            self.mode, max_tokens_per_run=self.max_tokens_per_run, timeout=self.timeout, backoff=self.backoff
        )
        found = read_settings(model_names=self.model, model=asking, cache=self.cache)
        if found.endpoint is None:
            raise told(
                UsageError,
                "--polish 需要模型接口：请设置 OPENAI_API_KEY 或 OPENAI_BASE_URL，"
                "并用 JIXIAO_MODEL 或 --model 指定模型；或去掉 --polish。",
                "--polish needs a model endpoint: set OPENAI_API_KEY or OPENAI_BASE_URL, and JIXIAO_MODEL or --model; "
                "or leave --polish out.",
            )
        return found


def polished(narrative: Narrative, wanted: Polish) -> tuple[Narrative, EndpointError | None]:
    """The narrative as far as the model could smooth it, and why the endpoint could not be asked for all of it."""
    settings = wanted.settings()
    polishing = asyncio.run(_polish(narrative, settings))
    say(polishing.note().say(settings.language))
    return polishing.narrative, polishing.fault


async def _polish(narrative: Narrative, settings: Settings) -> Polishing:
    from extractor.model.opening import open_models
    from extractor.polishing import polish

    assert settings.endpoint is not None
    chinese = settings.language == "zh"

    def warn(zh: str, en: str) -> None:
        say(zh if chinese else en)

    deadline = asyncio.get_running_loop().time() + settings.model.deadline
    async with open_models(settings.endpoint, settings.model, warn=warn) as run:
        return await polish(narrative, run.models[0], deadline=deadline)


def end_with(fault: EndpointError | None, language: Language) -> None:
    """Say why the endpoint failed and end with its status; nothing where it did not."""
    if fault is None:
        return
    import typer

    from extractor.cli.faults import sentence_of, status_of

    say(sentence_of(fault, "", language))
    raise typer.Exit(status_of(fault))
