"""``jixiao draft``: the project performance narrative of one record, or a summary of several.

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
    records: Annotated[list[Path], typer.Argument(metavar="RECORD.json", help="Records that recover wrote.")],
    template: Annotated[str, typer.Option(metavar="NAME", help="Which template of prompts/narrative.")] = "summary",
    layout: Annotated[Literal["md", "html"], typer.Option("--format", help="Markdown, or one page of HTML.")] = "md",
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the narrative.")] = "zh",
    debug: DebugOption = False,
) -> None:
    """Write the project performance narrative.

    Every number in it is a cell or a stated formula of cells; what needs review is marked 〔待核〕.
    Several records give a summary of the portfolio.

    \b
    Examples:
      jixiao draft out/form.json -o narrative.md
      jixiao draft out/*.json --format html -o portfolio.html
      jixiao draft out/form.json --lang en
    """
    from extractor.cli.outputs import write_result
    from extractor.cli.records import read_record
    from extractor.narrate import draft as narrate

    text = narrate([read_record(path) for path in records], template=template, language=lang)
    if layout == "html":
        from extractor.cli.page import page_of_markdown

        text = page_of_markdown(text, lang)
    write_result(text, output, force=force)
