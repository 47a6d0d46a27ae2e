"""The words of reports about a review, in Chinese and in English.

Comes in: a ruling, a kind of entry, a stable path. Goes out: its name in both languages. Never looks at a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from extractor.labels import Label, field_label, path_label
from extractor.review.rows import row_path
from extractor.review.values import EntryKind, Ruling

Fate = Literal["applied", "stale", "orphan", "void"]
"""What became of a decision: applied; made of another record than the one there now; without its place; overtaken
by another decision that took the row out."""

RULINGS: Mapping[Ruling, Label] = {
    "accept": Label("认可", "accepted"),
    "correct": Label("改正", "corrected"),
    "unreadable": Label("无法辨认", "unreadable"),
    "absent": Label("表中无此项", "not in the form"),
    "added": Label("增行", "row added"),
    "deleted": Label("删行", "row deleted"),
    "open": Label("恢复待核", "open again"),
}
KINDS: Mapping[EntryKind, Label] = {
    "answer": Label("答复", "answer"),
    "settlement": Label("裁定", "settlement"),
    "comment": Label("备注", "comment"),
}
FATES: Mapping[Fate, Label] = {
    "applied": Label("已生效", "in force"),
    "stale": Label("记录已重新生成，待再次复核", "record made anew: to be reviewed again"),
    "orphan": Label("位置已不存在", "its place is gone"),
    "void": Label("所在行已删除", "its row was deleted"),
}
Standing = Literal["applied", "stale", "orphan", "void", "overtaken", "waiting", ""]
"""How a line of the log stands; empty for a comment, and for what opens a place again."""
STANDINGS: Mapping[Standing, Label] = {
    "applied": FATES["applied"],
    "stale": FATES["stale"],
    "orphan": FATES["orphan"],
    "void": FATES["void"],
    "overtaken": Label("已被取代", "overtaken"),
    "waiting": Label("尚未定案", "not final yet"),
    "": Label("", ""),
}
NOTHING = Label("（空）", "(empty)")
_NEW = re.compile(r"\[n(\d+)\]")


def place_label(path: str, form_type: str) -> Label:
    """The name of a stable path: rows of the record are counted from 1, added rows by their own number."""
    new = _NEW.search(path)
    if new is None:
        return path_label(path, form_type)
    place = row_path(path)
    assert place is not None
    table = field_label(place.table.rpartition(".")[2])
    row = Label(f"{table.zh}新增行{new[1]}", f"{table.en}, new row {new[1]}")
    if not place.column:
        return row
    field = field_label(f"{place.table}.{place.column}", form_type)
    return Label(f"{row.zh}·{field.zh}", f"{row.en}, {field.en}")
