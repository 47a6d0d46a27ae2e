"""``jixiao export``: one flat table of all indicators, funds, findings or cells of many records.

Comes in: a folder of records. Goes out: CSV or XLSX. Never leaves a record out silently: a
file that is no record is named on standard error, and the exit status says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.faults import plainly, say, sentence_of
from extractor.cli.options import DebugOption, ForceOption, LanguageOption, OutputFileOption, choose_language
from extractor.errors import RecordError

TableName = Literal["indicators", "funds", "findings", "cells"]


@plainly
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of records: the output of recover.")],
    table: Annotated[TableName, typer.Option(help="Which rows.")] = "indicators",
    layout: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="CSV (UTF-8 with BOM), or XLSX.")] = "csv",
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Put the rows of many records into one flat table.

    \b
    Examples:
      jixiao export out --table funds -o funds.csv
      jixiao export out --table findings --format xlsx -o findings.xlsx
    """
    from extractor.cli.outputs import write_file
    from extractor.cli.records import find_records, read_record
    from extractor.report.export import rows, to_csv, to_xlsx

    language, records, faults = choose_language(lang), [], 0
    for path in find_records(folder):
        try:
            records.append(read_record(path))
        except RecordError as fault:
            say(sentence_of(fault, str(path), language))
            faults += 1
    encode = to_csv if layout == "csv" else to_xlsx
    content = encode(rows(records, table, language), table, language)
    if output is None and layout == "csv":
        typer.echo(content, nl=False)
    else:  # a workbook has no place on a terminal
        write_file(output or folder / f"{table}.xlsx", content, force=force)
    raise typer.Exit(3 if faults else 0)
