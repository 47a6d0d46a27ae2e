"""Seals are taken out, other red ink stays."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.seals import without_seals
from tests.ingest.scan.damaging import compressed, sealed
from tests.ingest.scan.drawing import form, grey, printed, sheet

ROWS = [["项目名称", "社区食堂", "实施单位", "服务中心"], ["全年预算数", "136.5", "全年执行数", "128.31"]] * 5


@pytest.mark.parametrize("quality", [100, 50])
def test_a_seal_goes_and_the_print_under_it_stays(quality: int) -> None:
    plain = form(ROWS)
    stamped = compressed(sealed(plain, (0.6, 0.5)), quality)
    clean, seals = without_seals(stamped)
    assert len(seals) == 1
    before, after, want = (grey(page) < 140 for page in (stamped, clean, plain))
    assert (after & ~want).sum() < 0.1 * (before & ~want).sum()
    assert (after & want).sum() > 0.9 * want.sum()


def test_a_red_letterhead_stays() -> None:
    page = printed(sheet(), "青陂市财政局文件", 800, 200, size=90, colour=(210, 20, 20))
    clean, seals = without_seals(page)
    assert seals == () and np.array_equal(clean, page)


def test_a_red_figure_stays() -> None:
    page = printed(form(ROWS), "86.2", 800, 80, colour=(220, 0, 0))
    assert without_seals(page)[1] == ()
