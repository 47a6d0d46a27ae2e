"""No figure, date or name reaches a narrative unless a cell or a stated formula carries it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.narrate.guard import (
    Ledger,
    Trace,
    altered,
    clean,
    numeral,
    numeral_value,
    open_ledger,
    traced,
    unmarked,
    untraced,
)


def test_a_traced_figure_passes() -> None:
    assert untraced(f"得{traced('19.5')}分") == ()


def test_a_typed_figure_is_found_with_its_surroundings() -> None:
    assert untraced(f"得{traced('19.5')}分，共5项") == ("得…分，共5项",)


def test_a_figure_glued_to_a_traced_one_is_found() -> None:
    assert len(untraced(f"{traced('19')}5")) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "三项",
        "共十余人",
        "百分之九十",
        "近百户",
        "第三季度",
        "数千万元",
        "半数",
        "得分提高一倍",
        "二〇二三年",
        "①",
        "Ⅳ级",
    ]
    + ["两个", "three projects", "half of them", "a dozen forms", "in March", "９０分", "½"],
)
def test_figures_in_words_and_dates_are_figures(typed: str) -> None:
    assert untraced(f"该项目{typed}。")


@pytest.mark.parametrize(
    "typed",
    ["一级指标", "三级指标", "三公经费", "统一", "一般公共预算", "一次性项目", "个百分点", "万元", "与指标值一致"]
    + ["none", "often", "weight"],
)
def test_words_that_hold_a_numeral_and_say_no_figure_pass(typed: str) -> None:
    assert untraced(typed) == ()


@pytest.mark.parametrize("typed", ["“张三”", "《某某办法》", "「路灯」", '"Lamps"', f"“甲{traced('乙')}”"])
def test_a_name_between_quotes_that_no_cell_carries_is_found(typed: str) -> None:
    assert untraced(typed)


def test_a_traced_name_between_quotes_passes() -> None:
    assert untraced(f"“{traced('张三')}”、《{traced('某某办法')}》") == ()


def test_numbers_of_headings_and_lists_pass_as_long_as_they_count() -> None:
    counted = "## 一、甲\n### （一）乙\n### （二）丙\n## 二、丁\n1. 甲\n2. 乙\n### 1.1 a\n"
    assert untraced(counted) == ()
    assert untraced("## 九、甲\n") and untraced("1. 甲\n7. 乙\n")
    assert untraced("98.5 points\n") and untraced("- 98.5 points\n")


def test_a_piece_that_somebody_changed_is_found() -> None:
    with open_ledger() as ledger:
        text = f"得{traced('88')}分"
        assert altered(text, ledger) == ()
        assert altered(text.replace("88", "98"), ledger) == ("98",)
    assert altered(traced("98"), ledger) == ("98",)  # traced by nobody that the ledger knows


def test_a_ledger_tells_where_a_piece_comes_from() -> None:
    ledger = Ledger()
    mark = ledger.write(Trace("88", ("1:total.score",)))
    code = mark[1 : mark.index("\ue0f2")]
    assert ledger.of(code) == Trace("88", ("1:total.score",)) and ledger.of("x") is None


@given(st.integers(0, 200_000))
def test_codes_of_a_ledger_are_read_back(number: int) -> None:
    from extractor.narrate.guard import _code, _number

    assert _number(_code(number)) == number


@given(st.integers(1, 99))
def test_numerals_of_headings_are_read_back(number: int) -> None:
    assert numeral_value(numeral(number)) == number


@given(st.text())
def test_traced_text_passes_whatever_it_says_and_is_read_without_marks(text: str) -> None:
    marked = "得" + traced(text) + "分"

    assert untraced(marked) == ()
    assert unmarked(marked) == unmarked("得" + text + "分")


@given(st.text(), st.integers(0, 10**6))
def test_no_document_text_can_hide_a_typed_figure(text: str, number: int) -> None:
    assert untraced(traced(clean(text)) + f" {number} " + traced(clean(text)))
