"""Every prompt of the model reader as it is sent for invented forms.

Comes in: nothing. Goes out: the rendered texts by name. One for each template and each thing it can say.
"""

from __future__ import annotations

from pathlib import Path

from extractor.read.llm.plan import portions_of
from extractor.read.llm.prompts import (
    AskedCell,
    render_cells,
    render_pictures,
    render_pictures_system,
    render_section,
    render_system,
)
from tests.asking import page_in, topics_for
from tests.reading import FORM, family_named, segments_of, tabs

FOLDER = Path(__file__).parent
EVAL_SET = FOLDER.parent.parent / "eval_set"


def renderings() -> dict[str, str]:
    """All prompts by name."""
    form = page_in(tabs(FORM))
    asks = [AskedCell(1, "项目名称"), AskedCell(2, "“修缮古井数量”的完成值", "你答 12.9，第12行只有9格")]
    return {
        "system": render_system(),
        "section-national": section(tabs(FORM)),
        "section-city": section((EVAL_SET / "city-project-tabs.txt").read_text(encoding="utf-8")),
        "section-strips": section((EVAL_SET / "poverty-strips.txt").read_text(encoding="utf-8")),
        "cells": render_cells(asks, list(form.lines((3, 10, 11, 12)))),
        "pictures-system": render_pictures_system(),
        "pictures": render_pictures(["12.3", "14.7"], [AskedCell(1, "指标“修缮古井数量”的得分")]),
    }


def section(text: str) -> str:
    """The first request for a whole form."""
    (segment,) = segments_of(text)
    page = page_in(text)
    portion = portions_of(page, topics_for(text), family_named(segment.family), ())[0]
    return render_section(portion.topics, list(page.lines(portion.rows)), page.strips, page.labels())
