"""Records of invented forms for the tests of what is made from a record.

Comes in: nothing, or the text to plant in a form. Goes out: ``Record`` values whose evidence is
exact in their text. Never read from a real document: all names, figures and texts are made up.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from extractor.values import Cell, Evidence, Finding, FormRecord, ReaderInfo, Record, Source, Span

_HEAD = (
    "form_type title fiscal_year project_name supervising_department department_code implementing_unit "
    "reporting_unit project_attribute project_period"
).split()
_NARRATIVES = "overview fund_use implementation performance other_issues staffing budget_execution".split()
_ROWS = {
    "funds": "stage source initial_budget adjusted_budget allocated executed weight execution_rate score".split(),
    "indicators": "level1 level2 level3 target actual progress weight score deviation_note".split(),
    "scorecard": "section group item reference_weight weight analysis score".split(),
    "evaluators": "name title department phone".split(),
    "department.income_by_function": "code name income expenditure".split(),
}


@dataclass
class Page:
    """A page in the making: rows of text on one side, cells that point into them on the other."""

    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    start: int = 0

    def row(self, *parts: str | tuple[str, ...]) -> None:
        """Write one tab row; a part ``(printed, path, ...)`` becomes the cell of each path."""
        for at, part in enumerate(parts):
            self.text += "\t" if at else ""
            if isinstance(part, str):
                self.text += part
            else:
                printed, *paths = part
                for path in paths:
                    self.put(path, printed)
                self.text += printed
        self.text += "\n"

    def put(self, path: str, printed: str) -> None:
        """Let the text that is about to be written be the cell's evidence."""
        value = re.sub(r"^指标\d：|\(\d+分\)$|[：:]$", "", printed.strip()) or None
        end = len(self.text) + len(printed)
        seen = (Evidence(len(self.text), end, printed),) if printed else ()
        self.set(path, Cell(value, printed, "read" if value else "blank", evidence=seen, laws_hold=()))

    def set(self, path: str, cell: Cell) -> None:
        """Place a cell in the audit trail and its value in the values."""
        self.cells[path] = cell
        self.assign(path, cell.value)

    def assign(self, path: str, value: str | None) -> None:
        """Place a value in the plain record, making rows as they are met."""
        here: Any = self.values
        steps = re.findall(r"[^.\[\]]+", path)
        for step, following in itertools.pairwise(steps):
            if step.isdigit():
                here.extend({} for _ in range(int(step) + 1 - len(here)))
                here = here[int(step)]
            else:
                here[step] = here.get(step) or ([] if following.isdigit() else {})
                here = here[step]
        here[steps[-1]] = value

    def change(self, path: str, **changes: Any) -> None:
        """Replace fields of a cell that is there, and keep the values in step."""
        old = self.cells[path]
        kept = {name: getattr(old, name) for name in Cell.__slots__}
        self.set(path, Cell(**(kept | changes)))

    def form(self, form_type: str, family: str, **more: Any) -> FormRecord:
        """Close the form that was begun last."""
        self.values["form_type"] = form_type
        span = Span(self.start, len(self.text))
        form = FormRecord(
            form_type=form_type,
            family=family,
            span=span,
            source_kind="digital",
            units=more.pop("units", {"": "万元"}),
            values=_complete(self.values),
            cells=dict(self.cells),
            unplaced=more.pop("unplaced", ()),
            findings=more.pop("findings", ()),
        )
        self.values, self.cells, self.start = {}, {}, len(self.text)
        return form

    def evidence(self, wanted: str) -> Evidence:
        """The last place where a text stands on the page so far."""
        start = self.text.rindex(wanted)
        return Evidence(start, start + len(wanted), wanted)


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    """The plain record with every key of the format, null where the form has nothing."""
    full: dict[str, Any] = {key: values.get(key) for key in _HEAD}
    for name in ("funds", "department", "objective", "narratives", "indicators", "scorecard", "total", "grade"):
        full[name] = values.get(name, [] if name in _ROWS else None)
    full["narratives"] = {key: (values.get("narratives") or {}).get(key) for key in _NARRATIVES}
    full["total"] = {key: (values.get("total") or {}).get(key) for key in ("weight", "score")}
    full["evaluators"] = values.get("evaluators", [])
    sign_off = values.get("sign_off") or {}
    full["sign_off"] = {key: sign_off.get(key) for key in ("responsible", "handler", "phone", "filled_on")}
    for name in ("funds", "indicators", "scorecard", "evaluators"):
        full[name] = [{key: row.get(key) for key in _ROWS[name]} for row in full[name]]
    return full


