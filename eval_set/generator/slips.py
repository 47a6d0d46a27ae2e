"""How each human error looks: what the author printed instead.

Comes in: a consistent record and dice. Goes out: new prints by path; empty where the record has no place for
the error. Never returns what was printed before.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from eval_set.generator.dice import Dice
from eval_set.generator.numerals import rounded, short

Record = dict[str, Any]
Edits = dict[str, str | None]

_COUNT = re.compile(r"(≥|≧|⩾|>=|=|＝)?(\d+(?:\.\d+)?)([^\d\-~]*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def like(text: str, value: Decimal) -> str:
    """Print a number with the decimals of another."""
    return f"{rounded(value, len(text.partition('.')[2])):f}"


def total_score(record: Record, dice: Dice) -> Edits:
    """A total one to five points off, within its grade."""
    old = record["total"]["score"]
    value = Decimal(old) + dice.pick((-5, -3, -2, -1, 1, 2))
    bands = [floor for floor in (0, 60, 80, 90) if Decimal(old) >= floor]
    if not bands[-1] <= value <= 100 or (bands[-1] == 80 and value >= 90):
        value = Decimal(old) - Decimal("0.5")
    return {"total.score": like(old if "." in old else old + ".0", value) if "." in str(value) else str(value)}


def total_weight(record: Record, dice: Dice) -> Edits:
    """A total weight of 90, 110 or 120."""
    return {"total.weight": like(record["total"]["weight"], Decimal(dice.pick((90, 95, 110, 120))))}


def _full(record: Record, *, least: int = 2) -> list[int]:
    """Indicators with full marks and a weight worth losing some."""
    return [
        number
        for number, row in enumerate(record["indicators"])
        if row["weight"] and Decimal(row["weight"]) == Decimal(row["score"]) >= least
    ]


def _counted(record: Record, numbers: list[int]) -> list[int]:
    """Of these indicators, those whose target and result are plain numbers to be reached."""
    rows = record["indicators"]
    return [
        number
        for number in numbers
        if _COUNT.fullmatch(rows[number]["target"])
        and _NUMBER.match(rows[number]["actual"])
        and not re.search(
            r"[年月]|成本|费用|标准|价格|支出|补贴$|投资|金额|时长|时间",
            rows[number]["target"] + rows[number]["level3"],
        )
        and Decimal(_COUNT.fullmatch(rows[number]["target"])[2]) >= 5  # type: ignore[index]
    ]


def _short_of(row: dict[str, Any], dice: Dice) -> str:
    """A result below the target, printed as the result was."""
    found = _COUNT.fullmatch(row["target"])
    assert found is not None
    target = Decimal(found[2])
    value = min(rounded(target * Decimal(repr(dice.uniform(0.6, 0.93))), 0), target - 1)
    return str(_NUMBER.sub(short(value), row["actual"], count=1))


def total_not_updated(record: Record, dice: Dice) -> Edits:
    """A result falls short, its score and reason say so, the total does not."""
    places = _counted(record, _full(record))
    if not places:
        return {}
    number = dice.pick(places)
    row = record["indicators"][number]
    score = rounded(Decimal(row["weight"]) * Decimal("0.8"), 1)
    edits: Edits = {f"indicators[{number}].score": like(row["score"] if "." in row["score"] else "0.0", score)}
    found = _COUNT.fullmatch(row["target"])
    assert found is not None
    actual = rounded(Decimal(found[2]) * Decimal("0.8"), 0)
    edits[f"indicators[{number}].actual"] = _NUMBER.sub(short(actual), row["actual"], count=1)
    return edits


def digits_swapped(record: Record, dice: Dice) -> Edits:
    """Two neighbouring digits of the total spent changed round."""
    old = record["funds"][0]["executed"]
    places = [at for at in range(len(old) - 1) if old[at : at + 2].isdigit() and old[at] != old[at + 1]]
    places = [at for at in places if at == 0 or old[at - 1] != "."] or places
    if not places:
        return {}
    at = places[0]
    new = old[:at] + old[at + 1] + old[at] + old[at + 2 :]
    return {} if new.startswith("0") else {"funds[0].executed": new}


def item_score(record: Record, dice: Dice) -> Edits:
    """One point less for a row that met its target and gives no reason."""
    places = [number for number in _full(record) if not record["indicators"][number]["deviation_note"]]
    if not places:
        return {}
    number = dice.pick(places)
    old = record["indicators"][number]["score"]
    return {f"indicators[{number}].score": like(old, Decimal(old) - 1)}


def score_above_weight(record: Record, dice: Dice) -> Edits:
    """A score one or two points above its weight."""
    number = dice.pick(_full(record, least=1) or [0])
    row = record["indicators"][number]
    return {f"indicators[{number}].score": like(row["score"], Decimal(row["weight"]) + dice.pick((1, 2)))}


def rate(record: Record, dice: Dice) -> Edits:
    """A rate three to nine points off."""
    old = record["funds"][0]["execution_rate"]
    value = Decimal(old.rstrip("%"))
    value += dice.pick((3, 5, 9)) if value < 90 else -dice.pick((3, 5, 9))
    return {"funds[0].execution_rate": like(old.rstrip("%"), value) + ("%" if old.endswith("%") else "")}


def execution_score(record: Record, dice: Dice) -> Edits:
    """Full marks for a rate below 95 %, else two points less."""
    row = record["funds"][0]
    if Decimal(row["execution_rate"].rstrip("%")) < 95:
        full = row["weight"] if isinstance(row["weight"], str) else "20"
        return {"funds[0].score": short(Decimal(full))}
    return {"funds[0].score": like(row["score"], Decimal(row["score"]) - 2)}


def funds_sum(record: Record, dice: Dice) -> Edits:
    """One source's amount off by a tenth or so."""
    key = dice.pick(("adjusted_budget", "executed"))
    places = [number for number, row in enumerate(record["funds"]) if number and row[key] and Decimal(row[key]) > 2]
    if not places:
        return {}
    number = dice.pick(places)
    old = record["funds"][number][key]
    return {f"funds[{number}].{key}": like(old, Decimal(old) * Decimal("0.88") - 1)}


