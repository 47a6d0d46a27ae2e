"""The rates that are shown, each with its counts.

Comes in: a ``Tally``. Goes out: ``Share`` values by the name of a rate. The list of rates is data, so that the
terminal, the page and the JSON say the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from extractor.evaluate.tally import Tally
from extractor.labels import Label

Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it is made of; ``per`` is False for a share, True for a number of things a form."""

    part: int
    whole: int
    per: bool = False

    @property
    def value(self) -> float | None:
        """The rate; None where there is nothing to take a share of."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        """``99.95 %``, or ``0.13`` for a number of things a form; ``—`` where nothing was counted."""
        if self.value is None:
            return "—"
        return f"{self.value:.2f}" if self.per else percent(self.value, self.whole)

    @property
    def counts(self) -> str:
        """``5/1200``."""
        return f"{self.part}/{self.whole}"


def percent(value: float, whole: int = 0) -> str:
    """A share in per cent, with the digits that one thing of ``whole`` makes: 1 in 50000 is not 0."""
    places = max(1, math.ceil(math.log10(whole)) - 2) if whole else 2
    return f"{100 * value:.{places}f} %"


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: its name in JSON, what it is called, how it is made, which way is better, and what it means.

    ``neither`` is for a rate that describes the cases more than the reader.
    """

    key: str
    label: Label
    of: Callable[[Tally], Share]
    better: Better
    meaning: Label


def _share(part: str, whole: str, *, per: bool = False) -> Callable[[Tally], Share]:
    return lambda tally: Share(getattr(tally, part), getattr(tally, whole), per)


