"""Seams between a note and the next indicator's name, where the page printed no boundary.

Comes in: the atoms of an indicator table on a page without separators, and its text. Goes
out: the same atoms, with a text such as ``设备到货较晚开展培训次数`` cut in two where note and name
most likely meet: by how notes and names begin and end, by what stands alone elsewhere in the
table, and by names that the text prints again. A cut that another one would do nearly as well
is doubted, for the reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.notation.confusion import as_digits
from extractor.notation.text import fold
from extractor.read.atoms import Atom
from extractor.read.fit import is_misread_figure, is_state
from extractor.values import Boundary

# How reasons for a deviation end, and how names of indicators begin and end.
_NOTE_ENDS = re.compile(
    r"(?:滞后|延后|延迟|推迟|顺延|较晚|较迟|较慢|较长|较少|较多|不足|未到|未完成|未参加|到位|影响|原因|调整|增加|减少|节约|结余|齐全|支付|变化|波动|取消|压减|预期|完成|增强|提高|踊跃|实施|进行|验收|不便|限制|要求|需要|安排|谋划|核定|审核|受限|有限|不畅|不够|不全|不高|不力|偏低|偏高|偏少|偏多|较大|较小|较高|较低|困难|紧张|下降|上涨|推进|落实|协调|优化|加快|整改|解决|改进|完善|供货|到货|付款|流标|变更|受阻|超期|延期|停工|冲突|流失|缺失|进度|提前|(?<!无)无)$"
)
_NOTE_WORD = re.compile(_NOTE_ENDS.pattern.removesuffix("$"))
_NUMBERED = re.compile(r"指标.{1,2}[:、.]")
_NAME_STARTS = re.compile(
    r"(?:开展|完成|购置|采购|补助|补贴|建设|新建|改建|改造|维修|维护|印发|发放|举办|组织|培训|培养|宣传|检测|监测|巡查|巡检|演练|救助|服务|养护|管护|整治|治理|矫正|灌溉|铺设|绿化|消杀|普法|抽检|招聘|调研|防疫|图书|档案|苗木|路灯"
    r"|政府|人才|经验|后续|生产|生活|日常|办理|清淤|清运|收运|清理|修缮|修复|安装|更换|升级|改善|降低|项目|资金|任务|工程|预算|成本|群众|受益|对象|学员|游客|参训|患者|家长|居民|村民|社会|公共|公众|政策|经济|生态|节约|提升|提高|促进|带动|改善|减少|保障|增加|推动|推进|扶持|支持|奖励|设备|人均|单位|验收|持续|长效|系统|平台|信息|数据|企业|农户|质量|数量)"
)
_NAME_ENDS = re.compile(
    r"(?:率|数|数量|次数|人数|户数|面积|里程|份数|时间|时限|情况|程度|水平|效果|作用|成本|满意度|度|能力|费用|标准|意识|环境|排放|支出|机制|性|人次|村数|总额|规模|量|活动|农户|手册|设备|批次)$"
)
_NOT_NONE = re.compile("无(?:障碍|线|人机|害|偿|公害|烟|纸|证|房|土)")  # words that begin with 无
_PUNCTUATION = re.compile("[,，、;；。:：]")
_LONGEST_NAME = 14
_SHORT_NOTE = 6
_KNOWN, _AGAIN, _AGAIN_LENGTH = 3.0, 2.0, 5
_LEAST, _NOTE_LIKE, _SURE, _MARGIN = 2.4, 3.0, 4.0, 0.5
SEAM_GUESSED = "偏差原因与下一指标名称之间没有印出分隔，按用语切分，请核对"


@dataclass(frozen=True, slots=True)
class Known:
    """What the page says elsewhere: notes that stand alone, and its text in comparison form."""

    notes: frozenset[str] = frozenset()
    text: str = ""

    def again(self, name: str) -> bool:
        """True for a text that is long enough to be no chance and begins on the page a second time.

        That another name ends in it (验收合格率) says nothing.
        """
        if len(name) < _AGAIN_LENGTH or self.text.count(name) < 2:
            return False
        return re.search(rf"(?:^|[^\u4e00-\u9fff]|指标|完成){re.escape(name)}", self.text) is not None


def cut_seams(atoms: Sequence[Atom], text: str = "") -> list[Atom]:
    """Atoms with each text between a value and the next row's value cut where a note ends and a name begins."""
    known = Known(frozenset(_notes_alone(atoms)), fold(text))
    out: list[Atom] = []
    for index, atom in enumerate(atoms):
        before = atoms[index - 1] if index else None
        behind = atoms[index + 1] if index + 1 < len(atoms) else None
        open_text = atom.loose and not atom.roles and len(atom.norm) >= 5 and not _NUMBERED.match(atom.norm)
        found = None
        if open_text and before and behind and _ends_row(before) and _starts_row(behind):
            found = seam_of(atom.text, known)
        if found is None:
            out.append(atom)
        else:
            at, sure = found
            doubt = atom.doubt or ("" if sure else SEAM_GUESSED)
            middle = atom.start + at
            out.append(replace(atom, end=middle, text=atom.text[:at], norm=fold(atom.text[:at]), doubt=doubt))
            name = fold(atom.text[at:])
            out.append(replace(atom, start=middle, text=atom.text[at:], norm=name, before=Boundary.NONE, doubt=doubt))
    return out