def wan_yuan(record: Record, dice: Dice) -> Edits:
    """The total spent in 元 among amounts in 万元, or the other way round."""
    old = Decimal(record["funds"][0]["executed"])
    return {"funds[0].executed": short(old * 10000 if old < 100000 else old / 10000)}


def missed_target(record: Record, dice: Dice) -> Edits:
    """A result below its target; everything else stays as if it were met."""
    rows = record["indicators"]
    met = _full(record) if any(row["weight"] for row in rows) else _reported_done(record)
    places = _counted(record, met)
    if not places:
        return {}
    number = dice.pick(places)
    return {f"indicators[{number}].actual": _short_of(rows[number], dice)}


def _reported_done(record: Record) -> list[int]:
    return [number for number, row in enumerate(record["indicators"]) if row["progress"] in ("已完成", "100%")]


def late_result(record: Record, dice: Dice) -> Edits:
    """A result in the January after, with full marks."""
    rows = record["indicators"]
    dated = [number for number in _full(record) if re.search(r"\d月", rows[number]["target"])]
    if not dated:
        return {}
    year = int(record["fiscal_year"]) + 1
    return {f"indicators[{dice.pick(dated)}].actual": f"{year}年1月{dice.randrange(5, 29)}日"}


def no_reason(record: Record, dice: Dice) -> Edits:
    """The reason of a row that lost marks is blank."""
    rows = record["indicators"]
    places = [
        number
        for number, row in enumerate(rows)
        if row["deviation_note"] and Decimal(row["score"]) < Decimal(row["weight"])
    ]
    return {f"indicators[{dice.pick(places)}].deviation_note": None} if places else {}


def _shares(record: Record) -> list[int]:
    """Indicators that are shares of a whole, met."""
    rows = record["indicators"]
    return [
        number
        for number, row in enumerate(rows)
        if row["target"].endswith("%")
        and row["actual"].endswith("%")
        and row["level2"] != "成本指标"
        and row["level3"].endswith(("合格率", "覆盖率", "满意度", "满意率", "达标率"))
        and row["weight"] == row["score"]
    ]


def share_above_hundred(record: Record, dice: Dice) -> Edits:
    """A satisfaction of 105 %."""
    places = _shares(record)
    if not places:
        return {}
    return {f"indicators[{dice.pick(places)}].actual": f"{dice.pick((102, 105, 110, 120))}%"}


def target_copied(record: Record, dice: Dice) -> Edits:
    """The result is the target, comparator and all."""
    rows = record["indicators"]
    signed = [
        number for number, row in enumerate(rows) if row["target"][:1] in "≥≧⩾≤≦" and row["weight"] == row["score"]
    ]
    if not signed:
        return {}
    number = dice.pick(signed)
    return {f"indicators[{number}].actual": rows[number]["target"]}


def listed_twice(record: Record, dice: Dice) -> Edits:
    """A row of the same level 2 bears its neighbour's name."""
    rows = record["indicators"]
    pairs = [n for n in range(1, len(rows)) if rows[n]["level2"] == rows[n - 1]["level2"]]
    if not pairs:
        return {}
    number = dice.pick(pairs)
    return {f"indicators[{number}].level3": rows[number - 1]["level3"]}


def year(record: Record, dice: Dice) -> Edits:
    """The title names the year before."""
    own = record["fiscal_year"]
    if own not in record["title"]:
        return {}
    return {"title": record["title"].replace(own, str(int(own) - 1), 1)} if record["title"].count(own) == 1 else {}


def goal_is_money(record: Record, dice: Dice) -> Edits:
    """Goal and result are the bare amounts."""
    row = record["funds"][0]
    return {"objective.expected": row["adjusted_budget"], "objective.actual": row["executed"]}


def instruction_left(record: Record, dice: Dice) -> Edits:
    """(100字以内) stands before the text."""
    path = "objective.actual" if record["objective"] else "narratives.performance"
    old = record["objective"]["actual"] if record["objective"] else record["narratives"]["performance"]
    return {path: f"（100字以内）{old}"}
