"""Segment: the part of a document that is one form. See ``forms.segment``."""

from extractor.segment.forms import segment

__all__ = ["segment"]
