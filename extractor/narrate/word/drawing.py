"""Bars on paper, by matplotlib.

Comes in: a ``Drawing``. Goes out: PNG of one look, the same bytes for the same bars. Never draws a box for a letter
that the fonts of the machine lack: without a font there is a sentence why, and a rare letter becomes 〓.
"""

from __future__ import annotations

import io
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from extractor.labels import Label, Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP", "Noto Serif CJK SC",
    "Noto Serif CJK JP", "Songti SC", "SimSun", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip
_LATIN = "DejaVu Sans"
_DPI = 240  # as sharp as an office printer
_WIDTH = 6.0  # inches, a little less than the text
# Dark, light and striking enough to be told apart on a black and white print too.
_INK, _SOFT, _FILL, _LOST, _REST = "#222222", "#777777", "#3f6a93", "#b3402f", "#e3e7eb"
_COLOURS = 64
_GETA = "〓"  # what printers have always set for a letter they lack
_NAME_WIDTH, _NAME_LINES = 26, 2
_FEW = 8  # bars that stand comfortably apart


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the length it could have, what is written at its end, the cells behind it."""

    name: str
    value: Decimal
    full: Decimal
    said: str
    doubt: bool
    lost: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart before it is drawn; ``words`` tell it to who cannot see it."""

    caption: str
    bars: tuple[Bar, ...]
    axis: str
    kind: Literal["rows", "columns"]
    words: str

    @property
    def paths(self) -> frozenset[str]:
        """The cells behind all bars."""
        return frozenset(path for bar in self.bars for path in bar.paths)

    @property
    def is_tall(self) -> bool:
        """Whether it takes so much of a page that it tears a text apart."""
        return self.kind == "rows" and len(self.bars) > _FEW

    @property
    def height(self) -> float:
        """In inches; many bars stand closer together, as far as names of two lines leave them room."""
        if self.kind == "columns":
            return 2.4
        long_names = any("\n" in _name(bar.name) for bar in self.bars)
        return 0.62 + len(self.bars) * (0.31 if len(self.bars) <= _FEW else 0.27 if long_names else 0.22)


def words_of(caption: str, bars: Sequence[Bar], language: Language) -> str:
    """A chart in words: what each bar says."""
    if language == "zh":
        return f"{caption}：" + "；".join(f"{bar.name}，{bar.said}" for bar in bars) + "。"
    return f"{caption}: " + "; ".join(f"{bar.name}, {bar.said}" for bar in bars) + "."


def why_not(drawing: Drawing, language: Language, fonts: Sequence[str] = FONTS) -> str:
    """Why a drawing cannot be drawn on this machine, as a sentence; empty where it can."""
    if chinese_font(tuple(fonts)) is None and _lacking(_letters(drawing), _family(fonts)):
        return Label(
            "图未绘制：本机没有中文字体（例如 fonts-noto-cjk）。",
            "The charts were left out: this machine has no font with Chinese letters (for instance fonts-noto-cjk).",
        ).say(language)
    return ""


@lru_cache(maxsize=4)
def chinese_font(fonts: tuple[str, ...] = FONTS) -> str | None:
    """The first of some fonts with Chinese letters that is installed, or None."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return next((name for name in fonts if name in known), None)


@lru_cache(maxsize=4)
def _coverage(font: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family=[font]))).get_charmap())


def _family(fonts: Sequence[str]) -> list[str]:
    font = chinese_font(tuple(fonts))
    return [font, _LATIN] if font else [_LATIN]


def _lacking(text: str, family: Sequence[str]) -> set[str]:
    """The letters of a text that no font of a family has."""
    return {sign for sign in text if not any(ord(sign) in _coverage(font) for font in family)}


def _letters(drawing: Drawing) -> str:
    words = drawing.axis + "".join(bar.name + bar.said for bar in drawing.bars)
    return "".join(words.split())


def printable(drawing: Drawing, fonts: Sequence[str] = FONTS) -> Drawing:
    """The drawing with its words on one line each, and with 〓 for each letter that the fonts lack."""
    instead = str.maketrans(dict.fromkeys(_lacking(_letters(drawing), _family(fonts)), _GETA))

    def shown(text: str) -> str:
        return " ".join(text.split()).translate(instead)

    bars = tuple(replace(bar, name=shown(bar.name), said=shown(bar.said)) for bar in drawing.bars)
    return replace(drawing, bars=bars, axis=shown(drawing.axis))


def draw(drawing: Drawing, fonts: Sequence[str] = FONTS) -> tuple[bytes, tuple[float, float]]:
    """The drawing as PNG, with its width and height in inches."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style: Any = {
        "font.family": _family(fonts), "font.size": 9, "text.color": _INK, "axes.labelcolor": _SOFT,
        "xtick.color": _SOFT, "ytick.color": _INK, "axes.edgecolor": _SOFT, "axes.unicode_minus": False,
        "text.parse_math": False,  # a dollar sign is a dollar sign
        "hatch.linewidth": 0.6,
    }  # fmt: skip
    height = drawing.height
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI)
        canvas = FigureCanvasAgg(figure)
        paint = _rows if drawing.kind == "rows" else _columns
        paint(figure, printable(drawing, fonts), height)
        canvas.draw()  # type: ignore[no-untyped-call]
    return _encoded(canvas), (_WIDTH, height)


