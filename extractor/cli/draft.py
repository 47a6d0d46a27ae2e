"""``jixiao draft``: the narratives of one record or of several, and what templates of one's own may use.

Comes in: record files. Goes out: Markdown or a page of HTML. Never states a number that is
not a cell or a formula of cells: the narrating stage sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.cli.draft_word import write_document
from extractor.cli.drafting import Wanted, told_of
from extractor.cli.faults import plainly
from extractor.cli.model_options import (
    BackoffOption,
    CacheOption,
    ModelOption,
    ModeOption,
    TimeoutOption,
    TokensOption,
)
from extractor.cli.options import DebugOption, ForceOption, OutputFileOption
from extractor.settings import Language

if TYPE_CHECKING:
    from extractor.values import Record


@plainly
def draft(
    records: Annotated[
        list[Path] | None, typer.Argument(metavar="RECORD.json...", help="Records that recover wrote.")
    ] = None,
    template: Annotated[
        str, typer.Option(metavar="NAME", help="Which narrative: summary, report, memo, brief, portfolio, your own.")
    ] = "summary",
    templates: Annotated[
        Path | None, typer.Option("--templates", metavar="DIR", help="A folder with templates of your own.")
    ] = None,
    layout: Annotated[
        Literal["md", "html", "docx"],
        typer.Option("--format", help="Markdown, one page of HTML, or a Word document after GB/T 9704."),
    ] = "md",
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the narrative.")] = "zh",
    listed: Annotated[bool, typer.Option("--list", help="List the templates and stop.")] = False,
    context: Annotated[
        bool, typer.Option("--show-context", help="Print what a template may use, with examples from the record.")
    ] = False,
    polish: Annotated[
        bool, typer.Option("--polish", help="Let the configured model smooth the text; a guard keeps what it says.")
    ] = False,
    model: ModelOption = None,
    mode: ModeOption = "auto",
    max_tokens_per_run: TokensOption = None,
    timeout: TimeoutOption = 120.0,
    backoff: BackoffOption = 0.5,
    cache: CacheOption = True,
    debug: DebugOption = False,
) -> None:
    """Write a narrative: summary, full report, reviewer's memo, brief, or an analysis of many forms.

    Every number in it is a cell or a stated formula of cells; what needs review is marked 〔待核〕, and
    contradictions of the form become footnotes. Several records give a summary of the portfolio.
    With --polish a model may join and split sentences; it sees no value, and what it changes beyond
    that is thrown away.

    \b
    Examples:
      jixiao draft out/form.json -o narrative.md
      jixiao draft out/form.json --template report --format html -o report.html
      jixiao draft out/form.json --template report --format docx -o report.docx
      jixiao draft out/*.json --template portfolio --lang en
      jixiao draft out/form.json --template report --polish --model qwen-plus
      jixiao draft --list
    """
    from extractor.cli.draft_polish import Polish
    from extractor.cli.outputs import write_result

    if listed:
        write_result(_list(templates, lang), output, force=force)
        return
    smooth = Polish(model, mode, max_tokens_per_run, timeout, backoff, cache) if polish else None
    wanted = Wanted(template, templates, lang, layout, smooth)
    ending = output.suffix.lower() if output is not None else ""
    if context:
        write_result(_context(records or [], lang), output, force=force)
    elif layout == "docx" or ending == ".docx":
        write_document(_read(records or []), wanted, output, force=force)
    else:
        _write_text(_read(records or []), wanted, output, force=force)


def _write_text(records: Sequence[Record], wanted: Wanted, output: Path | None, *, force: bool) -> None:
    """Write the narrative as Markdown or as a page of HTML."""
    from extractor.cli.draft_polish import end_with
    from extractor.cli.outputs import write_result

    narrative, fault = told_of(records, wanted)
    if wanted.layout == "html":
        from extractor.narrate.page import page_of

        write_result(page_of(narrative), output, force=force)
    else:
        write_result(narrative.markdown, output, force=force)
    end_with(fault, wanted.language)


def _read(places: Sequence[Path]) -> list[Record]:
    """The records; raises ``UsageError`` where none was given."""
    from extractor.cli.records import read_record
    from extractor.errors import UsageError, told

    if not places:
        raise told(
            UsageError,
            "没有给出记录；请给出 recover 写出的 RECORD.json，或用 --list 列出模板。",
            "No record was given; give a RECORD.json that recover wrote, or list the templates with --list.",
        )
    return [read_record(place) for place in places]


def _context(places: Sequence[Path], lang: Language) -> str:
    """What a template may use."""
    from extractor.narrate.context import show_context

    return show_context(_read(places), lang)


def _list(folder: Path | None, lang: Language) -> str:
    """The templates by name, each with its languages and what it says of itself; Word templates behind the others."""
    from extractor.narrate import templates

    found, word = templates(folder), _word_templates(folder)
    width = max(len(name) for name in (*(one.name for one in found), *(name for name, _ in word)))
    lines = []
    for one in found:
        own = f" ({folder})" if one.own else ""
        about = one.about.get(lang) or next((said for said in one.about.values() if said), "")
        lines.append(f"{one.name:{width}}  {'/'.join(one.about)}{own}  {about}".rstrip())
    lines += [f"{name:{width}}  {'/'.join(languages)} ({folder})  --format docx" for name, languages in word]
    return "\n".join(lines) + "\n"


def _word_templates(folder: Path | None) -> tuple[tuple[str, tuple[Language, ...]], ...]:
    if folder is None:
        return ()
    from extractor.narrate.word import list_word_templates

    return list_word_templates(folder)
