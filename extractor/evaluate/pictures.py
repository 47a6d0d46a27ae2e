"""The charts of an evaluation, as SVG that takes its colours from the page it stands in.

Comes in: an ``Evaluation``. Goes out: SVG text in one language. Never writes a file. Needs matplotlib; Chinese
labels need a font with Chinese characters, without one the labels are English.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.evaluate.confidence import Reliability, reliability
from extractor.evaluate.names import kind_label
from extractor.evaluate.rates import percent
from extractor.evaluate.results import Evaluation
from extractor.evaluate.tally import Tally
from extractor.labels import Label, Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP", "Noto Sans CJK TC",
    "Noto Serif CJK SC", "Noto Serif CJK JP", "Songti SC", "SimSun", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip
# Colours that the page replaces by its own, so that a chart fits the light and the dark page.
COLOURS = {
    "#010101": "currentColor", "#020202": "var(--line)", "#030303": "var(--accent)",
    "#040404": "var(--broken-ink)", "#050505": "var(--soft)", "#060606": "var(--paper)",
}  # fmt: skip
INK, LINE, ACCENT, WRONG, SOFT, PAPER = COLOURS
CROWDED = 0.075  # of confidence: dots nearer than this share one label
PIXELS = 118  # of the page for an inch of a chart, at most
_IDS = re.compile(r'(\bid="|href="#|url\(#)')


@lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """The name of an installed font with Chinese characters, or None."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


def charts(evaluation: Evaluation, language: Language) -> list[tuple[Label, str]]:
    """Title and SVG of each chart that has something to show."""
    spoken: Language = language if chinese_font() else "en"
    found = reliability(evaluation)
    drawn: list[tuple[Label, str]] = []
    if found.cells:
        drawn.append(
            (Label("可信度与正确率", "Confidence and accuracy"), _draw(_reliability(found, spoken), (5.4, 4.2)))
        )
        drawn.append((Label("风险与覆盖", "Risk and coverage"), _draw(_coverage(found, spoken), (5.4, 4.2))))
    heat = severities(evaluation)
    if len(heat) > 1:
        columns = sorted({severity for row in heat.values() for severity in row}, key=float)
        size = (4.2 + 1.5 * len(columns), 1.3 + 0.42 * len(heat))
        title = Label("损坏种类与程度：静默错误率", "Damage by severity: rate of silent errors")
        drawn.append((title, _draw(_heat_map(heat, columns, spoken), size)))
    return drawn


def severities(evaluation: Evaluation) -> dict[str, dict[str, Tally]]:
    """The counts by damage and severity, worst damage first."""
    heat: dict[str, dict[str, Tally]] = {}
    for case in evaluation.cases:
        row = heat.setdefault(case.kinds["damage"], {})
        for form in case.forms:
            severity = case.kinds["severity"]
            row[severity] = row.get(severity, Tally()) + form.tally
    return dict(sorted(heat.items(), key=lambda item: -max(map(_silent, item[1].values()), default=0)))


def _silent(tally: Tally) -> float:
    return tally.wrong_silent / max(1, tally.gold)


