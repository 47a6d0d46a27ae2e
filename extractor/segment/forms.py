"""Where the forms are: a document cut into segments, one a form.

Comes in: a ``Document`` and the known families. Goes out: a ``Segment`` per form, with
its family, its kind of source and its strips. Page furniture and file metadata
around the forms are left out; a text without a form gives none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.errors import FamilyError
from extractor.family import Family
from extractor.lexicon import Label, lexicon_of
from extractor.notation.text import fold
from extractor.segment.evidence import LEAST_LABELS, LabelEvidence, label_evidence
from extractor.segment.source import estimate_source_kind
from extractor.segment.strips import split_strips
from extractor.values import Boundary, Document, Fragment, Segment, SourceKind

_TITLE = re.compile(
    r"(?:绩效|成效|支出|项目).{0,24}?(?:自评|评价).{0,4}?(?:表|结果表)(?=[(\[]?(?:19|20)\d\d|[(\[]|$|项目名称|主管部门|转移支付|填报|单位)"
)
_YEAR_TAIL = re.compile(r"[(\[]?(?:19|20)\d\d年?度?[)\]]?$")
_PIPE = re.compile("[|｜│]")
_MOST_TITLE = 60
_AGAIN = 2  # a title printed twice has no more than a line between
_FEW_CELLS, _SHORT = 6, 4
_FEW_LABELS = 3  # of fields: so many are a head
_HEAD = 24  # fragments behind a title among which the labels of the head stand


def segment(
    document: Document,
    families: Mapping[str, Family],
    *,
    family: str | None = None,
    source_kind: SourceKind | None = None,
) -> tuple[Segment, ...]:
    """The forms of a document in source order; empty if it holds none.

    ``family`` and ``source_kind`` override what would be found out. Raises FamilyError
    for an unknown family name.
    """
    if family is not None and family not in families:
        raise FamilyError(f"no form family is called {family!r}; `jixiao forms` lists the known ones.")
    out: list[Segment] = []
    cells = [cell for fragment in document.fragments for cell in _pipe_cells(fragment)]
    for run in _runs(_split_glued(cells), families):
        found = families[family] if family is not None else _family_of(run, families)
        if found is None:
            continue
        strips = split_strips(run, found)
        kind = source_kind or estimate_source_kind(run, len(strips) > 1)
        out.append(Segment(document, run[0].start, run[-1].end, found.name, kind, strips))
    return tuple(out)


def _pipe_cells(fragment: Fragment) -> Iterator[Fragment]:
    """A line with pipes inside, cut at each of them: a printed pipe is the border of a cell."""
    text = fragment.text
    marks = [match.start() for match in _PIPE.finditer(text)]
    if len(marks) < 2 or "://" in text:
        yield fragment
        return
    closed = not text[: marks[0]].strip()
    starts = [mark + 1 for mark in marks] if closed else [0, *(mark + 1 for mark in marks)]
    ends = [*marks[1:], len(text)] if closed else [*marks, len(text)]
    if not text[marks[-1] + 1 :].strip():
        starts, ends = starts[:-1], ends[:-1]
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        piece = text[start:end].strip()
        at = fragment.start + start + (text[start:end].index(piece) if piece else 0)
        before = (
            Boundary.CELL
            if index
            else max(fragment.before, Boundary.ROW)
            if fragment.before >= Boundary.LINE
            else fragment.before
        )
        yield replace(fragment, start=at, end=at + len(piece), text=piece, before=before)


def _split_glued(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments with a glued run cut before each title inside it, so that a form can begin there."""
    out: list[Fragment] = []
    for fragment in fragments:
        if len(fragment.text) <= 2 * _MOST_TITLE or fragment.text.count("自评") < 2:
            out.append(fragment)
            continue
        starts = [0]
        for match in re.finditer(
            r"(?:(?<=[\s。）)])|^|(?<=\d))[^\s，。；、|（(]{2,40}(?:自评表|评价表)(?=\s|[（(]|项目名称)", fragment.text
        ):
            if match.start() > starts[-1]:
                starts.append(match.start())
        for begin, end in zip(starts, [*starts[1:], len(fragment.text)], strict=True):
            text = fragment.text[begin:end].rstrip()
            before = fragment.before if begin == 0 else Boundary.BLOCK
            out.append(
                replace(
                    fragment,
                    start=fragment.start + begin,
                    end=fragment.start + begin + len(text),
                    text=text,
                    before=before,
                )
            )
    return out


def _runs(fragments: Sequence[Fragment], families: Mapping[str, Family]) -> list[list[Fragment]]:
    """Runs of fragments, one a form: each begins at a title, or before it where labels stand in front (strips)."""
    titles = _distinct([index for index, f in enumerate(fragments) if _is_title(f, families)], fragments, families)
    if not titles:
        return [list(fragments)] if fragments else []
    starts: list[int] = []
    for n, index in enumerate(titles):
        previous = _head_end(fragments, titles[n - 1], starts[-1], families) if n else -1
        starts.append(_form_start(fragments, index, previous, families))
    runs = [list(fragments[begin:end]) for begin, end in zip(starts, [*starts[1:], len(fragments)], strict=True)]
    merged: list[list[Fragment]] = []
    for run in runs:
        if merged and _labels_in(run, families) < LEAST_LABELS:
            merged[-1].extend(run)
        else:
            merged.append(run)
    if len(merged) > 1 and _labels_in(merged[0], families) < LEAST_LABELS:
        merged.pop(0)
    return [run for run in merged if run]


