"""Laws of prose: admitted shortfalls, corrections, names, text where text belongs.

Comes in: a form and the settings. Goes out: sayings. Works by small word lists named
here; never by a model, never by the words of one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from extractor.laws.catalogue.narrative import prose_cells
from extractor.laws.catalogue.tables import card_item, has_full_marks
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, saying
from extractor.laws.settings import LawSettings
from extractor.notation import fold, parse_number

_SHORT = re.compile(r"暂未|尚未|未能|暂无|有待|尚待|未达到|未完成|未实现|滞后")
_TOPICS = (
    (re.compile(r"收益|效益|产值|利润|增收"), ("经济效益",)),
    (re.compile(r"成本"), ("成本节约率",)),
    (re.compile(r"质量|效能|效果|合格"), ("质量达标率",)),
    (re.compile(r"进度|按时|按期|工期|竣工"), ("完成及时率",)),
)


@saying("warning", "文字承认的不足与得分相符", "a shortfall told in prose costs marks on the card")
def admitted_shortfall_costs_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """admitted_shortfall_costs_marks: prose that says 尚未 or 有待 of income, quality, cost, time fits the card.

    Okay: narratives.performance=项目尚未产生收益。; scorecard[0].item=经济效益; scorecard[0].weight=5;
        scorecard[0].score=3
    Broken: narratives.performance=项目尚未产生收益。; scorecard[0].item=经济效益; scorecard[0].weight=5;
        scorecard[0].score=5
    """
    for path, text in prose_cells(form):
        for sentence in re.split(r"[。;；]", text):
            hit = _SHORT.search(sentence)
            if hit is None:
                continue
            # What is lacking stands in the clause of the word itself or the one before it.
            clause = sentence[max(0, hit.start() - 30) : hit.end() + 12]
            rows = [card_item(form, *labels) for topic, labels in _TOPICS if topic.search(clause)]
            full = [row for row in rows if row is not None and has_full_marks(form, row)]
            if rows and not full:
                yield holds(path, *(f"{row}.score" for row in rows if row is not None))
            elif full:
                yield _admitted(form, path, clause.strip("，, "), full)


def _admitted(form: Form, path: str, clause: str, full: list[str]) -> Said:
    marks = "、".join(f"{form.text(f'{row}.item')} {form.text(f'{row}.score')}" for row in full)
    return Said(
        "broken",
        (path, *(f"{row}.score" for row in full)),
        f"文字写「{clause}」，评分卡却给满分：{marks}",
        f"the prose admits “{clause}”, yet full marks: {marks}",
        found=marks,
    )


_CORRECTION = re.compile(r"指标[0-9一二三四五六七八九十]*[:：]?应为|(?:有误|笔误|错误|更正)[^。]{0,10}应为")


@saying("note", "表内无自我更正的内容", "the form does not correct itself in its remarks")
def form_corrects_itself(form: Form, settings: LawSettings) -> Iterator[Said]:
    """form_corrects_itself: a remark that a cell "应为" something else means that the cell is wrong.

    Okay: narratives.other_issues=无
    Broken: narratives.other_issues=质量指标1:应为对上一年度的补助。
    """
    for path, text in prose_cells(form):
        hit = _CORRECTION.search(text)
        if hit is not None:
            shown = text[hit.start() : hit.end() + 30]
            yield Said(
                "broken",
                (path,),
                f"表内自行更正：「{shown}」，相应单元格未改",
                f"the form corrects itself: “{shown}”, the cell was not changed",
                found=shown,
            )


_COMPANY = re.compile(r"[\u4e00-\u9fff()]{3,40}?有限(?:责任)?公司")
_BEFORE_NAME = re.compile(r".*(?:成立|联合|委托|购买|对|向|由|为|与|和|及|给|以|是|代|于)(?=.{8,})")


@saying("note", "同一单位名称前后一致", "one company has one name")
def names_agree(form: Form, settings: LawSettings) -> Iterator[Said]:
    """names_agree: two company names that differ only by a few dropped characters are the same company misspelt.

    Okay: narratives.overview=由永兴源智能制造有限公司承担。; narratives.fund_use=向永兴源智能制造有限公司付款。
    Broken: narratives.overview=由永兴源玻璃智能制造有限公司承担。; narratives.fund_use=向永兴源智能制造有限公司付款。
    """
    names: dict[str, str] = {}
    for path, text in prose_cells(form):
        for hit in _COMPANY.finditer(text):
            names.setdefault(_BEFORE_NAME.sub("", hit.group()), path)
    for one, other in combinations(names, 2):
        long, short = (one, other) if len(one) > len(other) else (other, one)
        if _lacks_a_piece(long, short):
            yield Said(
                "broken",
                (names[long], names[short]),
                f"「{long}」与「{short}」只差几个字，疑为同一单位",
                f"“{long}” and “{short}” differ by a few characters: probably one company",
                long,
                short,
            )


def _lacks_a_piece(long: str, short: str) -> bool:
    """Say whether ``short`` is ``long`` without one inner run of one to three characters."""
    gap = len(long) - len(short)
    if not 1 <= gap <= 3 or len(short) < 9:
        return False
    same = next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    return same >= 3 and long[same + gap :] == short[same:] and len(short) - same > len("有限公司")


@saying("warning", "目标栏填文字而非金额", "goal cells hold text, not money")
def goal_is_text(form: Form, settings: LawSettings) -> Iterator[Said]:
    """goal_is_text: the expected and the actual goal are described in words, not by a bare number.

    Okay: objective.expected=完成全年巡查任务
    Broken: objective.expected=43.2
    """
    for path in ("objective.expected", "objective.actual"):
        text = form.text(path)
        if text is None:
            continue
        if parse_number(text) is None:
            yield holds(path)
        else:
            yield Said(
                "broken", (path,), f"目标栏只填了数字 {text}", f"the goal cell holds only the number {text}", found=text
            )


_INSTRUCTION = re.compile(r"[0-9]+字以内|请(?:在此)?填写|填写说明|填报说明|请简要|[XＸ×]{2,}(?:万元|%|项目|年)")


@saying("warning", "填表说明文字已删除", "no template instructions are left")
def instructions_removed(form: Form, settings: LawSettings) -> Iterator[Said]:
    """instructions_removed: template text such as "100字以内" is not left in a cell.

    Okay: narratives.performance=完成全年任务。
    Broken: narratives.performance=(100字以内)完成全年任务。
    """
    for path, text in prose_cells(form):
        hit = _INSTRUCTION.search(fold(text))
        if hit is not None:
            shown = hit.group()
            yield Said(
                "broken", (path,), f"留有填表说明「{shown}」", f"template text “{shown}” was left in", found=shown
            )
