"""The model: the only part of the program that talks to the outside.

Comes in: a ``Question``. Goes out: a ``Reply``. See ``interface``.
"""

from extractor.model.estimate import estimate_question, estimate_tokens
from extractor.model.interface import ModelClient, Question, QuestionImage, Reason, Reply, ReplyStatus, Usage

__all__ = [
    "ModelClient",
    "Question",
    "QuestionImage",
    "Reason",
    "Reply",
    "ReplyStatus",
    "Usage",
    "estimate_question",
    "estimate_tokens",
]
