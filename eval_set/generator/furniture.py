"""Text around and inside a form that is no value: page furniture, chunk markers, instructions, wrapped lines.

Comes in: a sheet, dice, a severity. Goes out: the sheet with more text. Never changes a value: what is added
stands in rows and labels, and a wrapped cell says the same with line ends in it.
"""

from __future__ import annotations

from dataclasses import replace

from eval_set.generator.characters import share_of
from eval_set.generator.dice import Dice
from eval_set.generator.sheet import Cell, Row, Sheet

_FRONT = (
    "附件3",
    "文件名：自评表汇总.docx",
    "创建时间：2024-03-11 09:42:17",
    "来源：政务公开专栏  浏览次数：318",
    "打印日期 2024/3/12",
    "【字体：大 中 小】",
)
_INSIDE = ("— 2 —", "第 2 页 共 5 页", "- 3 -", "2/4")
_BEHIND = ("— 3 —", "第 3 页 共 5 页", "附件下载：绩效自评表.zip", "责任编辑：信息公开科", "[打印本页] [关闭窗口]")
_INSTRUCTIONS = ("（100字以内）", "（请如实填写）", "（简要说明）", "（据实填报）")
_FOOT = "填表说明：1.各部门对照绩效目标填列。2.未完成的请说明原因。"


def page_furniture(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Put file metadata in front and page numbers behind; from severity 2 on a page number inside the table too."""
    front = [_loose(text) for text in dice.sample(_FRONT, dice.randrange(1, 4))]
    behind = [_loose(text) for text in dice.sample(_BEHIND, dice.randrange(1, 3))]
    rows = list(sheet.rows)
    if severity >= 2:
        rows.insert(dice.randrange(len(rows) // 2, len(rows)), _loose(dice.pick(_INSIDE)))
    return replace(sheet, rows=(*front, *rows, *behind))


def _loose(text: str) -> Row:
    return Row("furniture", (Cell(text, (), "furniture"),))


def chunk_markers(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Put ``1、`` in front of that share of the rows, counting on."""
    places = [number for number, row in enumerate(sheet.rows) if row.block not in ("title", "furniture")]
    rows = list(sheet.rows)
    for count, number in enumerate(sorted(dice.sample(places, share_of(severity, len(places)))), 1):
        first, *rest = rows[number].cells
        if not first.text or first.role == "label":
            rows[number] = replace(rows[number], cells=(replace(first, text=f"{count}、{first.text}"), *rest))
    return replace(sheet, rows=tuple(rows))


def instructions(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Leave the template's instructions in so many labels, and a remark on filling in at the foot."""
    places = [
        (row, column)
        for row, column, cell in sheet.cells()
        if cell.role == "label" and sheet.rows[row].block in ("objective_header", "narrative")
    ]
    for row, column in sorted(dice.sample(places, min(len(places), max(1, int(severity))))):
        cell = sheet.rows[row].cells[column]
        sheet = sheet.with_cell(row, column, replace(cell, text=cell.text + dice.pick(_INSTRUCTIONS)))
    return replace(sheet, rows=(*sheet.rows, Row("tail", (Cell(_FOOT, (), "remark"),))))


def wrapped_lines(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Break the text of that share of the worded cells over lines."""
    places = [
        (row, column)
        for row, column, cell in sheet.cells()
        if cell.role in ("label", "level", "text", "prose") and len(cell.text) >= 5
    ]
    for row, column in sorted(dice.sample(places, share_of(severity, len(places)))):
        cell = sheet.rows[row].cells[column]
        at = dice.randrange(2, len(cell.text) - 1)
        if cell.text[at - 1].isascii() or cell.text[at].isascii():
            continue
        sheet = sheet.with_cell(row, column, replace(cell, text=f"{cell.text[:at]}\n{cell.text[at:]}"))
    return sheet
