"""Decide: candidates and laws to one record. See ``form.decide`` and ``document.decide_document``."""

from extractor.decide.confidence import calibration
from extractor.decide.document import decide_document
from extractor.decide.form import decide

__all__ = ["calibration", "decide", "decide_document"]
