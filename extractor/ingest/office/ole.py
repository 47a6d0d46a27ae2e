"""What an OLE2 file holds: the container of old office files, and of encrypted new ones.

Comes in: the bytes of such a file. Goes out: what it is. Never reads more than the names of its streams.
"""

from __future__ import annotations

from enum import Enum
from io import BytesIO

import olefile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class OleContent(Enum):
    """What is inside."""

    DOCUMENT = "doc"
    WORKBOOK = "xls"
    ENCRYPTED = "encrypted"
    OTHER = "other"
    BROKEN = "broken"


_STREAMS = (
    ("encryptedpackage", OleContent.ENCRYPTED),
    ("worddocument", OleContent.DOCUMENT),
    ("workbook", OleContent.WORKBOOK),
    ("book", OleContent.WORKBOOK),
)


def ole_content(data: bytes) -> OleContent:
    """Say what an OLE2 file holds, by the names of its streams."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            streams = {path[0].lower() for path in file.listdir(streams=True, storages=False) if len(path) == 1}
    except Exception:  # the library says in many ways that a file is broken
        return OleContent.BROKEN
    return next((content for stream, content in _STREAMS if stream in streams), OleContent.OTHER)
