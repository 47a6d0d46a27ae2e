"""The narratives that golden files hold: five forms of different families by every template, in both languages.

Comes in: nothing. Goes out: texts by name. ``python -m tests.narrate --write`` renews the files.
"""

from __future__ import annotations

from pathlib import Path

from extractor.labels import Language
from extractor.narrate import draft
from tests.narrate.corpus import evaluation_set

FOLDER = Path(__file__).parent / "golden"
CASES = (
    "national-pipes-spilling.md",
    "city-project-tabs.txt",
    "city-department-html.html",
    "transfer-tabs.txt",
    "sichuan-html-own-columns.html",
)
SINGLE, SEVERAL = ("summary", "report", "memo", "brief"), ("portfolio", "brief")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def renderings() -> dict[str, str]:
    """All texts by the name of their golden file."""
    records = evaluation_set()
    texts = {
        f"{case.rpartition('.')[0]}.{template}.{language}.md": draft([records[case]], template, language)
        for case in CASES
        for template in SINGLE
        for language in LANGUAGES
    }
    five = [records[case] for case in CASES]
    return texts | {f"all-five.{template}.{language}.md": draft(five, template, language)
                    for template in SEVERAL for language in LANGUAGES}  # fmt: skip
