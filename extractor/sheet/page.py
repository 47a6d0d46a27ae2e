"""What every page of ours is rendered with: the shared templates, and an environment that escapes everything.

Comes in: the folders of a page's own templates. Goes out: a Jinja environment. Never marks a
document's text as safe.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractor.sheet.view import printable

if TYPE_CHECKING:
    import jinja2

SHEET_TEMPLATES = Path(__file__).parent / "templates"
"""The templates that the comparison page and the review desk share."""
SHEET_ASSETS = Path(__file__).parent / "assets"
"""Their styles and scripts."""


def page_environment(*folders: Path) -> jinja2.Environment:
    """An environment over these folders and the shared templates; unknown names are faults."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, SHEET_TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
