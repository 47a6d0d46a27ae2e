"""Where the templates are: in a checkout beside the package, in an installed wheel inside it.

Comes in: nothing. Goes out: the folder that holds ``narrative/``. Never reads a template.
"""

from __future__ import annotations

from pathlib import Path

from extractor.errors import InputError


def template_folder() -> Path:
    """The folder of the prompts: ``extractor/prompts`` of a wheel, else ``prompts`` of the checkout.

    Raises InputError when neither is there, which means a damaged installation.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "prompts", package.parent / "prompts"):
        if folder.is_dir():
            return folder
    raise InputError("The templates of the program are missing; install it again.")
