"""``jixiao recover``: files and folders in, four outputs an input and a summary out.

Comes in: the arguments of the verb. Goes out: record, workbook, narrative and comparison
page of every input, a table on standard output. Never stops at an input that cannot be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.faults import INTERRUPTED, plainly, say
from extractor.cli.model_options import (
    BackoffOption,
    CacheOption,
    ConcurrencyOption,
    CostOption,
    DeadlineOption,
    DryRunOption,
    ModelOption,
    ModeOption,
    PersonalOption,
    PricesOption,
    RpmOption,
    SecondOption,
    TimeoutOption,
    TokensOption,
    TpmOption,
    VisionOption,
    with_money,
)
from extractor.cli.options import DebugOption, FamiliesOption, ForceOption, JsonOption, LanguageOption
from extractor.cli.risk import RiskOption, risk_sentence
from extractor.settings import ModelSettings, ReaderName, Settings, SourceChoice

if TYPE_CHECKING:
    from extractor.cli.batch import Order, Outcome
    from extractor.cli.inputs import Inputs


_NAMED = 3  # inputs named in one sentence


@plainly
def recover(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT", help="Texts, PDF and office files, images, or folders of them.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the outputs.")] = Path(
        "out"
    ),
    reader: Annotated[
        ReaderName,
        typer.Option(
            help="Who reads: offline; llm (a model reads all); both (a model for what is left open); "
            "auto: both where an endpoint is configured, else offline."
        ),
    ] = "auto",
    source: Annotated[
        SourceChoice, typer.Option(help="What the text comes from: decides which reading faults are plausible.")
    ] = "auto",
    family: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read as this form family (see jixiao forms).")
    ] = None,
    families: FamiliesOption = None,
    accept_risk: RiskOption = None,
    pages: Annotated[
        str, typer.Option("--pages", metavar="RANGE", help="Only these pages of files that have pages: 1-20,35.")
    ] = "",
    force: ForceOption = False,
    discard_reviews: Annotated[
        bool, typer.Option("--discard-reviews", help="Overwrite reviewed or corrected records, too.")
    ] = False,
    model: ModelOption = None,
    mode: ModeOption = "auto",
    concurrency: ConcurrencyOption = 8,
    rpm: RpmOption = None,
    tpm: TpmOption = None,
    max_tokens_per_run: TokensOption = None,
    max_cost: CostOption = None,
    prices: PricesOption = None,
    timeout: TimeoutOption = 120.0,
    deadline: DeadlineOption = 600.0,
    backoff: BackoffOption = 0.5,
    cache: CacheOption = True,
    second_reading: SecondOption = True,
    vision: VisionOption = False,
    send_personal_data: PersonalOption = False,
    dry_run: DryRunOption = False,
    json_output: JsonOption = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but faults.")] = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Recover every form in files and folders.

    Writes for each input: the record (.json), a workbook (.xlsx), the narrative (.md) and a
    comparison page (.html). An input whose content, settings and program version are unchanged is
    skipped; a record with reviewed or corrected cells is never
    overwritten.

    \b
    Examples:
      jixiao recover form.txt scan.pdf photo.jpg -o out
      jixiao recover archive.pdf --pages 1-20,35
      jixiao recover scans/ extra.html -o out --source ocr
      jixiao recover form.txt --family transfer --force --json
      jixiao recover scans/ --accept-risk 0.0005
      jixiao recover scans/ --reader both --model qwen-plus --max-tokens-per-run 500000
      jixiao recover scans/ --dry-run
    """
    from extractor.settings import read_settings

    asking = ModelSettings(
        mode, concurrency, rpm, tpm, max_tokens_per_run,
        timeout=timeout, deadline=deadline, backoff=backoff,
        second_reading=second_reading, send_personal_data=send_personal_data, vision=vision,
    )  # fmt: skip
    settings = read_settings(
        reader=reader,
        source_kind=source,
        family=family,
        family_folders=() if families is None else (families,),
        language=lang,
        model_names=model,
        model=with_money(asking, max_cost, prices),
        cache=cache,
        dry_run=dry_run,
        accept_risk=accept_risk,
        pages=pages,
    )
    permission = force, discard_reviews
    if dry_run:
        _tell_what_would_be_sent(inputs, output, settings, json_output=json_output)
    else:
        if accept_risk is not None and not quiet:
            say(risk_sentence(settings))
        _recover(inputs, output, settings, permission, debug=debug, json_output=json_output, quiet=quiet)


def _tell_what_would_be_sent(inputs: list[Path], output: Path, settings: Settings, *, json_output: bool) -> None:
    """Print what a run would send; send and write nothing."""
    from extractor.cli.dry_run import dry_run, print_plan
    from extractor.cli.families import require_family
    from extractor.cli.inputs import find_inputs

    require_family(settings)
    plan = dry_run(find_inputs(inputs, output), settings)
    for sentence in plan.faults:
        say(sentence)
    print_plan(plan, settings, json_output=json_output)
    raise typer.Exit(3 if plan.faults else 0)


