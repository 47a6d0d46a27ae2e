"""The sentence of an arithmetic verdict, with the arithmetic written out, in two languages.

Comes in: a bound law, its outcome and the form. Goes out: two sentences. Never judges.
"""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch

from extractor.laws.form import Form
from extractor.laws.law import BoundLaw, Words, plain
from extractor.laws.names import cell_words
from extractor.laws.outcome import Outcome
from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Balance, Equal, Fixed
from extractor.notation import Printed, format_rate

_CUT: Words = ("（截尾而非四舍五入，或取数已四舍五入）", " (cut off instead of rounded, or rounded inputs)")


def spell(bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    """Write the arithmetic of an outcome out."""
    zh, en = _spell(bound.relation, bound, outcome, form)
    if outcome.slight:
        zh, en = zh + _CUT[0], en + _CUT[1]
    if outcome.note.startswith("x10^"):
        power = outcome.note.removeprefix("x10^")
        zh = f"{zh}；相差约 10 的 {power} 次方倍，疑为单位或小数点错位"
        en = f"{en}; off by about 10^{power}: unit or point slipped"
    if outcome.verdict == "broken" and bound.alternatives:
        tried = "、".join(rule.name[0] for rule in bound.alternatives)
        tried_en = ", ".join(rule.name[1] for rule in bound.alternatives)
        zh, en = f"{zh}；另试过：{tried}，均不相符", f"{en}; also tried, none fits: {tried_en}"
    return zh, en


@singledispatch
def _spell(relation: object, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    return bound.law.title


@_spell.register
def _(relation: Balance, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    terms, terms_en = _terms(relation, bound, form)
    whole = bound.whole or cell_words(relation.result, form)
    total, found = plain(outcome.expected), _print(form, relation.result)
    gap = plain(abs(outcome.difference or Decimal(0)))
    if outcome.difference == 0:
        return f"{terms} = {total}，与{whole[0]} {found} 相符", f"{terms_en} = {total}, as {whole[1]} says"
    zh = f"{terms} = {total}，与{whole[0]} {found} 相差 {gap}"
    return zh, f"{terms_en} = {total}, but {whole[1]} is {found}: {gap} apart"


def _terms(relation: Balance, bound: BoundLaw, form: Form) -> Words:
    signs = dict(relation.terms)
    texts: list[str] = []
    texts_en: list[str] = []
    groups = [(group.name, group.cells) for group in bound.groups]
    groups = groups or [(cell_words(path, form), (path,)) for path, _ in relation.terms]
    for name, cells in groups:
        numbers = [form.number(path) for path in cells]
        known = [number for number in numbers if number is not None]
        if not known:
            continue
        sign = "" if not texts and signs[cells[0]] > 0 else "+ " if signs[cells[0]] > 0 else "− "
        amount = plain(sum(known, Decimal(0)))
        amount = f"({amount})" if amount is not None and amount.startswith("-") else amount
        texts.append(f"{sign}{name[0]} {amount}")
        texts_en.append(f"{sign}{name[1]} {amount}")
    return " ".join(texts), " ".join(texts_en)


@_spell.register
def _(relation: Ratio, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    top, bottom, rate = (_print(form, path) for path in relation.cells)
    if outcome.expected is None:
        zero = cell_words(relation.denominator, form)
        zh = f"{zero[0]}为 0 而支出 {top}，执行率 {rate} 无从计算"
        return zh, f"{zero[1]} is 0 with {top} spent: rate {rate} undefined"
    computed = _rate_like(form, relation.result, outcome.expected)
    return f"{top} ÷ {bottom} = {computed}，表中印 {rate}", f"{top} / {bottom} = {computed}, printed {rate}"


@_spell.register(Product)
@_spell.register(Stepped)
def _(relation: Product | Stepped, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    weight, score = _print(form, relation.weight), _print(form, relation.score)
    rate = _print(form, relation.rate)
    if relation.base:
        rate = f"({rate} ÷ {_print(form, relation.base)})"
    expected = plain(outcome.expected)
    name = cell_words(relation.score, form)
    return f"{weight} × {rate} = {expected}，{name[0]} {score}", f"{weight} x {rate} = {expected}, {name[1]} {score}"


@_spell.register
def _(relation: AtMost, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    (a, a_en), (b, b_en) = cell_words(relation.a, form), cell_words(relation.b, form)
    x, y, gap = _print(form, relation.a), _print(form, relation.b), plain(outcome.difference)
    if outcome.verdict == "holds":
        return f"{a} {x} 不大于{b} {y}", f"{a_en} {x} is at most {b_en} {y}"
    return f"{a} {x} 大于{b} {y}，多 {gap}", f"{a_en} {x} exceeds {b_en} {y} by {gap}"


@_spell.register
def _(relation: Equal, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    (a, a_en), (b, b_en) = cell_words(relation.a, form), cell_words(relation.b, form)
    x, y, gap = _print(form, relation.a), _print(form, relation.b), plain(abs(outcome.difference or Decimal(0)))
    shown = y if relation.factor == 1 else f"{y} × {plain(relation.factor)} = {plain(outcome.expected)}"
    if outcome.verdict == "holds" and not outcome.difference:
        return f"{a} {x} 与{b} {shown} 相同", f"{a_en} {x}, as {b_en} {shown}"
    return f"{a} {x} 与{b} {shown} 相差 {gap}", f"{a_en} {x}, but {b_en} {shown}: {gap} apart"


@_spell.register
def _(relation: Fixed, bound: BoundLaw, outcome: Outcome, form: Form) -> Words:
    (a, a_en), value = cell_words(relation.a, form), plain(relation.value)
    return f"{a} {_print(form, relation.a)}，应为 {value}", f"{a_en} {_print(form, relation.a)}, should be {value}"


def _print(form: Form, path: str) -> str:
    text = form.text(path)
    return "（空）" if text is None else text


def _rate_like(form: Form, path: str, fraction: Decimal) -> str:
    """Write a computed rate as the cell prints it, with one place more."""
    seen = form.look(path)
    places = max(seen.decimals - 2, 0) + 1 if isinstance(seen, Printed) else 2
    return format_rate(fraction, max(places, 2))
