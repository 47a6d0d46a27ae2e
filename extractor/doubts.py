"""Doubts about a cell that more than one stage has to know: raised in one, lifted or looked at in another.

Comes in: a reason for review. Goes out: whether it is a certain doubt. Reasons that only one stage knows
stand in that stage; the English twins of all are in ``wording``. ``{}`` stands for what is inserted.
"""

from __future__ import annotations

STRIPS_DO_NOT_TALLY = "页面被切成竖条，各条行数不一，本值可能属于相邻行"
LINE_LOST = "竖条有缺行，此项可能随之丢失"
ROW_NOT_SETTLED = "竖条之间行的对应不唯一，本值可能属于另一行"
LABEL_COMPLETED = "标签残缺，按表式补全"
TARGET_ADJUSTED = "年初指标值为 {}，年中已调整，此处取调整后的指标值"
PRINTED_LEVEL_DISAGREES = "印刷的一级指标与本类指标通常的归属不一致，请核对"
DISPLACED = "该值单独成行，按内容归到此栏，请核对"
RESTORED = "模型认为此处有错字，应读作“{}”"
ONLY_MODEL = "仅由模型读出，请核对"
NOT_SEEN = "模型没有读出此行，请核对"
LAYOUT_GUESSED = "表格没有框线，按对齐推定所属单元格，请核对"
INK_UNREAD = "此格印有内容而未能识读"
ENGINE_UNSURE = "识别引擎对此处没有把握"
READERS_DISAGREE = "读法不一：{}读作“{}”，{}读作“{}”"

ABOUT_PRINT = (LABEL_COMPLETED, TARGET_ADJUSTED, PRINTED_LEVEL_DISAGREES, DISPLACED, RESTORED)
"""Doubts about what is printed, not about where it belongs: that another reader reads the same does not lift them."""


def is_doubt(reason: str, *doubts: str) -> bool:
    """True if a reason is one of the doubts, whatever is inserted in it.

    >>> is_doubt("读法不一：离线读作“3”，甲读作“8”", READERS_DISAGREE)
    True
    """
    return reason.startswith(tuple(doubt.partition("{}")[0] for doubt in doubts))
