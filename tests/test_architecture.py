"""The shape of the program: one-way flow, no cycles, small modules, small functions, everything described."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
MODULES = sorted(PACKAGE.rglob("*.py"))

SHARED = {
    "values",
    "errors",
    "doubts",
    "settings",
    "version",
    "family",
    "labels",
    "lexicon",
    "zones",
    "notation",
    "templates",
    "wording",
    "record",
    "places",
    "sheet",
    "model",
}
MAY_IMPORT = {  # every other part may import what is shared, and itself: never a stage
    "laws": {"values", "errors", "notation"},
    "notation": {"values", "errors"},
    "family": {"values", "errors", "notation", "lexicon", "laws"},
    "lexicon": {"values", "errors", "notation", "family"},
    "zones": {"family", "lexicon"},
    "settings": {"errors", "laws"},
    "model": {"values", "errors", "settings"},
    "mix": {"values", "errors", "doubts", "notation"},
    "decide": SHARED - {"model"} | {"laws"},
    "review": SHARED - {"model"} | {"laws"},
    "report": SHARED - {"model"} | {"laws"},
    "labels": {"values", "settings"},
    "templates": {"errors"},
    "wording": {"labels", "laws"},
    "record": {"values", "errors"},
    "places": {"values"},
    "sheet": {"values", "labels", "wording", "record"},
    "values": set[str](),
    "errors": set[str](),
    "doubts": set[str](),
    "version": set[str](),
}
KNOWS_THE_ORDER = {"pipeline", "offline", "consult", "polishing", "cli", "evaluate", "extractor", "library"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
MOST_LINES, MOST_CODE_LINES = 300, 40
LONG_FUNCTIONS: dict[str, str] = {
    # "extractor/module.py:function": "why it is better in one piece"
    "extractor/cli/recover.py:recover": "one line an option: typer reads them off the signature",
    "extractor/cli/draft.py:draft": "one line an option: typer reads them off the signature",
}


@cache
def name_of(path: Path) -> str:
    """``extractor/read/fit.py`` -> ``extractor.read.fit``; a package is named by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def stage_of(module: str) -> str:
    """``extractor.read.fit`` -> ``read``; the package itself is ``extractor``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path, *, late: bool) -> Iterator[str]:
    """The modules of this package that a module imports; ``late`` adds the imports inside functions.

    Imports for type checking alone are left out: they never run.
    """
    nodes: list[ast.AST] = [tree_of(path)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            nodes.extend(node.orelse)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (target for target in targets_of(node) if target.startswith("extractor"))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "extractor")
        elif late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            nodes.extend(ast.iter_child_nodes(node))


def targets_of(node: ast.ImportFrom) -> Iterator[str]:
    """``from a import b`` means the module ``a.b`` where there is one, else ``a``."""
    for alias in node.names:
        inner = f"{node.module}.{alias.name}"
        yield inner if inner in known_modules() else str(node.module)


@cache
def known_modules() -> frozenset[str]:
    return frozenset(map(name_of, MODULES))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_things(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions, classes and methods that others may use; what is defined inside a function is not."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_things(node)


def code_lines(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function that hold code: no blank lines, no comments, no docstring."""
    lines = set(range(function.lineno, (function.end_lineno or function.lineno) + 1)) & lines_with_code(path)
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        lines -= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return len(lines)


@cache
def lines_with_code(path: Path) -> frozenset[int]:
    """The numbers of all lines with a token that is no comment and no line end."""
    silent = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    spoken = (token for token in tokens if token.type not in silent)
    return frozenset(line for token in spoken for line in range(token.start[0], token.end[0] + 1))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_stage_imports_no_other_stage(path: Path) -> None:
    own = stage_of(name_of(path))
    if own in KNOWS_THE_ORDER:
        return
    allowed = MAY_IMPORT.get(own, SHARED) | {own}
    assert {stage_of(target) for target in imports_of(path, late=True)} <= allowed


def test_nothing_but_the_command_line_imports_the_command_line() -> None:
    outside = [path for path in MODULES if stage_of(name_of(path)) != "cli"]
    assert [path for path in outside if any(stage_of(t) == "cli" for t in imports_of(path, late=True))] == []


def test_imports_have_no_cycle() -> None:
    graph = {name_of(path): set(imports_of(path, late=False)) - {name_of(path)} for path in MODULES}
    while leaves := {name for name, targets in graph.items() if not targets & graph.keys()}:
        graph = {name: targets for name, targets in graph.items() if name not in leaves}
    assert graph == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_has_at_most_40_lines_of_code(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    sizes = {f"{place}:{function.name}": code_lines(path, function) for function in functions_of(path)}
    assert {name: size for name, size in sizes.items() if size > MOST_CODE_LINES and name not in LONG_FUNCTIONS} == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert len(ast.get_docstring(tree_of(path)) or "") > 20


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_thing_has_a_docstring(path: Path) -> None:
    assert [node.name for node in public_things(tree_of(path)) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_named_from_the_field(path: Path) -> None:
    assert not set(name_of(path).split(".")) & FORBIDDEN_NAMES


def test_only_settings_reads_the_environment() -> None:
    readers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"extractor.settings"}


def test_no_float_is_made_of_money() -> None:
    """Amounts and points are exact decimals: no ``float(...)`` call in the packages that handle them."""
    places = [path for path in MODULES if stage_of(name_of(path)) in ("notation", "laws")]
    calls = [
        name_of(path)
        for path in places
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    assert calls == []
