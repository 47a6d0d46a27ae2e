"""What speaks for a run of fragments being a form: its labels, and labels that stand side by side.

Comes in: fragments and the lexicon of the family of last resort. Goes out: the labels
found and how many of them touch the next one. A notice or a description names labels
too, but in sentences and lists; only a form prints them next to each other, as table
headers and heads do. Never decides which form it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.lexicon import Lexicon
from extractor.notation.text import fold
from extractor.values import Boundary, Fragment

_LONGEST_LABEL = 40
_LONGEST_RUN = 20000
# Marks that stand between the items of a list in prose, not between cells.
_LISTING = re.compile("[、，,。；;：:“”\"'`《》（(/·=]")
LEAST_LABELS = 5
_LEAST_PAIRS = 2
_SPARSE = 6


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """Different labels of a run, and how often one label stands right beside the next."""

    labels: frozenset[str]
    pairs: int

    def is_form(self, titled: bool) -> bool:
        """True if the run holds as many labels as a form does, printed as a form prints them.

        Without a form's title more of them must stand side by side.
        """
        needed = _LEAST_PAIRS if titled else max(_LEAST_PAIRS, len(self.labels) // _SPARSE)
        return len(self.labels) >= LEAST_LABELS and self.pairs >= needed


def label_evidence(run: Sequence[Fragment], lexicon: Lexicon) -> LabelEvidence:
    """The labels of a run, whole cells and inside glued runs."""
    labels: set[str] = set()
    pairs = 0
    last = False
    for fragment in run:
        for label, joined in _units(fragment, lexicon):
            if label:
                labels.add(label)
                pairs += last and joined
            last = bool(label)
    return LabelEvidence(frozenset(labels), pairs)


def _units(fragment: Fragment, lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """The fragment as labels and other text (empty), each with whether it follows what was before without a break."""
    folded = fold(fragment.text)
    if not folded:
        return  # an empty cell stands between the labels of merged cells: it parts nothing
    joined = fragment.before < Boundary.BLOCK
    if lexicon.roles(folded):
        yield folded, joined
        return
    tokens = fragment.text.split()
    if 2 <= len(tokens) and all(len(token) <= _LONGEST_LABEL for token in tokens) and not _LISTING.search(tokens[0]):
        for index, token in enumerate(tokens):
            norm = fold(token)
            yield (norm if lexicon.roles(norm) else ""), joined or index > 0
        return
    if len(folded) > _LONGEST_LABEL:
        yield from _inside(folded[:_LONGEST_RUN], lexicon)
    else:
        yield "", joined


def _inside(folded: str, lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """Labels of at least three characters inside a run, without those that a sentence or a list names."""
    at = end = 0
    while at < len(folded):
        length = lexicon.longest_at(folded, at)
        if length < 3:
            at += 1
            continue
        if at > end or at == 0:
            yield "", True
        listed = (
            at > 0 and _LISTING.match(folded[at - 1]) and _LISTING.match(folded[at + length : at + length + 1] or "。")
        )
        yield ("" if listed else folded[at : at + length]), True
        at = end = at + length
    yield "", True