def record(*builders: Any, name: str = "样表.txt") -> Record:
    """A record of one file that holds the forms which the builders write, one after the other."""
    page = Page()
    forms = tuple(build(page) for build in builders)
    digest = hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest()
    return Record(Source(name, digest, "text", 1), page.text, ReaderInfo("offline"), forms)


def national(
    page: Page, project: str = "乡村道路照明改造项目", note: str = "两处灯杆基础待验收，次月补齐"
) -> FormRecord:
    """The national form: 88 printed over items of 86, one note, one inferred and one missing cell."""
    page.row(("2023年乡村公共照明专项资金项目支出绩效自评表", "title"))
    page.row("（", ("2023", "fiscal_year"), "年度）")
    page.row("项目名称", (project, "project_name"))
    page.row(
        "主管部门", ("云岫市交通运输局", "supervising_department"), "实施单位", ("青禾县公路站", "implementing_unit")
    )
    page.row("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    _money(page, 0, "total", "年度资金总额", "300", "320", "288", "10", "90%", "9")
    _money(page, 1, "fiscal", "其中：当年财政拨款", "300", "320", "288", "", "", "")
    _money(page, 2, "carry_over", "上年结转资金", "", "", "", "", "", "")
    page.row("年度总体目标", "预期目标", "实际完成情况")
    page.row(
        "",
        ("改造6条乡村道路照明，新装路灯480盏，夜间行车事故下降。", "objective.expected"),
        ("改造6条道路，新装路灯468盏，12盏待基础验收后安装。", "objective.actual"),
    )
    page.row(
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    _indicator(page, 0, "产出指标(50分)", "数量指标", "指标1：新装路灯数", "≥480盏", "468盏", "20", "19.5", note)
    _indicator(page, 1, "", "质量指标", "验收合格率", "≥95%", "97%", "15", "15", "")
    _indicator(page, 2, "", "时效指标", "完工时间", "10月底前", "10月20日", "15", "15", "无")
    _indicator(
        page,
        3,
        "效益指标",
        "社会效益指标",
        "夜间事故下降",
        "明显下降",
        "有所下降",
        "30",
        "20",
        "统计口径变化，下年统一口径",
    )
    _indicator(page, 4, "满意度指标", "服务对象满意度指标", "沿线居民满意度", "≥90%", "93%", "10", "7.5", "")
    page.row("总分", ("100", "total.weight"), ("88", "total.score"))
    page.row("□评价结论：详见附件")
    _spoil_national(page)
    return page.form(
        "project_national",
        "national",
        unplaced=(page.evidence("□评价结论：详见附件"),),
        findings=_national_findings(),
    )


def _spoil_national(page: Page) -> None:
    for row in (1, 2):
        page.change(
            f"indicators[{row}].level1",
            value="产出指标",
            raw="产出指标(50分)",
            origin="read",
            evidence=page.cells["indicators[0].level1"].evidence,
        )
    page.change(
        "funds[1].execution_rate",
        value="90%",
        raw="",
        origin="inferred",
        evidence=(),
        needs_review=True,
        reasons=("执行率格无文字，由执行数与预算数推出",),
        confidence=0.82,
        laws_hold=("execution_rate",),
        proof="288 ÷ 320 = 90%",
        candidates=("0.9",),
    )
    page.change(
        "total.score",
        needs_review=True,
        reasons=("与各项得分之和不符",),
        confidence=0.61,
        laws_broken=("scores_sum_to_total",),
    )
    page.change(
        "indicators[0].target",
        value="≥480盏",
        origin="repaired",
        needs_review=False,
        proof="印作“2480盏”；数量行与总体目标均为480盏，首字符“2”应为“≥”",
        candidates=("2480盏",),
    )
    page.set("sign_off.filled_on", Cell(None, "", "missing", True, ("表内应有填报日期，未找到",), 0.0))


def _national_findings() -> tuple[Finding, ...]:
    items = tuple(f"indicators[{row}].score" for row in range(5))
    return (
        Finding(
            "scores_sum_to_total",
            "broken",
            "error",
            ("funds[0].score", *items, "total.score"),
            "各项得分 77 + 执行率得分 9 = 86，与总分 88 相差 2",
            "item scores 77 + execution 9 = 86, the total says 88, 2 off",
            "86",
            "88",
            "2",
            "财预〔2020〕10号",
        ),
        Finding(
            "target_met_full_marks",
            "broken",
            "warning",
            ("indicators[3].actual", "indicators[3].score"),
            "“有所下降”低于“明显下降”，得分 20 ÷ 30 = 66.7%",
            "the result falls short of the target: 20 ÷ 30 = 66.7 %",
            None,
            "66.7%",
            None,
            None,
        ),
    )


def _money(page: Page, row: int, source: str, label: str, *figures: str) -> None:
    at = f"funds[{row}]"
    start = len(page.text)
    page.set(f"{at}.source", Cell(source, label, "read", evidence=(Evidence(start, start + len(label), label),)))
    page.set(f"{at}.stage", Cell("all", "", "inferred", proof="本类表每列一个金额"))
    keys = ("initial_budget", "adjusted_budget", "executed", "weight", "execution_rate", "score")
    page.row(label, *((figure, f"{at}.{key}") for key, figure in zip(keys, figures, strict=True)))


def _indicator(page: Page, row: int, *texts: str) -> None:
    keys = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation_note")
    page.row("", *((text, f"indicators[{row}].{key}") for key, text in zip(keys, texts, strict=True)))


def jinzhong(page: Page, project: str = "工业园区公共检测平台运行经费") -> FormRecord:
    """The project form with a score card: one stage a row, a progress column, sections with totals."""
    page.row(("云岫市财政支出项目绩效自评表", "title"))
    page.row("(", ("2022", "fiscal_year"), "年度)")
    page.row("项目名称", (project, "project_name"), "预算单位", ("云岫市工业服务中心", "implementing_unit"))
    page.row("项目属性", ("经常性项目", "project_attribute"))
    page.row("项目期", ("2022-01-01", "project_period.start"), "至", ("2022-12-31", "project_period.end"))
    for row, (stage, source, key, label, amount) in enumerate(
        (
            ("budget", "city", "initial_budget", "市级预算资金", "80.00"),
            ("allocated", "total", "allocated", "预算下达资金", "80.00"),
            ("spent", "city", "executed", "市级实际支出", "60.00"),
            ("spent", "other", "executed", "其他支出", "0.00"),
        )
    ):
        begin = len(page.text)
        where = (Evidence(begin, begin + len(label), label),)
        page.set(f"funds[{row}].stage", Cell(stage, label, "read", evidence=where))
        page.set(f"funds[{row}].source", Cell(source, label, "read", evidence=where))
        page.row(label, (amount, f"funds[{row}].{key}"))
    page.row(
        "项目概况",
        (
            "建设面向园区企业的公共检测平台，提供材料与环境检测服务。\n按季度考核，按考核结果付费。",
            "narratives.overview",
        ),
    )
    page.row("其他需说明的问题", ("无", "narratives.other_issues"))
    for row, texts in enumerate(
        (
            ("产出指标", "数量指标", "检测批次", "≥1200批次", "1310批次", "100%"),
            ("产出指标", "时效指标", "出具报告时限", "≤5天", "4天", "100%"),
            ("满意度指标", "服务对象满意度指标", "企业满意度", "≥95%", "92%", "96.8%"),
        )
    ):
        keys = ("level1", "level2", "level3", "target", "actual", "progress")
        page.row(*((text, f"indicators[{row}].{key}") for key, text in zip(keys, texts, strict=True)))
    _card(page)
    page.row("综合得分", ("100", "total.weight"), ("95.50", "total.score"))
    page.row("评价结果等次", ("优", "grade"))
    page.row(
        ("陆知秋", "evaluators[0].name"),
        ("科员", "evaluators[0].title"),
        ("综合科", "evaluators[0].department"),
        ("0000-1234567", "evaluators[0].phone"),
    )
    page.row(
        "负责人",
        ("陆知秋", "sign_off.responsible"),
        "经办人",
        ("何一苇", "sign_off.handler"),
        "填报日期",
        ("2023-03-15", "sign_off.filled_on"),
    )
    page.change(
        "project_name", origin="stitched", needs_review=True, reasons=("名称在两条之间断开，已拼接",), confidence=0.8
    )
    page.change("sign_off.handler", origin="reviewed")
    return page.form("project_jinzhong", "jinzhong_project")


def _card(page: Page) -> None:
    lines = (
        ("投入", None, None, "20", "18.00"),
        ("投入", "项目目标", "项目立项规范性", "10", "10.00"),
        ("投入", "资金落实", "预算执行率", "10", "8.00"),
        ("产出", None, None, "80", "77.50"),
        ("产出", "项目产出", "实际完成率", "50", "50.00"),
        ("产出", "项目产出", "服务对象满意度", "30", "27.50"),
    )
    for row, (section, group, item, weight, score) in enumerate(lines):
        at = f"scorecard[{row}]"
        labels = (
            [(section, f"{at}.section")] if group is None else [(str(group), f"{at}.group"), (str(item), f"{at}.item")]
        )
        page.row(*labels, (weight, f"{at}.weight"), (score, f"{at}.score"))
        if group is not None:
            head = next(way for way in page.cells if way.endswith(".section") and page.cells[way].value == section)
            page.set(f"{at}.section", page.cells[head])


def transfer(page: Page) -> FormRecord:
    """The transfer payment form: no weights and no scores."""
    page.row(("转移支付区域（项目）绩效目标自评表", "title"))
    page.row("（", ("2021", "fiscal_year"), "年度）")
    page.row("转移支付名称", ("农田水利设施维修养护补助资金", "project_name"))
    page.row(
        "地方主管部门",
        ("云岫市水务局", "supervising_department"),
        "资金使用单位",
        ("青禾县水务局", "implementing_unit"),
    )
    page.row("资金情况（万元）", "全年预算数(A)", "全年执行数(B)", "执行率(B/A)")
    for row, (source, label, *figures) in enumerate(
        (
            ("total", "年度资金总额", "150.5", "150.5", "100%"),
            ("central", "其中：中央补助", "100", "100", "100%"),
            ("local", "地方资金", "50.5", "50.5", "100%"),
        )
    ):
        at = f"funds[{row}]"
        begin = len(page.text)
        page.set(f"{at}.source", Cell(source, label, "read", evidence=(Evidence(begin, begin + len(label), label),)))
        page.set(f"{at}.stage", Cell("all", "", "inferred", proof="本类表每列一个金额"))
        keys = ("adjusted_budget", "executed", "execution_rate")
        page.row(label, *((figure, f"{at}.{key}") for key, figure in zip(keys, figures, strict=True)))
    for row, texts in enumerate(
        (
            ("产出指标", "数量指标", "维修渠道长度", "≥30公里", "31.2公里"),
            ("效益指标", "社会效益指标", "改善灌溉面积", "≥1.2万亩", "1.2万亩"),
        )
    ):
        page.row(
            *(
                (text, f"indicators[{row}].{key}")
                for key, text in zip(("level1", "level2", "level3", "target", "actual"), texts, strict=True)
            )
        )
    return page.form("transfer", "transfer")


def department(page: Page) -> FormRecord:
    """The department form: balance in 万元, table of income and expenditure in 元, staff, score card."""
    page.row(("云岫市部门整体支出绩效自评表", "title"))
    page.row("(", ("2022", "fiscal_year"), "年度)")
    page.row("填报单位", ("云岫市水务局", "reporting_unit"))
    page.row("单位负责人", ("江照野", "department.head"), "单位联系电话", ("0000-7654321", "department.phone"))
    page.row(
        "上年结转金额",
        ("12.50", "department.carry_over_in"),
        "年初预算金额",
        ("1800.00", "department.initial_budget"),
    )
    page.row(
        "预算调整金额",
        ("-50.00", "department.budget_adjustment"),
        "其他调整资金",
        ("0.00", "department.other_adjustment"),
    )
    page.row(
        "预算执行金额", ("1700.00", "department.executed"), "年末结余金额", ("62.50", "department.year_end_balance")
    )
    page.row(
        "单位人员情况",
        "年末实有",
        ("86", "department.staff.total"),
        "在职",
        ("60", "department.staff.active"),
        "离休",
        ("1", "department.staff.retired_cadres"),
        "退休",
        ("25", "department.staff.retired"),
    )
    for row, line in enumerate(
        (("208", "社会保障支出", "3000000", "3000000"), ("213", "农林水支出", "14000000", "14000000.00"))
    ):
        at = f"department.income_by_function[{row}]"
        page.row(
            *((text, f"{at}.{key}") for key, text in zip(("code", "name", "income", "expenditure"), line, strict=True))
        )
    page.row("合计", ("17000000", "department.income_total"), ("17000000", "department.expenditure_total"))
    page.row("部门整体支出绩效", ("全年完成水库除险加固4座。", "narratives.performance"))
    page.row(
        ("投入", "scorecard[0].section"),
        ("20", "scorecard[0].reference_weight"),
        ("20", "scorecard[0].weight"),
        ("20.00", "scorecard[0].score"),
    )
    page.row("综合得分", ("100", "total.weight"), ("96.00", "total.score"))
    page.row("评价结果等次", ("优", "grade"))
    return page.form(
        "department_jinzhong",
        "jinzhong_department",
        units={
            "": "万元",
            "department.income_by_function": "元",
            "department.income_total": "元",
            "department.expenditure_total": "元",
        },
    )


def everything() -> Record:
    """One file with all four forms."""
    return record(national, jinzhong, transfer, department)
