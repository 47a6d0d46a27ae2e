"""``jixiao evaluate``: how well a reader does on documents whose answers are known.

Comes in: a folder of cases, or what to make with the generator. Goes out: figures on standard output or as JSON, a
page, a file of figures to compare with. Never changes a case.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.faults import plainly, say
from extractor.cli.model_options import ModelOption
from extractor.cli.options import DebugOption, ForceOption, JsonOption, LanguageOption, choose_language
from extractor.errors import UnreadableInputError, UsageError, told
from extractor.settings import Language, ReaderName, Settings

if TYPE_CHECKING:
    from extractor.evaluate.cases import Case
    from extractor.evaluate.comparing import Comparison
    from extractor.evaluate.results import Evaluation
    from extractor.evaluate.tables import Table

LISTED = 20
"""Leaves that a table on the terminal shows; the page and the JSON have all."""
READERS: tuple[ReaderName, ...] = ("offline", "llm", "both")


FolderArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="A folder of cases (default: eval_set), each with its expected file."),
]
ReadersOption = Annotated[
    str, typer.Option("--reader", metavar="NAME[,NAME]", help="offline, llm or both; two with a comma are compared.")
]
GeneratedOption = Annotated[
    int, typer.Option("--generated", metavar="N", min=0, help="Make N forms with all kinds of damage for evaluation.")
]
RowOption = Annotated[
    list[str] | None,
    typer.Option("--row", metavar="NAME", help="Make forms with one kind of damage (all: each kind)."),
]
CountOption = Annotated[int, typer.Option("--count", metavar="N", min=1, help="Forms to make for each --row.")]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", help="Other forms for another seed, the same for the same.")
]
AgainstOption = Annotated[
    Path | None, typer.Option("--against", metavar="FIGURES.json", help="Compare with figures that --save has kept.")
]
SaveOption = Annotated[
    Path | None, typer.Option("--save", metavar="FIGURES.json", help="Keep the figures in this file.")
]
PageOption = Annotated[Path | None, typer.Option("--html", metavar="REPORT.html", help="Write a page with charts.")]
JobsOption = Annotated[
    int, typer.Option("--jobs", metavar="N", min=0, help="Processes at once (default: one a processor).")
]


@plainly
def evaluate(
    folder: FolderArgument = None,
    reader: ReadersOption = "offline",
    generated: GeneratedOption = 0,
    row: RowOption = None,
    count: CountOption = 100,
    seed: SeedOption = 1,
    against: AgainstOption = None,
    save: SaveOption = None,
    html: PageOption = None,
    jobs: JobsOption = 0,
    model: ModelOption = None,
    force: ForceOption = False,
    json_output: JsonOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Score a reader on documents whose answers are known.

    Every leaf is right, wrong or missing, and flagged or silent. Silently wrong is the figure that has
    to be 0. Groups are shown worst first.

    \b
    Examples:
      jixiao evaluate
      jixiao evaluate my_cases --html report.html
      jixiao evaluate --row "digits 8 %" --count 200 --seed 7 --save before.json
      jixiao evaluate --row "digits 8 %" --count 200 --seed 7 --against before.json
      jixiao evaluate --reader offline,both --model qwen-plus
    """
    language = choose_language(lang)
    order = Order(_settings(reader, model, language), language, jobs or os.cpu_count() or 1)
    _require_packages("scipy", *(["matplotlib"] if html else []))
    cases = _cases(folder, generated, row or [], count, seed)
    before = _saved(against)
    evaluations = [_evaluate(cases, settings, order) for settings in order.settings]
    comparison = _comparison(before, evaluations)
    if save is not None:
        _write(save, _json(evaluations[-1:], None, everything=True), force)
    if html is not None:
        from extractor.evaluate.page import to_html

        _write(html, to_html(evaluations[-1], comparison, language), force)
    if json_output:
        typer.echo(_json(evaluations, comparison, everything=False))
    else:
        _print(evaluations, comparison, language)
    raise typer.Exit(_exit_status(evaluations))


@dataclass(frozen=True, slots=True)
class Order:
    """What a run was asked to do: one or two readers, in so many processes."""

    settings: tuple[Settings, ...]
    language: Language
    jobs: int


def _settings(readers: str, model: str | None, language: Language) -> tuple[Settings, ...]:
    """The settings of each reader; raises ``UsageError`` for an unknown one, for more than two, or without a model."""
    from extractor.settings import read_settings

    names = [name.strip() for name in readers.split(",")]
    chosen = [known for name in names for known in READERS if known == name]
    if len(chosen) != len(names) or not 1 <= len(names) <= 2:
        raise told(
            UsageError,
            f"--reader {readers} 无法识别；请给出 offline、llm 或 both，或用逗号隔开的两个。",
            f"--reader {readers} is not known; give offline, llm or both, or two of them with a comma.",
        )
    return tuple(read_settings(reader=name, language=language, model_names=model) for name in chosen)


