"""What a file is, by its first bytes.

Comes in: the bytes of a file. Goes out: the name of a kind that is no text, or
None. Never looks at the file's name: names lie more often than first bytes.
"""

from __future__ import annotations

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文件", "a PDF"),
    (b"PK\x03\x04", "压缩包或 Office 文档（docx、xlsx）", "a zip archive or an Office document (docx, xlsx)"),
    (b"PK\x05\x06", "空压缩包", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档（doc、xls）", "an old Office document (doc, xls)"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", "a PNG image"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG image"),
    (b"GIF87a", "GIF 图片", "a GIF image"),
    (b"GIF89a", "GIF 图片", "a GIF image"),
    (b"II*\x00", "TIFF 图片", "a TIFF image"),
    (b"MM\x00*", "TIFF 图片", "a TIFF image"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip archive"),
    (b"BZh", "bzip2 压缩文件", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz 压缩文件", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件", "a 7z archive"),
    (b"Rar!\x1a\x07", "RAR 压缩文件", "a RAR archive"),
    (b"SQLite format 3\x00", "SQLite 数据库", "an SQLite database"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"MZ\x90\x00", "程序文件", "a program"),
)


def recognised_kind(data: bytes) -> tuple[str, str] | None:
    """Name the kind of a file that is no text, in Chinese and in English; None if nothing speaks against text."""
    for mark, chinese, english in _SIGNATURES:
        if data.startswith(mark):
            return chinese, english
    if data[8:12] == b"WEBP" and data.startswith(b"RIFF"):
        return "WebP 图片", "a WebP image"
    if data[257:262] == b"ustar":
        return "tar 归档", "a tar archive"
    return None
