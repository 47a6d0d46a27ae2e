"""Decisions and forms for the tests of the review, in visible text."""

from __future__ import annotations

from datetime import UTC, datetime

from extractor.family import load_families
from extractor.laws import LawSettings
from extractor.pipeline import recover_text
from extractor.review.applied import AppliedForm, apply
from extractor.review.values import Final, Place, Ruling
from extractor.settings import Settings
from extractor.values import FormRecord, Record

SETTINGS = LawSettings()
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FORM = """项目支出绩效自评表
（2022年度）
项目名称\t河岸护栏更新
主管部门\t青槐县水务局\t实施单位\t青槐县河道站
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t80\t80\t72\t10\t90%\t9
\t其中：当年财政拨款\t80\t80\t72\t\t90%\t
年度总体目标\t预期目标\t实际完成情况
\t更新护栏，保障行人安全。\t护栏更新按期完工。
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t更新护栏长度\t≥40公里\t36公里\t20\t18\t汛期停工
\t\t质量指标\t验收合格率\t≥95%\t95%\t30\t30\t
\t效益指标\t社会效益指标\t行人安全感\t明显提升\t明显提升\t30\t{score}\t
\t满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t93%\t10\t10\t
总分\t\t\t\t\t\t100\t97\t
"""


def two_forms() -> Record:
    """Two forms of one file: the second has another project's name and a budget of 95."""
    second = FORM.format(score="30").replace("河岸护栏更新", "河岸护栏維修").replace("\t80\t80\t72", "\t80\t95\t72")
    return recover_text(FORM.format(score="30") + "\n\n" + second, "file", Settings(source_kind="digital"))


def form(score: str = "30") -> FormRecord:
    """The form; its scores add up to the total of 97 where that of the third indicator is 30."""
    return recover_text(FORM.format(score=score), "form", Settings(source_kind="digital")).forms[0]


def final(
    path: str,
    ruling: Ruling,
    value: str | None = None,
    suggestion: str | None = None,
    entry: int = 1,
    comment: str = "",
    number: int = 0,
) -> Final:
    """A decision of 林 at noon on a place of form ``number`` of the first document."""
    return Final(Place(1, number, path), ruling, value, suggestion, ("林",), entry, NOON, comment)


def added(row: str, behind: str, entry: int = 1) -> Final:
    """A decision that there is a row more."""
    return final(row, "added", behind, entry=entry)


def laws_of(family: str) -> tuple[str, ...] | None:
    """The laws of a built-in family; all laws for a family of a sample record."""
    known = load_families().get(family)
    return known.laws or None if known else None


def applied(before: FormRecord, *finals: Final) -> AppliedForm:
    """The form with these decisions, judged by the laws of its family."""
    return apply(before, finals, laws_of(before.family), SETTINGS)
