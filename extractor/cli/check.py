"""``jixiao check``: every law on a record again, for instance after a correction by hand.

Comes in: a record file. Goes out: a table of verdicts, or JSON, and with ``--strict`` an
exit status. Never writes to the record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, FamiliesOption, JsonOption, LanguageOption, choose_language


@plainly
def check(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json", help="A record that recover wrote.")],
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a law of severity error is broken.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show the laws that hold or cannot be tested, too.")] = False,
    families: FamiliesOption = None,
    json_output: JsonOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Run every law on a record again.

    Reads the values, so a correction made by hand counts; cells whose value differs from the audit
    trail are named.

    \b
    Examples:
      jixiao check out/form.json
      jixiao check out/form.json --strict --json
    """
    from extractor.cli.verdicts import judge_record, print_verdicts, verdicts_as_json
    from extractor.settings import read_settings

    settings = read_settings(family_folders=() if families is None else (families,), language=choose_language(lang))
    judged = judge_record(record, settings)
    if json_output:
        typer.echo(verdicts_as_json(judged))
    else:
        print_verdicts(judged, settings.language, show_all=show_all)
    raise typer.Exit(1 if strict and any(form.is_broken for form in judged) else 0)
