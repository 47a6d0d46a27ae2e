"""Amounts are written as a person writes them; what was converted says from what, and 约 where it does not come out."""

from __future__ import annotations

import pytest

from extractor.narrate.amounts import write_amount
from extractor.narrate.said import Said


@pytest.mark.parametrize(
    ("text", "unit", "written", "printed"),
    [
        ("136.50", "万元", "136.5万元", ""),
        ("8307500", "元", "830.75万元", "8307500元"),
        ("9999", "元", "9999元", ""),
        ("22728.40", "万元", "约2.27亿元", "22728.4万元"),
        ("20000", "万元", "2亿元", "20000万元"),
        ("110941483.61", "元", "约1.11亿元", "110941483.61元"),
        ("-10504.26", "万元", "约-1.05亿元", "-10504.26万元"),
        ("12.5", "", "12.5", ""),
        ("详见附件", "万元", "详见附件", ""),
    ],
)
def test_an_amount_in_chinese(text: str, unit: str, written: str, printed: str) -> None:
    amount = write_amount(Said(text, ("1:a",)), unit, "zh")

    assert (amount.written, amount.printed) == (written, printed)


@pytest.mark.parametrize(
    ("text", "unit", "written", "printed"),
    [
        ("136.5", "万元", "1.365 million yuan", "136.5 万元"),
        ("15", "万元", "150,000 yuan", "15 万元"),
        ("0.00", "万元", "0 yuan", ""),
        ("336092.68", "元", "336,092.68 yuan", "336092.68 元"),
        ("110941483.61", "元", "about 110.94 million yuan", "110941483.61 元"),
        ("250000", "万元", "2.5 billion yuan", "250000 万元"),
    ],
)
def test_an_amount_in_english(text: str, unit: str, written: str, printed: str) -> None:
    amount = write_amount(Said(text, ("1:a",)), unit, "en")

    assert (amount.written, amount.printed) == (written, printed)
