"""Level labels in a strip of their own, put to the indicators of the next strip.

Comes in: rows that hold nothing but level labels (merged cells print one line for
several indicators) and the lines of the next strip. Goes out: at which line each label
begins, by what the names and targets of the indicators speak of, and the rows for
which that leaves it open. Never moves a label past another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.notation.text import label_key
from extractor.read.line import Line

OWN_ROW = -2  # a line that is a row of its own, below a label of the rows above
_CLOSE = 0.7
_LEVELS = frozenset(("level1", "level2"))
# What indicators of a kind speak of, in their name or their target; the kinds are those of 财预〔2020〕10号.
_SIGNS = (
    ("满意", re.compile("满意")),
    (
        "数量",
        re.compile(
            r"数量|人[数次]$|户数|次数|场次|批次|面积|数$|数据量$|(?<![元%])\d(?:个|次|人|户|台|套|场|期|册|份|批|家|项|公里|亩|吨|条)|任务量"
        ),
    ),
    ("质量", re.compile("合格|质量|达标|规范|完好|准确|验收|入库|完成率|覆盖|优良|标准化")),
    ("时效", re.compile(r"时间|时限|及时|按期|按时|期限|完工|进度|时效|\d月|\d年|日前|月底|年底")),
    ("成本", re.compile("成本|费用|补助标准|单价|控制数|总额|预算|万元|元/")),
    ("经济", re.compile("增收|收入|产值|附加值|经济|成本降低|降低.*成本|税收|利润")),
    ("社会", re.compile("社会|稳定|就业|公共服务|意识|安全|健康|民生|受益|知晓|群众")),
    ("生态", re.compile("污染|生态|环境|水质|绿化|节能|排放|空气|植被")),
    ("可持续", re.compile("可持续|持续|长效|年限|队伍|影响力|机制|推广")),
)


def level_pairs(rows: Sequence[Line], lines: Sequence[Line]) -> tuple[Mapping[int, int], set[int]]:
    """For the indicators of a strip their row (or OWN_ROW), and the rows whose labels could begin elsewhere.

    Nothing if the rows hold more than level labels.
    """
    table = [
        i
        for i, row in enumerate(rows)
        if row.zone == "indicators"
        and not row.header_of
        and not any(label.role == "total" for label in row.cells[0].roles)
    ]
    below = _indicators(lines)
    if not table or not all(_only_levels(rows[i]) for i in table) or len(below) <= len(table):
        return {}, set()
    kinds = [_kind_of(rows[i].cells[-1].norm) for i in table]
    cost = [[_strangeness(kind, [atom.norm for atom in lines[j].cells]) for j in below] for kind in kinds]
    before = _begun(cost)
    after = [row[::-1] for row in _begun([row[::-1] for row in cost[::-1]])[::-1]]
    total = before[-1][-1]
    # through[k][n]: least cost of all ways in which line n stands below label k
    through = [[before[k][n] + after[k][n] - cost[k][n] for n in range(len(below))] for k in range(len(table))]
    label = [min(range(len(table)), key=lambda k: (through[k][n], k)) for n in range(len(below))]
    known: dict[int, int] = {}
    for n, j in enumerate(below):
        known[j] = table[label[n]] if n == 0 or label[n] != label[n - 1] else OWN_ROW
    unsure = {
        table[k]
        for n in range(len(below))
        for k in range(len(table))
        if k != label[n] and through[k][n] < total + _CLOSE
    }
    unsure |= {
        table[label[n]]
        for n in range(len(below))
        if any(k != label[n] and through[k][n] < total + _CLOSE for k in range(len(table)))
    }
    return known, unsure


def _only_levels(row: Line) -> bool:
    return all(any(label.role in _LEVELS for label in atom.roles) for atom in row.cells)


def _indicators(lines: Sequence[Line]) -> list[int]:
    """The lines of the table's region that are no rests of wrapped cells."""
    start = next(
        (
            n
            for n, line in enumerate(lines)
            if any(
                a.roles and any(r.role == "column" and r.key in ("level3", "target", "actual") for r in a.roles)
                for a in line.cells
            )
        ),
        None,
    )
    if start is None:
        return []
    out: list[int] = []
    for n in range(start + 1, len(lines)):
        line = lines[n]
        if (
            line.prose
            or line.slot is not None
            or any(a.roles and not any(r.role in ("level1", "level2", "item") for r in a.roles) for a in line.cells[:1])
        ):
            break
        if not line.tail:
            out.append(n)
    return out


def _kind_of(label: str) -> str:
    """The kind that a level label names."""
    key = label_key(label)
    for name, _ in reversed(_SIGNS):
        if name in key:
            return name
    return ""


def strangeness(row: Line, texts: Sequence[str]) -> float:
    """Cost of an indicator with these texts standing in the row of a level label."""
    labels = [atom for atom in row.cells if any(label.role in _LEVELS for label in atom.roles)]
    return _strangeness(_kind_of(labels[-1].norm), texts) if labels else 0.0


def strangeness_of(label: str, texts: Sequence[str]) -> float:
    """Cost of an indicator with these texts standing below a level label: 0 where they speak of its kind, up to 1."""
    return _strangeness(_kind_of(label), texts)


def _strangeness(kind: str, texts: Sequence[str]) -> float:
    """Cost of an indicator standing below a label of this kind."""
    spoken = {name for name, sign in _SIGNS if any(sign.search(text) for text in texts)}
    return 0.0 if kind in spoken else 0.4 if not spoken or not kind else 1.0


def _begun(cost: Sequence[Sequence[float]]) -> list[list[float]]:
    """Least cost of the first lines, the last of them below label k; every label has at least one line, in order."""
    far = float("inf")
    best = [[far] * len(cost[0]) for _ in cost]
    for n in range(len(cost[0])):
        for k in range(len(cost)):
            stay = best[k][n - 1] if n else (0.0 if k == 0 else far)
            come = best[k - 1][n - 1] if n and k else far
            best[k][n] = min(stay, come) + cost[k][n]
    return best