def _encoded(canvas: Any) -> bytes:
    """What was painted, as PNG without a date and without the name of a program.

    A palette makes a third of the bytes in the same time, but has no white of its own: paper must not look grey.
    """
    from PIL import Image

    picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    few = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = list(few.getpalette() or ())
    paper = few.getpixel((0, 0))
    if isinstance(paper, int):
        palette[3 * paper : 3 * paper + 3] = [255, 255, 255]
    few.putpalette(palette)
    stream = io.BytesIO()
    few.save(stream, "PNG", compress_level=4)
    return stream.getvalue()


def _axes(figure: Figure, left: float, bottom: float, right: float, height: float) -> Axes:
    """Axes at given inches from the edges: measuring the labels takes longer than drawing the chart."""
    axes = figure.add_axes((left / _WIDTH, bottom / height, (_WIDTH - left - right) / _WIDTH,
                            (height - bottom - 0.1) / height))  # fmt: skip
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=2)
    return axes


def _rows(figure: Figure, drawing: Drawing, height: float) -> None:
    """Lying bars: what was reached dark, what was lost striking, on what could be reached."""
    from matplotlib.ticker import MaxNLocator

    names = [_name(bar.name) for bar in drawing.bars]
    left = max(_inches(line) for name in names for line in name.split("\n")) + 0.12
    axes = _axes(figure, left, 0.48, max(_inches(bar.said) for bar in drawing.bars) + 0.15, height)
    values = [float(bar.value) for bar in drawing.bars]
    fulls = [float(bar.full) for bar in drawing.bars]
    longest = max(*values, *fulls)
    # All bars at once: matplotlib takes its time over each call.
    axes.barh(range(len(fulls)), fulls, height=0.62, color=[_LOST if bar.lost else _REST for bar in drawing.bars])
    axes.barh(range(len(values)), values, height=0.62, color=_FILL, linewidth=0.6, edgecolor="white",
              hatch=["////" if bar.doubt else "" for bar in drawing.bars])  # fmt: skip
    for at, (bar, name, value, full) in enumerate(zip(drawing.bars, names, values, fulls, strict=True)):
        look: dict[str, Any] = {"va": "center", "fontsize": 8}
        axes.text(max(value, full) + longest * 0.015, at, bar.said, color=_LOST if bar.lost else _INK, **look)
        axes.text(-longest * 0.015, at, name, ha="right", color=_INK, **look)
    axes.set(xlim=(0, longest), ylim=(len(values) - 0.5, -0.5), yticks=())
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.set_xlabel(drawing.axis, fontsize=8)


def _columns(figure: Figure, drawing: Drawing, height: float) -> None:
    """Standing bars, each with its count on top."""
    from matplotlib.ticker import MaxNLocator

    axes = _axes(figure, 0.6, 0.42, 0.2, height)
    counts = [float(bar.value) for bar in drawing.bars]
    axes.bar(range(len(counts)), counts, width=0.58, color=_FILL, linewidth=0)
    for at, (bar, count) in enumerate(zip(drawing.bars, counts, strict=True)):
        axes.text(at, count + max(counts) * 0.02, bar.said, ha="center", va="bottom", fontsize=9)
    axes.set_xticks(range(len(counts)), [bar.name for bar in drawing.bars])
    aside = max(0.6, 2.6 - len(counts) / 2)  # two columns stand in the middle, no wider than those of a full chart
    axes.set(ylim=(0, max(counts) * 1.16), xlim=(-aside, len(counts) - 1 + aside))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylabel(drawing.axis, fontsize=8)


def _name(name: str) -> str:
    """The name of a bar on at most two lines."""
    if name.isascii():
        lines = textwrap.wrap(name, _NAME_WIDTH + 2)
    else:
        lines = _folded(name)
    kept = lines[:_NAME_LINES]
    return "\n".join(kept) + ("…" if len(lines) > _NAME_LINES else "")


def _half_widths(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1


def _inches(text: str) -> float:
    """About how wide a text of 8 points is, taken on the safe side: Latin letters are wider than half a Chinese one."""
    return sum(0.111 if _half_widths(sign) == 2 else 0.07 for sign in text)


def _folded(text: str) -> list[str]:
    """The text cut at a width that counts Chinese letters twice."""
    lines, width = [""], 0
    for sign in text:
        if width + _half_widths(sign) > _NAME_WIDTH:
            lines.append("")
            width = 0
        lines[-1] += sign
        width += _half_widths(sign)
    return lines
