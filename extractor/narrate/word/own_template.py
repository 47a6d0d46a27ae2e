"""Word templates of one's own, filled by docxtpl.

Comes in: records, a ``<name>.<language>.docx``. Goes out: the bytes of a ``.docx`` in which the placeholders are
replaced. Never lets a value be anything but text, and never prints a figure that no cell carries: the guard that
holds the Markdown templates holds these too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from extractor.errors import UsageError, told
from extractor.narrate.draft import context_of
from extractor.narrate.guard import Ledger, open_ledger, pieces, unmarked, untraced
from extractor.narrate.said import DOUBT, Language, Said, trace
from extractor.narrate.word.element import legal
from extractor.narrate.word.packing import packed
from extractor.narrate.word.vetting import refuse_macros, vet
from extractor.narrate.words import filters
from extractor.values import Record

if TYPE_CHECKING:
    import jinja2

_NAMED = re.compile(r"([\w.\-]+)\.(zh|en)\.docx")  # what Word keeps beside an open file begins with ~$
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
# What Markdown escapes with a backslash stands without one in Word.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def list_word_templates(folder: Path | None) -> tuple[tuple[str, tuple[Language, ...]], ...]:
    """The Word templates of a folder: the name of each with its languages, Chinese first; none is opened."""
    if folder is None or not folder.is_dir():
        return ()
    found: dict[str, set[str]] = {}
    for place in sorted(folder.iterdir()):
        named = _NAMED.fullmatch(place.name)
        if named and place.is_file():
            found.setdefault(named[1], set()).add(named[2])
    return tuple((name, tuple(one for one in _LANGUAGES if one in languages)) for name, languages in found.items())


def find_word_template(folder: Path | None, template: str, language: Language) -> Path | None:
    """The Word template of a folder, None where it has none; raises UsageError for one with macros."""
    if folder is None or not re.fullmatch(r"[\w.\-]+", template):
        return None
    for ending in (".docm", ".dotm"):
        if (folder / f"{template}.{language}{ending}").exists():
            raise refuse_macros(f"{template}.{language}{ending}")
    place = folder / f"{template}.{language}.docx"
    return place if place.is_file() else None


def render_word_template(records: Sequence[Record], template: Path, language: Language) -> bytes:
    """The template with the values of the records; raises UsageError where it goes wrong, with what to do."""
    from docxtpl import DocxTemplate

    try:
        content = template.read_bytes()
    except OSError as error:
        raise told(UsageError, f"{template}：无法读取（{error.strerror}）。",
                   f"{template}: cannot be read ({error.strerror}).") from error  # fmt: skip
    vet(content, template.name)
    stream = BytesIO()
    with open_ledger() as ledger:
        document = DocxTemplate(BytesIO(content))
        _render(document, dict(context_of(records)), language, template.name)
        document.save(stream)
        loose = _loose(stream.getvalue(), ledger)
    if loose:
        raise told(
            UsageError,
            f"{template.name}：印有单元格所没有的数字、日期或名称（{'；'.join(loose[:3])}）；模板中请只用占位符取数。",
            f"{template.name}: prints figures, dates or names that no cell carries ({'; '.join(loose[:3])}); "
            "let it print cells and formulas only.",
        )
    filled = packed(stream.getvalue(), unmarked)
    vet(filled, template.name)  # what was filled in must not have made a field or a link
    return filled


def _render(document: Any, context: dict[str, object], language: Language, name: str) -> None:
    import jinja2

    try:
        document.render(context, environment(language), autoescape=True)
    except jinja2.TemplateSyntaxError as error:
        raise UsageError(f"{name}: {error.message}.") from error
    except (jinja2.TemplateError, UsageError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError,
            AttributeError, OverflowError) as error:  # fmt: skip
        raise UsageError(f"{name}: {str(error).rstrip('.')}.") from error


@lru_cache(maxsize=2)
def environment(language: Language) -> jinja2.Environment:
    """The sandbox of the Word templates: the names and filters of the others, whose results are text here."""
    import jinja2
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        def from_string(self, source: Any, *options: Any, **more: Any) -> jinja2.Template:
            for tag in self.parse(source).find_all(nodes.EvalContextModifier):
                raise jinja2.TemplateSyntaxError("a template must not switch the escaping of text off", tag.lineno)
            return super().from_string(source, *options, **more)

    def finalize(value: Any) -> Any:
        if isinstance(value, Said):
            return _as_text(trace(value, value.text) + (DOUBT[language] if value.doubt else ""))
        if value is None:
            raise jinja2.UndefinedError("a template prints a cell that the form lacks; it must ask with if first")
        return value

    made = Environment(undefined=jinja2.StrictUndefined, autoescape=True, finalize=finalize)
    made.filters.update(_plain_filters(filters(language)))
    for word in _MARKUP:  # what these give is taken for finished XML
        del made.filters[word]
    return made


_MARKUP = ("safe", "urlize", "tojson", "xmlattr")


def _plain_filters(given: Mapping[str, Callable[..., str]]) -> dict[str, Callable[..., str]]:
    """The filters of the Markdown templates with the same words, not written as Markdown."""

    def plainly(word: Callable[..., str]) -> Callable[..., str]:
        return lambda *values, **options: _as_text(word(*values, **options))

    return {name: plainly(word) for name, word in given.items()}


def _as_text(markdown: str) -> str:
    return legal(_ESCAPED.sub(r"\1", markdown)).replace("\t", " ")


def _loose(document: bytes, ledger: Ledger) -> list[str]:
    """What the guard finds in the words of the body and of the notes; results of fields are Word's own counting."""
    found: list[str] = []
    with ZipFile(BytesIO(document)) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes)\d*\.xml", part):
                text = _words_of(archive.read(part))
                found += untraced(text) or _altered(text, ledger)
    return found


def _words_of(xml: bytes) -> str:
    """The words of a part, one line a paragraph, without the results of fields."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    lines: list[str] = []
    depth = 0
    for element in parse_xml(xml).iter(qn("w:p"), qn("w:t"), qn("w:fldChar")):
        if element.tag == qn("w:p"):
            lines.append("")
        elif element.tag == qn("w:fldChar"):
            depth += {"begin": 1, "end": -1}.get(element.get(qn("w:fldCharType")), 0)
        elif lines and not depth and next(element.iterancestors(qn("w:fldSimple")), None) is None:
            lines[-1] += element.text or ""
    return "\n".join(lines)


def _altered(text: str, ledger: Ledger) -> list[str]:
    """Pieces that a function of the template changed: Word shows them as the ledger has them, without Markdown."""
    entries = ((piece, ledger.of(piece[1]) if piece[1] else None) for piece in pieces(text))
    return [piece[2] for piece, entry in entries if entry is None or _as_text(entry.text) != piece[2]]
