"""Options that say which model is asked, how, and what it may cost; spelled once.

Comes in: what the user typed. Goes out: annotated types for ``recover``, and ``ModelSettings``. Never asks
a model and never loads what does.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from extractor.errors import UsageError, told
from extractor.settings import ModeChoice, ModelSettings, read_prices

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME[,NAME]", help="The model; each of several is one more reader (JIXIAO_MODEL)."
    ),
]
ModeOption = Annotated[
    ModeChoice, typer.Option("--mode", help="How structured answers are asked for; auto finds out once per endpoint.")
]
ConcurrencyOption = Annotated[int, typer.Option("--concurrency", metavar="N", min=1, max=256, help="Requests at once.")]
RpmOption = Annotated[int | None, typer.Option("--rpm", metavar="N", min=1, help="Requests a minute, at most.")]
TpmOption = Annotated[int | None, typer.Option("--tpm", metavar="N", min=1, help="Tokens a minute, at most.")]
TokensOption = Annotated[
    int | None, typer.Option("--max-tokens-per-run", metavar="N", min=1, help="Stop asking before so many tokens.")
]
CostOption = Annotated[
    str | None, typer.Option("--max-cost", metavar="SUM", help="Stop asking before this cost; needs --prices.")
]
PricesOption = Annotated[
    str | None,
    typer.Option("--prices", metavar="IN,OUT", help="Prices of a million prompt and answer tokens (JIXIAO_PRICES)."),
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=1.0, help="The most that one request may take.")
]
DeadlineOption = Annotated[
    float,
    typer.Option("--deadline", metavar="SECONDS", min=1.0, help="The most that all requests of one document may take."),
]
BackoffOption = Annotated[
    float,
    typer.Option(
        "--backoff",
        metavar="SECONDS",
        min=0.0,
        help="Pause before a failed request is tried again; it doubles each time.",
    ),
]
CacheOption = Annotated[
    bool, typer.Option("--cache/--no-cache", help="Keep answers on disk, so that a repeated run costs nothing.")
]
SecondOption = Annotated[
    bool,
    typer.Option("--second-reading/--no-second-reading", help="With both: read numbers that no law covers twice."),
]
PersonalOption = Annotated[
    bool, typer.Option("--send-personal-data", help="Send names and phone numbers too; they are withheld otherwise.")
]
VisionOption = Annotated[
    bool,
    typer.Option(
        "--vision",
        help="Show a model pictures of the cells of a scan that stay open; whole pages only with --send-personal-data.",
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be sent and its estimated tokens; send and write nothing.")
]


def with_money(settings: ModelSettings, max_cost: str | None, prices: str | None) -> ModelSettings:
    """The settings with a limit on the cost and with prices; raises ``UsageError`` for what is no sum."""
    if prices is not None:
        prompt, completion = read_prices(prices, "--prices")
        settings = replace(settings, price_prompt=prompt, price_completion=completion)
    if max_cost is not None:
        settings = replace(settings, max_cost=_sum(max_cost))
    return settings


def _sum(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise told(
            UsageError,
            f"--max-cost 的值 {text!r} 不是金额；请给出数字，例如 0.50。",
            f"--max-cost {text!r} is no sum of money; give a number such as 0.50.",
        )
    return amount
