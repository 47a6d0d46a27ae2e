"""Fragments cut into atoms: the smallest pieces that the aligner may not cut further.

Comes in: fragments and the lexicon of a family. Goes out: atoms in text order, each
with its place, its comparison form and the roles it could play as a label. A
boundary that the input printed is always kept; where the input printed none (cells
glued together, a page on one line), cuts are made around labels and where digits
meet text (``gluing.py``). Never decides what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.lexicon import Label, Lexicon
from extractor.notation.text import fold
from extractor.read.fit import COMPARATOR
from extractor.read.gluing import glued_pieces, is_glued, is_glued_page, no_labels
from extractor.read.inked import inked_heading, inked_label, inked_title
from extractor.values import Boundary, Fragment, Span

_UNIT_ONLY = re.compile(r"\(?(?:单位:?|金额单位:?)?(?:万元|元|亿元|%)\)?")
_YEAR = re.compile(r"[({]?((?:19|20)\d\d)年?度?[)}]?")
_TITLE_LIKE = re.compile(r"[^,。;]{2,50}(?:自评表|自评价表|评价表)(?:[(\[]?(?:19|20)\d\d年?度?[)\]]?)?")
_SENTENCE = re.compile(r"[，。；！？,;](?!\d)")
_FIELD_COLON = re.compile(r"[:：]")
_FIGURE_OR_DASH = re.compile(r"[\d.,]+%?|[-/]+")
_ROWS_OF_BLANKS = 3  # so many rows parted by blanks make the page one whose cells blanks part


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of the page: ``norm`` is its comparison form, ``roles`` what it could be as a label."""

    start: int
    end: int
    text: str
    norm: str
    before: Boundary
    roles: tuple[Label, ...] = ()
    column: int | None = None
    row: int | None = None
    page: int = 1
    loose: bool = False  # cut out of a run that printed no boundary here
    heads: bool = False  # the first cell of its row that holds text
    more: tuple[Span, ...] = ()  # further stretches of a cell that was cut between strips or lines
    displaced: bool = False  # printed away from its label
    doubt: str = ""  # why its row may be another one: strips whose lines do not tally
    fused: bool = False  # several cells that the page printed as one
    whole: str = ""  # the family's label, where the print shows only a part of it, or (no text at all) none

    @property
    def empty(self) -> bool:
        """True for an explicitly empty cell."""
        return not self.norm


def atoms_of(fragments: Iterable[Fragment], lexicon: Lexicon) -> list[Atom]:
    """All atoms of the fragments, in order."""
    rows = list(fragments)
    alone = [
        fragment.before >= Boundary.LINE and (index + 1 == len(rows) or rows[index + 1].before >= Boundary.LINE)
        for index, fragment in enumerate(rows)
    ]
    spaced = _parts_by_blanks(rows, alone, lexicon)
    glued = not spaced and _glues_rows(rows, alone, lexicon)
    out: list[Atom] = []
    for fragment, single in zip(rows, alone, strict=True):
        out.extend(_cut(fragment, lexicon, single, spaced, glued))
    return _with_heads(out)


def _parts_by_blanks(rows: Sequence[Fragment], alone: Sequence[bool], lexicon: Lexicon) -> bool:
    """True for a page with several lines that are clearly rows parted by blanks: then all its lines are."""
    found = 0
    for fragment, single in zip(rows, alone, strict=True):
        if single and len(fragment.text) < 400:
            tokens = fragment.text.split()
            found += len(tokens) >= 2 and len(tokens[0]) <= 24 and bool(lexicon.roles(tokens[0]))
    return found >= _ROWS_OF_BLANKS


def _glues_rows(rows: Sequence[Fragment], alone: Sequence[bool], lexicon: Lexicon) -> bool:
    """True for a page that prints every row as one line without separators: several such lines, headers among them."""
    found = 0
    for fragment, single in zip(rows, alone, strict=True):
        if single and 8 <= len(fragment.text) < 400 and not fragment.text.strip().count(" "):
            found += is_glued(fold(fragment.text), lexicon)
    return found >= _ROWS_OF_BLANKS


