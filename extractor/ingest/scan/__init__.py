"""Scans and photos: image files, and the pages of a PDF that are pictures.

Comes in: the bytes of an image file, or the pixels of a page. Goes out: a ``Document``, or blocks. Never loads the OCR
engine before a page is to be read, and never downloads one.
"""
