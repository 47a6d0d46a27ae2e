"""The shapes of answers: pydantic models made from what is asked.

Comes in: topics, or nothing for single cells. Goes out: a pydantic model whose schema goes along
with the request. Short on purpose: a row of pointers is one string, since keys and quotes
would make an answer several times longer. Never checks a pointer: the page does that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from extractor.read.llm.topic import Topic


def _terse(schema: dict[str, Any]) -> None:
    """Take titles and defaults out of a schema: they cost tokens and say nothing."""
    for spec in schema.get("properties", {}).values():
        spec.pop("title", None)
        spec.pop("default", None)


class Answer(BaseModel):
    """The base of all answers: unknown keys are passed over, missing ones are empty."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_terse)


class CellPointers(Answer):
    """逐格回答"""

    cells: list[str] = Field(default_factory=list)


def table_keys(topics: Sequence[Topic]) -> tuple[str, ...]:
    """The keys of the answer to some topics, in order."""
    tables = dict.fromkeys(topic.table for topic in topics if topic.columns)
    return (*(("fields",) if any(topic.fields for topic in topics) else ()), *tables)


def shape_of(topics: Sequence[Topic]) -> type[Answer]:
    """The model of an answer to these topics: a list of ``名称=指针``, and for each table a list of rows."""
    return _shape(table_keys(topics))


@lru_cache(maxsize=64)
def _shape(keys: tuple[str, ...]) -> type[Answer]:
    listed: Mapping[str, Any] = {key: (list[str], Field(default_factory=list)) for key in keys}
    made = create_model("Pointers", __base__=Answer, __doc__="指针", **listed)
    return made
