"""The model: the only part of the program that talks to the outside.

Comes in: a ``Question``. Goes out: a ``Reply``. See ``interface``.
"""

from extractor.model.estimate import estimate_tokens
from extractor.model.interface import ModelClient, Question, Reason, Reply, ReplyStatus, Usage

__all__ = ["ModelClient", "Question", "Reason", "Reply", "ReplyStatus", "Usage", "estimate_tokens"]
