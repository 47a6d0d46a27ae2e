"""How many projects a department's prose says there are.

Comes in: folded prose. Goes out: the counts of the whole, as integers. Reads only words
that speak of all projects of the budget: never of a part (重点项目), of a region, or of
building sites and investments that are called projects, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_N = "([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:个|项)"
_KIND = "(?:(?:财政|预算|支出|专项|资金|部门|绩效|自评|评价|一级|二级|的)*)"
_GAP = "[^,.。;:、0-9]{0,10}?"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?:共|合计|总计|总共|全部){_GAP}{_N}{_KIND}项目(?!组|部|点)",
        f"(?:共|合计|总计|总共){_GAP}项目{_N}",
        f"项目(?:总数)?(?:共|共计|共有|合计|总计|为){_N}",
        f"对{_GAP}{_N}{_KIND}项目(?:支出)?(?:全面|全部|均|逐一|逐项)?(?:开展|进行|实施)?(?:了)?(?:绩效)?(?:自评|评价)",
        f"(?<![0-9]){_N}{_KIND}项目(?:均|都|全部)",
        f"(?:^|[,。;:年位局委厅校院])(?:度)?(?:有|实施|安排|开展|承担)(?:了)?{_N}{_KIND}项目(?!组|部|点)",
    )
)
_PART = re.compile(
    "全县|全市|全省|全区|全乡|全镇|全国|其中|重点|重大|新建|续建|招商|在建|储备|建设项目|工程项目"
    "|引进|签约|开工|申报|审批|备案|上年|去年|往年"
)


def counts_of_projects(text: str) -> Iterator[int]:
    """Yield every number of projects that the prose gives for the whole of them."""
    for sentence in re.split("[。;]", text):
        for clause in _clauses(sentence):
            for pattern in _WHOLE:
                for hit in pattern.finditer(clause):
                    number = _read(hit.group(1))
                    if number:
                        yield number


def _clauses(sentence: str) -> Iterator[str]:
    return (clause for clause in re.split("[,、:]", sentence) if not _PART.search(clause))


def _read(text: str) -> int | None:
    """A count up to 999 in digits, or up to 99 in Chinese numerals."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return _DIGITS.get(tens, 1 if not tens else 0) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(text)
