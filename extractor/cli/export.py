"""``jixiao export``: one flat table of all indicators, funds, findings or cells of many records, or a line per form.

Comes in: a folder of records. Goes out: CSV or XLSX. Never leaves a record out silently: a
file that is no record is named on standard error, and the exit status says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.faults import plainly, say, sentence_of
from extractor.cli.options import DebugOption, ForceOption, LanguageOption, OutputFileOption, choose_language
from extractor.errors import RecordError, UsageError, told
from extractor.settings import Language

TableName = Literal["indicators", "funds", "findings", "cells", "portfolio"]


@plainly
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of records: the output of recover.")],
    table: Annotated[TableName, typer.Option(help="Which rows.")] = "indicators",
    layout: Annotated[
        Literal["csv", "xlsx"] | None,
        typer.Option("--format", help="CSV (UTF-8 with BOM), or XLSX; by default what the name after -o ends in."),
    ] = None,
    output: OutputFileOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Put the rows of many records into one flat table.

    \b
    Examples:
      jixiao export out --table funds -o funds.csv
      jixiao export out --table findings -o findings.xlsx
      jixiao export out --table portfolio --format xlsx
    """
    from extractor.cli.outputs import write_file
    from extractor.cli.records import find_records, read_record
    from extractor.report.export import rows, to_csv, to_xlsx

    language, records, faults = choose_language(lang), [], 0
    seen: dict[str, Path] = {}
    for path in find_records(folder):
        try:
            records.append(read_record(path))
            if (first := seen.setdefault(records[-1].source.sha256, path)) != path:
                say(_twice(first, path, language))
        except RecordError as fault:
            say(sentence_of(fault, str(path), language))
            faults += 1
    ending = output.suffix.lower() if output is not None else ""
    if layout == "csv" and ending == ".xlsx":
        raise told(
            UsageError,
            f"--format csv 与文件名 {output} 不符；请把文件名改为 .csv，或去掉 --format。",
            f"--format csv does not go with the name {output}; end the name in .csv, or leave --format out.",
        )
    layout = layout or ("xlsx" if ending == ".xlsx" else "csv")
    encode = to_csv if layout == "csv" else to_xlsx
    content = encode(rows(records, table, language), table, language)
    if output is None and layout == "csv":
        typer.echo(content, nl=False)
    else:  # a workbook has no place on a terminal
        write_file(output or folder / f"{table}.xlsx", content, force=force)
    raise typer.Exit(3 if faults else 0)


def _twice(first: Path, second: Path, language: Language) -> str:
    if language == "zh":
        return f"{second}：与 {first} 出自同一文件，其内容在表中出现两次；如不需要请移走其一。"
    return f"{second}: was made from the same document as {first}, so its rows stand twice; move one of them away."
