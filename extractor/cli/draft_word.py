"""The Word half of ``jixiao draft``: a narrative after GB/T 9704-2012, or a Word template of one's own.

Comes in: records and what the verb was asked for. Goes out: a ``.docx``. Never goes to a terminal: a document needs a
name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.errors import UsageError, told
from extractor.settings import Language

LETTERS = frozenset({"memo", "brief"})  # the narratives of the program that take no pictures


def write_document(
    records: Sequence[Path], template: str, folder: Path | None, lang: Language, output: Path | None, *, force: bool
) -> None:  # fmt: skip
    """Write the narrative of some records as a document; raises ``UsageError`` where it has no name to go to."""
    from extractor.cli.outputs import write_file
    from extractor.cli.records import read_record
    from extractor.narrate import narrate
    from extractor.narrate.word import NO_CHARTS, find_charts, find_word_template, render_word_template, write_word

    if output is None:
        raise told(
            UsageError,
            "Word 文档不能显示在终端上；请用 -o 给出文件名，例如 -o 绩效情况.docx。",
            "A Word document has no place on a terminal; give it a name with -o, for instance -o narrative.docx.",
        )
    own = find_word_template(folder, template, lang)
    read = [read_record(place) for place in records]
    if own is not None:
        content = render_word_template(read, own, lang)
    else:
        narrative = narrate(read, template, lang, folder)
        charts = NO_CHARTS if template in LETTERS else find_charts(read, lang)
        content = write_word(narrative.marked, lang, charts, narrative.ledger)
    write_file(output, content, force=force)
