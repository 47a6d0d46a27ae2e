"""Office files: Word documents and workbooks, of today and of old.

Comes in: the bytes of a file. Goes out: a ``Document`` whose tables keep their rows, columns and merged cells.
Never runs a macro, never follows a link, and never knows a place on the page: ``box`` is None.
"""

from extractor.ingest.office.old import OldOfficeIngester
from extractor.ingest.office.ooxml import OoxmlIngester

__all__ = ["OldOfficeIngester", "OoxmlIngester"]
