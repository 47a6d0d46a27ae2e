"""The report of a review: who changed what, what the laws say, what is left; nothing in it is live."""

from __future__ import annotations

import re

import pytest

from extractor.review.export.changed_text import Piece, pieces
from extractor.review.export.digest import Digest, digest, rulings_by_reviewer
from extractor.review.export.report import MOST_OPEN, tiles, to_html
from tests.review.export.scene import HOSTILE, MADE, lively, untouched


def page(*digests: Digest) -> str:
    return to_html(digests or (digest(lively()), digest(untouched())), "out/2026", MADE)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_change_says_from_what_to_what_by_whom_when_and_why() -> None:
    html = page()
    row = next(row for row in re.findall(r"<tr class=\"correct\">.*?</tr>", html, re.DOTALL) if "总分" in row)

    for said in ("<del>88</del>", "<ins>86</ins>", "林", "2026-03-05 08:14", "与各项之和一致", "corrected"):
        assert said in row


def test_what_was_only_accepted_or_overtaken_is_no_change() -> None:
    changes = [one.spot.path for one in digest(lively()).changes]

    assert "funds[1].execution_rate" not in changes
    assert [one.after for one in digest(lively()).changes if one.spot.path == "total.score"] == ["86"]


def test_nothing_that_documents_or_people_say_is_live() -> None:
    html = page()

    assert "<script" not in html and "<b>空行" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in html and "&lt;b&gt;空行&lt;/b&gt;" in html
    assert "default-src 'none'" in html and "script-src" not in html
    assert not re.search(r"(?:src|href)=|@import|url\(", html)


def test_laws_that_the_review_mended_and_broke_are_told_in_both_languages() -> None:
    one = digest(lively())

    assert [law.law for law in one.turned("mended")] == ["scores_sum_to_total"]
    assert "weights_sum_to_total" in [law.law for law in one.turned("broken")]
    assert "weights add up to the total weight" in page(one) and "各项分值之和等于总分值" in page(one)


def test_decisions_that_no_longer_fit_are_listed_with_the_reason() -> None:
    fates = {one.spot.path: one.fate for one in digest(lively()).unfit}

    assert fates == {"grade": "stale", "indicators[9].score": "orphan"}
    assert "记录已重新生成，待再次复核" in page() and "its place is gone" in page()


def test_what_is_open_is_named_and_a_stale_decision_leaves_its_cell_open() -> None:
    spots = [spot.path for spot in digest(lively()).open]

    assert "sign_off.filled_on" in spots and "grade" in spots and "total.score" not in spots


def test_a_long_list_of_open_cells_is_cut_and_says_so() -> None:
    one = digest(untouched())
    many = Digest(one.name, one.title, 1, 99, (), (), (), one.open * 30)

    assert f"另有 {len(one.open) * 30 - MOST_OPEN} 格未列出" in plain(page(many))


def test_rulings_are_counted_by_reviewer_and_for_both_of_two() -> None:
    counts = rulings_by_reviewer((digest(lively()),))

    assert list(counts) == ["周", "林"]
    assert (counts["林"]["correct"], counts["林"]["deleted"], counts["周"]["unreadable"]) == (3, 1, 1)


def test_a_report_of_nothing_says_so() -> None:
    assert "尚无决定" in to_html((), "空", MADE)
    assert [tile.value for tile in tiles(())] == [0] * 6


@pytest.mark.parametrize(
    ("standing", "lines"), [("overtaken", {1}), ("stale", {11}), ("orphan", {12}), ("", {13}), ("waiting", set())]
)
def test_every_line_of_the_log_says_how_it_stands(standing: str, lines: set[int]) -> None:
    assert {line.id for line in digest(lively()).log if line.standing == standing} == lines


def test_a_long_text_shows_only_what_changed_and_its_surroundings() -> None:
    before = "甲" * 200 + "新装路灯468盏" + "乙" * 200
    after = before.replace("468", "486")

    old, new = pieces(before, after)

    assert Piece("8", True) in new and max(len(piece.text) for piece in (*old, *new)) < 60
    assert "新装路灯4" in "".join(piece.text for piece in old)


@pytest.mark.parametrize(("before", "after"), [("88", "86"), (None, "5"), ("优", None), (None, None)])
def test_a_short_value_is_marked_as_a_whole(before: str | None, after: str | None) -> None:
    old, new = pieces(before, after)

    assert [piece.text for piece in old] == ([before] if before else [])
    assert [piece.text for piece in new] == ([after] if after else [])


def test_hostile_values_are_shown_as_they_are() -> None:
    html = page()

    assert HOSTILE.split('"')[0] in html
