"""Fragments cut into atoms: the smallest pieces that the aligner may not cut further.

Comes in: fragments and the lexicon of a family. Goes out: atoms in text order, each
with its place, its comparison form and the roles it could play as a label. A
boundary that the input printed is always kept; where the input printed none (cells
glued together, a page on one line), cuts are made around labels and where digits
meet text. Never decides what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractor.notation.text import INVISIBLE, fold
from extractor.read.fit import COMPARATOR, WORDS
from extractor.lexicon import Label, Lexicon
from extractor.values import Boundary, Fragment, Span

_UNITS = "人次|户次|平方米|立方米|公里|千米|小时|分钟|工作日|个月|万元|亿元|万人次|万人|万份|万|元|个|项|次|人|户|家|台|套|米|亩|份|期|场|天|年|月|日|条|名|件|批|篇|座|处|辆|只|头|株|吨|本|册|所|村|岁|班|届|部|公顷|公斤|千克|%|‰"
# A unit that begins a word is none: 11项目总成本 is 11 | 项目总成本.
_NOT_UNIT = r"(?!目|度|员|数|口|均|籍|庭|地|所|账|然|量|平|级|别|体|性|化|力|材|间|内|底)"
_MONTH = r"(?:1[0-2]|0?[1-9])月(?:(?:[12]\d|3[01]|0?[1-9])日)?(?:底|末)?(?:之?前)?"
_DATES = re.compile(rf"(?:19|20)\d\d年(?:{_MONTH}|(?:底|末)?之?前)|(?:19|20)\d\d-\d\d-\d\d|{_MONTH}")
_FIGURE = re.compile(rf"{COMPARATOR}?[+-]?\d[\d.,]*(?:(?:{_UNITS}){_NOT_UNIT}(?:/[\u4e00-\u9fff])?)?|(?<![\u4e00-\u9fff])[-/](?![\u4e00-\u9fff]{{0,3}}\d)")
_TAIL_WORDS = re.compile(rf"^(?P<head>.*?)(?P<words>(?:{WORDS.pattern})+)$")
_UNIT_ONLY = re.compile(r"\(?(?:单位:?|金额单位:?)?(?:万元|元|亿元|%)\)?")
_YEAR = re.compile(r"\(?((?:19|20)\d\d)年?度?\)?")
_TITLE_LIKE = re.compile(r"[^,。;]{2,50}(?:自评表|自评价表|评价表)(?:[(\[]?(?:19|20)\d\d年?度?[)\]]?)?")
_TITLE_HEAD = re.compile(r"([^,。;:]{2,40}?(?:自评表|自评价表))([(\[](?:19|20)\d\d年?度?[)\]])?")
_BRACKET = re.compile(r"\([^()]{1,12}\)")
_SENTENCE = re.compile("[，。；！？,;]")
_FIGURES_ONLY = re.compile(r"(?:\d[\d.,]*[%元]?){1,8}")
_FIELD_COLON = re.compile(r"[:：]")


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
    doubt: bool = False  # its row was put together from strips whose lines do not tally

    @property
    def empty(self) -> bool:
        """True for an explicitly empty cell."""
        return not self.norm


def atoms_of(fragments: Iterable[Fragment], lexicon: Lexicon) -> list[Atom]:
    """All atoms of the fragments, in order."""
    rows = list(fragments)
    out: list[Atom] = []
    for index, fragment in enumerate(rows):
        alone = fragment.before >= Boundary.LINE and (index + 1 == len(rows) or rows[index + 1].before >= Boundary.LINE)
        out.extend(_cut(fragment, lexicon, alone))
    return _with_heads(out)


def _with_heads(atoms: list[Atom]) -> list[Atom]:
    """The atoms with the first printed cell of each row marked, whatever empty cells stand before it."""
    fresh = True
    for index, atom in enumerate(atoms):
        fresh = fresh or atom.before >= Boundary.ROW
        if fresh and not atom.empty:
            atoms[index] = replace(atom, heads=True)
            fresh = False
    return atoms


def _cut(fragment: Fragment, lexicon: Lexicon, alone: bool) -> Iterator[Atom]:
    norm = fold(fragment.text)
    whole = Atom(
        fragment.start, fragment.end, fragment.text, norm, fragment.before, lexicon.roles(norm) if norm else (),
        fragment.column, fragment.row, fragment.page,
    )  # fmt: skip
    if whole.empty or whole.roles or len(norm) < 4 or _TITLE_LIKE.fullmatch(norm):
        yield whole
        return
    colon = list(_at_colons(whole, lexicon)) if ":" in norm and len(norm) < 400 else []
    if colon:
        yield from colon
    elif _is_blank_separated(fragment.text, alone, lexicon):
        for token in _tokens(whole, lexicon):
            yield from _cut_token(token, lexicon)
    elif _is_glued(norm, lexicon):
        yield from _glued(whole, lexicon)
    else:
        yield whole


def _cut_token(token: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """A blank-separated token, cut further if it is a label with its value, or a glued run."""
    if token.roles or len(token.norm) < 4 or _TITLE_LIKE.fullmatch(token.norm):
        yield token
        return
    colon = list(_at_colons(token, lexicon)) if ":" in token.norm else []
    if colon:
        yield from colon
    elif _is_glued(token.norm, lexicon):
        yield from _glued(token, lexicon)
    else:
        yield token


def part(atom: Atom, start: int, end: int, lexicon: Lexicon, *, before: Boundary | None = None, loose: bool = False) -> Atom:
    """The piece of an atom from offset ``start`` to ``end`` of its own text, trimmed of white space."""
    text = atom.text[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    norm = fold(text)
    return Atom(
        atom.start + start + lead, atom.start + start + lead + len(text), text, norm,
        atom.before if before is None else before, lexicon.roles(norm) if norm else (), atom.column, atom.row, atom.page, loose,
    )  # fmt: skip


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


def _is_blank_separated(text: str, alone: bool, lexicon: Lexicon) -> bool:
    """True for a row, or a whole page, whose cells are parted by single blanks."""
    tokens = text.split()
    if len(tokens) < 2:
        return False
    labels = sum(1 for token in tokens if len(token) <= 30 and lexicon.roles(token))
    if labels >= 3:
        return True
    if not alone or any(_SENTENCE.search(token) and len(token) < 12 for token in tokens):
        return False
    figures = sum(1 for token in tokens if re.fullmatch(rf"{COMPARATOR}?\d[\d.,]*\S{{0,6}}", fold(token)))
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
            if spans[ahead][1] - start <= 30 and not lexicon.roles(whole.text[start:end]) and lexicon.roles(whole.text[start : spans[ahead][1]]):
                index, end = ahead, spans[ahead][1]
                break
        before = whole.before if first else Boundary.SPACE
        yield part(whole, start, end, lexicon, before=before)
        first = False
        index += 1


def _open(text: str) -> bool:
    """True if a bracket is opened and not closed: ``(2019`` of ``(2019 年度)``."""
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Comparison form of a text, and for each of its characters the offset in the text."""
    chars: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if not char.isspace() and not INVISIBLE.match(char):
            folded = fold(char)
            chars.append(folded if len(folded) == 1 else char)
            places.append(index)
    return "".join(chars), places


def _label_spans(folded: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where known labels stand in a run without separators; a two-character one only beside another or beside figures."""
    found: list[tuple[int, int]] = []
    at = 0
    title = _TITLE_HEAD.match(folded)
    if title:
        found.append((0, title.end(1)))
        if title[2]:
            found.append((title.end(1), title.end()))
        at = title.end()
    while at < len(folded):
        length = lexicon.longest_at(folded, at)
        if length == 3 and at and "\u4e00" <= folded[at - 1] <= "\u9fff" and not (found and found[-1][1] == at):
            length = 0  # 满意度 at the end of a name is no label
        if length == 2:
            beside = (found and found[-1][1] == at) or (at > 0 and folded[at - 1] in "0123456789.%)") or at == 0
            after = lexicon.longest_at(folded, at + 2) >= 2 or folded[at + 2 : at + 3] in tuple("0123456789(:") or at + 2 == len(folded)
            ends = folded[at + 2 : at + 3].isdecimal() and lexicon.is_total(folded[at : at + 2])
            length = 2 if (beside and after) or ends else 0
        if length >= 2:
            end = at + length
            if _is_name_tail(folded, at, end, found, lexicon):
                at += 2
                continue
            if folded[end : end + 1] == ":":
                end += 1
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def _is_name_tail(folded: str, at: int, end: int, found: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    """True where 项目主管部门 is 项目, the end of a project's name, and 主管部门: what stands before needs its 项目."""
    if not folded.startswith("项目", at) or not found or found[-1][1] == at or not lexicon.roles(folded[at + 2 : end]):
        return False
    return not folded[:at].endswith(("资金", "经费", "补助", "补贴", "工程", "费", "金", "局", "院", "中心", "所", "处", "会", "厅", "委"))


def _is_glued(folded: str, lexicon: Lexicon) -> bool:
    """True for a run of cells without separators: labels make up a good part of it, or one stands before figures alone.

    Prose may name a label or two; then it stays whole.
    """
    if len(folded) < 6:
        return False
    spans = _label_spans(folded, lexicon)
    if not spans:
        return False
    share = sum(end - start for start, end in spans) / len(folded)
    if (len(spans) >= 3 and share >= 0.18) or len(spans) >= 12:
        return True
    if len(spans) >= 2 and share >= 0.5 and spans[0][0] == 0 and spans[0][1] == spans[1][0]:
        return True
    return spans[0][0] == 0 and bool(_FIGURES_ONLY.fullmatch(folded, spans[0][1]))


def _glued(whole: Atom, lexicon: Lexicon) -> Iterator[Atom]:
    """A run without separators, cut around its labels and where digits meet text."""
    folded, places = _folded_with_places(whole.text)
    cuts: list[tuple[int, int]] = []
    at = 0
    for start, end in [*_label_spans(folded, lexicon), (len(folded), len(folded))]:
        if start > at:
            cuts.extend((at + a, at + b) for a, b in _pieces(folded[at:start]))
        if end > start:
            end = _with_unit(folded, end)
            cuts.append((start, end))
        at = max(at, end)
    for index, (start, end) in enumerate(cuts):
        raw_end = places[end - 1] + 1
        yield part(whole, places[start], raw_end, lexicon, before=whole.before if index == 0 else Boundary.NONE, loose=len(cuts) > 1)


def _with_unit(folded: str, end: int) -> int:
    """End of a label including a unit in brackets behind it."""
    match = _BRACKET.match(folded, end)
    return match.end() if match else end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cuts of a text between two labels: figures with their unit, dates, words, and the text between them."""
    at = 0
    for date in [*_DATES.finditer(text), None]:  # dates first: 132023年9月 is 13 | 2023年9月
        start = date.start() if date else len(text)
        if start > at:
            yield from ((at + a, at + b) for a, b in _figures_and_words(text[at:start]))
        if date:
            yield start, date.end()
            at = date.end()


def _figures_and_words(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for figure in [*_FIGURE.finditer(text), None]:
        start = figure.start() if figure else len(text)
        if start > at:
            yield from ((at + a, at + b) for a, b in _words(text[at:start]))
        if figure:
            yield start, figure.end()
            at = figure.end()


def _words(text: str) -> Iterator[tuple[int, int]]:
    """A text run with the worded target and result behind it cut off: 健全性|有效提高|有效提高."""
    match = _TAIL_WORDS.match(text)
    if match:
        if match["head"]:
            yield 0, match.end("head")
        for word in WORDS.finditer(text, match.start("words")):
            yield word.start(), word.end()
        return
    half = len(text) // 2
    if len(text) >= 6 and len(text) % 2 == 0 and text[:half] == text[half:]:
        yield 0, half
        yield half, len(text)
        return
    yield 0, len(text)


def is_unit_mark(atom: Atom) -> bool:
    """True for a cell that only says the unit, such as ``（万元）``."""
    return bool(atom.norm) and bool(_UNIT_ONLY.fullmatch(atom.norm)) and not atom.norm.isdigit()


def year_of(atom: Atom) -> str | None:
    """The year of a cell such as ``（2021 年度）``; None if it is no year cell."""
    match = _YEAR.fullmatch(atom.norm)
    return match[1] if match and ("年度" in atom.norm or "(" in atom.norm) else None


def stitched(left: Atom, right: Atom, lexicon: Lexicon) -> Atom:
    """Two pieces of one cell put together; both keep their place in the text."""
    text = left.text + right.text
    more = (*left.more, Span(right.start, right.end), *right.more)
    norm = left.norm + right.norm
    return replace(left, text=text, norm=norm, roles=lexicon.roles(norm), more=more, doubt=left.doubt or right.doubt)