def _recover(
    inputs: list[Path],
    output: Path,
    settings: Settings,
    permission: tuple[bool, bool],
    *,
    debug: bool,
    json_output: bool,
    quiet: bool,
) -> None:
    """Recover all inputs, print the summary and end with the status of the run."""
    from extractor.cli.batch import Order
    from extractor.cli.families import require_family
    from extractor.cli.inputs import find_inputs
    from extractor.cli.outputs import Permission, open_folder

    require_family(settings)
    found = find_inputs(inputs, output)
    was_there = output.exists()
    order = Order(settings, open_folder(output), Permission(*permission), debug)
    outcomes, interrupted = _run(order, found, quiet=quiet)
    if not was_there and not any(output.iterdir()):
        output.rmdir()  # nothing could be done: leave nothing behind
    status = INTERRUPTED if interrupted else _exit_status(outcomes, found)
    _print(outcomes, order, status, json_output=json_output, quiet=quiet)
    raise typer.Exit(status)


def _run(order: Order, found: Inputs, *, quiet: bool) -> tuple[list[Outcome], bool]:
    """Recover all inputs, saying what there is to say; the outcomes, and whether somebody interrupted."""
    from extractor.cli.batch import recover_all
    from extractor.cli.progress import progress

    chinese = order.settings.language == "zh"
    outcomes: list[Outcome] = []
    faults: set[str] = set()
    try:
        with progress(len(found.files), quiet=quiet) as (begin, watch):
            for outcome in recover_all(found.files, replace(order, watch=watch), begin):
                outcomes.append(outcome)
                if outcome.message and (outcome.exit_status or not quiet):
                    say(outcome.message)
                if outcome.fault and outcome.fault not in faults:  # an endpoint that is down is down for all
                    faults.add(outcome.fault)
                    say(outcome.fault)
    except KeyboardInterrupt:
        say(
            f"已中断；{len(found.files)} 个输入中已完成 {len(outcomes)} 个，结果已保留。"
            if chinese
            else f"interrupted; {len(outcomes)} of {len(found.files)} inputs were finished and kept."
        )
        return outcomes, True
    _say_left_out(found, quiet=quiet, chinese=chinese)
    _say_without_model([outcome for outcome in outcomes if outcome.fault], chinese=chinese)
    return outcomes, False


def _say_without_model(outcomes: Sequence[Outcome], *, chinese: bool) -> None:
    """Name the inputs for which a model could not be asked, and say what became of them."""
    if not outcomes:
        return
    shown = [str(outcome.path) for outcome in outcomes[:_NAMED]]
    more = len(outcomes) - len(shown)
    if chinese:
        names = "、".join(shown) + (f" 等 {len(outcomes)} 个文件" if more else "")
        say(f"{names}：未能全部询问模型，已按离线识别写出；再次运行会重新询问。")
    else:
        names = ", ".join(shown) + (f" and {more} more" if more else "")
        say(f"{names}: written as read offline where no model answered; running again asks anew.")


def _exit_status(outcomes: Sequence[Outcome], found: Inputs) -> int:
    """The gravest status of all inputs; an empty folder is an input that could not be done."""
    return max([3 if found.empty_folders else 0, *(outcome.exit_status for outcome in outcomes)])


def _say_left_out(found: Inputs, *, quiet: bool, chinese: bool) -> None:
    """Name the folders without a text file, and count the files of other kinds."""
    for folder in found.empty_folders:
        say(
            f"{folder}：没有文本文件（.txt、.md、.html）；请换一个文件夹，或直接给出文件名。"
            if chinese
            else f"{folder}: holds no text file (.txt, .md, .html); give another folder, or name the file itself."
        )
    if found.left_out and not quiet:
        say(
            f"有 {found.left_out} 个其他类型的文件未读取；如需读取请直接给出文件名。"
            if chinese
            else f"files of other kinds that were left out: {found.left_out}; name a file itself to have it read."
        )


def _print(outcomes: Sequence[Outcome], order: Order, status: int, *, json_output: bool, quiet: bool) -> None:
    """Print the summary of a run as JSON or as a table."""
    folder, language = order.folder, order.settings.language
    if json_output:
        import json

        from extractor.cli.batch import summary_of
        from extractor.version import VERSION

        data = {
            "program": f"jixiao {VERSION}",
            "output": str(folder),
            "exit_status": status,
            "usage": order.usage[-1] if order.usage else None,
            "inputs": [summary_of(outcome) for outcome in outcomes],
        }
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif not quiet and outcomes:
        from extractor.cli.tables import print_summary

        print_summary(outcomes, folder, language)
        if order.usage:
            from extractor.cli.usage import print_usage

            print_usage(order.usage[-1], order.settings)