def _with_heads(atoms: list[Atom]) -> list[Atom]:
    """The atoms with the first printed cell of each row marked, whatever empty cells stand before it."""
    fresh = True
    for index, atom in enumerate(atoms):
        fresh = fresh or atom.before >= Boundary.ROW
        if fresh and not atom.empty:
            atoms[index] = replace(atom, heads=True)
            fresh = False
    return atoms


def _cut(fragment: Fragment, lexicon: Lexicon, alone: bool, spaced: bool, glued: bool) -> Iterator[Atom]:
    norm = fold(fragment.text)
    whole = Atom(
        fragment.start,
        fragment.end,
        fragment.text,
        norm,
        fragment.before,
        lexicon.roles(norm) if norm else (),
        fragment.column,
        fragment.row,
        fragment.page,
    )
    label = inked_label(fragment, lexicon) if norm and not whole.roles else None
    label = label or inked_title(fragment, _TITLE_LIKE.fullmatch)
    if label is not None:
        whole = replace(whole, norm=fold(label), roles=lexicon.roles(label), whole=label)
    if whole.empty or whole.roles or len(norm) < 4 or _TITLE_LIKE.fullmatch(norm) or _YEAR.fullmatch(norm):
        yield whole
        return
    heading = inked_heading(fragment, lexicon)
    if heading is not None:
        end, label = heading
        head = part(whole, 0, end, lexicon)
        yield replace(head, norm=fold(label), roles=lexicon.roles(label), whole=label)
        yield part(whole, end, len(whole.text), lexicon, before=Boundary.GAP)
        return
    colon = list(_at_colons(whole, lexicon)) if ":" in norm and len(norm) < 400 else []
    if colon:
        for piece in colon:
            yield from _cut_value(piece, lexicon)
    elif is_glued_page(fragment.text, lexicon):
        yield from _glued(whole, lexicon)
    elif _is_blank_separated(fragment.text, alone, spaced, lexicon):
        for token in _tokens(whole, lexicon):
            yield from _cut_token(token, lexicon)
    elif is_glued(norm, lexicon) or (glued and alone):
        yield from _glued(whole, lexicon)
    else:
        yield whole


