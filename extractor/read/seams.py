"""Seams between a note and the next indicator's name, where the page printed no boundary.

Comes in: the atoms of an indicator table on a page without separators. Goes out: the
same atoms, with a text such as ``设备到货较晚开展培训次数`` cut in two where note and name
most likely meet. What was cut so is remembered by its flag, for the reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.read.atoms import Atom
from extractor.read.fit import is_misread_figure
from extractor.values import Boundary

# How reasons for a deviation end, and how names of indicators begin and end.
_NOTE_ENDS = re.compile(
    r"(?:滞后|延后|延迟|推迟|顺延|较晚|较迟|较慢|较长|较少|较多|不足|未到|未完成|未参加|到位|影响|原因|调整|增加|减少|节约|结余|齐全|支付|变化|波动|取消|压减|预期|完成|增强|提高|踊跃|实施|进行|验收|不便|限制|要求|需要|无)$"
)
_NAME_STARTS = re.compile(
    r"(?:开展|完成|购置|采购|补助|补贴|建设|新建|改建|改造|维修|维护|印发|发放|举办|组织|培训|培养|宣传|检测|监测|巡查|巡检|演练|救助|服务|养护|管护|整治|治理|矫正|灌溉|铺设|绿化|消杀|普法|抽检|招聘|调研|防疫|图书|档案|苗木|路灯"
    r"|项目|资金|任务|工程|预算|成本|群众|受益|对象|学员|游客|参训|患者|家长|居民|村民|社会|公共|公众|政策|经济|生态|节约|提升|提高|促进|带动|改善|减少|保障|增加|推动|推进|扶持|支持|奖励|设备|人均|单位|验收|持续|长效|系统|平台|信息|数据|企业|农户|质量|数量)"
)
_NAME_ENDS = re.compile(
    r"(?:率|数|数量|次数|人数|户数|面积|里程|份数|时间|时限|情况|程度|水平|效果|作用|成本|满意度|度|能力|费用|标准|意识|环境|排放|支出|机制|性|人次|村数|总额|规模|量|活动|农户|手册|设备|批次)$"
)
SEAM_GUESSED = "偏差原因与下一指标名称之间没有印出分隔，按用语切分，请核对"


def cut_seams(atoms: Sequence[Atom]) -> list[Atom]:
    """Atoms with each text between a figure and the next figure cut where a note ends and a name begins."""
    out: list[Atom] = []
    for index, atom in enumerate(atoms):
        before = atoms[index - 1] if index else None
        behind = atoms[index + 1] if index + 1 < len(atoms) else None
        if not (
            atom.loose
            and before
            and behind
            and _is_figure(before)
            and _starts_row(behind)
            and not atom.roles
            and len(atom.norm) >= 5
        ):
            out.append(atom)
            continue
        at = seam(atom.text)
        if at is None:
            out.append(atom)
        else:
            middle = atom.start + at
            out.append(replace(atom, end=middle, text=atom.text[:at], norm=atom.norm[:at]))
            out.append(replace(atom, start=middle, text=atom.text[at:], norm=atom.norm[at:], before=Boundary.NONE))
    return out


def _is_figure(atom: Atom) -> bool:
    return atom.norm[:1].isdecimal() and not atom.roles


def _starts_row(atom: Atom) -> bool:
    """True for what follows a name: a figure, a comparator, a worded target."""
    return not atom.roles and (
        atom.norm[:1].isdecimal() or atom.norm[:1] in "≥≤><=≧≦⩾⩽大小不" or is_misread_figure(atom.norm)
    )


def seam(text: str) -> int | None:
    """Offset where the note ends and the name begins; None where the text is one of the two."""
    best: tuple[float, int] | None = None
    for at in range(1, len(text) - 2):
        note, name = text[:at], text[at:]
        if not "\u4e00" <= name[0] <= "\u9fff":
            continue
        score = (2.0 if _NOTE_ENDS.search(note) else 0.0) + (1.5 if _NAME_STARTS.match(name) else 0.0)
        score += (
            (0.6 if _NAME_ENDS.search(name) else 0.0)
            + (0.4 if 4 <= len(name) <= 12 else 0.0)
            + (2.5 if note[-1] in "。；;" else 0.0)
        )
        score -= 1.5 if len(note) < 4 and note != "无" else 0.0
        score -= 0.8 if len(name) < 4 and not _NAME_STARTS.match(name) else 0.0
        score -= 1.0 if note[-1] in "，,、的和与" else 0.0
        if best is None or score >= best[0]:
            best = (score, at)
    return best[1] if best is not None and best[0] >= 2.4 else None
