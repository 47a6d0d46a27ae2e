"""Notes and names that run together: cut where both make sense, doubted where two places do."""

from __future__ import annotations

import pytest

from extractor.read.seams import Known, seam_of


def cut(text: str, known: Known | None = None) -> tuple[str, str] | None:
    found = seam_of(text, known or Known())
    return (text[: found[0]], text[found[0] :]) if found else None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("无清淤古井数量", ("无", "清淤古井数量")),
        ("石料到货较晚，已督促供货修缮古井数量", ("石料到货较晚，已督促供货", "修缮古井数量")),
        ("任务完成质量合格率", None),  # a name that has what notes end with inside
        ("古井项目验收合格率", None),
        ("无障碍设施改造数量", None),
    ],
)
def test_a_seam_needs_a_note_before_it(text: str, parts: tuple[str, str] | None) -> None:
    assert cut(text) == parts


def test_a_name_that_the_page_prints_again_is_kept_whole() -> None:
    text = "井口封堵修缮石栏数量"

    assert cut(text + "12处", Known(text=f"完成修缮石栏数量12处。{text}12处")) == ("井口封堵", "修缮石栏数量12处")


def test_a_note_that_stands_alone_elsewhere_is_cut_off() -> None:
    note = "雨季石料供不上来"

    assert cut(note + "看护人员人数", Known(notes=frozenset((note,)))) == (note, "看护人员人数")
