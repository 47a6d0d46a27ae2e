"""The form as it looks on paper, and the source it was read from: what pages and workbooks draw alike.

Comes in: a ``FormRecord``. Goes out: blocks of slots, pieces of source text, and what a page tells
of a chosen cell. Never writes markup: templates and workbooks do that.
"""
