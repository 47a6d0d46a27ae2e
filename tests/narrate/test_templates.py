"""Templates of one's own work as the program's do, and cannot print what no cell carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.narrate import draft, template_names, templates
from tests import sample_record

RECORD = sample_record.record(sample_record.national)


def _draft(folder: Path, text: str, language: str = "zh") -> str:
    (folder / f"own.{language}.md.j2").write_text(text, encoding="utf-8")
    return draft([RECORD], "own", language, folder)  # type: ignore[arg-type]


def test_the_templates_of_the_program_say_what_they_are_in_both_languages() -> None:
    assert [one.name for one in templates()] == ["brief", "memo", "portfolio", "report", "summary"]
    assert all(set(one.about) == {"zh", "en"} and all(one.about.values()) for one in templates())


def test_every_template_has_its_english_twin() -> None:
    from extractor.templates import template_folder

    names = {path.name for path in (template_folder() / "narrative").iterdir()}
    assert {name.replace(".zh.", ".en.") for name in names if ".zh." in name} == {
        name for name in names if ".en." in name
    }


def test_own_templates_stand_beside_those_of_the_program_and_before_them(tmp_path: Path) -> None:
    (tmp_path / "brief.zh.md.j2").write_text("{# 自己的 #}{{ stories[0].project }}", encoding="utf-8")
    (tmp_path / "line.zh.md.j2").write_text("", encoding="utf-8")

    assert template_names(tmp_path) == ("brief", "line", "memo", "portfolio", "report", "summary")
    assert draft([RECORD], "brief", folder=tmp_path) == "乡村道路照明改造项目\n"
    assert draft([RECORD], "memo", folder=tmp_path).startswith("# 关于")


def test_own_templates_may_use_the_parts_of_the_program(tmp_path: Path) -> None:
    text = _draft(tmp_path, '{% from "_words.zh.md.j2" import total %}{{ total(stories[0]) }}')
    assert text.startswith("自评总分88分〔待核〕[^1]（满分100分）。")


@pytest.mark.parametrize(
    "typed",
    [
        "满分100分", "共三项", "“张三”", "{{ 7 * 7 }}", "{{ stories|length }}", "{{ stories[0].number }}",
        "{{ stories[0].score.text }}分", "{{ stories[0].score|cell|replace('88', '98') }}", "{{ '\\ue0f098\\ue0f1' }}",
        "{{ [1, 2, 3]|tally }}", "{{ range(9)|list|tally }}", "{{ (stories + stories)|tally }}", "{{ '九'|quoted }}",
        "{{ '98'|cell }}", "{{ '98'|words }}", "{{ '张三'|name }}", "{{ '98'|source }}", "{{ '98'|remark }}",
        "{{ stories[0].score|amount('分，满分200') }}", "{{ stories[0].score|measured('分，满分200分') }}",
    ],
)  # fmt: skip
def test_no_template_prints_what_no_cell_carries(tmp_path: Path, typed: str) -> None:
    with pytest.raises(UsageError):
        _draft(tmp_path, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "{{ stories[0].__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ stories.append(0) }}",
        "{{ stories[0].money.__init__.__globals__ }}", "{% include '/etc/passwd' %}", "{% include '../../README.md' %}",
    ],
)  # fmt: skip
def test_a_template_reaches_nothing_but_what_it_is_given(tmp_path: Path, typed: str) -> None:
    with pytest.raises(UsageError):
        _draft(tmp_path, typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("甲\n{{ stories[0].scor }}", "own.zh.md.j2, line 2: .*scor"),
        ("甲\n\n{% if %}", "own.zh.md.j2, line 3: "),
        ("{{ stories[0].money.allocated }}", "line 1: a template prints a cell that the form lacks"),
        ("{% include 'nobody' %}", "asks for the template 'nobody'"),
        ("甲\n{{ 1 / 0 }}", "own.zh.md.j2, line 2: division by zero"),
    ],
)
def test_a_fault_of_a_template_is_told_with_its_file_and_line(tmp_path: Path, typed: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        _draft(tmp_path, typed)


def test_a_template_without_a_twin_says_which_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "own.zh.md.j2").write_text("甲", encoding="utf-8")

    with pytest.raises(UsageError, match="'own' is there in zh only; add own.en.md.j2"):
        draft([RECORD], "own", "en", tmp_path)


def test_headings_are_numbered_where_a_template_asks_for_it(tmp_path: Path) -> None:
    text = _draft(tmp_path, "# 题\n## §甲\n### §§乙\n### §§丙\n## §丁\n### §§戊\n## 附\n")

    heads = [line for line in text.splitlines() if line]
    assert heads == ["# 题", "## 一、甲", "### （一）乙", "### （二）丙", "## 二、丁", "### （一）戊", "## 附"]
    assert "### 1.2 丙" in _draft(tmp_path, "# a\n## §甲\n### §§乙\n### §§丙\n", "en")


def test_a_contradiction_becomes_a_footnote_though_the_template_asks_for_none(tmp_path: Path) -> None:
    text = _draft(tmp_path, "总分{{ stories[0].score|measured('分') }}。")

    assert text.startswith(
        "总分88分〔待核〕[^1]。\n\n[^1]: 各项得分77＋执行率得分9＝86，与总分88相差2。依据：财预〔2020〕10号。"
    )


def test_no_template_of_the_program_holds_a_figure_or_praise_of_its_own() -> None:
    import re

    from extractor.templates import template_folder

    for path in (template_folder() / "narrative").glob("*.md.j2"):
        words = re.sub(r"\{[%{#].*?[%}#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\d|显著|成效|圆满|突出|高度重视|扎实推进|successful|excellent|outstanding", words), (
            path.name
        )


def test_the_template_of_the_documentation_works(tmp_path: Path) -> None:
    import re

    page = (Path(__file__).parent.parent.parent / "docs" / "narratives.md").read_text(encoding="utf-8")
    found = re.search(r"```jinja\n(.*?)```", page, re.DOTALL)
    assert found is not None
    text = _draft(tmp_path, found[1])

    assert "## 一、资金" in text and "- “新装路灯数”：指标值≥480盏，完成值468盏。表内说明：" in text
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == ["summary", "report", "memo", "brief", "portfolio"]