def _distinct(titles: Sequence[int], fragments: Sequence[Fragment], families: Mapping[str, Family]) -> list[int]:
    """Titles without those that a strip printed again: right behind the first, or further on without a head behind."""
    out: list[int] = []
    for index in titles:
        same = bool(out) and fold(fragments[index].text) == fold(fragments[out[-1]].text)
        if same and (index - out[-1] <= _AGAIN or not _heads_a_form(fragments, index, families)):
            continue
        out.append(index)
    return out


def _heads_a_form(fragments: Sequence[Fragment], title: int, families: Mapping[str, Family]) -> bool:
    """True where labels of a head stand around a title: behind it, or before it in a strip of their own."""
    near = fragments[max(0, title - _HEAD) : title + _HEAD]
    heads = {label.key for f in near for label in _roles(f.text, families) if label.role == "field"}
    return "project_name" in heads or len(heads) >= _FEW_LABELS


def _is_title(fragment: Fragment, families: Mapping[str, Family]) -> bool:
    if "评" not in fragment.text or len(fragment.text) < 5:
        return False
    folded = fold(fragment.text[: 3 * _MOST_TITLE])
    head = _YEAR_TAIL.sub("", folded) if len(folded) <= _MOST_TITLE + 10 else folded
    if len(head) <= _MOST_TITLE:
        return (
            any(head.endswith(fold(title)) for family in families.values() for title in family.titles)
            or head.endswith(("自评表", "自评价表"))
            and "。" not in head
        )
    match = _TITLE.search(folded[:_MOST_TITLE])
    return bool(match) and not re.search("[,。;，；]", folded[: match.end()] if match else "")


def _head_end(fragments: Sequence[Fragment], title: int, start: int, families: Mapping[str, Family]) -> int:
    """The title of a form, or the head label behind it where the form has none in front: that label is taken."""
    if start < title:
        return title
    near = range(title + 1, min(title + _HEAD, len(fragments)))
    return next((index for index in near if _is_head_label(fragments[index], families)), title)


def _form_start(fragments: Sequence[Fragment], title: int, previous: int, families: Mapping[str, Family]) -> int:
    """First fragment of the form whose title stands at ``title``; all up to ``previous`` is the form's before it.

    On a page cut into strips the title stands in the middle strip, behind the head
    labels of the left one: then the form begins where that strip does.
    """
    if previous < 0 and _labels_in(fragments[:title], families) >= LEAST_LABELS:
        return 0
    for index in range(title - 1, max(previous, -1), -1):
        if _is_head_label(fragments[index], families):
            begin = index if previous >= 0 else 0
            while begin > previous + 1 and fragments[begin].before < Boundary.BLOCK:
                begin -= 1
            head_again = any(_is_head_label(fragment, families) for fragment in fragments[title : title + _HEAD])
            return title if head_again else begin
    return title


def _is_head_label(fragment: Fragment, families: Mapping[str, Family]) -> bool:
    return any(label.role == "field" and label.key == "project_name" for label in _roles(fragment.text, families))


def _roles(text: str, families: Mapping[str, Family]) -> tuple[Label, ...]:
    """Roles of a text in the family of last resort, which knows the labels that all share."""
    return lexicon_of(_last_resort(families)).roles(fold(text)) if len(text) <= 40 else ()


def _last_resort(families: Mapping[str, Family]) -> Family:
    return next((family for family in families.values() if family.last_resort), next(iter(families.values())))


def _evidence(run: Sequence[Fragment], families: Mapping[str, Family]) -> LabelEvidence:
    return label_evidence(run, lexicon_of(_last_resort(families)))


def _labels_in(run: Sequence[Fragment], families: Mapping[str, Family]) -> int:
    """Number of different labels in a run; labels inside a glued run count."""
    return len(_evidence(run, families).labels)


def _family_of(run: Sequence[Fragment], families: Mapping[str, Family]) -> Family | None:
    """The family that title and wording speak for; the family of last resort if nothing does, None if this is no form.

    A printed title counts by its length, every sign (a label that only one family
    prints) counts as much as four characters of title; one sign alone proves nothing.
    """
    if not _evidence(run, families).is_form(any(_is_title(fragment, families) for fragment in run)):
        return None
    # A title is no sign; a page on one line begins with one, and is more than that.
    heads = (f for f in run if len(f.text) > _MOST_TITLE or not _is_title(f, families))
    whole = "\n".join((*(fold(fragment.text) for fragment in heads), *_wrapped(run)))
    titles = [
        folded
        for fragment in run
        if "评" in fragment.text
        for folded in [_YEAR_TAIL.sub("", fold(fragment.text[: 3 * _MOST_TITLE]))]
    ]
    best, most = _last_resort(families), 4.5
    for family in families.values():
        length = max((len(key) for title in family.titles for key in [fold(title)] if _prints(titles, key)), default=0)
        signs = sum(fold(sign) in whole for sign in family.signs)
        score = length + 4.0 * signs
        if score > most and (signs or not family.needs_sign):
            best, most = family, score
    return best


def _wrapped(run: Sequence[Fragment]) -> Iterator[str]:
    """What short cells of a line make with those of the next one: labels that a narrow column wrapped."""
    lines: list[list[str]] = []
    for fragment in run:
        if not lines or fragment.before >= Boundary.LINE:
            lines.append([])
        if 0 < len(fragment.text) <= _HEAD:
            lines[-1].append(fold(fragment.text))
    for above, below in itertools.pairwise(lines):
        if len(below) <= len(above) <= _FEW_CELLS:
            yield from (begun + rest for begun in above for rest in below if len(rest) <= _SHORT)


def _prints(titles: Sequence[str], key: str) -> bool:
    """True if one of the printed texts ends as the title does, or a long one has it at its head."""
    return any(text.endswith(key) if len(text) <= _MOST_TITLE else key in text[:_MOST_TITLE] for text in titles)
