"""Titles of several lines, broken where a reader would pause.

Comes in: a title. Goes out: the same title with line breaks. Never tears a word that it knows, a number or a name in
Latin letters, and never changes a letter.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations, pairwise

from extractor.labels import Language
from extractor.narrate.guard import unmarked
from extractor.narrate.word.blocks import Pieces, plain
from extractor.narrate.word.house import TEXT_WIDTH
from extractor.narrate.word.tables import width_of

_SIZES = {"zh": 22, "en": 18}
_END = re.compile(r"(?:项目支出|部门整体支出|整体支出)?绩效(?:(?!绩效).)*$")
_MOST_LINES = 3
# Words that the names of projects and units are made of; a break beside one of them is as good as one beside any other.
_WORDS = (
    "关于 年度 中央 省级 市级 县级 财政 预算 部门 整体 支出 转移支付 中小企业 小微企业 企业 公共 服务 "
    "平台 维护 运营 运行 运维 项目 工程 建设 专项 资金 经费 补助 补贴 奖励 奖补 管理 改造 提升 发展 "
    "技术 科技 创新 创业 培训 信息化 信息 数字 智慧 系统 网络 设备 购置 采购 保障 能力 体系 "
    "基础 设施 农村 农业 乡村 振兴 扶贫 城市 城乡 道路 公路 交通 桥梁 照明 养护 环境 生态 保护 整治 治理 "
    "污染 教育 学校 医疗 卫生 健康 疾病 防控 文化 旅游 体育 社会 保险 养老 就业 人才 水利 水库 灌溉 供水 "
    "应急 物资 储备 救助 产业 工业 转型 升级 支持 扶持 示范 试点 推广 工作 活动 宣传 检测 监测 监管 "
    "执法 安全 生产 质量 标准 绩效 自评 评价 报告 复核 意见 自治区 自治州 委员会 办公室 管理局 中心 地区"
).split()
_UNBROKEN = re.compile("|".join([r"[\x21-\x7e]+年?", *sorted(_WORDS, key=len, reverse=True)]))
_NOT_FIRST, _NOT_LAST = "的，。、；：？！”’）》」』】〕—·", "“‘（《「『【〔"
_LOOSE, _TORN, _LINE = 6.0, 60.0, 20.0  # what a break costs beside no known word, inside of one, and each as such


def broken_title(pieces: Pieces, language: Language) -> Pieces:
    """A title of several lines broken into words kept whole and lines of like length, as 7.3.1 asks."""
    words = plain(pieces)
    room = TEXT_WIDTH / (_SIZES[language] * 10)  # in half-width letters
    if width_of(words) <= room:
        return pieces
    return _cut(pieces, _chinese(words, room) if language == "zh" else _english(words))


def _english(words: str) -> tuple[int, ...]:
    """Behind the name and its colon."""
    at = words.rfind(": ")
    return (at + 2,) if at > 0 else ()


def _chinese(words: str, room: float) -> tuple[int, ...]:
    """Before the words that say what it is, where these leave one line for the name; else where it costs least."""
    end = _END.search(words)
    if end and end.start() and max(width_of(words[: end.start()]), width_of(end[0])) <= room:
        return (end.start(),)
    costs = _costs(words)
    lines = max(2, math.ceil(width_of(words) / room))
    ways = [way for count in (lines, lines + 1) if count <= _MOST_LINES for way in combinations(costs, count - 1)]
    fitting = [way for way in ways if max(_widths(words, way)) <= room]
    if not fitting:
        return ()  # longer than any title: it breaks by itself
    return min(fitting, key=lambda way: sum(costs[cut] for cut in way) + _uneven(words, way) + _LINE * len(way))


def _costs(words: str) -> dict[int, float]:
    """The places where a line may end, with their costs."""
    edges, inside = set(), set()
    for found in _UNBROKEN.finditer(words):
        edges |= {found.start(), found.end()}
        inside |= set(range(found.start() + 1, found.end()))
    places = [at for at in range(2, len(words) - 1) if words[at] not in _NOT_FIRST and words[at - 1] not in _NOT_LAST]
    return {at: _TORN if at in inside else 0.0 if at in edges else _LOOSE for at in places}


def _widths(words: str, cuts: tuple[int, ...]) -> list[float]:
    return [width_of(words[start:end]) for start, end in pairwise((0, *cuts, len(words)))]


def _uneven(words: str, cuts: tuple[int, ...]) -> float:
    widths = _widths(words, cuts)
    return max(widths) - min(widths)


def _cut(pieces: Pieces, cuts: tuple[int, ...]) -> Pieces:
    """The pieces without their marks, with a line break at each place."""
    made, behind = [], 0
    for piece in pieces:
        text = unmarked(piece.text)
        here = [cut - behind for cut in cuts if behind <= cut < behind + len(text)]
        lines = [text[start:end] for start, end in pairwise((0, *here, len(text)))]
        made.append(replace(piece, text="\n".join(line.rstrip() if here else line for line in lines)))
        behind += len(text)
    return tuple(made)
