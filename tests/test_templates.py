"""The templates are found where this program is."""

from __future__ import annotations

from extractor.templates import template_folder


def test_the_folder_holds_the_narrative_templates() -> None:
    assert (template_folder() / "narrative" / "summary.zh.md.j2").is_file()
