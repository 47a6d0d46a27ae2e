"""Read: the candidates for the cells of one form. See ``offline.OfflineReader``.

Comes in: a ``Segment`` and its family. Goes out: a ``Reading``. Every reader returns the
same type, so that readers can be mixed, compared and voted.
"""

from extractor.read.interface import Reader
from extractor.read.offline import OfflineReader

__all__ = ["OfflineReader", "Reader"]