def _require_packages(*names: str) -> None:
    """Refuse to begin what could not be finished; raises ``UsageError`` for a package that is not installed."""
    from importlib.util import find_spec

    from extractor.evaluate.cases import missing_package

    for name in names:
        if find_spec(name) is None:
            raise missing_package(name)


def _cases(folder: Path | None, drawn: int, rows: list[str], count: int, seed: int) -> list[Case]:
    """What is evaluated: a folder that is named, what is to be made, or ``eval_set`` where neither is said."""
    from extractor.evaluate.cases import cases_of_folder, default_folder, generated_cases

    made = generated_cases(drawn, rows, count, seed)
    if folder is None and made:
        return made
    return cases_of_folder(folder or default_folder()) + made


def _saved(place: Path | None) -> Evaluation | None:
    """The figures to compare with; raises ``RecordError`` or ``UnreadableInputError``."""
    import json

    from extractor.evaluate.results import from_data

    if place is None:
        return None
    try:
        return from_data(json.loads(place.read_text(encoding="utf-8")), str(place))
    except OSError as fault:
        raise told(
            UnreadableInputError,
            f"{place}：无法读取（{fault.strerror}）；请给出用 --save 保存的文件。",
            f"{place}: cannot be read ({fault.strerror}); give a file that --save wrote.",
        ) from None
    except ValueError:
        return from_data(None, str(place))


def _evaluate(cases: Sequence[Case], settings: Settings, order: Order) -> Evaluation:
    """Run one reader over all cases, with a bar on standard error, and say what could not be recovered."""
    from extractor.cli.progress import progress
    from extractor.evaluate.run import evaluate as run

    with progress(len(cases), quiet=False) as (begin, _):
        evaluation = run(cases, settings, jobs=min(order.jobs, len(cases)), begin=begin)
    for case in evaluation.cases:
        if case.fault:
            say(f"{case.name}: {case.fault}")
    return evaluation


def _comparison(before: Evaluation | None, evaluations: list[Evaluation]) -> Comparison | None:
    """The two sides that were asked for: saved figures, or two readers; raises ``UsageError`` for other documents."""
    from extractor.evaluate.comparing import compare

    if before is not None:
        comparison = compare(before, evaluations[-1])
        if not comparison.after.cases:
            raise told(
                UsageError,
                "--against 的结果中没有本次评测的任何文档；请用同样的用例（同一 --seed）先保存一次。",
                "--against holds none of the documents of this run; save figures of the same cases first.",
            )
        return comparison
    return compare(*evaluations) if len(evaluations) == 2 else None


def _exit_status(evaluations: list[Evaluation]) -> int:
    """The gravest status of all documents."""
    return max((case.exit_status for one in evaluations for case in one.cases), default=0)


def _json(evaluations: list[Evaluation], comparison: Comparison | None, *, everything: bool) -> str:
    """The last evaluation as JSON: with ``everything`` all that a later comparison needs, else figures and misses."""
    import json

    from extractor.evaluate.export import evaluation_as_data

    data = evaluation_as_data(evaluations, comparison, everything=everything)
    return json.dumps(data, ensure_ascii=False, indent=None if everything else 1) + "\n" * everything


def _write(place: Path, text: str, force: bool) -> None:
    from extractor.cli.outputs import write_file

    write_file(place, text.encode("utf-8", errors="replace"), force=force)


def _print(evaluations: list[Evaluation], comparison: Comparison | None, language: Language) -> None:
    """Tables worst first, the leaves that are silently wrong, what changed, and one line in the end."""
    from extractor.cli.tables import print_line
    from extractor.evaluate import tables
    from extractor.evaluate.finding_tables import finding_tables

    newest = evaluations[-1]
    if comparison is None:
        shown = [*tables.group_tables(newest, language), *finding_tables(newest, language)]
        shown.append(tables.rate_table(newest, language))
    else:
        shown = tables.comparison_tables(comparison, language)
        shown += [tables.change_table(comparison.changed, language, LISTED)]
    silent = list(tables.misses(newest, "wrong_silent"))
    shown += [tables.miss_table(silent[:LISTED], language)]
    for table in shown:
        if table.rows:
            print_line(table.title, bold=True)
            _print_table(table)
    for evaluation in evaluations:
        print_line(tables.summary_line(evaluation, language))


def _print_table(table: Table) -> None:
    """Print a table of figures: names to the left, numbers to the right."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    from extractor.cli.faults import shown
    from extractor.cli.tables import console

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, name in enumerate(table.head):
        right = at >= table.numbers and not any(_is_prose(row[at]) for row in table.rows)
        drawn.add_column(name, overflow="fold", justify="right" if right else "left")
    for row in table.rows:
        drawn.add_row(*(Text(shown(cell)) for cell in row))
    console(plain_width=160).print(drawn)


def _is_prose(text: str) -> bool:
    """Whether a cell holds words rather than figures."""
    return not set(text) <= set("0123456789.,%/+-=—→ ")
