"""What the decisions of reviewers make of a form and of a record.

Comes in: a form as the record has it, and the decisions that hold. Goes out: the form as reviewed, judged
again by the laws, with the decisions that no longer fit. Never changes the record, and never applies a
decision that was made of another proposal than the one that stands there now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, TypeVar

from extractor.laws import Judgement, LawSettings, check, findings
from extractor.laws.document import DOCUMENT_IDS, check_document
from extractor.record.skeleton import leaves
from extractor.review.draft import Draft
from extractor.review.rows import RowOrder, order_rows, row_path
from extractor.review.ruled import blanks, doubted, is_stale, ruled
from extractor.review.values import Final
from extractor.sheet.view import value_at
from extractor.values import Cell, Finding, FormRecord, Record

T = TypeVar("T")
_OF_ROWS = ("added", "deleted")
_BETWEEN_FORMS = frozenset(DOCUMENT_IDS)


@dataclass(frozen=True, slots=True)
class AppliedForm:
    """A form with its decisions.

    ``names`` gives for every path of ``form`` (cells and rows) the stable one of ``Place.path``, and
    ``paths`` the way back. ``stale`` are decisions of which the record now proposes something else,
    ``orphans`` those whose place is no longer there: neither is applied. ``void`` are decisions on
    cells of rows that another decision took out. ``judgements`` are all verdicts, those that hold too;
    ``said`` are all decisions as they came in.
    """

    form: FormRecord
    names: Mapping[str, str]
    judgements: tuple[Judgement, ...]
    stale: tuple[Final, ...] = ()
    orphans: tuple[Final, ...] = ()
    void: tuple[Final, ...] = ()
    applied: tuple[Final, ...] = ()
    said: tuple[Final, ...] = ()

    @property
    def paths(self) -> dict[str, str]:
        """The path in ``form`` by stable path: the other way round of ``names``."""
        return {stable: path for path, stable in self.names.items()}


@dataclass(frozen=True, slots=True)
class AppliedDocument:
    """All forms of a record with their decisions; ``orphans`` are decisions on forms that are not there."""

    source: Record
    forms: tuple[AppliedForm, ...]
    orphans: tuple[Final, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: str, compute: Callable[[], T]) -> T:
        """What ``compute`` makes of this document, asked once: a page asks the same of it at every decision."""
        if key not in self.memo:
            self.memo[key] = compute()
        found: T = self.memo[key]
        return found

    @property
    def record(self) -> Record:
        """The record as reviewed."""
        return replace(self.source, forms=tuple(applied.form for applied in self.forms))


def apply(
    form: FormRecord,
    finals: Iterable[Final],
    law_ids: Sequence[str] | None,
    settings: LawSettings,
    earlier: AppliedForm | None = None,
) -> AppliedForm:
    """Apply the decisions on one form, and judge it again by the named laws (None: all).

    What the laws between forms said stays as the record has it; ``apply_document`` asks them again.
    ``earlier`` is the same form after other decisions: where it has the same values the laws need not be asked.
    """
    said = [final for final in finals if final.ruling != "open"]
    if earlier is not None and earlier.said == tuple(said):
        return earlier
    stale = [final for final in said if final.ruling == "deleted" and is_stale(form, final)]
    order = order_rows(form.values, [one for one in said if one.ruling in _OF_ROWS and one not in stale])
    draft = Draft(form, order)
    for final in stale:
        _doubt_row(draft, final)
    outcome = _Outcome(stale, list(order.lost), [], [])
    for final in said:
        if final.ruling not in _OF_ROWS:
            _decide(form, draft, final, outcome)
    outcome.applied.extend(one for one in said if one.ruling in _OF_ROWS and one not in (*stale, *order.lost))
    judgements = _still(draft, earlier)
    if judgements is None:
        judgements = check(draft.values, form.units, law_ids, settings, blanks(draft.values, draft.cells))
    reviewed = replace(
        form,
        values=draft.values,
        cells=_with_laws(draft.cells, judgements),
        findings=(*findings(judgements), *_kept(form.findings, order)),
    )
    names = _names(reviewed, order)
    return AppliedForm(
        reviewed, names, judgements, tuple(outcome.stale), tuple(outcome.orphans), tuple(outcome.void),
        tuple(outcome.applied), tuple(said),
    )  # fmt: skip


def _still(draft: Draft, earlier: AppliedForm | None) -> tuple[Judgement, ...] | None:
    """The verdicts of an earlier state of the form if nothing that a law looks at is different, else None."""
    if earlier is None or draft.values != earlier.form.values:
        return None
    if blanks(draft.values, draft.cells) != blanks(earlier.form.values, earlier.form.cells):
        return None
    return tuple(one for one in earlier.judgements if one.law not in _BETWEEN_FORMS)


def apply_document(
    record: Record,
    finals: Iterable[Final],
    law_ids_of: Callable[[str], Sequence[str] | None],
    settings: LawSettings,
    earlier: AppliedDocument | None = None,
) -> AppliedDocument:
    """Apply the decisions on all forms of a record; the laws between its forms are asked again, too.

    ``law_ids_of`` gives the laws of a family by its name. All decisions are taken to be of this document.
    ``earlier`` is the same record after other decisions: only what differs from it is made anew.
    """
    by_form: dict[int, list[Final]] = {}
    for final in finals:
        by_form.setdefault(final.place.form, []).append(final)
    before = earlier.forms if earlier is not None and earlier.source is record else ()
    forms = [
        apply(form, by_form.pop(number, ()), law_ids_of(form.family), settings, known)
        for number, (form, known) in enumerate(zip_longest(record.forms, before))
    ]
    if before and all(one.form.values == other.form.values for one, other in zip(forms, before, strict=True)):
        told = [[one for one in known.judgements if one.law in _BETWEEN_FORMS] for known in before]
        return AppliedDocument(record, tuple(map(_with_told, forms, told)), _of_no_form(by_form))
    return AppliedDocument(record, judged_together(forms), _of_no_form(by_form))


def _of_no_form(left: Mapping[int, Sequence[Final]]) -> tuple[Final, ...]:
    """Decisions on forms that the record does not have."""
    return tuple(final for finals in left.values() for final in finals if final.ruling != "open")


def judged_together(forms: Sequence[AppliedForm]) -> tuple[AppliedForm, ...]:
    """The forms of one document after the laws between them have been asked again.

    For a page that keeps applied forms and has made one of them anew.
    """
    told: dict[int, list[Judgement]] = {}
    if len(forms) > 1:
        for index, judgement in check_document([(one.form.values, one.form.units) for one in forms]):
            told.setdefault(index, []).append(judgement)
    return tuple(_with_told(one, told.get(index, [])) for index, one in enumerate(forms))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of each decision."""

    stale: list[Final]
    orphans: list[Final]
    void: list[Final]
    applied: list[Final]


