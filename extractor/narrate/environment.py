"""The templates: where they are found, and the sandbox they run in.

Comes in: a language, a folder of one's own or none. Goes out: a rendered template, still with the guard's marks.
Never lets a template reach anything but the values it is given.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from extractor.errors import UsageError, told
from extractor.narrate.said import Language, Said, markdown
from extractor.narrate.words import filters
from extractor.templates import template_folder

if TYPE_CHECKING:
    import jinja2

SUFFIX = ".md.j2"
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_STORY_MODULES = frozenset(f"extractor.narrate.{name}" for name in (
    "facts", "said", "money", "rows", "remarks", "standing", "portfolio", "ranking", "trends"
))  # fmt: skip
_FIRST_COMMENT = re.compile(r"\s*\{#-?\s*(.+?)\s*-?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be asked for: its name, the languages it is there in, what it says of itself in each."""

    name: str
    own: bool
    about: Mapping[Language, str]


def _builtin() -> Path:
    return template_folder() / "narrative"


def templates(folder: Path | None = None) -> tuple[Template, ...]:
    """The templates of the program, and those of a folder of one's own before those of the same name.

    A name that begins with ``_`` is a part, not a template.
    """
    found = _templates_of(_builtin(), own=False) | (_templates_of(folder, own=True) if folder else {})
    return tuple(found[name] for name in sorted(found))


def _templates_of(folder: Path, *, own: bool) -> dict[str, Template]:
    about: dict[str, dict[Language, str]] = {}
    for language in _LANGUAGES:
        for path in folder.glob(f"[!_]*.{language}{SUFFIX}"):
            about.setdefault(path.name.removesuffix(f".{language}{SUFFIX}"), {})[language] = _about(path)
    return {name: Template(name, own, said) for name, said in about.items()}


def _about(path: Path) -> str:
    """What a template says of itself: the comment it begins with."""
    found = _FIRST_COMMENT.match(path.read_text(encoding="utf-8", errors="replace"))
    return " ".join(found[1].split()) if found else ""


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of the templates of the program and of a folder of one's own."""
    return tuple(template.name for template in templates(folder))


def require(template: str, language: Language, folder: Path | None) -> None:
    """Raise UsageError for a language, a folder or a template that does not exist."""
    if language not in _LANGUAGES:
        raise UsageError(f"There is no narrative in the language {language!r}; use zh or en.")
    if folder is not None and not folder.is_dir():
        raise told(
            UsageError,
            f"{folder}：不是文件夹；--templates 请给出存放模板的文件夹。",
            f"{folder}: is not a folder; give --templates the folder that holds the templates.",
        )
    own = [folder] if folder is not None else []
    if not template.startswith("_") and any((place / f"{template}.{language}{SUFFIX}").is_file()
                                            for place in [*own, _builtin()]):  # fmt: skip
        return
    known = {one.name: one for one in templates(folder)}
    if template not in known:
        raise UsageError(f"There is no narrative template {template!r}; there are: {', '.join(known)}.")
    there, missing = ", ".join(known[template].about), f"{template}.{language}{SUFFIX}"
    raise UsageError(f"The template {template!r} is there in {there} only; add {missing}.")


def render(template: str, language: Language, folder: Path | None, context: Mapping[str, object]) -> str:
    """Run a template; raises UsageError with its file and line where it goes wrong."""
    import jinja2

    name = f"{template}.{language}{SUFFIX}"
    try:
        return _environment(language, folder).get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise UsageError(f"{error.filename or error.name or name}, line {error.lineno}: {error.message}") from error
    except jinja2.TemplateNotFound as error:
        raise UsageError(f"{name}: asks for the template {error.name!r}, which does not exist.") from error
    except (jinja2.TemplateError, UsageError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError,
            AttributeError, OverflowError) as error:  # fmt: skip
        raise UsageError(f"{_where(error, name)}: {str(error).rstrip('.')}.") from error


def _where(error: BaseException, name: str) -> str:
    """The file and line of a template that an exception comes from."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
    return f"{Path(lines[-1].filename).name}, line {lines[-1].lineno}" if lines else name


@lru_cache(maxsize=8)
def _environment(language: Language, folder: Path | None) -> jinja2.Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """The sandbox, which need not look twice at the values of a story: they are frozen and do nothing."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            if type(obj).__module__ in _STORY_MODULES:
                return not attr.startswith("_")
            return super().is_safe_attribute(obj, attr, value)

    def finalize(value: Any) -> Any:
        if isinstance(value, Said):
            return markdown(value, language)
        if value is None:
            raise jinja2.UndefinedError("a template prints a cell that the form lacks; it must ask with if first")
        return value

    folders = [_builtin()] if folder is None else [folder, _builtin()]
    environment = Sandbox(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
    environment.filters.update(filters(language))
    return environment
