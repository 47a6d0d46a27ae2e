"""In a scan a cell that looks like several is looked at, and so is what stands beside it."""

from __future__ import annotations

import pytest

from extractor.decide.merged import BESIDE_SEVERAL, LOST_COMPARATOR, SEVERAL_IN_ONE
from extractor.pipeline import recover_document
from extractor.settings import Settings
from extractor.values import Document, SourceKind
from tests.decide.small_forms import NATIONAL
from tests.ingest.scan.rendering import tab_sheet


def reasons(text: str, source: SourceKind = "ocr") -> dict[str, tuple[str, ...]]:
    """The reasons by path of a form whose cells may be wrapped with ``/``."""
    from extractor.ingest.printed import Cell, Line, Page, Table, Word, document_of

    blocks = []
    for block in tab_sheet(text).as_page().blocks:
        if isinstance(block, Table):
            cells = tuple(
                Cell(
                    cell.row,
                    cell.column,
                    tuple(Line((Word(part),)) for part in cell.text.split("/")) if cell.text else (),
                    cell.rows,
                    cell.columns,
                )
                for cell in block.cells
            )
            blocks.append(Table(cells))
        else:
            blocks.append(block)  # type: ignore[arg-type]
    document: Document = document_of([Page(1, tuple(blocks))], "form.png", "0" * 64, "image")
    (form,) = recover_document(document, Settings(source_kind=source, reader="offline")).forms
    return {path: cell.reasons for path, cell in form.cells.items() if cell.reasons}


def test_a_sound_form_has_no_such_doubt() -> None:
    assert not [told for told in reasons(NATIONAL).values() if SEVERAL_IN_ONE in told or BESIDE_SEVERAL in told]


@pytest.mark.parametrize(
    ("printed", "merged", "path"),
    [
        ("≥40公里", "≥40公里/≥95%", "indicators[0].target"),
        ("数量指标", "数量指标/质量指标", "indicators[0].level2"),
    ],
)
def test_two_cells_in_one_are_told_with_their_row(printed: str, merged: str, path: str) -> None:
    found = reasons(NATIONAL.replace(printed, merged, 1))
    assert SEVERAL_IN_ONE in found[path]
    assert found["indicators[0].level3"] == (BESIDE_SEVERAL,)


def test_in_a_digital_file_they_are_what_was_printed() -> None:
    found = reasons(NATIONAL.replace("≥40公里", "≥40公里/≥95%", 1), "digital")
    assert SEVERAL_IN_ONE not in found.get("indicators[0].target", ())


OWN_COLUMN = """项目支出绩效自评表
（2022年度）
项目名称\t河岸护栏更新
绩效指标\t一级指标\t二级指标\t三级指标\t指标性质\t年度指标值\t计量单位\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t更新护栏长度\t≥\t40\t公里\t41公里\t20\t20
\t\t质量指标\t验收合格率\t≥\t95\t%\t95%\t30\t30
\t\t时效指标\t按期完工率\t{}\t100\t%\t100%\t30\t30
"""


def test_a_row_without_the_comparator_that_the_others_have_is_looked_at() -> None:
    assert LOST_COMPARATOR in reasons(OWN_COLUMN.format(""))["indicators[2].target"]
    assert "indicators[2].target" not in reasons(OWN_COLUMN.format("＝"))
    assert "indicators[2].target" not in reasons(OWN_COLUMN.format(""), "digital")
