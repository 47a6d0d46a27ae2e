"""What a template may use: every name with its meaning and an example from given records.

Comes in: records, a language. Goes out: Markdown. Never lists a name without a meaning: the meanings are
``prompts/narrative/context.toml``, and a test holds them against the values.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from extractor.labels import Label, Language
from extractor.narrate.draft import context_of
from extractor.narrate.said import Said, brief, one_line
from extractor.templates import template_folder
from extractor.values import Record

_LONGEST_EXAMPLE = 48
_ROOT, _PLACES = "Context", "at"
FILTERS = "filters"
"""The section of the meanings that lists the filters."""


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((template_folder() / "narrative" / "context.toml").read_text(encoding="utf-8"))


def meanings() -> Mapping[str, Mapping[str, Label]]:
    """The meanings by kind of value and name."""
    kinds = {kind: names for kind, names in _file().items() if kind != _PLACES}
    return {kind: {name: Label(*words) for name, words in names.items()} for kind, names in kinds.items()}


def names_of(kind: type) -> tuple[str, ...]:
    """The names that a value offers to a template: its fields, then its properties and functions."""
    own = [name for name, value in vars(kind).items() if not name.startswith("_") and _offered(value)]
    listed = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    return tuple(dict.fromkeys([*listed, *own]))


def _offered(value: object) -> bool:
    return isinstance(value, property) or callable(value)


def show_context(records: Sequence[Record], language: Language = "zh") -> str:
    """Every name that a template may use, with its meaning and an example from these records, as Markdown."""
    heads = {"zh": "| 名称 | 含义 | 示例 |", "en": "| Name | Meaning | Example |"}
    lines = [heads[language], "|---|---|---|"]
    context = context_of(records)
    lines += [_line(name, meanings()[_ROOT][name], context[name], language) for name in meanings()[_ROOT]]
    seen: set[type] = set()
    for name in ("stories", "whole"):
        lines += _below(name, context[name], language, seen)
    shown = {kind.__name__ for kind in seen}
    for kind, place in _file()[_PLACES].items():
        if kind not in shown:
            lines += [_line(f"{place}.{name}", label, None, language) for name, label in meanings()[kind].items()]
    titles = {"zh": "| 过滤器 | 作用 |", "en": "| Filter | What it does |"}
    lines += ["", titles[language], "|---|---|"]
    lines += [f"| `{name}` | {_safe(label.say(language))} |" for name, label in meanings()[FILTERS].items()]
    return "\n".join(lines) + "\n"


def _below(name: str, value: object, language: Language, seen: set[type]) -> Iterator[str]:
    """The names below one value; each kind of value is shown once, where it is met first."""
    if isinstance(value, tuple | list):
        if value:
            # The first of a kind that says most: an empty one would show nothing.
            yield from _below(f"{name}[0]", value[0], language, seen)
        return
    known = meanings().get(type(value).__name__)
    if known is None or type(value) in seen:
        return
    seen.add(type(value))
    found = [(inner, getattr(value, inner)) for inner in known]
    yield from (_line(f"{name}.{inner}", known[inner], held, language) for inner, held in found)
    for inner, held in found:
        yield from _below(f"{name}.{inner}", held, language, seen)


def _line(name: str, meaning: Label, value: object, language: Language) -> str:
    return f"| `{name}` | {_safe(meaning.say(language))} | {_safe(_example(value, language))} |"


def _example(value: object, language: Language) -> str:
    if isinstance(value, Said):
        return brief(value.text, _LONGEST_EXAMPLE) + (f" ({value.formula})" if value.formula else "")
    if isinstance(value, tuple | list | dict):
        return {"zh": f"{len(value)} 项", "en": f"{len(value)} entries"}[language]
    if isinstance(value, Label):
        return value.say(language)
    if isinstance(value, str | int | bool):
        return one_line(str(value))
    return "" if value is None or callable(value) else "…"


def _safe(text: str) -> str:
    return brief(text, 400).replace("|", "\\|")
