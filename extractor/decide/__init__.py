"""Decide: candidates and laws to one record. See ``forms.decide``."""

from extractor.decide.form import decide

__all__ = ["decide"]
