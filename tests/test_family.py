"""Families are data: a further province's form is one more file, and a mistake in it is said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import FamilyError
from extractor.family import load_families
from tests.reading import reading_of, segments_of, table_of, tabs, values_of

FAMILY = """
name = "cave_county"
form_type = "other"
titles = ["石窟保护专项自评卡"]
signs = ["洞窟编号"]
fields = ["project_name", "cave"]
blocks = ["head", "funds", "indicators", "total"]

[field.cave]
type = "text"
path = "reporting_unit"
labels = ["洞窟编号"]

[column.target]
type = "quantity"
labels = ["应达到的数"]

[funds]
columns = ["adjusted_budget", "executed"]
rows = ["all.total"]

[indicators]
columns = ["level2", "level3", "target", "actual", "score"]
"""
FORM = (
    ("石窟保护专项自评卡",),
    ("项目名称", "西崖石窟防渗", "洞窟编号", "第十一窟"),
    ("项目资金", "预算数", "执行数"),
    ("年度资金总额", "33.1", "31.6"),
    ("二级指标", "三级指标", "应达到的数", "实际完成值", "得分"),
    ("数量指标", "封堵裂隙", "≥40处", "43处", "60"),
    ("质量指标", "渗漏点减少", "≥90%", "92%", "40"),
    ("总分", "", "", "", "100"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cave_county.toml").write_text(FAMILY, encoding="utf-8")
    return tmp_path


def test_a_family_added_in_a_folder_reads_its_form_without_any_code(folder: Path) -> None:
    families = load_families([folder])

    values = values_of(tabs(FORM), families)

    assert segments_of(tabs(FORM), families)[0].family == "cave_county"
    assert values["reporting_unit"] == "第十一窟"
    assert table_of(values, "indicators", 0)["target"] == "≥40处"
    assert (values["funds[0].executed"], values["total.score"]) == ("31.6", "100")


def test_the_value_of_a_label_that_has_no_cell_is_kept_as_unplaced_text(folder: Path) -> None:
    (folder / "cave_county.toml").write_text(FAMILY.replace('path = "reporting_unit"', 'path = ""'), encoding="utf-8")
    text = tabs(FORM)

    reading = reading_of(text, load_families([folder]))

    assert [text[span.start : span.end] for span in reading.unplaced] == ["第十一窟"]


def test_without_its_file_the_family_of_last_resort_reads_what_it_knows() -> None:
    assert segments_of(tabs(FORM))[0].family == "other"
    assert reading_of(tabs(FORM)).rows["indicators"] == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FAMILY.replace('name = "cave_county"\n', ""), "'name'"),
        (FAMILY.replace('form_type = "other"', 'form_type = "cave"'), "'cave'"),
        (FAMILY.replace("[field.cave]", "[field.grotto]"), "'cave'"),
        (FAMILY.replace('"executed"]', '"spent"]'), "'spent'"),
        ('unit = "美元"\n' + FAMILY, "'unit'"),
        ('laws = ["score_at_most_wieght"]\n' + FAMILY, "did you mean score_at_most_weight"),
        ("name = ", "TOML"),
    ],
)
def test_a_mistake_in_a_family_file_is_named(folder: Path, wrong: str, said: str) -> None:
    (folder / "cave_county.toml").write_text(wrong, encoding="utf-8")

    with pytest.raises(FamilyError, match=said) as error:
        load_families([folder])
    assert "cave_county.toml" in str(error.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(FamilyError, match="nowhere"):
        load_families([tmp_path / "nowhere"])


def test_every_built_in_family_prints_a_title_in_both_languages() -> None:
    assert all(family.title_zh and family.title_en for family in load_families().values())
