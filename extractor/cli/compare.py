"""``jixiao compare``: a record against its source, or against another record or gold.

Comes in: a record and another file. Goes out: cell-by-cell differences as a table or JSON,
or the comparison page. Never changes either file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, ForceOption, LanguageOption, OutputFileOption, choose_language
from extractor.errors import UsageError


@plainly
def compare(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json", help="A record that recover wrote.")],
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Its source, another record, or expected values.")],
    layout: Annotated[
        Literal["table", "html", "json"], typer.Option("--format", help="Table, page (for a source), or JSON.")
    ] = "table",
    show_all: Annotated[bool, typer.Option("--all", help="Show the cells that agree, too.")] = False,
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Show the differences cell by cell.

    OTHER is the file that the record was made from (then every cell is held against the text it
    comes from), or a JSON file: another record, or the expected values of an evaluation set.

    \b
    Examples:
      jixiao compare out/form.json form.txt
      jixiao compare out/form.json form.txt --format html -o form.html
      jixiao compare out/form.json form.expected.json --format json
    """
    from extractor.cli.differences import Showing, compare_source, compare_values
    from extractor.settings import read_settings

    settings = read_settings(language=choose_language(lang))
    showing = Showing(layout, settings, show_all, output, force)
    if other.suffix.lower() != ".json":
        compare_source(record, other, showing)
    elif layout == "html":
        raise UsageError(f"--format html shows a record beside its source, and {other} is JSON; use table or json.")
    else:
        compare_values(record, other, showing)