def _notes_alone(atoms: Sequence[Atom]) -> list[str]:
    """Notes at the end of a group of rows: a level's label follows them."""
    return [
        atom.norm
        for before, atom, behind in zip(atoms, atoms[1:], atoms[2:], strict=False)
        if atom.loose and not atom.roles and len(atom.norm) >= _SHORT_NOTE and _ends_row(before) and behind.roles
    ]


def _ends_row(atom: Atom) -> bool:
    """True for what stands before a note: points, or a result in figures or words."""
    return not atom.roles and (as_digits(atom.norm)[:1].isdecimal() or is_state(atom.norm))


def _starts_row(atom: Atom) -> bool:
    """True for what follows a name: a figure, a comparator, a worded target."""
    figure = any(char.isdecimal() for char in atom.norm) and as_digits(atom.norm)[:1].isdecimal()
    return not atom.roles and (
        figure or atom.norm[:1] in "≥≤><=≧≦⩾⩽大小不" or is_misread_figure(atom.norm) or is_state(atom.norm)
    )


def seam(text: str) -> int | None:
    """Offset where the note ends and the name begins; None where the text is one of the two."""
    found = seam_of(text, Known())
    return found[0] if found else None


def seam_of(text: str, known: Known) -> tuple[int, bool] | None:
    """The seam in a text, and whether no other place would do nearly as well; None where there is none."""
    scored = sorted(((_score(text, at, known), at) for at in range(1, len(text) - 2)), reverse=True)
    if not scored or scored[0][0] < _LEAST:
        return None
    best, at = scored[0]
    is_name = len(text) <= _LONGEST_NAME and not _PUNCTUATION.search(text) and _NAME_ENDS.search(text)
    is_note = text[:at] == "无" or fold(text[:at]) in known.notes or (at >= _SHORT_NOTE and best >= _NOTE_LIKE)
    if is_name and not is_note:
        return None
    second = scored[1][0] if len(scored) > 1 else 0.0
    return at, best >= _SURE and best - second >= _MARGIN


def _score(text: str, at: int, known: Known) -> float:
    """What speaks for a seam here."""
    note, name = text[:at], text[at:]
    if not "\u4e00" <= name[0] <= "\u9fff" or _NOT_NONE.match(text[at - 1 :]):
        return -1.0
    ends, begins = bool(_NOTE_ENDS.search(note)), bool(_NAME_STARTS.match(name))
    score = (2.0 if ends else 0.0) + (1.5 if begins else 0.0) + (2.5 if note[-1] in "。；;" else 0.0)
    score += (0.6 if _NAME_ENDS.search(name) else 0.0) + (0.4 if 4 <= len(name) <= _LONGEST_NAME else 0.0)
    score += 0.02 * min(len(name), _LONGEST_NAME)
    if note != "无" and len(note) < _SHORT_NOTE:
        score -= 1.5 if len(note) < 4 or not ends else 1.0
    score -= 0.8 if not begins and (len(name) < 4 or _NOTE_WORD.match(name)) else 0.0
    score -= 1.0 if note[-1] in "，,、的和与" else 0.0
    score += _KNOWN if fold(note) in known.notes else 0.0
    return score + (_AGAIN + 0.05 * len(name) if known.again(fold(name)) else 0.0)
