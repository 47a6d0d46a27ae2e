"""When two values say the same, and what an expected leaf says.

Comes in: a value found and a value expected, as texts. Goes out: whether they agree, what kind of value it
is, and the plain value behind an expected leaf. Never looks at a form as a whole.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

Kind = Literal["numeric", "quantity", "text"]

PROSE = 40  # a text longer than this agrees by similarity, for a wrapped line may cost it a character
SIMILAR_PROSE = 0.90
CLIPPED = 4  # characters that a clipped label must still have
NUMERIC = frozenset(
    "initial_budget adjusted_budget allocated executed weight reference_weight execution_rate score carry_over_in "
    "budget_adjustment other_adjustment year_end_balance income expenditure income_total expenditure_total".split()
)
ONE_FORM = str.maketrans("≧⩾≦⩽，。；：（）“”‘’、—–～", "≥≥≤≤,.;:()\"\"'',--~")
MARKUP = re.compile(r"</?(?:p|br|b|div|span|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)


@lru_cache(maxsize=65536)
def normal(text: Any) -> str:
    """NFKC without white space and markup, with one character for each punctuation mark and comparator."""
    folded = unicodedata.normalize("NFKC", MARKUP.sub("", str(text)).translate(ONE_FORM))
    return re.sub(r"\s+", "", folded).rstrip(".;,")


def agree(found: Any, want: Any) -> bool:
    """Whether two values are the same: as normal text, as numbers, or nearly so for prose with the same digits."""
    left, right = normal(found), normal(want)
    if left == right:
        return True
    numbers = plain_number(left), plain_number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if len(right) <= PROSE or Counter(re.findall(r"\d+", left)) != Counter(re.findall(r"\d+", right)):
        return False
    return similarity(left, right, SIMILAR_PROSE) >= SIMILAR_PROSE


def begins_alike(found: Any, want: Any) -> bool:
    """Whether one text is the beginning of the other, as a clipped label is of the whole one."""
    left, right = normal(found), normal(want)
    return min(len(left), len(right)) >= CLIPPED and (left.startswith(right) or right.startswith(left))


def plain_number(text: str) -> Decimal | None:
    """The number that a normalised text is, or None."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def similarity(left: str, right: str, needed: float = 0.0) -> float:
    """Share of matching characters, 0 to 1, as difflib counts them, or some figure below ``needed``."""
    from rapidfuzz.distance import Indel

    # The longest common subsequence is never shorter than difflib's blocks, and far quicker to find.
    bound = Indel.normalized_similarity(left, right)
    if bound == 1 or bound < needed - 0.001:
        return bound
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def kind_of(path: str, value: Any) -> Kind:
    """``numeric`` for money, weights, rates and scores, ``quantity`` for targets and results with a digit."""
    key = path.rpartition(".")[2]
    if not any(character.isdigit() for character in str(value)):
        return "text"
    if key in NUMERIC or ".staff." in path:
        return "numeric"
    return "quantity" if key in ("target", "actual", "progress") else "text"


def expected_value(leaf: Any) -> tuple[str | None, str]:
    """The value and the ``how`` of an expected leaf; ``lost`` and ``skip`` have no value."""
    if not isinstance(leaf, Mapping):
        return leaf, "read"
    return (leaf["v"], leaf.get("how", "read")) if "v" in leaf else (None, "lost" if leaf.get("lost") else "skip")


def is_leaf(node: Any) -> bool:
    """Whether an expected node is a value rather than a part of the form."""
    return not isinstance(node, list) and (not isinstance(node, Mapping) or not {"v", "lost", "skip"}.isdisjoint(node))
