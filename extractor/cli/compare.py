"""``jixiao compare``: a record against its source, or against another record or gold.

Comes in: a record and another file. Goes out: cell-by-cell differences as a table, JSON or a
page. Never changes either file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, ForceOption, LanguageOption, OutputFileOption, choose_language


@plainly
def compare(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json", help="A record that recover wrote.")],
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Its source, another record, or expected values.")],
    layout: Annotated[
        Literal["table", "html", "json"], typer.Option("--format", help="Table, page, or JSON.")
    ] = "table",
    only: Annotated[
        Literal["changed", "same", "only-left", "only-right", "all"] | None,
        typer.Option("--only", help="Show these cells only (default: all that are not the same)."),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--fields", metavar="PATTERN", help="Fields to compare, such as '*.score,funds' or 得分."),
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Show the cells that agree, too; as --only all.")] = False,
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Show the differences cell by cell.

    OTHER is the file that the record was made from (then every cell is held against the text it
    comes from), or a JSON file: another record, or the expected values of an evaluation set.
    Forms and rows are matched by what they say, not by where they stand.

    \b
    Examples:
      jixiao compare out/form.json form.txt
      jixiao compare out/form.json form.txt --format html -o form.html
      jixiao compare before/form.json after/form.json --format html -o changes.html
      jixiao compare out/form.json form.expected.json --only changed --fields '*.score,funds'
    """
    from extractor.cli.differences import Showing, compare_source, compare_values
    from extractor.settings import read_settings

    settings = read_settings(language=choose_language(lang))
    wanted = only or ("all" if show_all else None)
    showing = Showing(layout, settings, wanted, tuple(fields or ()), output, force)
    if other.suffix.lower() == ".json":
        compare_values(record, other, showing)
    else:
        compare_source(record, other, showing)
