"""The Word half of ``jixiao draft``: a narrative after GB/T 9704-2012, or a Word template of one's own.

Comes in: records and what the verb was asked for. Goes out: a ``.docx``. Never goes to a terminal: a document needs a
name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.draft_polish import end_with
from extractor.cli.drafting import Wanted, told_of
from extractor.errors import UsageError, told

if TYPE_CHECKING:
    from extractor.values import Record

LETTERS = frozenset({"memo", "brief"})  # the narratives of the program that take no pictures


def write_document(records: Sequence[Record], wanted: Wanted, output: Path | None, *, force: bool) -> None:
    """Write the narrative of some records as a document; raises ``UsageError`` where it has no name to go to."""
    from extractor.cli.outputs import write_file
    from extractor.narrate.word import NO_CHARTS, find_charts, find_word_template, render_word_template, write_word

    if output is None:
        raise told(
            UsageError,
            "Word 文档不能显示在终端上；请用 -o 给出文件名，例如 -o 绩效情况.docx。",
            "A Word document has no place on a terminal; give it a name with -o, for instance -o narrative.docx.",
        )
    own = find_word_template(wanted.folder, wanted.template, wanted.language)
    if own is not None:
        if wanted.polish is not None:
            raise told(
                UsageError,
                f"{own}：自备的 Word 模板不能润色；请去掉 --polish。",
                f"{own}: a Word template of your own cannot be smoothed; leave --polish out.",
            )
        write_file(output, render_word_template(records, own, wanted.language), force=force)
        return
    narrative, fault = told_of(records, wanted)
    charts = NO_CHARTS if wanted.template in LETTERS else find_charts(records, wanted.language)
    write_file(output, write_word(narrative.marked, wanted.language, charts, narrative.ledger), force=force)
    end_with(fault, wanted.language)
