"""What the forms of one document say about each other."""

from __future__ import annotations

from dataclasses import replace

from extractor.decide.document import decide_document
from extractor.values import Cell, FormRecord
from tests.decide.small_forms import NATIONAL, decided


def with_unit(name: str, *, flagged: bool) -> FormRecord:
    form = decided(NATIONAL)
    values = {**form.values, "implementing_unit": name}
    cell = Cell(name, name, "read", flagged, ("请核对",) if flagged else ())
    return replace(form, values=values, cells={**form.cells, "implementing_unit": cell})


def test_a_clipped_name_is_put_whole_from_another_form_and_stays_flagged() -> None:
    forms = decide_document([with_unit("槐县河道管理", flagged=True), with_unit("青槐县河道管理站", flagged=False)])
    cell = forms[0].cells["implementing_unit"]
    assert (cell.value, cell.origin, cell.needs_review) == ("青槐县河道管理站", "repaired", True)
    assert forms[0].values["implementing_unit"] == "青槐县河道管理站"


def test_a_name_that_nothing_flags_stays_as_printed() -> None:
    forms = decide_document([with_unit("槐县河道管理", flagged=False), with_unit("青槐县河道管理站", flagged=False)])
    assert forms[0].values["implementing_unit"] == "槐县河道管理"


def test_a_single_form_is_left_alone() -> None:
    form = decided(NATIONAL)
    assert decide_document([form]) == (form,)
