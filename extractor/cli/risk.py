"""``--accept-risk``: the share of silent errors that a user accepts, and what it costs in reviews.

Comes in: the risk asked for. Goes out: the option, and the sentence that says which threshold it
means, what review load that was on the calibration set, and what the promise does not cover.
"""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.settings import DEFAULT_RISK, Settings

RiskOption = Annotated[
    float | None,
    typer.Option(
        "--accept-risk",
        metavar="SHARE",
        help="Share of cells that may be wrong without a flag, such as 0.001: less sure cells are flagged "
        "(default 0.0014, the error rate of double data entry).",
    ),
]


def risk_sentence(settings: Settings) -> str:
    """What the accepted risk asks for, in the language of the run."""
    from extractor.decide import calibration

    asked = DEFAULT_RISK if settings.accept_risk is None else settings.accept_risk
    found, risk = calibration().threshold(asked), f"{100 * asked:.6g}"
    if settings.language == "zh":
        kept = "" if found.met else "（标定集上没有门限能保证这一风险，已用最严的一档）"
        return (
            f"可接受风险 {risk}%：可信度低于 {found.confidence:.2%} 的格标为待核{kept}；"
            f"标定集上未标出的错误以 95% 的把握不超过 {found.bound:.3%}，待核 {found.load:.1%}。"
            "这只对与标定集相似的文件成立，不是对任何文件的保证。"
        )
    kept = "" if found.met else " (no threshold keeps this risk on the calibration set; the strictest is used)"
    return (
        f"accepted risk {risk}%: cells less than {found.confidence:.2%} sure are flagged{kept}; on "
        f"the calibration set at most {found.bound:.3%} of cells were wrong and not flagged (95 % confidence), "
        f"{found.load:.1%} were flagged. "
        "This holds for documents like those of the calibration set, not for any document."
    )
