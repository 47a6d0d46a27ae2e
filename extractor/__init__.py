"""jixiao (绩效): recovers Chinese performance self-evaluation forms from bad scans and garbled text.

    from extractor import recover
    document = recover("form.txt")
    print(document)
    document.forms[0].values["total"]["score"]

Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.library import Recovered, recover, recover_text

__all__ = ["Recovered", "recover", "recover_text"]


def __getattr__(name: str) -> object:
    """Load the pipeline when the first name of it is asked for."""
    if name in __all__:
        from extractor import library

        return getattr(library, name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
