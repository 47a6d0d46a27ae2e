"""``jixiao forms``: the known form families and their laws.

Comes in: the built-in families and those of a folder. Goes out: tables, or JSON. Never
reads a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, FamiliesOption, JsonOption, LanguageOption, choose_language
from extractor.settings import Language

if TYPE_CHECKING:
    from extractor.family import Family
    from extractor.laws import LawDescription


@plainly
def forms(
    laws: Annotated[bool, typer.Option("--laws", help="List every law with its source, too.")] = False,
    families: FamiliesOption = None,
    json_output: JsonOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """List the known form families and the laws that hold on them.

    \b
    Examples:
      jixiao forms --laws
      jixiao forms --families my-families --json
    """
    from extractor.family import load_families
    from extractor.laws import describe

    known = load_families(() if families is None else (families,))
    if json_output:
        import json

        typer.echo(json.dumps(forms_as_data(known, describe()), ensure_ascii=False, indent=1))
        return
    _print_tables(known, describe(), choose_language(lang), laws)


def forms_as_data(known: Mapping[str, Family], catalogue: tuple[LawDescription, ...]) -> dict[str, Any]:
    """Families and laws as plain data; a family that lists no laws of its own is held to all those of one form."""
    every = _of_one_form(catalogue)
    return {
        "families": [
            {
                "name": family.name,
                "form_type": family.form_type,
                "title_zh": family.title_zh,
                "title_en": family.title_en,
                "titles": list(family.titles),
                "laws": list(family.laws) or every,
            }
            for family in known.values()
        ],
        "laws": [
            {
                "id": law.id,
                "severity": law.severity,
                "title_zh": law.title,
                "title_en": law.title_en,
                "citation": law.citation,
                "scope": law.scope,
            }
            for law in catalogue
        ],
    }


def _of_one_form(catalogue: tuple[LawDescription, ...]) -> list[str]:
    """The ids that a family can list; the laws between forms hold on whole documents."""
    return [law.id for law in catalogue if law.scope == "form"]


def _print_tables(
    known: Mapping[str, Family], catalogue: tuple[LawDescription, ...], language: Language, with_laws: bool
) -> None:
    """Print one table of families and, if asked, one of laws."""
    from extractor.cli.tables import print_table

    chinese = language == "zh"
    rows = [
        (
            family.name,
            family.form_type,
            family.title_zh if chinese else family.title_en,
            str(len(family.laws or _of_one_form(catalogue))),
        )
        for family in known.values()
    ]
    print_table(("名称", "类型", "表名", "规则数") if chinese else ("name", "form_type", "title", "laws"), rows)
    if with_laws:
        law_rows = [
            (law.id, law.severity, law.title if chinese else law.title_en, law.citation or "") for law in catalogue
        ]
        print_table(("规则", "级别", "内容", "依据") if chinese else ("law", "severity", "claim", "source"), law_rows)
