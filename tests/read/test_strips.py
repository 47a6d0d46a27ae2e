"""Pages cut into vertical strips, put together again."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractor import recover_text
from extractor.values import FormRecord

Part = tuple[str, str, str]  # what the left, the middle and the right strip print of it

HEAD = (
    "青槐市\n填报单位(公章):\n项目名称\t河堤灯\n主管部门\t青槐市水\n项目属性\t一次性项目\n",
    "财政支出项目绩效自评表\n(2022 年度)\n光更新工程\n务局\t预算单位\t青槐\n项目期\t20\n",
    "市河道站\n22-01-01至2022-12-31\n",
)
FUNDS = (
    "项目资金情况(万元)\t预算资金\t市\n\t其\n预算下达资金\n实际支出资金\t市\n\t上\n\t上\n\t其\n",
    "级预算资金\t31\n他\t0.\n31\n级预算资金\t31\n年结转资金\t0.\n级财政资金\t0.\n他\t0.\n",
    "2.40\n00\n2.40\n2.40\n00\n00\n00\n",
)
TABLE = (
    "绩效目标实现情况\t绩效指标(二级)\t绩\n产出指标\t数量指标\t更\n\t质量指标\t验\n\t时效指标\t完\n\t成本指标\t总\n"
    "效益指标\t社会效益指标\t行\n满意度指标\t服务对象满意度\t居\n指标\n",
    "效指标(三级)\t目标值\t实\n换路灯数量\t≥40盏\t4\n收合格率\t≥95%\t9\n工时间\t2022-10-3\t2\n1\t-\n成本\t≤312.4万元\t3\n元\n"
    "人安全感\t明显提升\t明\n民满意度\t≥90%\t9\n",
    "际完成指标值\t完成进度\n2盏\t已完成\n7%\t已完成\n022-09\t已完成\n20\n01.55万\t已完成\n显提升\t已完成\n3%\t已完成\n",
)
ITEMS = (
    ("投入:", "", "20"), ("项目目标", "项目立项规范性", "3"), ("", "绩效目标合理性", "4"), ("", "绩效指标明确性", "4"),
    ("资金落实", "资金到位率", "3"), ("", "到位及时率", "3"), ("", "预算执行率", "3"),
    ("过程:", "", "20"), ("业务管理", "管理制度健全性", "3"), ("", "制度执行有效性", "3"), ("", "项目质量可控性", "4"),
    ("财务管理", "管理制度健全性", "3"), ("", "资金使用合规性", "3"), ("", "财务监控有效性", "4"),
    ("产出:", "", "30"), ("项目产出", "实际完成率", "8"), ("", "完成及时率", "7"), ("", "质量达标率", "8"),
    ("", "成本节约率", "7"), ("效果:", "", "30"), ("项目效果", "经济效益", "5"), ("", "社会效益", "5"),
    ("", "生态效益", "5"), ("", "可持续影响", "5"), ("", "社会公众或服务对象满意度", "10"), ("综合得分:", "", "100"),
)  # fmt: skip


def card(cut: int = 2) -> tuple[list[str], list[str], list[str]]:
    """The lines of a score card whose item labels are cut behind ``cut`` characters; every score is full."""
    left, middle, right = ["评分表\t二级指标\t三级"], ["指标\t指标分值"], ["评价得分"]
    for head, item, weight in ITEMS:
        left.append("\t".join(part for part in ("" if head else "\t", head, item[:cut]) if part))
        middle.append("\t".join(part for part in (item[cut:], weight) if part))
        right.append(f"{weight}.00")
    return left, middle, right


TAIL = (
    "评价结果等次:\n负责人:周知远\t经办人\n单位负责人(签章):\n",
    ":沈清和\t联系电话:1371\n年 月 日\n",
    "优\n5550101\t填报日期:2023-03-01\n",
)


def page(left: list[str], middle: list[str], right: list[str], *parts: Part) -> FormRecord:
    """The record of a page with a head, money, these parts, and this score card."""
    lines = ("\n".join(left) + "\n", "\n".join(middle) + "\n", "\n".join(right) + "\n")
    strips = ("".join(part[n] for part in (HEAD, FUNDS, *parts, lines, TAIL)) for n in range(3))
    return recover_text("\n\n\n".join(strips)).forms[0]


def test_money_rows_are_found_by_the_halves_of_their_labels() -> None:
    form = page(*card())
    assert [(row["source"], row["executed"]) for row in form.values["funds"] if row["stage"] == "spent"] == [
        ("city", "312.40"), ("carry_over", "0.00"), ("superior", "0.00"), ("other", "0.00"),
    ]  # fmt: skip


def test_an_amount_cut_between_strips_has_both_pieces_as_evidence() -> None:
    found = page(*card()).cells["funds[0].initial_budget"]
    assert (found.value, [piece.text for piece in found.evidence]) == ("312.40", ["31", "2.40"])


def test_rests_of_wrapped_cells_go_back_to_the_cells_they_complete() -> None:
    form = page(*card(), TABLE)
    rows = form.values["indicators"]
    assert (rows[2]["target"], rows[2]["actual"]) == ("2022-10-31", "2022-09-20")
    assert (rows[3]["target"], rows[3]["actual"]) == ("≤312.4万元", "301.55万元")


def test_a_page_whose_lines_tally_has_nothing_in_doubt() -> None:
    form = page(*card())
    assert not [path for path, found in form.cells.items() if found.needs_review and found.value is not None]


def test_a_line_that_one_strip_printed_twice_makes_no_row() -> None:
    left, middle, right = card()
    form = page([*left[:3], left[2], *left[3:]], [*middle[:9], middle[8], *middle[9:]], right)
    assert [row["score"] for row in form.values["scorecard"]] == [f"{weight}.00" for *_, weight in ITEMS[:-1]]


def test_a_label_whose_beginning_was_lost_is_the_familys_and_flagged() -> None:
    left, middle, right = card()
    found = page([*left[:6], *left[7:]], middle, right).cells["scorecard[5].item"]
    assert (found.value, found.origin, found.needs_review) == ("到位及时率", "repaired", True)


@given(lost=st.integers(min_value=2, max_value=6))
def test_the_scores_around_a_lost_one_stay_on_their_rows(lost: int) -> None:
    left, middle, right = card()
    form = page(left, middle, right[:lost] + right[lost + 1 :])
    scores = [row["score"] for row in form.values["scorecard"]]
    wrong = [n for n, (*_, weight) in enumerate(ITEMS[:-1]) if scores[n] and Decimal(scores[n]) != Decimal(weight)]
    assert not [n for n in wrong if not form.cells[f"scorecard[{n}].score"].needs_review]


def test_a_row_that_every_strip_lost_is_missed() -> None:
    left, middle, right = card()
    form = page([*left[:9], *left[10:]], [*middle[:9], *middle[10:]], [*right[:9], *right[10:]])
    assert (form.values["scorecard"][8]["section"], form.values["scorecard"][8]["item"]) == ("过程", "管理制度健全性")


def test_prose_put_together_from_strips_is_always_flagged() -> None:
    prose = ("项目概况\t为改善河堤夜间照明\n", "条件，更换老旧路灯四十盏，\n", "方便居民出行。\n")
    assert page(*card(), prose).cells["narratives.overview"].needs_review
