"""How far two people who read the same cells agree.

Comes in: the answers of all reviewers. Goes out: for each two of them how many cells both answered, in
how many they say the same, and Cohen's kappa over what they decided. Never names a cell.

J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
(1960) 37-46: kappa = (po - pe) / (1 - pe), with po the share of cells on which both agree and pe the
share on which they would by chance, each keeping to their own frequencies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from extractor.review.store.deriving import same_place
from extractor.review.store.settling import SETTLEMENTS
from extractor.review.store.tables import answer
from extractor.review.values import Agreement

OF_CELLS = ("accept", "correct", "unreadable", "absent")  # added and deleted are said of rows


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of what two people decided of the same cells.

    None where there is no pair, or where chance alone makes both agree always.
    """
    counted = Counter(pairs)
    total = sum(counted.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), number in counted.items():
        first[one] += number
        second[other] += number
    by_chance = sum(number * second[decision] for decision, number in first.items())  # pe times total squared
    if by_chance == total * total:  # both zero where there is no pair
        return None
    agreed = sum(number for (one, other), number in counted.items() if one == other)
    return (agreed * total - by_chance) / (total * total - by_chance)


def agreements(connection: sa.Connection) -> tuple[Agreement, ...]:
    """How far each two reviewers agree in the cells that both have answered."""
    both: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    same: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(_pairs()):
        people = row.first, row.second
        both[people][row.one, row.other] += row.number
        same[people] += row.number if row.same else 0
    return tuple(
        Agreement(*people, both=counted.total(), same=same[people], kappa=kappa(counted.elements()))
        for people, counted in sorted(both.items())
    )


def _pairs() -> sa.Select[tuple[str, str, str, str, int, int]]:
    """How often each two people decided this and that of the same cell, and came to the same value or not."""
    mine, theirs = answer.alias("mine"), answer.alias("theirs")
    values = sa.and_(_decision(mine).in_(("right", "other")), _decision(theirs).in_(("right", "other")))
    same = sa.case(
        (values, sa.case((mine.c.value.is_not_distinct_from(theirs.c.value), 1), else_=0)),
        (mine.c.ruling == theirs.c.ruling, 1),
        else_=0,
    )
    columns = (
        mine.c.reviewer.label("first"),
        theirs.c.reviewer.label("second"),
        _decision(mine).label("one"),
        _decision(theirs).label("other"),
        same.label("same"),
    )
    return (
        sa.select(*columns, sa.func.count().label("number"))
        .select_from(mine.join(theirs, same_place(mine, theirs)))
        .where(mine.c.reviewer < theirs.c.reviewer)
        .where(mine.c.stream != SETTLEMENTS, theirs.c.stream != SETTLEMENTS)
        .where(mine.c.ruling.in_(OF_CELLS), theirs.c.ruling.in_(OF_CELLS))
        .group_by(*(sa.literal_column(column.name) for column in columns))
    )


def _decision(given: sa.FromClause) -> sa.ColumnElement[str]:
    """What was decided: that the suggestion is right, another value, unreadable or absent."""
    right = sa.or_(
        given.c.ruling == "accept",
        sa.and_(given.c.ruling == "correct", given.c.value.is_not_distinct_from(given.c.suggestion)),
    )
    return sa.case((right, "right"), (given.c.ruling == "correct", "other"), else_=given.c.ruling)
