"""How the marks, rates and grades of many forms are spread.

Comes in: the stories of the forms. Goes out: drawings that count forms. Never leaves a form out: one that states
nothing is counted as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from extractor.labels import Label, Language
from extractor.narrate.facts import Story
from extractor.narrate.said import Said, brief
from extractor.narrate.word.drawing import Bar, Drawing, words_of

FEW = 3  # fewer forms have no distribution
Band = tuple[Label, Callable[[Decimal], bool]]
Counted = tuple[str | None, Said | None]

# 财预〔2020〕10号 sets 90, 80 and 60 as the bounds of the grades, each part of the better one.
_SCORES: tuple[Band, ...] = (
    (Label("90及以上", "90 and more"), lambda share: share >= 90),
    (Label("80～90", "80 to 90"), lambda share: share >= 80),
    (Label("60～80", "60 to 80"), lambda share: share >= 60),
    (Label("60以下", "below 60"), lambda share: True),
)
# A rate of exactly 100 is the rule, and one above it worth a look.
_RATES: tuple[Band, ...] = (
    (Label("高于100", "above 100"), lambda rate: rate > 100),
    (Label("100", "100"), lambda rate: rate == 100),
    (Label("90～100", "90 to 100"), lambda rate: rate >= 90),
    (Label("80～90", "80 to 90"), lambda rate: rate >= 80),
    (Label("60～80", "60 to 80"), lambda rate: rate >= 60),
    (Label("60以下", "below 60"), lambda rate: True),
)
_ABSENT = Label("未载明", "not stated")
_GRADES = "优良中差"


def distributions(stories: Sequence[Story], language: Language) -> list[Drawing]:
    """The drawings of what at least a few forms state."""
    scores = [(_band(_share(story.score, story.full), _SCORES, language), story.score) for story in stories]
    rates = [(_band(rate_of(story.money.rate), _RATES, language), story.money.rate) for story in stories]
    grades = [(brief(story.grade.text, 12) if story.grade else None, story.grade) for story in stories]
    kinds: list[tuple[Label, list[Counted], list[str]]] = [
        (Label("自评得分分布（得分占满分的百分比）", "Scores, in per cent of full marks"), list(scores),
         [name.say(language) for name, _ in _SCORES]),
        (Label("预算执行率分布（%）", "Execution rates, in per cent"), list(rates),
         [name.say(language) for name, _ in _RATES]),
        (Label("评价等次分布", "Grades"), list(grades), sorted({name for name, _ in grades if name}, key=_rank)),
    ]  # fmt: skip
    return [
        _columns(caption.say(language), counted, order, language)
        for caption, counted, order in kinds
        if sum(name is not None for name, _ in counted) >= FEW
    ]


def rate_of(rate: Said | None) -> Decimal | None:
    """A rate in per cent; None for a bare number: whether it is a share or a percentage the form does not say."""
    if rate is None or not rate.text.rstrip().endswith(("%", "％")):
        return None
    return rate.number


def _share(part: Said | None, whole: Said | None) -> Decimal | None:
    if part is None or whole is None or part.number is None or not whole.number:
        return None
    return part.number / whole.number * 100


def _band(value: Decimal | None, bands: Iterable[Band], language: Language) -> str | None:
    """The first band that a value belongs to, None without a value."""
    return None if value is None else next(name.say(language) for name, holds in bands if holds(value))


def _rank(grade: str) -> tuple[int, str]:
    at = _GRADES.find(grade[:1])
    return (at if at >= 0 else len(_GRADES), grade)


def _columns(caption: str, counted: Sequence[Counted], order: Sequence[str], language: Language) -> Drawing:
    """One column a name, in the order given; the forms that state nothing come last."""
    found: dict[str, list[Said]] = {name: [] for name in order}
    absent = sum(name is None for name, _ in counted)
    for name, said in counted:
        if name is not None and said is not None:
            found[name].append(said)
    counts = [(name, len(cells), tuple(path for cell in cells for path in cell.paths)) for name, cells in found.items()]
    if absent:
        counts.append((_ABSENT.say(language), absent, ()))
    most = Decimal(max(count for _, count, _ in counts))
    bars = tuple(Bar(name, Decimal(count), most, str(count), False, paths=paths) for name, count, paths in counts)
    axis = Label("表数", "forms").say(language)
    return Drawing(caption, bars, axis, "columns", words=words_of(caption, bars, language))
