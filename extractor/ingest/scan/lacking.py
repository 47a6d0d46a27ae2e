"""What is said where the OCR engine is not installed.

Comes in: nothing. Goes out: an exception that the ingesters turn into one sentence about their file.
"""

from __future__ import annotations


class OcrLackingError(Exception):
    """The packages of the extra ``[ocr]`` are not installed, or hold no models."""
