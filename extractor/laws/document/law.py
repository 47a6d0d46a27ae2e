"""What a law between forms is: its statement, and how a function becomes one.

Comes in: a function that looks at all forms of a document. Goes out: ``DocumentLaw`` and
``Told``, what it says and of which form. Never part of a family's list: it needs several forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.laws.document.bundle import Bundle
from extractor.laws.law import Said, Words
from extractor.values import Severity

Told = tuple[int, Said]
"""The index of the form that the verdict is attached to, and the verdict; its cells are paths of that form."""
Sayings = Callable[[Bundle], Iterator[Told]]


@dataclass(frozen=True, slots=True)
class DocumentLaw:
    """The statement of a law between the forms of one document: plain-word id, severity, titles, claim."""

    id: str
    severity: Severity
    title: Words
    claim: str
    say: Sayings


def between(severity: Severity, title: str, title_en: str) -> Callable[[Sayings], DocumentLaw]:
    """Make a law between forms of a function; its name is the id, its docstring the claim."""

    def register(function: Sayings) -> DocumentLaw:
        return DocumentLaw(function.__name__, severity, (title, title_en), function.__doc__ or "", function)

    return register
