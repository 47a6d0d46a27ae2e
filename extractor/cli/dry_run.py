"""What a run would send, told without sending it.

Comes in: the inputs and settings of a run. Goes out: a ``Plan``: the requests of the first round of every
document, with their estimated tokens. Never sends and never writes anything.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from extractor.cli.faults import sentence_of
from extractor.cli.inputs import Input, Inputs
from extractor.cli.reading import Watch, reading
from extractor.errors import InputError
from extractor.labels import Label, field_label
from extractor.settings import Language, Settings

_ANSWER_SHARE = 3
"""Answers in pointers are about a third of the rows they point into."""


@dataclass(slots=True)
class Plan:
    """The requests that would be sent, by input, and the inputs that cannot be done."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)  # inputs that the offline reader leaves nothing open in
    faults: list[str] = field(default_factory=list)


def dry_run(found: Inputs, settings: Settings) -> Plan:
    """Read every input offline and note what a model would be asked."""
    plan = Plan()
    for one in found.files:
        try:
            requests = asyncio.run(_requests(one, settings))
        except InputError as fault:
            sentence = sentence_of(fault, str(one.path), settings.language)
            whole = sentence.startswith(one.path.name) and str(one.path) != one.path.name
            plan.faults.append(sentence.replace(one.path.name, str(one.path), 1) if whole else sentence)
            continue
        plan.requests.extend(requests)
        if not requests:
            plan.settled.append(str(one.path))
    return plan


async def _requests(one: Input, settings: Settings) -> list[dict[str, Any]]:
    from extractor.model import estimate_question, estimate_tokens
    from extractor.model.modes import schema_text
    from extractor.model.opening import DocumentModels
    from extractor.model.scripted import ScriptedModel, unanswered
    from extractor.pipeline import recover_with_models

    if settings.endpoint is None:
        return []
    models = tuple(ScriptedModel(unanswered, model) for model in settings.endpoint.models)
    with TemporaryDirectory() as folder, reading(one, Path(folder), settings, Watch()) as (document, pictures):
        shown = pictures if settings.model.vision else None
        await recover_with_models(document, settings, DocumentModels(models, models[0].ledger), shown)
    mode = "tools" if settings.model.mode == "auto" else settings.model.mode
    return [
        {
            "input": str(one.path),
            "model": model.name,
            "about": question.about,
            "reason": question.reason,
            "characters": len(question.system) + len(question.user) + len(schema_text(question, mode)),
            "tokens": estimate_question(question, schema_text(question, mode)),
            "answer_tokens": estimate_tokens(question.user) // _ANSWER_SHARE,
            "system": question.system,
            "user": question.user,
            "schema": schema_text(question, mode),
            **({"images": [image.caption for image in question.images]} if question.images else {}),
        }
        for model in models
        for question in model.asked
    ]


_SECTIONS = {
    "head": Label("表头、资金", "head and money"),
    "prose": Label("文字", "texts"),
    "indicators": Label("指标", "indicators"),
    "scorecard": Label("评分卡", "score card"),
    "tail": Label("合计、等次", "totals"),
    "people": Label("人员", "people"),
    "second": Label("第二次识读", "second reading"),
    "narratives": Label("文字", "texts"),
    "objective": Label("目标", "objective"),
    "funds": Label("资金", "money"),
    "sign_off": Label("签署栏", "sign-off"),
    "evaluators": Label("人员", "people"),
}


def _about(sections: str, language: Language) -> str:
    """What a request is about, in the user's language."""
    names = [_SECTIONS.get(name) or field_label(name) for name in sections.split("、")]
    return ("、" if language == "zh" else ", ").join(dict.fromkeys(name.say(language) for name in names))


def print_plan(plan: Plan, settings: Settings, *, json_output: bool) -> None:
    """Print the plan as a table with sums, or as JSON with every word that would be sent."""
    if json_output:
        typer.echo(json.dumps(_as_data(plan, settings), ensure_ascii=False, indent=1))
        return
    from extractor.cli.tables import print_line, print_table

    chinese = settings.language == "zh"
    if settings.endpoint is None:
        print_line("离线读取，不会发送任何内容。" if chinese else "The offline reader reads; nothing would be sent.")
        return
    if plan.requests:
        print_table(*_table(plan, settings.language))
    data = _as_data(plan, settings)
    cost = "" if data["cost"] is None else f"，约 {data['cost']}" if chinese else f", about {data['cost']}"
    count, characters, tokens, answers = len(plan.requests), data["characters"], data["tokens"], data["answer_tokens"]
    print_line(
        f"将发送 {count} 个请求，{characters:,} 字符，估计提示 {tokens:,} + 回答 {answers:,} 个 token{cost}；"
        f"{len(plan.settled)} 个文件无需询问。未发送任何内容；如需重问，另计；以前存下的回答不再花费，此处未扣除。"
        if chinese
        else f"{count} request{'s' * (count != 1)} would be sent: {characters:,} characters, "
        f"estimated {tokens:,} prompt + {answers:,} answer tokens{cost}; "
        f"files with nothing to ask: {len(plan.settled)}. Nothing was sent; "
        "asking again would come on top, answers kept from earlier runs are not taken off."
    )


def _table(plan: Plan, language: Language) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The head and the rows of the plan; images are counted where any would be shown."""
    shows = any("images" in one for one in plan.requests)
    head: tuple[str, ...] = (
        ("文件", "模型", "内容", "字符", "估计 token", "图像")
        if language == "zh"
        else ("file", "model", "about", "characters", "tokens (est.)", "images")
    )
    rows = [
        (
            one["input"],
            one["model"],
            _about(one["about"], language),
            str(one["characters"]),
            str(one["tokens"]),
            str(len(one.get("images", ()))),
        )
        for one in plan.requests
    ]
    return (head, list(rows)) if shows else (head[:-1], [row[:-1] for row in rows])


def _as_data(plan: Plan, settings: Settings) -> dict[str, Any]:
    sums = {key: sum(one[key] for one in plan.requests) for key in ("characters", "tokens", "answer_tokens")}
    prompt, completion = settings.model.price_prompt, settings.model.price_completion
    cost = None
    if prompt is not None and completion is not None:
        exact = (sums["tokens"] * prompt + sums["answer_tokens"] * completion) / Decimal(1_000_000)
        cost = f"{exact:.4f}"
    return {**sums, "cost": cost, "requests": plan.requests, "settled": plan.settled, "faults": plan.faults}
