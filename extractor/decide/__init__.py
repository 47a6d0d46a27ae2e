"""Decide: candidates and laws to one record. See ``form.decide`` and ``document.decide_document``."""

from extractor.decide.document import decide_document
from extractor.decide.form import decide

__all__ = ["decide", "decide_document"]
