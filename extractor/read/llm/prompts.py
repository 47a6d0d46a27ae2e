"""Prompts: the requests as text, from the templates of ``prompts/reader``.

Comes in: topics or single cells, and rows of a page. Goes out: the system and the user text, and the
version of all prompts, a hash of their files. Examples are made of the family's columns, never of a
document. Never sends anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.read.llm.shape import table_keys
from extractor.read.llm.topic import Topic, label_of
from extractor.templates import template_folder

if TYPE_CHECKING:
    import jinja2

_HINTS = {
    "funds": "每个资金来源一行，空白行也要",
    "staged": "只写印有金额的行，环节与来源分在两格时用+拼接",
    "indicators": "一级、二级同上行的留空；不含表头、合计和只有标签的空行",
    "scorecard": "各部分的合计单列一行，其二级三级留空；二级同上行的留空；不含总计",
    "evaluators": "每人一行",
}
_CARRIED = frozenset(("level1", "level2", "section", "group"))


@dataclass(frozen=True, slots=True)
class AskedCell:
    """One cell that is asked by itself: its number in the request, what it is, and why it is asked again."""

    number: int
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table as the template tells it."""

    key: str
    columns: tuple[str, ...]
    example: str
    hint: str


def render_system() -> str:
    """The stable beginning of every request."""
    return _render("system.j2")


def render_section(topics: Sequence[Topic], lines: Sequence[str], strips: int, printed: Mapping[str, str]) -> str:
    """The request for whole sections; ``printed`` are the labels of this page by the name of their field."""
    fields = list(dict.fromkeys(printed.get(spec.name) or label_of(spec) for topic in topics for spec in topic.fields))
    tables = [_table(topic, strips) for topic in topics if topic.columns]
    return _render(
        "section.j2", fields=fields, tables=tables, strips=strips, keys=table_keys(topics), lines=list(lines)
    )


def render_cells(asks: Sequence[AskedCell], lines: Sequence[str]) -> str:
    """The request for single cells."""
    return _render("cells.j2", asks=list(asks), lines=list(lines))


def render_pictures_system() -> str:
    """The beginning of a request that shows pictures."""
    return _render("pictures_system.j2")


def render_pictures(pointers: Sequence[str], asks: Sequence[AskedCell]) -> str:
    """The request to read pictures: those of numbered cells, and ``asks`` on whole pages."""
    return _render("pictures.j2", pointers=list(pointers), asks=list(asks))


def prompt_version() -> str:
    """A short hash of all prompt files: it changes when a word of them does."""
    digest = hashlib.sha256()
    for path in sorted((template_folder() / "reader").glob("*.j2")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _table(topic: Topic, strips: int) -> AskedTable:
    hint = _HINTS["staged" if "stage_label" in topic.columns else topic.table]
    return AskedTable(topic.table, topic.column_names, _example(topic, strips), hint)


def _example(topic: Topic, strips: int) -> str:
    """A row of pointers of the right width: a table's second row, below merged labels; over strips with a cut cell."""
    if strips > 1:
        width = -(-len(topic.columns) // strips)
        cells = [f"{20 + 30 * (n // width)}.{n % width + 1 + (n >= width)}" for n in range(len(topic.columns))]
        cells[min(width, len(cells)) - 1] += "+50.1"  # the cell at the first cut goes on in the second strip
        return "|" + "|".join(cells)
    cells = ["" if key in _CARRIED else str(n) for n, key in enumerate(topic.columns, 1)]
    return "|".join(("8", *cells))


def _render(name: str, **context: object) -> str:
    return _environment().get_template(name).render(**context).strip()


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(template_folder() / "reader"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
