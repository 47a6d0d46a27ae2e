"""Small invented forms in several layouts, and readings of them, for the tests of segmenting and reading.

Comes in: rows of cells, or a text. Goes out: the text in a layout, and what the offline reader
proposes for it. Never read from a real document: all names and figures are made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from extractor.family import Family, load_families
from extractor.ingest import ingest_text
from extractor.lexicon import Lexicon, lexicon_of
from extractor.read.atoms import Atom, atoms_of
from extractor.read.offline import OfflineReader
from extractor.segment import segment
from extractor.values import Candidate, Reading, Segment

Rows = Sequence[Sequence[str]]

HEAD: Rows = (
    ("项目支出绩效自评表",),
    ("（2023年度）",),
    ("项目名称", "古井保护修缮"),
    ("主管部门", "云岫县文物局", "实施单位", "云岫县古建所"),
)
FUNDS: Rows = (
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", "62.5", "60", "57", "10", "95%", "9.5"),
    ("", "其中：当年财政拨款", "62.5", "60", "57", "", "95%", ""),
)
OBJECTIVE: Rows = (
    ("年度总体目标", "预期目标", "实际完成情况"),
    ("", "修缮古井六口，恢复井台原貌。", "修缮古井六口，井台原貌恢复。"),
)
INDICATORS: Rows = (
    (
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ),
    ("", "产出指标", "数量指标", "修缮古井数量", "≥6口", "6口", "20", "20", ""),
    ("", "", "", "补配井栏数量", "≥9副", "8副", "15", "13.3", "石料短缺"),
    ("", "", "质量指标", "验收合格率", "100%", "100%", "15", "15", ""),
    ("", "效益指标", "社会效益指标", "文物安全水平", "明显提升", "明显提升", "30", "30", ""),
    ("", "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "93%", "10", "10", ""),
    ("总分", "", "", "", "", "", "100", "97.8", ""),
)
FORM: Rows = (*HEAD, *FUNDS, *OBJECTIVE, *INDICATORS)


def tabs(rows: Rows) -> str:
    """A row a line, its cells parted by tabs."""
    return "\n".join("\t".join(row) for row in rows) + "\n"


def vanished(rows: Rows) -> str:
    """The same without the empty cells."""
    return tabs([[cell for cell in row if cell] for row in rows])


def pipes(rows: Rows) -> str:
    """A Markdown table without its rule."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def blanks(rows: Rows) -> str:
    """A row a line, its cells parted by single blanks."""
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows) + "\n"


def cells(rows: Rows) -> str:
    """One cell a line, a blank line behind every row."""
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows) + "\n"


def lines(rows: Rows) -> str:
    """One cell a line and nothing else."""
    return "\n".join(cell for row in rows for cell in row if cell) + "\n"


def one_line(rows: Rows) -> str:
    """The whole page on one line."""
    return " ".join(cell for row in rows for cell in row if cell) + "\n"


def glued(rows: Rows) -> str:
    """The whole page as one run."""
    return "".join(cell for row in rows for cell in row) + "\n"


def html(rows: Rows) -> str:
    """A table of HTML."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{body}</table>"


LAYOUTS: Mapping[str, Callable[[Rows], str]] = {
    layout.__name__: layout for layout in (tabs, vanished, pipes, blanks, cells, lines, one_line, glued, html)
}


def segments_of(text: str, families: Mapping[str, Family] | None = None) -> tuple[Segment, ...]:
    """The forms of a text."""
    return segment(ingest_text(text, "form.txt"), families or load_families())


def reading_of(text: str, families: Mapping[str, Family] | None = None) -> Reading:
    """What the offline reader proposes for the only form of a text."""
    known = families or load_families()
    (form,) = segments_of(text, known)
    return OfflineReader().read(form, known[form.family])


def proposals(reading: Reading) -> dict[str, Candidate]:
    """The cheapest candidate of every cell."""
    return {c.path: c for choice in reading.choices for c in choice.alternatives[0].candidates}


def values_of(text: str, families: Mapping[str, Family] | None = None) -> dict[str, str]:
    """The values that the cheapest candidates give, blank cells left out."""
    found = proposals(reading_of(text, families))
    return {path: c.value for path, c in found.items() if c.value is not None}


def table_of(values: Mapping[str, str], table: str, row: int) -> dict[str, str]:
    """The cells of one row of a table."""
    lead = f"{table}[{row}]."
    return {path.removeprefix(lead): value for path, value in values.items() if path.startswith(lead)}


def family_named(name: str) -> Family:
    """A built-in family."""
    return load_families()[name]


def lexicon_for(name: str = "project_national") -> Lexicon:
    """The labels of a built-in family."""
    return lexicon_of(family_named(name))


def atoms_in(text: str, family: str = "project_national") -> list[Atom]:
    """The atoms of a text, cut with the labels of a family."""
    return atoms_of(ingest_text(text, "form.txt").fragments, lexicon_for(family))


def texts_of(atoms: Sequence[Atom]) -> list[str]:
    """The comparison forms of the atoms that hold text."""
    return [atom.norm for atom in atoms if not atom.empty]
