"""Who and what: an invented project with its place, offices and people.

Comes in: dice. Goes out: a ``Project``. Telephone numbers are of ranges that nobody has.
"""

from __future__ import annotations

from functools import cache

from faker import Faker

from eval_set.generator.dice import Dice
from eval_set.generator.facts import Person, Project
from eval_set.generator.words import kinds, words


@cache
def _faker() -> Faker:
    return Faker("zh_CN")


def people(dice: Dice, count: int) -> tuple[Person, ...]:
    """Invent persons: half of the names from Faker, half from the generator's own lists."""
    faker = _faker()
    faker.seed_instance(dice.randrange(2**32))
    return tuple(_person(dice, faker) for _ in range(count))


def _person(dice: Dice, faker: Faker) -> Person:
    own = dice.pick(words("surnames")) + dice.pick(words("given"))
    name = dice.pick((own, str(faker.name())))
    return Person(name, dice.pick(words("titles")), dice.pick(words("offices")), phone(dice))


def phone(dice: Dice) -> str:
    """Invent a telephone number: area code 0999 and exchange 555, or the mobile range 19900 55."""
    last = f"{dice.randrange(10000):04d}"
    return dice.weighted((f"0999-555{last}", 4), (f"1990055{last}", 4), (f"555{last}", 2))


def project(dice: Dice) -> Project:
    """Invent a project of any kind."""
    kind = dice.pick(kinds())
    year = dice.randrange(2018, 2025)
    place = dice.pick(words("places"))
    stem = dice.pick(kind["stems"])
    name = dice.weighted((stem, 4), (f"{year}年{stem}", 3), (f"{place}{stem}", 1)) + dice.pick(words("name_tails"))
    return Project(
        kind=kind,
        year=year,
        place=place,
        name=name,
        department=place + kind["department"],
        owner=place + dice.pick(kind["units"]),
        attribute=dice.pick(words("attributes")),
        people=people(dice, dice.randrange(2, 5)),
    )