def _cut_value(piece: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """What stands behind a label's colon; a line may go on with the next table there (等次：优 评价人员 姓名 …)."""
    if not piece.roles and sum(1 for token in piece.text.split() if lexicon.roles(token)) >= 3:
        for token in _tokens(piece, lexicon):
            yield from _cut_token(token, lexicon)
    else:
        yield piece


def _cut_token(token: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """A blank-separated token, cut further if it is a label with its value, or a glued run."""
    if token.roles or len(token.norm) < 4 or _TITLE_LIKE.fullmatch(token.norm):
        yield token
        return
    colon = list(_at_colons(token, lexicon)) if ":" in token.norm else []
    if colon:
        yield from colon
    elif is_glued(token.norm, lexicon):
        yield from _glued(token, lexicon)
    else:
        yield token


def part(
    atom: Atom, start: int, end: int, lexicon: Lexicon, *, before: Boundary | None = None, loose: bool = False
) -> Atom:
    """The piece of an atom from offset ``start`` to ``end`` of its own text, trimmed of white space."""
    text = atom.text[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    norm = fold(text)
    return Atom(
        atom.start + start + lead,
        atom.start + start + lead + len(text),
        text,
        norm,
        atom.before if before is None else before,
        lexicon.roles(norm) if norm else (),
        atom.column,
        atom.row,
        atom.page,
        loose,
    )


def _at_colons(whole: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """``填报日期:2022-05-15`` as label and value; several such pairs in one cell are all cut."""
    marks: list[tuple[int, int]] = []  # label start, value start
    for match in _FIELD_COLON.finditer(whole.text):
        start = _label_before(whole.text, match.start(), marks[-1][1] if marks else 0, lexicon)
        if start is not None and (marks or start == 0):
            marks.append((start, match.end()))
    for index, (start, value) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else len(whole.text)
        yield part(whole, start, value, lexicon, before=whole.before if start == 0 else Boundary.GAP)
        if whole.text[value:end].strip():
            yield part(whole, value, end, lexicon, before=Boundary.GAP)


def _label_before(text: str, colon: int, floor: int, lexicon: Lexicon) -> int | None:
    """Start of the field label that ends at the colon; the longest one wins."""
    for start in range(max(floor, colon - 24), colon - 1):
        if text[start].isspace():
            continue
        roles = lexicon.roles(text[start:colon])
        if any(label.role in ("field", "total") for label in roles):
            return start
    return None


def _is_blank_separated(text: str, alone: bool, spaced: bool, lexicon: Lexicon) -> bool:
    """True for a row, or a whole page, whose cells are parted by single blanks."""
    tokens = text.split()
    if len(tokens) < 2:
        return False
    if alone and spaced:
        return True
    labels = sum(1 for token in tokens if len(token) <= 30 and lexicon.roles(token))
    figures = sum(1 for token in tokens if re.fullmatch(rf"{COMPARATOR}?\d[\d.,]*\S{{0,6}}", fold(token)))
    if labels and len(tokens) > 2 and all(_FIGURE_OR_DASH.fullmatch(fold(token)) for token in tokens[1:]):
        return bool(lexicon.roles(tokens[0]))  # a row of money between wider gaps
    if labels >= 3 or (alone and figures >= 3 and lexicon.roles(tokens[0])):
        return True
    if not alone or any(_SENTENCE.search(token) and len(token) < 12 for token in tokens):
        return False
    return bool(labels and lexicon.roles(tokens[0])) or (len(tokens) >= 3 and figures >= 2)


def _tokens(whole: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """The blank-separated tokens of a text; neighbours that make one label together are joined."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", whole.text)]
    index = 0
    first = True
    while index < len(spans):
        start, end = spans[index]
        while index + 1 < len(spans) and _open(whole.text[start:end]) and spans[index + 1][1] - start <= 24:
            index += 1
            end = spans[index][1]
        for ahead in range(min(index + 3, len(spans) - 1), index, -1):
            joined = whole.text[start : spans[ahead][1]]
            if len(joined) <= 30 and not lexicon.roles(whole.text[start:end]) and lexicon.roles(joined):
                index, end = ahead, spans[ahead][1]
                break
        before = whole.before if first else Boundary.SPACE
        yield part(whole, start, end, lexicon, before=before)
        first = False
        index += 1


def _open(text: str) -> bool:
    """True if a bracket is opened and not closed: ``(2019`` of ``(2019 年度)``."""
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _glued(whole: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """A run without separators, cut around its labels and where digits meet text."""
    pieces = glued_pieces(whole.text, lexicon)
    spoken = no_labels(whole.text, lexicon)
    for index, (start, end, blank) in enumerate(pieces):
        before = whole.before if index == 0 else Boundary.SPACE if blank else Boundary.NONE
        piece = part(whole, start, end, lexicon, before=before, loose=len(pieces) > 1)
        yield replace(piece, roles=()) if any(start < b and a < end for a, b in spoken) else piece


def is_unit_mark(atom: Atom) -> bool:
    """True for a cell that only says the unit, such as ``（万元）``."""
    return bool(atom.norm) and bool(_UNIT_ONLY.fullmatch(atom.norm)) and not atom.norm.isdigit()


def year_of(atom: Atom) -> str | None:
    """The year of a cell such as ``（2021 年度）``; None if it is no year cell."""
    match = _YEAR.fullmatch(atom.norm)
    return match[1] if match and ("年度" in atom.norm or atom.norm[0] in "({") else None


def stitched(left: Atom, right: Atom, lexicon: Lexicon) -> Atom:
    """Two pieces of one cell put together; both keep their place in the text."""
    text = left.text + right.text
    more = (*left.more, Span(right.start, right.end), *right.more)
    norm = left.norm + right.norm
    return replace(left, text=text, norm=norm, roles=lexicon.roles(norm), more=more, doubt=left.doubt or right.doubt)
