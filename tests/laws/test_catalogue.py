"""The catalogue: every law is listed, named once, and says in its docstring what it accepts and what not."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

from extractor import laws
from extractor.laws import catalogue
from extractor.laws.catalogue import CATALOGUE
from extractor.laws.law import Law

_EXAMPLE = re.compile(r"^    (Okay|Broken): ((?:.|\n {8})+)", re.MULTILINE)


def record(assignments: str) -> dict[str, Any]:
    """Build a plain record from ``path=value; path=value``; ``path=`` is a cell printed empty."""
    root: dict[str, Any] = {}
    for assignment in re.split(r";\s+(?=[a-z_]+[\[.=])", assignments.strip()):
        path, _, value = assignment.partition("=")
        _assign(root, re.findall(r"[a-z_0-9]+", path), value.strip())
    return root


def _assign(node: Any, keys: list[str], value: str) -> None:
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        index: Any = int(key) if key.isdigit() else key
        if following is None:
            fresh: Any = value or None
        else:
            fresh = [] if following.isdigit() else {}
        if isinstance(node, list):
            node.extend({} for _ in range(index + 1 - len(node)))
            if following is None:
                node[index] = fresh
        elif index not in node or following is None:
            node[index] = fresh
        node = node[index]


def examples() -> Iterator[Any]:
    for law in CATALOGUE:
        for kind, text in _EXAMPLE.findall(law.claim):
            yield pytest.param(law, kind, " ".join(text.split()), id=f"{law.id}-{kind.lower()}")


@pytest.mark.parametrize(("law", "kind", "text"), list(examples()))
def test_an_example_in_a_docstring_is_judged_as_it_says(law: Law, kind: str, text: str) -> None:
    blank = re.findall(r"(\S+)=;", text) or None
    verdicts = {judgement.verdict for judgement in laws.check(record(text), {}, [law.id], blank=blank)}

    assert ("broken" in verdicts) == (kind == "Broken")
    assert verdicts or kind == "Okay"


def test_every_law_that_is_defined_is_in_the_catalogue() -> None:
    names = [info.name for info in pkgutil.iter_modules(catalogue.__path__)]
    modules = [importlib.import_module(f"{catalogue.__name__}.{name}") for name in names]
    defined = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Law)}

    assert defined == {id(law) for law in CATALOGUE}


def test_ids_are_unique() -> None:
    ids = [law.id for law in CATALOGUE]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("law", CATALOGUE, ids=lambda law: law.id)
def test_a_docstring_opens_with_id_and_claim_and_shows_both_sides(law: Law) -> None:
    kinds = {kind for kind, _ in _EXAMPLE.findall(law.claim)}

    assert law.claim.startswith(f"{law.id}: ")
    assert kinds == {"Okay", "Broken"}


def test_a_source_that_was_not_seen_says_so() -> None:
    articles = [law.citation for law in CATALOGUE if law.citation and re.search("第.+条|附件", law.citation)]

    assert articles
    assert all("记忆" in citation for citation in articles)
