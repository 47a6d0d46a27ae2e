"""Small forms to decide, in visible text."""

from __future__ import annotations

from extractor.pipeline import recover_text
from extractor.settings import Settings
from extractor.values import Cell, FormRecord

NATIONAL = """项目支出绩效自评表
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
\t效益指标\t社会效益指标\t行人安全感\t明显提升\t明显提升\t30\t30\t
\t满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t93%\t10\t10\t
总分\t\t\t\t\t\t100\t97\t
"""

CARD = """青槐市财政支出项目绩效自评表
(2022 年度)
项目名称\t粮库通风改造
评分表\t二级指标\t三级指标\t指标分值\t评价得分
\t投入:\t\t20\t{投入}
\t项目目标\t项目立项规范性\t3\t{a}
\t\t绩效目标合理性\t4\t4.00
\t\t绩效指标明确性\t4\t4.00
\t资金落实\t资金到位率\t3\t3.00
\t\t到位及时率\t3\t3.00
\t\t预算执行率\t3\t{b}
\t综合得分:\t\t100\t{total}
\t评价结果等次:\t\t优
"""


def decided(text: str, source: str = "auto") -> FormRecord:
    """The one form of a text."""
    return recover_text(text, "form", Settings(source_kind=source)).forms[0]  # type: ignore[arg-type]


def cell(text: str, path: str, source: str = "auto") -> Cell:
    """One decided cell of the form."""
    return decided(text, source).cells[path]
