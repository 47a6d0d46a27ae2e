"""What models used, on the terminal.

Comes in: the usage of a run as plain data. Goes out: one or two lines on standard output. Never counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.cli.tables import print_line
from extractor.settings import Language, Settings

_REASONS = {
    "read": ("识读", "reading"),
    "ask_again": ("重问", "asking again"),
    "prose": ("长文", "prose"),
    "narrative": ("成文", "narrative"),
}


def print_usage(usage: Mapping[str, Any], settings: Settings) -> None:
    """Print requests, tokens and cost of a run, in all and by reason."""
    models = "、".join(settings.endpoint.models) if settings.endpoint is not None else ""
    print_line(f"{models}: {_told(usage, settings.language)}")
    parts = usage.get("by_reason", {})
    if len(parts) > 1:
        chosen = 0 if settings.language == "zh" else 1
        told = [
            f"{_REASONS.get(reason, (reason, reason))[chosen]} {_told(part, settings.language)}"
            for reason, part in parts.items()
        ]
        print_line("  " + ("；" if chosen == 0 else "; ").join(told))


def _told(usage: Mapping[str, Any], language: Language) -> str:
    requests, prompt, answer = usage["requests"], usage["prompt_tokens"], usage["completion_tokens"]
    cost = f"，费用 {usage['cost']}" if usage.get("cost") else ""
    if language == "zh":
        reused = f"，沿用已存回答 {usage['reused']} 个" if usage["reused"] else ""
        return f"{requests} 次请求，提示 {prompt:,} + 回答 {answer:,} 个 token{reused}{cost}"
    reused = f", {usage['reused']} kept answer{'s' * (usage['reused'] != 1)}" if usage["reused"] else ""
    cost = f", cost {usage['cost']}" if usage.get("cost") else ""
    return f"{requests} request{'s' * (requests != 1)}, {prompt:,} prompt + {answer:,} answer tokens{reused}{cost}"
