"""Form families as arguments of a verb.

Comes in: the settings of a run. Goes out: nothing, or a ``UsageError`` with the nearest
known name. Never reads a document.
"""

from __future__ import annotations

from extractor.errors import UsageError
from extractor.settings import Settings


def require_family(settings: Settings) -> None:
    """Refuse a family name that does not exist, before any input is read; a faulty family file, too."""
    from extractor.family import load_families

    families = load_families(settings.family_folders)
    if settings.family is None or settings.family in families:
        return
    from difflib import get_close_matches

    near = get_close_matches(settings.family, families, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(families)}."
    raise UsageError(f"--family {settings.family} is not a known form family; {hint}")
