"""Grids: drawn lines come back as the cells that they bound."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.ingest.printed import Table
from extractor.ingest.ruling import Segment, blocks_of
from tests.ingest.ruling.drawn import Place, grid, only_table, places_of, sides, texts_of, word


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[Place], list[float], list[float]]:
    """Any grid with merged cells, in which every column and every row begins with some cell."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    taken: set[tuple[int, int]] = set()
    places: list[Place] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            rows = draw(st.integers(1, min(3, height - row)))
            columns = draw(st.integers(1, min(3, width - column)))
            while any((row, column + n) in taken for n in range(columns)):
                columns -= 1
            places.append((row, column, rows, columns))
            taken.update((row + m, column + n) for m in range(rows) for n in range(columns))
    columns_used = sorted({end for _, column, _, n in places for end in (column, column + n)})
    rows_used = sorted({end for row, _, n, _ in places for end in (row, row + n)})
    xs = draw(_ends(len(columns_used) - 1, 35, 150))
    ys = draw(_ends(len(rows_used) - 1, 30, 120))
    return (
        [
            (
                rows_used.index(row),
                columns_used.index(column),
                rows_used.index(row + rows) - rows_used.index(row),
                columns_used.index(column + columns) - columns_used.index(column),
            )
            for row, column, rows, columns in places
        ],
        xs,
        ys,
    )


def _ends(count: int, least: int, most: int) -> st.SearchStrategy[list[float]]:
    """Where columns or rows of some widths begin and end."""
    widths = st.lists(st.integers(least, most), min_size=count, max_size=count)
    return widths.map(lambda steps: list(accumulate(steps, initial=100.0)))


@st.composite
def shaky(draw: st.DrawFn, segment: Segment) -> list[Segment]:
    """A segment in pieces, each a little off, with small gaps between them."""
    pieces = draw(st.integers(1, 3))
    shake, gap = st.floats(-2, 2), st.floats(0, 4)
    drawn = []
    for n in range(pieces):
        start, end, off = n / pieces, (n + 1) / pieces, draw(shake)
        x0, x1 = (segment.x0 + (segment.x1 - segment.x0) * at for at in (start, end))
        y0, y1 = (segment.y0 + (segment.y1 - segment.y0) * at for at in (start, end))
        if segment.y0 == segment.y1:
            drawn.append(Segment(x0 + draw(gap), y0 + off, x1 - draw(gap), y1 + off))
        else:
            drawn.append(Segment(x0 + off, y0 + draw(gap), x1 + off, y1 - draw(gap)))
    return drawn


@settings(max_examples=60, deadline=None)
@given(merged_grids(), st.data())
def test_any_grid_with_merged_cells_comes_back(
    drawn: tuple[list[Place], list[float], list[float]], data: st.DataObject
) -> None:
    places, xs, ys = drawn
    segments = [piece for side in sides(places, xs, ys) for piece in data.draw(shaky(side))]

    blocks = blocks_of([], data.draw(st.permutations(segments)))

    assert [places_of(block) for block in blocks if isinstance(block, Table)] == [sorted(places)] * (len(places) > 1)


@settings(max_examples=30, deadline=None)
@given(merged_grids(), st.floats(-0.008, 0.008))
def test_a_page_half_a_degree_askew_reads_as_a_straight_one(
    drawn: tuple[list[Place], list[float], list[float]], slope: float
) -> None:
    places, xs, ys = drawn
    segments = [
        Segment(x0 - y0 * slope, y0 + x0 * slope, x1 - y1 * slope, y1 + x1 * slope)
        for x0, y0, x1, y1, _ in sides(places, xs, ys)
    ]

    blocks = blocks_of([], segments)

    assert [places_of(block) for block in blocks if isinstance(block, Table)] == [sorted(places)] * (len(places) > 1)


def test_two_tables_on_a_page_are_two() -> None:
    upper, lower = grid(2, 3), grid(3, 2, top=400)

    blocks = blocks_of([], sides(*upper) + sides(*lower))

    assert [places_of(block) for block in blocks if isinstance(block, Table)] == [sorted(upper[0]), sorted(lower[0])]


def test_sides_that_are_not_drawn_are_closed() -> None:
    # given rules across that run from 100 to 700, and rules down at 300 and 500 only
    across = [Segment(100, y, 700, y) for y in (100, 150, 200)]
    down = [Segment(x, 100, x, 200) for x in (300, 500)]

    table = only_table(blocks_of([word("左", 150, 110), word("右", 600, 160)], across + down))

    assert texts_of(table) == [["左", "", ""], ["", "", "右"]]


def test_a_merged_row_at_the_end_of_an_open_table_belongs_to_it() -> None:
    # the last rule meets no rule down, for the row above it is one cell
    across = [Segment(100, y, 700, y) for y in (100, 150, 200, 250, 300)]
    down = [Segment(x, 100, x, 200) for x in (300, 500)]

    table = only_table(blocks_of([word("合并", 150, 260)], across + down))

    assert texts_of(table)[2:] == [[""], ["合并"]]


def test_a_lost_piece_of_a_border_loses_no_cell() -> None:
    places, xs, ys = grid(4, 3)
    segments = [s for s in sides(places, xs, ys) if not (s.x0 == s.x1 == 100 and s.y0 == 150)]

    assert places_of(only_table(blocks_of([], segments))) == sorted(places)


def test_a_line_under_words_parts_no_cell() -> None:
    places, xs, ys = grid(1, 2, high=120)
    underlined = word("项目支出绩", 107, 130)
    segments = [*sides(places, xs, ys), Segment(107, 157, 232, 157)]

    assert places_of(only_table(blocks_of([underlined], segments))) == sorted(places)


def test_a_frame_around_the_page_hides_no_table() -> None:
    places, xs, ys = grid(3, 3)
    frame = [
        Segment(20, 20, 1000, 20),
        Segment(20, 900, 1000, 900),
        Segment(20, 20, 20, 900),
        Segment(1000, 20, 1000, 900),
    ]

    assert places_of(only_table(blocks_of([], frame + sides(places, xs, ys)))) == sorted(places)


def test_a_box_to_tick_and_a_table_inside_a_cell_are_no_tables() -> None:
    places, xs, ys = grid(2, 2, wide=500, high=200)
    inner = sides(*grid(2, 2, left=150, top=120, wide=60, high=40))
    box = sides([(0, 0, 1, 1)], [900, 920], [120, 140])

    assert places_of(only_table(blocks_of([], sides(places, xs, ys) + inner + box))) == sorted(places)


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    hatching = [Segment(0, y, 5000, y) for y in range(0, 12_000, 10)] + [
        Segment(x, 0, x, 12_000) for x in range(0, 5000, 10)
    ]

    assert blocks_of([], hatching) == ()


def test_the_cells_have_the_places_of_their_borders() -> None:
    places, xs, ys = grid(2, 2)

    first = only_table(blocks_of([], sides(places, xs, ys))).cells[0]

    assert first.box == (100, 100, 250, 150)


def test_a_cell_that_a_page_break_left_open_above_and_below_is_a_cell() -> None:
    places, xs, ys = grid(3, 3)
    kept = [s for s in sides(places, xs, ys) if not (s.y0 == s.y1 and s.x0 == 100)]

    assert (0, 0, 3, 1) in places_of(only_table(blocks_of([], kept)))


def test_a_notch_at_a_corner_is_no_cell() -> None:
    places, xs, ys = grid(3, 3)
    notched = [place for place in places if place[:2] != (0, 2)]

    assert places_of(only_table(blocks_of([], sides(notched, xs, ys)))) == sorted(notched)
