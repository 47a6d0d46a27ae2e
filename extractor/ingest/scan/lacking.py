"""What is said where the OCR engine is not installed.

Comes in: nothing. Goes out: an exception that the ingesters turn into one sentence about their file.
"""

from __future__ import annotations

from importlib.util import find_spec


class OcrLackingError(Exception):
    """The packages of the extra ``[ocr]`` are not installed, or hold no models."""


def has_engine() -> bool:
    """Whether the packages of the extra ``[ocr]`` are installed; none is loaded."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))
