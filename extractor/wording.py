"""The English twins of the Chinese sentences that a cell carries: its reasons for review and its proof.

Comes in: a reason or a proof as a record holds it, or the id of a law. Goes out: the same in
English, or the title of the law. What a document says (a name, a figure) goes over unchanged, and a
sentence of another version of the program stays as it is. Never looks at a document.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.labels import Label, Language

# Chinese sentence -> English sentence; ``{}`` stands for what is inserted, in the same order.
SENTENCES: tuple[tuple[str, str], ...] = (
    # readers
    ("页面被切成竖条，各条行数不一，本值可能属于相邻行",
     "the page was cut into strips that differ in their number of rows; this may belong to another row"),
    ("年初指标值为 {}，年中已调整，此处取调整后的指标值",
     "the target was {} at the start of the year and was adjusted; the adjusted one is given here"),
    ("表格没有框线，按对齐推定所属单元格，请核对", "the table has no lines: its cells were told by alignment; check"),
    ("识别引擎对此处没有把握", "the OCR engine was not sure here"),
    ("与本格有关的规则不成立，扫描件中可能误读", "a law of this cell is broken; in a scan it may be misread"),
    ("名称中夹有数值，可能与相邻栏连写", "the name holds a figure; it may have run together with the next column"),
    ("疑为填表说明文字，不是填报内容", "this looks like an instruction of the form, not an answer"),
    ("合计所印的小数位少于各项，此值按合计为准数推定",
     "the total prints fewer decimals than its parts; this value takes the total for exact"),
    ("由待核的格推定", "inferred from cells that are to be reviewed"),
    ("得分列有缺行，按合计仍不能唯一对应到行",
     "rows of the score column are lost, and the totals leave open which row this score belongs to"),
    ("竖条之间行的对应不唯一，本值可能属于另一行",
     "the lines of the strips can be matched in more than one way; this value may be of another row"),
    ("文字由各竖条逐行拼接，请对照原文",
     "the text was joined line by line from strips; please compare it with the source"),
    ("标签残缺，按表式补全", "the label is clipped; it was completed from the form's pattern"),
    ("本行只印出一个金额，收入与支出两栏归属不能确定",
     "this row prints a single amount; whether it is income or expenditure cannot be told"),
    ("该值单独成行，按内容归到此栏，请核对",
     "the value stands on a line of its own and was placed here by what it says; please check"),
    ("项目期读不出起止日期", "the beginning and the end of the period cannot be read"),
    ("金额与行次按表式次序对应，行标签缺失或不符",
     "amounts were matched with rows in the form's own order, since row labels are missing or do not fit"),
    ("竖条有缺行，此项可能随之丢失", "a strip has lost lines, and this with them perhaps"),
    ("{}的行次由表式规则定", "the row of “{}” follows from the form's pattern"),
    ("行次按表式规则推定", "the row follows from the form's pattern"),
    ("{}归属{}（表式规则）", "“{}” belongs under “{}” (pattern of the form)"),
    ("表头有此栏且其他各行都有值，本行没有找到，请核对",
     "the table has this column and every other row fills it, but nothing was found here; please check"),
    ("表头有此栏，总额行没有印出此数，请核对",
     "the table has this column, but the row of the whole budget prints nothing there; please check"),
    ("本行与总额行都缺数，金额归哪一栏不能由合计核对",
     "figures are lost here and in the row of the whole budget, so that no sum tells the column of this amount"),
    ("印刷的一级指标与本类指标通常的归属不一致，请核对",
     "the printed level-1 indicator is not the usual one for this kind of indicator; please check"),
    ("该段文字印在栏目名称之前，按内容归到此栏，请核对",
     "the text is printed before the name of its field and was placed here by what it says; please check"),
    ("两段文字之间没有印出分隔，按句末切分，请核对",
     "nothing printed separates the two texts; they were parted at the end of a sentence; please check"),
    ("偏差原因与下一指标名称之间没有印出分隔，按用语切分，请核对",
     "nothing printed separates the reason from the next indicator's name; "
     "they were parted by their words; please check"),
    ("项目名称与后一栏目名称之间没有印出分隔，“项目”二字归属不定，请核对",
     "nothing printed separates the project's name from the next label; either may hold the word for project; "
     "please check"),
    # models
    ("仅由模型读出，请核对", "only the model has read this; please check"),
    ("模型没有读出此行，请核对", "the model has not read this row; please check"),
    ("模型认为此处有错字，应读作“{}”", "the model thinks that this is misprinted for “{}”"),
    ("读法不一：{}读作“{}”，{}读作“{}”", "readers disagree: {} reads “{}”, {} reads “{}”"),
    # deciding
    ("可信度 {}，低于按所定风险选定的门限 {}", "{} sure, below the threshold of {} that the accepted risk asks for"),
    ("空格未印出，此数还可能属于同行的另一栏",
     "empty cells are not printed here, and the number may belong to another column of its row"),
    ("此处数字连写，按现有切分本行不合规则",
     "figures run together here, and as they are parted now the row breaks a rule"),
    ("可能的读法过多，未能在限度内分辨",
     "too many readings are possible here to tell them apart within the limit"),
    ("此处数字连写，另有切分方式几乎同样合理",
     "figures run together here, and another way to part them is nearly as likely"),
    ("印为“{}”，按本文件另一张表的同一栏补全",
     "printed “{}”; completed from the same cell of another form in this file"),
    ("文字中的 {} 可能误读：数字中夹有字母", "{} in the text may be misread: a letter stands in a number"),
    ("百分数过大，可能漏读小数点或多读一位", "a very large percentage; a decimal point may be lost, or a digit added"),
    ("日期中的年、月或日不可能", "the year, month or day of the date is impossible"),
    ("文字中的 {} 可能误读，表内为 {}", "{} in the text may be misread: the table has {}"),
    ("印为 {}，读作 {}：改读后{}成立", "printed {}, read as {}: then {} holds"),
    ("印为 {}，读作 {}，仅此一项依据", "printed {}, read as {}, on this ground alone"),
    ("内容与该栏通常的样式不符", "the content does not look like what usually stands here"),
    ("应有此项而未找到", "expected here and not found"),
    ("勾稽不符", "a law is broken"),
    ("文字中的数与表内数字不一致，请核对原文",
     "a figure in the text contradicts the table; please check the source"),
    ("数字中有不可能出现的字符", "a character that no number holds stands in this number"),
    ("本栏应为数字，而此处内容读不成一个数", "a number belongs here, and this cannot be read as one"),
    ("指标值与完成值一个带百分号、一个没有，可能漏读",
     "of target and result only one has a per cent sign; the other may have been lost"),
    ("其余各行为“≥”，此处为“>”，可能漏读一画",
     "the other rows have “≥”, this one “>”; a stroke may have been lost"),
    ("此格印有内容而未能识读", "something is printed here that could not be read"),
    ("本行金额连写，分不清收入与支出",
     "the amounts of this row run together; income and expenditure cannot be told apart"),
    ("本行另有读不成数的内容，可能属于此栏",
     "something in this row cannot be read as a number and may belong here"),
    ("只有一个字，可能漏识或误识",
     "a single character; others may have been lost, or it may be misread"),
    ("一格中像有两格的内容，格线可能漏识",
     "this looks like two cells in one; the line between them may have been lost"),
    ("同一行中有一格像是两格，本格所属行可能不对",
     "a cell of this row looks like two; this one may belong to another row"),
    ("其余各行印有比较符，本行没有，可能漏识",
     "the other rows have a comparator, this one none; it may have been lost"),
    ("所在合计不符，而本格没有其他关系可以证实",
     "a sum it belongs to does not come out, and nothing else confirms this cell"),
    ("可能误读：若读作 {}，则{}成立", "may be misread: read as {}, {} holds"),
    # reviewing
    ("复核：原件此处无法辨认", "reviewed: the source cannot be read here"),
    ("复核：表中无此项", "reviewed: the form has no such item"),
    ("复核之后记录已重新生成，建议值由“{}”变为“{}”，请再次复核",
     "the record was made anew since this was reviewed: “{}” was proposed then, now “{}”; please review again"),
    ("删除此行的决定之后记录已重新生成，此行已不同，请再次复核",
     "the record was made anew since it was decided to delete this row, which differs now; please review again"),
)  # fmt: skip

# What deciding tests beside the laws, and the laws between the forms of one file.
_FURTHER: dict[str, Label] = {
    "impossible_character": Label("数字中没有别的字符", "a number holds no other characters"),
    "other_reading_of_engine": Label("识别引擎也读作此数", "the OCR engine also reads it so"),
    "scored_in_proportion": Label("得分与完成比例相称", "the score is in proportion to what was reached"),
    "full_marks_as_elsewhere": Label("评分卡其余各项多为满分", "most other items of the card have full marks"),
    "amount_told_in_prose": Label("金额与文字所述一致", "the amount is the one told in the text"),
    "named_project_amount_agrees": Label(
        "部门表所述项目支出与项目表一致", "a project's spending told by the department is its form's"
    ),
    "named_project_counts_agree": Label(
        "部门表所述项目数量与项目表一致", "counts told by the department are those of the project's form"
    ),
}
_NAMED = {"离线": "the offline reader", "（空）": "nothing"}
_TITLE = re.compile("“([^“”]+)”")


def law_title(law_id: str) -> Label:
    """The title of a law in both languages; the id itself for a law of another version of the program."""
    return _titles().get(law_id, Label(law_id, law_id))


def title_of_law(law_id: str, language: Language = "zh") -> str:
    """The title of a law in one language, such as ``各项得分之和等于总分`` for ``scores_sum_to_total``."""
    return law_title(law_id).say(language)


def reason_in_english(zh: str) -> str:
    """The English twin of a reason for review; the reason as it is where it has none."""
    for pattern, english in _patterns():
        found = pattern.fullmatch(zh)
        if found:
            return english.format(*map(_inserted, found.groups()))
    return zh


def reason_kind(zh: str) -> str:
    """A reason for review without what it inserts (``印为 {}，读作 {}``), to count by; else itself."""
    for (pattern, _), (kind, _) in zip(_patterns(), SENTENCES, strict=True):
        if pattern.fullmatch(zh):
            return kind
    return zh


def proof_in_english(zh: str) -> str:
    """The English twin of a proof: a sentence, or laws spelled out one after the other (``title：3 + ? = 5 ⇒ 2``)."""
    steps, arrow, result = zh.rpartition(" ⇒ ")
    return "; ".join(map(_step, (steps or result).split("；"))) + (arrow + result if steps else "")


def reason_label(zh: str) -> Label:
    """A reason for review in both languages."""
    return Label(zh, reason_in_english(zh))


def proof_label(zh: str) -> Label:
    """A proof in both languages."""
    return Label(zh, proof_in_english(zh))


def _step(step: str) -> str:
    said = reason_in_english(step)
    title, colon, sum_of = step.partition("：")
    english = _by_chinese_title().get(title)
    return f"{english}: {sum_of}" if said == step and colon and english else said


def _inserted(part: str) -> str:
    """An inserted piece: titles of laws are put into English, all else is the document's."""
    if part in _NAMED:
        return _NAMED[part]
    titles = _TITLE.findall(part)
    if titles and all(title in _by_chinese_title() for title in titles):
        return ", ".join(f"“{_by_chinese_title()[title]}”" for title in titles)
    return part


@lru_cache(maxsize=1)
def _titles() -> dict[str, Label]:
    from extractor.laws import describe

    return {law.id: Label(law.title, law.title_en) for law in describe()} | _FURTHER


@lru_cache(maxsize=1)
def _by_chinese_title() -> dict[str, str]:
    return {label.zh: label.en for label in _titles().values()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(re.escape(zh).replace(r"\{\}", "(.+?)"), re.DOTALL), en) for zh, en in SENTENCES)
