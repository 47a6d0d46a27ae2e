"""Two documents form by form: which form of one is which of the other, and whether they have anything in common.

Comes in: two sides. Goes out: a ``DocumentDifference``. Forms are matched by what they say (project, year, unit, title,
rows), never by where they stand; what stands alone is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.labels import Label
from extractor.report.alignment import plain_text
from extractor.report.difference import Difference, RowPair, compare_forms
from extractor.report.side import FormSide, Side, side_of, texts_of
from extractor.values import Record

# What forms of one kind share whatever they are about: codes, printed labels, usual figures.
_USUAL = frozenset(
    "title fiscal_year stage source level1 level2 section group item weight reference_weight grade score "
    "execution_rate target actual progress analysis".split()
)
# How much a field of the head tells of which form it is.
_HEAD = {"project_name": 4.0, "fiscal_year": 1.5, "reporting_unit": 1.0, "implementing_unit": 1.0, "title": 1.0}
_CONTENT = 4.0
# Two forms less alike than this are two different forms.
_ALIKE = 0.55
# A project called so alike is the same project; so large a share of equal content is the same form, misnamed.
_SAME_NAME, _SAME_CONTENT = 0.85, 0.45
NOTHING_IN_COMMON = Label(
    "两边没有共同内容：项目不同，单元格也几乎没有相同的；请确认所给的是同一份表的两份文件。",
    "The two sides have nothing in common: other projects, and hardly a cell that agrees; "
    "check that both files are of the same form.",
)


@dataclass(frozen=True, slots=True)
class FormPair:
    """One form on both sides, None where a side does not have it; ``number`` counts the pairs from 1."""

    number: int
    left: FormSide | None
    right: FormSide | None
    differences: tuple[Difference, ...]
    rows: tuple[RowPair, ...]


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """All forms of two documents; ``common`` is False where the documents have nothing to do with each other."""

    left: Side
    right: Side
    forms: tuple[FormPair, ...]
    common: bool

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All cells of all forms."""
        return tuple(difference for form in self.forms for difference in form.differences)


def compare(left: Record | Mapping[str, Any] | Side, right: Record | Mapping[str, Any] | Side) -> DocumentDifference:
    """Compare two documents; raises ``RecordError`` when one of them holds no forms."""
    one, other = (side if isinstance(side, Side) else side_of(side) for side in (left, right))
    pairs = _match(one.forms, other.forms)
    forms = []
    for number, (first, second) in enumerate(pairs, 1):
        found = compare_forms(number, first, second)
        forms.append(FormPair(number, first, second, found.differences, found.rows))
    common = any(a is not None and b is not None and _have_common(a, b) for a, b in pairs)
    return DocumentDifference(one, other, tuple(forms), common or not (one.forms and other.forms))


def _match(left: tuple[FormSide, ...], right: tuple[FormSide, ...]) -> list[tuple[FormSide | None, FormSide | None]]:
    """The most alike first, each form once; a single form on both sides is one pair, whatever it says."""
    contents = {id(form): _content(form) for form in (*left, *right)}
    worth = [(_likeness(a, b, contents[id(a)], contents[id(b)]), a, b) for a in left for b in right]
    partner: dict[int, FormSide] = {}
    taken: set[int] = set()
    for value, a, b in sorted(worth, key=lambda item: (-item[0], abs(item[1].number - item[2].number))):
        alone = len(left) == len(right) == 1
        if (value >= _ALIKE or alone) and a.number not in partner and b.number not in taken:
            partner[a.number] = b
            taken.add(b.number)
    lonely = [(None, form) for form in right if form.number not in taken]
    return [*((form, partner.get(form.number)) for form in left), *lonely]


def _likeness(left: FormSide, right: FormSide, content: frozenset[Any], other: frozenset[Any]) -> float:
    """From 0 to 1, by the fields of the head that both sides have, and by how much of the content they share."""
    from rapidfuzz import fuzz

    found, weights = _CONTENT * _share(content, other), _CONTENT
    for key, weight in _HEAD.items():
        texts = [plain_text(side.text(key)) for side in (left, right)]
        if all(texts):
            # Another year, or a name of which half is the same, is another form.
            alike = float(texts[0] == texts[1]) if key == "fiscal_year" else fuzz.ratio(*texts) / 100
            found, weights = found + weight * alike, weights + weight
    return found / weights


def _have_common(left: FormSide, right: FormSide) -> bool:
    from rapidfuzz import fuzz

    names = [plain_text(side.text("project_name")) for side in (left, right)]
    if all(names) and fuzz.ratio(*names) / 100 >= _SAME_NAME:
        return True
    content, other = _content(left), _content(right)
    return not (content and other) or _share(content, other) >= _SAME_CONTENT


def _content(form: FormSide) -> frozenset[tuple[str, str]]:
    """What a form says of its own: texts by field, without those that many forms share."""
    return frozenset((key, plain_text(text)) for key, text in texts_of(form.values) if key not in _USUAL)


def _share(one: frozenset[Any], other: frozenset[Any]) -> float:
    """How much of the smaller content stands in the other, too."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
