"""Headers of levels that lost their numeral are told by what stands beside them."""

from __future__ import annotations

import pytest

from extractor.read.numerals import with_lost_numerals
from tests.reading import atoms_in, family_named, lexicon_for, values_of

ROW = "\t指标值\t实际完成值\t分值\t得分\n产出指标\t数量指标\t修缮\t≥6口\t6口\t20\t20\n"


def levels_of(header: str) -> list[str]:
    family, lexicon = family_named("project_national"), lexicon_for("project_national")
    return [atom.norm for atom in with_lost_numerals(atoms_in(header + ROW), family, lexicon)[:3]]


@pytest.mark.parametrize(
    "header",
    [
        "级指标\t级指标\t级指标",
        "一级指标\t级指标\t三级指标",
        "级指标\t二级指标\t一级指标",  # 三 that lost two of its strokes
        "级指标\t一级指标\t级指标",  # 二 that lost one
        "—级指标\t二级指标\t三级指标",  # taken for a dash
        "·级指标\t=级指标\t三级指标",
        "一级指标\t二级指标\t三级指标",
    ],
)
def test_each_level_is_named_once_in_order(header: str) -> None:
    assert levels_of(header) == ["一级指标", "二级指标", "三级指标"]


def test_a_sound_header_in_another_order_stays() -> None:
    assert levels_of("三级指标\t二级指标\t一级指标") == ["三级指标", "二级指标", "一级指标"]


def test_a_form_with_lost_numerals_reads_as_one_without() -> None:
    form = "项目支出绩效自评表\n（2023年度）\n项目名称\t古井修缮\n{}" + ROW
    assert values_of(form.format("级指标\t级指标\t级指标")) == values_of(form.format("一级指标\t二级指标\t三级指标"))