RATES: tuple[Rate, ...] = (
    Rate("accuracy", Label("正确率", "right"), _share("right", "leaves"), "more",
         Label("正确的格 ÷ 应有与多出的格", "right leaves of all expected and superfluous ones")),
    Rate("numeric_accuracy", Label("数字", "numeric"), _share("numeric_right", "numeric_gold"), "more",
         Label("金额、分值、得分、执行率中正确的", "right money, weights, scores and rates")),
    Rate("quantity_accuracy", Label("指标值", "quantity"), _share("quantity_right", "quantity_gold"), "more",
         Label("含数字的指标值与完成值中正确的", "right targets and results with a digit")),
    Rate("silent", Label("静默错误", "silent"), _share("wrong_silent", "gold"), "less",
         Label("错了而未标待核的格，此数应为零", "wrong leaves that nothing flags: the figure that has to be 0")),
    Rate("numeric_silent", Label("数字静默错误", "numeric silent"), _share("numeric_wrong_silent", "numeric_gold"),
         "less", Label("其中的数字格", "the numeric ones of them")),
    Rate("quantity_silent", Label("指标值静默错误", "quantity silent"),
         _share("quantity_wrong_silent", "quantity_gold"), "less",
         Label("其中的指标值与完成值", "the targets and results of them")),
    Rate("forms_silent", Label("含静默错误的表", "forms with a silent one"), _share("forms_silent", "forms"), "less",
         Label("至少有一处静默错误的表", "forms with at least one silently wrong leaf")),
    Rate("silent_covered", Label("规则可见", "covered"), _share("silent_covered", "wrong_silent"), "neither",
         Label("静默错误中，放进正确的表里会使规则不成立的", "silent errors that break a law of the true form")),
    Rate("missing_silent", Label("静默缺失", "missing silent"), _share("missing_silent", "gold"), "less",
         Label("应有而没有、也未标待核的格", "expected leaves without a value and without a flag")),
    Rate("flagged", Label("待核量", "to review"), _share("flagged", "gold"), "less",
         Label("需人工核对的格（文字段落与两可者不计）", "flagged leaves, prose and ambiguous ones aside")),
    Rate("damaged_right", Label("受损格", "damaged right"), _share("damaged_right", "damaged"), "more",
         Label("受损格中读对的", "damaged cells that came out right")),
    Rate("damaged_silent", Label("受损格静默错误", "damaged silent"), _share("damaged_silent", "damaged"), "less",
         Label("受损格中静默错误的", "damaged cells that are silently wrong")),
    Rate("damaged_covered", Label("受损格规则可见", "damaged covered"), _share("damaged_covered", "damaged"), "neither",
         Label("受损格中，规则看得出来的", "damaged cells whose printed text breaks a law")),
    Rate("covered_right", Label("可见受损格", "covered right"), _share("damaged_covered_right", "damaged_covered"),
         "more", Label("规则看得出的受损格中读对的", "covered damaged cells that came out right")),
    Rate("covered_silent", Label("可见受损格静默错误", "covered silent"),
         _share("damaged_covered_silent", "damaged_covered"), "less",
         Label("规则看得出的受损格中静默错误的", "covered damaged cells that are silently wrong")),
    Rate("uncovered_silent", Label("不可见受损格静默错误", "uncovered silent"),
         lambda t: Share(t.damaged_silent - t.damaged_covered_silent, t.damaged - t.damaged_covered), "less",
         Label("规则看不出的受损格中静默错误的", "damaged cells beyond the laws that are silently wrong")),
    Rate("lost_right", Label("失落格", "lost had"), _share("lost_right", "lost"), "more",
         Label("失落而可由规则推出的格中得出的", "lost cells that are forced and came out right")),
    Rate("inferred_precision", Label("推定准确", "inferred right"), _share("inferred_right", "inferred_cells"), "more",
         Label("记为推定的格中正确的", "cells said to be inferred that are right")),
    Rate("inferred_recall", Label("推定召回", "inferred had"), _share("inferred_had", "inferred_wanted"), "more",
         Label("应能推定的格中得出的", "leaves that can be inferred and came out right")),
    Rate("repaired_precision", Label("修复准确", "repaired right"), _share("repaired_right", "repaired_cells"), "more",
         Label("记为修复的格中正确的", "cells said to be repaired that are right")),
    Rate("repaired_recall", Label("修复召回", "repaired had"), _share("repaired_had", "repaired_wanted"), "more",
         Label("应能修复的格中得出的", "leaves that need repair and came out right")),
    Rate("planted_recall", Label("人为差错", "author's errors"), _share("planted_found", "planted"), "more",
         Label("含人为差错的表中报告了差错的", "forms with an author's contradiction that is reported")),
    Rate("planted_errors_recall", Label("其中错误级", "author's grave errors"),
         _share("planted_errors_found", "planted_errors"), "more",
         Label("其中级别为错误的", "those of severity error")),
    Rate("planted_altered", Label("人为差错被改", "errors altered"), _share("planted_altered", "planted"), "less",
         Label("人为差错被当作误读而改掉的表，此数应为零", "contradictions taken for misreadings: has to be 0")),
    Rate("error_precision", Label("错误级发现准确", "errors true"), _share("error_findings_true", "error_findings"),
         "more", Label("未受损的表上，错误级发现中确有其事的", "findings of severity error that are true")),
    Rate("false_errors", Label("误报错误/表", "false errors a form"), _share("sound_errors", "sound", per=True), "less",
         Label("无差错的表上，每表的错误级发现", "findings of severity error for each sound form")),
    Rate("false_warnings", Label("误报提醒/表", "false warnings a form"), _share("sound_warnings", "sound", per=True),
         "less", Label("无差错的表上，每表的提醒级发现", "findings of severity warning for each sound form")),
)  # fmt: skip
"""All rates, in the order in which they are shown."""
BY_KEY: dict[str, Rate] = {rate.key: rate for rate in RATES}


def all_rates(tally: Tally) -> dict[str, dict[str, float | int | None]]:
    """Every rate with its counts, as plain data."""
    shares = {rate.key: rate.of(tally) for rate in RATES}
    return {
        key: {"rate": None if one.value is None else round(one.value, 6), "part": one.part, "of": one.whole}
        for key, one in shares.items()
    }
