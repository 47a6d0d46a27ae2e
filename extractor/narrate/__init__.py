"""The project performance narrative (项目绩效情况), drafted from decided records.

Comes in: records. Goes out: Markdown, in Chinese or in English, in which every figure is a cell of
a record or a stated formula of cells. Never adds a figure or a judgement that no cell carries.
"""

from extractor.narrate.draft import Narrative, draft, narrate
from extractor.narrate.environment import template_names, templates

__all__ = ["Narrative", "draft", "narrate", "template_names", "templates"]
