"""Narratives as Word documents: laid out as GB/T 9704-2012 asks, or by a template of one's own.

Comes in: the Markdown of a narrative with its charts, or stories and a ``.docx`` template. Goes out: the bytes of
a ``.docx``. Never adds a figure of its own but the numbers of tables, pictures, notes and pages.
"""

from extractor.narrate.word.charts import NO_CHARTS, Charts, find_charts
from extractor.narrate.word.document import write_word
from extractor.narrate.word.own_template import find_word_template, list_word_templates, render_word_template

__all__ = [
    "NO_CHARTS",
    "Charts",
    "find_charts",
    "find_word_template",
    "list_word_templates",
    "render_word_template",
    "write_word",
]
