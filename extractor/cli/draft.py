"""``jixiao draft``: the narratives of one record or of several, and what templates of one's own may use.

Comes in: record files. Goes out: Markdown or a page of HTML. Never states a number that is
not a cell or a formula of cells: the narrating stage sees to that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, ForceOption, OutputFileOption
from extractor.settings import Language


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
    debug: DebugOption = False,
) -> None:
    """Write a narrative: summary, full report, reviewer's memo, brief, or an analysis of many forms.

    Every number in it is a cell or a stated formula of cells; what needs review is marked 〔待核〕, and
    contradictions of the form become footnotes. Several records give a summary of the portfolio.

    \b
    Examples:
      jixiao draft out/form.json -o narrative.md
      jixiao draft out/form.json --template report --format html -o report.html
      jixiao draft out/form.json --template report --format docx -o report.docx
      jixiao draft out/*.json --template portfolio --lang en
      jixiao draft --list
    """
    from extractor.cli.outputs import write_result

    if listed:
        write_result(_list(templates, lang), output, force=force)
        return
    ending = output.suffix.lower() if output is not None else ""
    if records and not context and (layout == "docx" or ending == ".docx"):
        from extractor.cli.draft_word import write_document

        write_document(records, template, templates, lang, output, force=force)
        return
    write_result(_written(records or [], template, templates, layout, lang, context), output, force=force)


def _written(
    places: list[Path], template: str, folder: Path | None, layout: str, lang: Language, context: bool
) -> str:  # fmt: skip
    """The narrative, or what a template may use."""
    from extractor.cli.records import read_record
    from extractor.errors import UsageError, told
    from extractor.narrate import narrate

    if not places:
        raise told(
            UsageError,
            "没有给出记录；请给出 recover 写出的 RECORD.json，或用 --list 列出模板。",
            "No record was given; give a RECORD.json that recover wrote, or list the templates with --list.",
        )
    records = [read_record(place) for place in places]
    if context:
        from extractor.narrate.context import show_context

        return show_context(records, lang)
    narrative = narrate(records, template, lang, folder)
    if layout == "html":
        from extractor.narrate.page import page_of

        return page_of(narrative)
    return narrative.markdown


def _list(folder: Path | None, lang: Language) -> str:
    """The templates by name, each with what it says of itself."""
    from extractor.narrate import templates

    found = templates(folder)
    width = max(len(one.name) for one in found)
    lines = []
    for one in found:
        own = f" ({folder})" if one.own else ""
        about = one.about.get(lang) or next((said for said in one.about.values() if said), "")
        lines.append(f"{one.name:{width}}  {'/'.join(one.about)}{own}  {about}".rstrip())
    return "\n".join(lines) + "\n"
