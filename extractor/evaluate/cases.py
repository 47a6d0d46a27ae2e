"""What is evaluated: documents with their expected files, of a folder or made on the spot.

Comes in: a folder, or what is wanted of the generator. Goes out: ``Case`` values, and the text and expected
values of one. Never runs a reader.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from extractor.errors import RecordError, UnreadableInputError, UsageError, told
from extractor.evaluate.names import DRAWN, HAND_WRITTEN

EXPECTED = ".expected.json"
GENERATOR = "eval_set.generator"


@dataclass(frozen=True, slots=True)
class Case:
    """One document and where its expected values are: a file beside it, or the generator's recipe.

    ``row`` is the row of the table of figures that it belongs to.
    """

    name: str
    row: str
    document: Path | None = None
    recipe: Any = None


@dataclass(frozen=True, slots=True)
class Material:
    """A case at hand: ``document`` is a path or, for one that was just made, its name and text."""

    case: Case
    document: Path | tuple[str, str]
    expected: Mapping[str, Any]

    @property
    def kinds(self) -> dict[str, str]:
        """What the case is counted under: layout, damage, severity and, where one is planted, the author's error."""
        said = self.expected
        error = said.get("error") or getattr(self.case.recipe, "error", None)
        return {
            "layout": str(said.get("layout") or "?"),
            "damage": str(said.get("damage") or ("none" if said.get("source_kind") == "digital" else "scan")),
            "severity": f"{said.get('severity') or 0:g}",
            "error": str(error or ""),
        }


def default_folder() -> Path:
    """``eval_set`` of the working directory, else the one beside the package."""
    here = Path("eval_set")
    return here if here.is_dir() else Path(__file__).resolve().parent.parent.parent / "eval_set"


def cases_of_folder(folder: Path) -> list[Case]:
    """The cases of a folder, by name; raises ``UnreadableInputError`` where there is none."""
    files = sorted(folder.glob(f"*{EXPECTED}")) if folder.is_dir() else []
    if not files:
        raise told(
            UnreadableInputError,
            f"{folder}：没有评测用例（<名称>{EXPECTED} 与同名文档）；请给出含有用例的文件夹。",
            f"{folder}: holds no case (<name>{EXPECTED} beside a document); give a folder that does.",
        )
    return [Case(file.name.removesuffix(EXPECTED), _row_of(file), file) for file in files]


def _row_of(file: Path) -> str:
    """The row that an expected file names; that of folders where it names none."""
    return str(read_expected(file).get("row") or HAND_WRITTEN)


def read_expected(file: Path) -> dict[str, Any]:
    """The content of an expected file; raises ``RecordError`` where it is none."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(data["forms"], list):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError):
        raise told(
            RecordError,
            f"{file}：不是期望值文件（应为含有 forms 列表的 JSON）；请改正或移走。",
            f"{file}: is no expected file (JSON with a list of forms); put it right or take it away.",
        ) from None
    return dict(data)


def generated_cases(drawn: int, rows: Sequence[str], count: int, seed: int) -> list[Case]:
    """Cases of the generator: ``drawn`` over all kinds of damage, and ``count`` for each row; the same for one seed.

    Raises ``UsageError`` for a row that it does not have, and where it is not installed.
    """
    if not (drawn or rows):
        return []
    generator = find_generator()
    unknown = [row for row in rows if row not in (*generator.ROWS, "all")]
    if unknown:
        raise told(
            UsageError,
            f"没有名为 {unknown[0]} 的一行；可选：{'、'.join(generator.ROWS)}、all。",
            f"{unknown[0]} is no row of the table; choose one of {', '.join(generator.ROWS)}, all.",
        )
    wanted = tuple(generator.ROWS) if "all" in rows else tuple(dict.fromkeys(rows))
    cases = [Case(recipe.name, DRAWN, recipe=recipe) for recipe in generator.recipes(drawn, seed)] if drawn else []
    cases += [Case(f"{recipe.name}", row, recipe=recipe) for row in wanted for recipe in _of_row(row, count, seed)]
    return cases


def _of_row(row: str, count: int, seed: int) -> Iterator[Any]:
    """The recipes of one row of the table."""
    yield from find_generator().table_recipes(row, count, seed)


def find_generator() -> ModuleType:
    """The generator of a checkout; raises ``UsageError`` where there is none, or where it lacks what it needs."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    if root not in sys.path and (Path(root) / "eval_set").is_dir():
        sys.path.append(root)  # the installed command of a checkout does not look there by itself
    try:
        return importlib.import_module(GENERATOR)
    except ModuleNotFoundError as fault:
        if fault.name in (GENERATOR, GENERATOR.partition(".")[0]):
            raise told(
                UsageError,
                "没有找到样表生成器 eval_set.generator；它随源代码提供，请在检出的目录中运行。",
                "The generator of forms, eval_set.generator, is not here; it comes with the source: run in a checkout.",
            ) from None
        raise missing_package(str(fault.name)) from None


def missing_package(name: str) -> UsageError:
    """The fault for a package that evaluating needs and that is not installed."""
    return told(
        UsageError,
        f"评测需要 {name}，尚未安装；请运行 pip install 'jixiao[evaluate]'。",
        f"Evaluating needs {name}, which is not installed; run pip install 'jixiao[evaluate]'.",
    )


def material_of(case: Case) -> Material:
    """The document of a case and its expected values; makes the form where the case is a recipe."""
    if case.document is not None:
        expected = read_expected(case.document)
        return Material(case, case.document.parent / str(expected.get("document", "")), expected)
    specimen = find_generator().make(case.recipe)
    return Material(case, (f"{case.name}{specimen.suffix}", specimen.text), specimen.expected)