def _decide(form: FormRecord, draft: Draft, final: Final, outcome: _Outcome) -> None:
    """Put one decision on a cell into the draft, or say why not."""
    path = draft.order.now(final.place.path)
    if path is None or not draft.has(path):
        (outcome.void if draft.order.is_gone(final.place.path) else outcome.orphans).append(final)
        return
    value = value_at(draft.values, path)
    cell = draft.cells.get(path)
    if is_stale(form, final):
        draft.cells[path] = doubted(cell, value, final)
        outcome.stale.append(final)
        return
    draft.cells[path] = decided = ruled(cell, value, final)
    if decided.value != value:
        draft.put(path, decided.value)
    outcome.applied.append(final)


def _doubt_row(draft: Draft, final: Final) -> None:
    """Ask for a look at the first cell of a row that was to be deleted and is another one now."""
    row = draft.order.now(final.place.path)
    inside = next((path for path in draft.cells if path.startswith(f"{row}.")), None)
    if inside is not None:
        draft.cells[inside] = doubted(draft.cells[inside], value_at(draft.values, inside), final)


def _with_laws(cells: Mapping[str, Cell], judgements: Iterable[Judgement]) -> dict[str, Cell]:
    """The cells with the ids of the laws that hold and that are broken, notes aside, as these judgements say."""
    hold: dict[str, dict[str, None]] = {}
    broken: dict[str, dict[str, None]] = {}
    for one in judgements:
        if one.verdict == "not_testable" or (one.verdict == "broken" and one.severity == "note"):
            continue
        side = hold if one.verdict == "holds" else broken
        for path in one.cells:
            side.setdefault(path, {})[one.law] = None
    return {
        path: _law_abiding(cell, tuple(hold.get(path, ())), tuple(broken.get(path, ()))) for path, cell in cells.items()
    }


def _law_abiding(cell: Cell, hold: tuple[str, ...], broken: tuple[str, ...]) -> Cell:
    # Most cells are as they were, and making a cell anew is what would cost time here.
    same = cell.laws_hold == hold and cell.laws_broken == broken
    return cell if same else replace(cell, laws_hold=hold, laws_broken=broken)


def _kept(told: Iterable[Finding], order: RowOrder) -> Iterator[Finding]:
    """What the laws between forms said, under the paths of the reviewed form, but of rows that are gone."""
    for finding in told:
        cells = [order.now(path) for path in finding.cells if finding.law in _BETWEEN_FORMS]
        if finding.law in _BETWEEN_FORMS and None not in cells:
            yield replace(finding, cells=tuple(path for path in cells if path is not None))


def _with_told(applied: AppliedForm, told: Sequence[Judgement]) -> AppliedForm:
    own = [one for one in applied.judgements if one.law not in _BETWEEN_FORMS]
    found = [one for one in applied.form.findings if one.law not in _BETWEEN_FORMS]
    form = replace(applied.form, findings=(*found, *findings(told)))
    return replace(applied, form=form, judgements=(*own, *told))


def _names(form: FormRecord, order: RowOrder) -> dict[str, str]:
    """The stable path of every path of a reviewed form: its leaves, its cells and its rows."""
    paths = dict.fromkeys([path for path, _ in leaves(form.values)] + list(form.cells))
    rows = dict.fromkeys(f"{place.table}[{place.row}]" for path in paths if (place := row_path(path)) is not None)
    return {path: order.stable(path) for path in (*paths, *rows)}
