"""What kinds of cases are called, in Chinese and in English.

Comes in: a family, layout, damage, planted error or row as a case names it. Goes out: its name in both
languages; a name that is not known here stays as it is. Never decides what belongs to what.
"""

from __future__ import annotations

import re

from extractor.labels import FORM_TYPES, Label

HAND_WRITTEN, DRAWN = "folder", "drawn"
"""Rows of the table for cases that are in none of the generator's: those of a folder, and a draw over all kinds."""
NAMES: dict[str, Label] = {
    HAND_WRITTEN: Label("用例文件夹", "folder of cases"),
    DRAWN: Label("各种损坏混合", "draw over all kinds"),
    "human error": Label("人为差错", "author's error"),
    "lost": Label("数字丢失", "lost"),
    # families
    "national": Label("项目支出自评表（通用）", "national project form"),
    "poverty": Label("扶贫与衔接资金自评表", "poverty and follow-up funds"),
    "hubei": Label("湖北式自评表", "Hubei type"),
    "sichuan": Label("四川式自评表", "Sichuan type"),
    "city_project": Label("市级项目自评表（评分表）", "city project with score card"),
    "city_department": Label("市级部门自评表", "city department"),
    # layouts
    "tabs": Label("制表符", "tabs"),
    "cells": Label("一格一行", "one cell a line"),
    "pipes": Label("竖线表格", "pipes"),
    "spaces": Label("空格分栏", "spaces"),
    "one line": Label("整表一行", "one line"),
    "glued": Label("无分隔连写", "glued"),
    "html": Label("HTML 表格", "HTML"),
    "strips": Label("竖条", "strips"),
    "typeset strips": Label("排版页竖条", "typeset strips"),
    # damages
    "none": Label("无损坏", "none"),
    "scan": Label("扫描件", "scan"),
    "digits": Label("数字误读", "digits"),
    "comparators": Label("比较号误读", "comparators"),
    "lost cells": Label("数字丢失", "lost cells"),
    "labels": Label("标签误读", "labels"),
    "full width": Label("全角数字", "full-width digits"),
    "blank rows": Label("空白指标行", "blank rows"),
    "wrapped lines": Label("格内折行", "wrapped lines"),
    "instructions": Label("填表说明未删", "instructions left"),
    "glued cells": Label("相邻格连写", "glued cells"),
    "repeated amounts": Label("金额按合并列重复", "repeated amounts"),
    "split header": Label("表头分两行", "split header"),
    "header behind": Label("表头在后", "header behind its values"),
    "label above": Label("行标签在上一行", "label in the row above"),
    "vanished blanks": Label("空格消失", "vanished blanks"),
    "chunk markers": Label("行前序号", "chunk markers"),
    "page furniture": Label("页眉页脚", "page furniture"),
    "several forms": Label("一文多表", "several forms"),
    "shared score": Label("两行共用得分", "shared score"),
    # errors of the author's
    "total score": Label("总分错", "total score"),
    "card total": Label("评分卡总分错", "card total"),
    "total weight": Label("总分值错", "total weight"),
    "total not updated": Label("总分未随改", "total not updated"),
    "digits swapped": Label("数字颠倒", "digits swapped"),
    "item score": Label("一项得分错", "item score"),
    "score above weight": Label("得分超分值", "score above weight"),
    "card score above weight": Label("评分卡得分超分值", "card score above weight"),
    "rate": Label("执行率错", "execution rate"),
    "execution score": Label("执行得分错", "execution score"),
    "card execution score": Label("评分卡执行得分错", "card execution score"),
    "funds sum": Label("资金合计错", "sum of funds"),
    "wan yuan slip": Label("元与万元混淆", "unit slip"),
    "missed full marks": Label("未达标得满分", "missed, full marks"),
    "missed but done": Label("未达标称完成", "missed, said done"),
    "late full marks": Label("逾期得满分", "late, full marks"),
    "no reason": Label("失分无原因", "marks lost without a reason"),
    "share above hundred": Label("比率超百", "share above 100 %"),
    "target copied": Label("照抄指标值", "target copied"),
    "listed twice": Label("指标重复", "listed twice"),
    "grade": Label("等次不符", "grade"),
    "section score": Label("部分得分错", "section score"),
    "year": Label("年度不符", "year"),
    "period": Label("项目期不符", "period"),
    "narrative amount": Label("文中金额不符", "amount in the narrative"),
    "goal is money": Label("以资金为目标", "goal is money"),
    "instruction left": Label("说明未删", "instruction left"),
    "balance": Label("结余不平", "balance"),
    "staff": Label("人数不符", "staff"),
    "income table": Label("收支表不平", "income table"),
}
_WITH_SHARE = re.compile(r"(.+?) (\d+(?:\.\d+)? ?%)")


def kind_label(name: str) -> Label:
    """The name of a kind in both languages; several with ``+`` between them, or one with a share (``digits 8 %``)."""
    known = FORM_TYPES.get(name) or NAMES.get(name)
    if known is not None:
        return known
    if "+" in name:
        parts = [kind_label(part) for part in name.split("+")]
        return Label("＋".join(part.zh for part in parts), " + ".join(part.en for part in parts))
    share = _WITH_SHARE.fullmatch(name)
    if share and share[1] in NAMES:
        return Label(f"{NAMES[share[1]].zh} {share[2]}", name)
    return Label(name, name)
