"""The laws on a record as it stands now, for ``jixiao check``.

Comes in: a record file, perhaps corrected by hand. Goes out: verdicts for each form, and
the cells whose value is no longer the one in the audit trail. Never changes the record.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.cli.faults import say
from extractor.laws import Judgement
from extractor.settings import Language, Settings
from extractor.values import FormRecord


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A leaf whose value in ``values`` is not the one its cell was decided with."""

    path: str
    recovered: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class FormVerdicts:
    """All verdicts on one form (``number`` counts from 1), and its cells that were changed."""

    number: int
    title: str
    family: str
    judgements: tuple[Judgement, ...]
    changed: tuple[ChangedCell, ...]

    @property
    def is_broken(self) -> bool:
        """True when a law is broken that is more than a note."""
        return any(one.verdict == "broken" and one.severity != "note" for one in self.judgements)


def judge_record(path: Path, settings: Settings) -> list[FormVerdicts]:
    """Run the laws of each form's family over its values; raises ``RecordError`` when the file is no record."""
    from extractor.cli.records import read_record
    from extractor.family import load_families
    from extractor.laws import check
    from extractor.review.ruled import blank_paths

    families = load_families(settings.family_folders)
    judged = []
    for number, form in enumerate(read_record(path).forms, 1):
        family = families.get(form.family)
        if family is None:  # of a folder that was not named, so that its own list of laws is not known
            say(_unknown(path, form.family, settings.language))
        laws = check(form.values, form.units, family.laws or None if family else None, settings.laws, blank_paths(form))
        judged.append(
            FormVerdicts(number, form.values.get("title") or "", form.family, laws, tuple(changed_cells(form)))
        )
    return judged


def _unknown(path: Path, family: str, language: Language) -> str:
    if language == "zh":
        return f"{path}：表类 {family} 不在内置表类中，现按全部规则检验；请用 --families 指明其文件夹。"
    return f"{path}: the family {family} is not known, so all laws are tried; name its folder with --families."


def changed_cells(form: FormRecord) -> Iterator[ChangedCell]:
    """Yield the leaves of a form that a hand has changed since it was decided."""
    from extractor.record.skeleton import leaves

    now = dict(leaves(form.values))
    for path, value in now.items():
        cell = form.cells.get(path)
        recovered = None if cell is None else cell.value
        said_by_family = cell is None and path == "form_type"
        if value != recovered and not said_by_family:
            yield ChangedCell(path, recovered, value)
    for path, cell in form.cells.items():
        if path not in now and cell.value is not None:
            yield ChangedCell(path, cell.value, None)


def verdicts_as_json(judged: list[FormVerdicts]) -> str:
    """The verdicts as JSON text."""
    return json.dumps({"forms": [asdict(form) for form in judged]}, ensure_ascii=False, indent=1)


WORDS = {
    "holds": ("成立", "holds"),
    "broken": ("不成立", "broken"),
    "not_testable": ("无法检验", "not testable"),
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "note": ("提示", "note"),
    "head": ("结论 级别 规则 单元格 说明", "verdict severity law cells message"),
    "changed": ("单元格 识别值 现值", "cell recovered now"),
    "form": ("表 {number}：{title}（{family}）", "Form {number}: {title} ({family})"),
    "count": (
        "逐处检验：成立 {holds}；错误 {error}，提醒 {warning}，提示 {note}；无法检验 {not_testable}",
        "tests: hold {holds}; errors {error}, warnings {warning}, notes {note}; not testable {not_testable}",
    ),
    "edited": ("与识别结果不同的单元格：", "Cells that differ from what was recovered:"),
}
"""Words of the table in Chinese and in English; a head is its columns, with spaces between."""


def print_verdicts(judged: list[FormVerdicts], language: Language, *, show_all: bool) -> None:
    """Print the broken laws of each form (or all), a count, and the cells that were changed."""
    from extractor.cli.tables import print_line, print_table

    words = {key: pair[0 if language == "zh" else 1] for key, pair in WORDS.items()}
    for form in judged:
        print_line(words["form"].format(number=form.number, title=form.title, family=form.family), bold=True)
        rows = [
            (
                words[one.verdict],
                words[one.severity] if one.verdict == "broken" else "",
                one.law,
                short_list(one.cells),
                one.message if language == "zh" else one.message_en,
            )
            for one in form.judgements
            if show_all or one.verdict == "broken"
        ]
        if rows:
            print_table(words["head"].split(), rows)
        count = Counter(dict.fromkeys(("holds", "not_testable", "error", "warning", "note"), 0))
        count.update(one.severity if one.verdict == "broken" else one.verdict for one in form.judgements)
        print_line(words["count"].format(**count))
        if form.changed:
            print_line(words["edited"])
            print_table(
                words["changed"].split(), [(one.path, one.recovered or "—", one.now or "—") for one in form.changed]
            )


def short_list(cells: tuple[str, ...]) -> str:
    """Paths in one line; a run of rows of one column is one entry: ``indicators[0-7].score``."""
    runs: list[tuple[str, int, int, str]] = []
    for path in cells:
        found = re.fullmatch(r"(.*?)\[(\d+)\](.*)", path)
        if found is None:
            runs.append((path, -1, -1, ""))
            continue
        table, row, column = found[1], int(found[2]), found[3]
        if runs and (runs[-1][0], runs[-1][2] + 1, runs[-1][3]) == (table, row, column):
            runs[-1] = (table, runs[-1][1], row, column)
        else:
            runs.append((table, row, row, column))
    return ", ".join(
        table if first < 0 else f"{table}[{first}]{column}" if first == last else f"{table}[{first}-{last}]{column}"
        for table, first, last, column in runs
    )