def _draw(paint: Callable[[Axes], None], size: tuple[float, float]) -> str:
    """Draw on axes without a background and give the SVG, its ids made its own."""
    import matplotlib
    from matplotlib.figure import Figure

    style: Any = {
        "font.family": [chinese_font() or "DejaVu Sans", "DejaVu Sans"], "font.size": 10, "svg.fonttype": "path",
        "svg.hashsalt": "jixiao", "axes.edgecolor": LINE, "text.color": INK, "axes.labelcolor": SOFT,
        "xtick.color": SOFT, "ytick.color": SOFT, "axes.spines.top": False, "axes.spines.right": False,
        "grid.color": LINE, "grid.linewidth": 0.5,
    }  # fmt: skip
    with matplotlib.rc_context(style):
        figure = Figure(figsize=size, layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        paint(axes)
        return _svg(figure)


def _svg(figure: Figure) -> str:
    """The figure as an SVG element; two figures on one page must not share ids."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    prefix = f"c{sum(map(ord, text)) % 1_000_000}-"
    text = _IDS.sub(lambda found: f"{found[1]}{prefix}", text)
    for marker, colour in COLOURS.items():
        text = text.replace(marker, colour)
    wide = f'<svg style="max-width: {round(figure.get_figwidth() * PIXELS)}px"'
    return re.sub(r'<svg((?: (?!width|height)[\w:]+="[^"]*")*) width="[^"]*"', rf"{wide}\1", _flexible(text), count=1)


def _flexible(text: str) -> str:
    """The SVG without a height of its own, so that the page gives it one."""
    return re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)


def _reliability(found: Reliability, language: Language) -> Callable[[Axes], None]:
    def paint(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        across = [one.confidence for one in found.bins]
        sizes = [18 + 240 * (one.cells / found.cells) ** 0.5 for one in found.bins]
        axes.plot(across, [one.right for one in found.bins], color=ACCENT, linewidth=1.2)
        axes.scatter(across, [one.right for one in found.bins], s=sizes, color=ACCENT, alpha=0.55, linewidths=0)
        for one, next_one in zip(found.bins, [*found.bins[1:], None], strict=True):
            if next_one is not None and next_one.confidence - one.confidence < CROWDED:
                continue  # its number would be printed over the next one's
            below = one.right > 0.9
            axes.annotate(
                f"{one.cells}", (one.confidence, one.right), textcoords="offset points",
                xytext=(0, -17 if below else 10), ha="center", fontsize=8, color=SOFT,
            )  # fmt: skip
        axes.set(xlim=(-0.02, 1.04), ylim=(-0.02, 1.06))
        axes.set_xlabel(Label("可信度（分段平均）", "confidence (mean of bin)").say(language))
        axes.set_ylabel(Label("实际正确的份额", "share that is right").say(language))
        axes.grid(True)
        gap = Label("平均偏差", "mean gap").say(language)
        axes.text(0.04, 0.96, f"{gap} {found.gap:.3f}", transform=axes.transAxes, va="top", color=INK)

    return paint


def _coverage(found: Reliability, language: Language) -> Callable[[Axes], None]:
    def paint(axes: Axes) -> None:
        accepted = [100 * one.accepted for one in found.curve]
        wrong = [100 * one.wrong for one in found.curve]
        axes.plot(accepted, wrong, color=ACCENT, linewidth=1.6, label=_by_confidence(language))
        axes.scatter(
            [100 * found.flags.accepted], [100 * found.flags.wrong], color=WRONG, marker="D", s=42, zorder=3,
            label=Label("接受未标待核的格", "accepting what is not flagged").say(language),
        )  # fmt: skip
        axes.set_xlabel(Label("接受的格，%", "cells accepted, %").say(language))
        axes.set_ylabel(Label("其中错误的，%", "wrong among them, %").say(language))
        axes.set_xlim(right=100.5)
        axes.set_ylim(bottom=0, top=max([0.05, 100 * found.flags.wrong, *wrong]) * 1.25)
        axes.grid(True)
        axes.legend(frameon=False, labelcolor=INK, loc="upper left", fontsize=9)

    return paint


def _by_confidence(language: Language) -> str:
    return Label("按可信度由高到低接受", "accepting the most certain first").say(language)


def _heat_map(heat: dict[str, dict[str, Tally]], columns: Sequence[str], language: Language) -> Callable[[Axes], None]:
    def paint(axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        worst = max((_silent(tally) for row in heat.values() for tally in row.values()), default=0) or 1
        for y, row in enumerate(heat.values()):
            for x, severity in enumerate(columns):
                tally = row.get(severity)
                if tally is None or not tally.gold:
                    continue
                shade = (_silent(tally) / worst) ** 0.5 * 0.75
                box = (x - 0.48, y - 0.45)
                axes.add_patch(Rectangle(box, 0.96, 0.9, facecolor=WRONG, alpha=shade, linewidth=0))
                axes.add_patch(Rectangle(box, 0.96, 0.9, fill=False, edgecolor=LINE, linewidth=0.6))
                said = f"{percent(_silent(tally), tally.gold)}  ({tally.wrong_silent})"
                axes.text(x, y, said, ha="center", va="center", fontsize=9, color=INK)
        axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(heat) - 0.5, -0.5))
        axes.set_xticks(range(len(columns)), list(columns))
        axes.set_yticks(range(len(heat)), [kind_label(name).say(language) for name in heat])
        axes.set_xlabel(Label("程度", "severity").say(language))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)

    return paint
