"""Drafts the narrative: stories into words by templates, under the guard.

Comes in: records, the name of a template, a language. Goes out: Markdown. Never lets a template
print a figure of its own, and never runs anything that a document says: document text is data,
escaped for Markdown before it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from extractor.errors import UsageError
from extractor.labels import SOURCES, Label
from extractor.narrate.guard import traced, unmarked, untraced
from extractor.narrate.portfolio import gather
from extractor.narrate.said import DOUBT, Language, Said, brief, chinese_date, escape, markdown, one_line
from extractor.narrate.story import Remark, tell
from extractor.templates import template_folder
from extractor.values import Finding, Record
from extractor.wording import reason_label

if TYPE_CHECKING:
    import jinja2

_SUFFIX = ".md.j2"
# Characters of a quoted text: what is certain is told at more length than what has to be checked anyway.
_GIST, _GIST_IN_DOUBT = 220, 100
_LONGEST_FORMULA = 60
# A document's ``>=95%`` at the beginning of a block would read as a quotation.
_COMPARATOR_FIRST = re.compile(r"^((?:- )?\ue0f0?)(?=>=?\d)", re.MULTILINE)
_BLOCK_START = re.compile(r"(#|- |\||>|\[\^)")


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """The templates of a folder, or those of the program; a name that begins with ``_`` is a part, not a template."""
    found = {path.name.split(".", 1)[0] for path in _folder(folder).glob("*" + _SUFFIX)}
    return tuple(sorted(name for name in found if not name.startswith("_")))


def _folder(folder: Path | None) -> Path:
    return template_folder() / "narrative" if folder is None else folder


def draft(
    records: Sequence[Record], template: str = "summary", language: Language = "zh", folder: Path | None = None
) -> str:
    """The narrative of one record, or of several with a summary over all, as Markdown.

    ``folder`` holds templates of one's own, named ``<template>.<language>.md.j2``.
    Raises UsageError for a template or a language that does not exist, and for a template that
    prints a figure which no cell and no stated formula carries.
    """
    if language not in get_args(Language):
        raise UsageError(f"There is no narrative in the language {language!r}; use zh or en.")
    names = template_names(folder)
    if template not in names:
        raise UsageError(f"There is no narrative template {template!r}; there are: {', '.join(names)}.")
    entries = [(record, tell(form)) for record in records for form in record.forms]
    marked = _environment(language, _folder(folder)).get_template(f"{template}.{language}{_SUFFIX}").render(
        stories=[story for _, story in entries],
        portfolio=gather(entries) if len(records) > 1 else None,
        whole=gather(entries),
    )  # fmt: skip
    loose = untraced(marked)
    if loose:
        raise UsageError(
            f"The template {template!r} prints figures that no cell carries ({'; '.join(loose[:3])}); "
            "let it print cells and formulas only."
        )
    return unmarked(_paragraphs(marked, language))


def _paragraphs(text: str, language: Language) -> str:
    """One line per paragraph, so that templates can hold one clause per line; one blank line between paragraphs."""
    out: list[str] = []
    glue = "" if language == "zh" else " "
    for line in (line.strip() for line in text.split("\n")):
        begins = not line or _BLOCK_START.match(unmarked(line)) or not out or not out[-1]
        if begins or _BLOCK_START.match(unmarked(out[-1])) and not out[-1].startswith("- "):
            out.append(line)
        else:
            out[-1] += glue + line if _wants_glue(out[-1], line) else line
    joined = re.sub(r"^(#.*)$", r"\n\1\n", "\n".join(out), flags=re.MULTILINE)
    joined = _COMPARATOR_FIRST.sub(r"\1\\", joined)
    return re.sub(r"\n{3,}", "\n\n", joined).strip() + "\n"


def _wants_glue(before: str, after: str) -> bool:
    return bool(before) and unmarked(after)[:1] not in (",", ".", ";", ")", "")


@lru_cache(maxsize=4)
def _environment(language: Language, folder: Path) -> jinja2.Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def finalize(value: Any) -> str:
        if isinstance(value, Said):
            return markdown(value, language)
        if value is None:
            raise jinja2.UndefinedError("a template prints a cell that the form lacks; it must ask with if first")
        return str(value)

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
    environment.filters.update(_filters(language))
    return environment


def _filters(language: Language) -> Mapping[str, Any]:
    """The words that templates may use; each gives traced text, so that figures in it pass the guard."""

    def quoted(said: Said) -> str:
        # A quotation within a quotation takes the single marks.
        inner = gist(said.text, _GIST_IN_DOUBT if said.doubt else _GIST).replace("“", "‘").replace("”", "’")
        inner += "’" * (inner.count("‘") - inner.count("’"))  # the cut may have fallen inside a quotation
        return f"“{traced(escape(inner))}”" + (DOUBT[language] if said.doubt else "")

    def formula(said: Said) -> str:
        if not said.formula:
            return ""
        short = len(said.formula) <= _LONGEST_FORMULA
        shown = said.formula if short else {"zh": "各表之和", "en": "the sum over all forms"}[language]
        return f"（{traced(escape(shown))}）" if language == "zh" else f" ({traced(escape(shown))})"

    def source(code: str) -> str:
        return traced(escape(SOURCES.get(code, Label(code, code)).say(language)))

    def inline(said: Said) -> str:
        return markdown(said, language).rstrip("。.；;，,")

    return {
        "quoted": quoted,
        "formula": formula,
        "remark": lambda note: _remark(note, language),
        "source": source,
        "inline": inline,
        "tally": lambda items: traced(str(len(items))),
        "name": lambda label: traced(escape(label.say(language))),
        "day": lambda said: markdown(chinese_date(said) if language == "zh" else said, language),
        "measured": lambda said, unit: traced(escape(said.text)) + unit + (DOUBT[language] if said.doubt else ""),
        "brief": lambda said: traced(escape(brief(said.text))),
        "words": lambda reason: traced(escape(reason_label(reason).say(language).rstrip("。；;"))),
        "cell": lambda said: markdown(said, language) if said is not None else "",
    }


def _remark(note: Remark | Finding, language: Language) -> str:
    """A finding as one traced sentence without its full stop, marked where it rests on a cell in doubt."""
    finding, about = (note.finding, note.about) if isinstance(note, Remark) else (note, "")
    message = (finding.message_en if language == "en" else finding.message).rstrip("。.")
    named = f"“{about}”" + {"zh": "：", "en": ": "}[language] if about else ""
    sentence = named + message if named or language == "zh" else message[:1].upper() + message[1:]
    mark = DOUBT[language] if isinstance(note, Remark) and note.doubt else ""
    return traced(escape(sentence)) + mark


def gist(text: str, limit: int = _GIST) -> str:
    """The beginning of a long text up to the last whole sentence, with ``……`` where something was left out.

    A final full stop is dropped: the sentence around the quotation has its own.
    """
    flat = one_line(text)
    if len(flat) <= limit:
        return flat.rstrip("。；;")
    cut = max(flat.rfind(mark, 0, limit) for mark in "。；！？")
    return (flat[: cut + 1] if cut > limit // 3 else flat[:limit]) + "……"
