"""The typer application: names the verbs in the order a user meets them.

Comes in: nothing. Goes out: ``app``. Never imports what a verb works with: each verb
does that inside its function, so that ``--help`` stays quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli import check, compare, draft, evaluate, export, forms, recover, review, schema
from extractor.version import VERSION

HELP = """Recover budget performance self-evaluation forms (预算绩效自评表) from damaged text.

Every value has its place in the source, or the laws that force it; what is not certain is marked
for review. Nothing is sent anywhere unless a model is named (OPENAI_API_KEY or OPENAI_BASE_URL, and
JIXIAO_MODEL or --model); the offline reader does without.

\b
Examples:
  jixiao recover form.txt -o out       record, workbook, narrative, comparison page
  jixiao recover scans/ -o out         every text file in a folder
  jixiao check out/form.json           run the laws again, after a correction
  jixiao review out                    compare with the source and decide, in the browser
  jixiao export out --table indicators --format csv > indicators.csv
  jixiao evaluate                      score the reader on documents whose answers are known

\b
Exit status:
  0 done    1 --strict found something    2 wrong usage
  3 an input could not be done (the others were)
  4 the model endpoint failed; what was recovered offline is written    130 interrupted
"""

app = typer.Typer(
    name="jixiao",
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: three times as quick, and the same on every terminal
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"jixiao {VERSION}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of the program itself; the verbs have their own."""


for _verb in (
    recover.recover,
    check.check,
    draft.draft,
    compare.compare,
    review.review,
    export.export,
    evaluate.evaluate,
    forms.forms,
    schema.schema,
):
    app.command()(_verb)
