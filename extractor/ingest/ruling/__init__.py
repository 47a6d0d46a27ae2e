"""Ruling: from drawn lines and words with places to tables and lines, whether a PDF or an image gave them.

Comes in: ``Segment`` values and words of one page. Goes out: its blocks in reading order, and tables that run on over
pages marked as such. Never opens a file, and never drops a word.
"""

from extractor.ingest.ruling.blocks import blocks_of
from extractor.ingest.ruling.continuing import continued
from extractor.ingest.ruling.printing import SpelledWord
from extractor.ingest.ruling.segments import Segment

__all__ = ["Segment", "SpelledWord", "blocks_of", "continued"]
