"""The sentences for office files that cannot be read.

Comes in: what is wrong with which file. Goes out: an exception whose message is one Chinese sentence with its
English twin as note; unlike a text's, an office file's remedy is to save it anew in an office program. Never
raises by itself.
"""

from __future__ import annotations

from extractor.errors import UndecodableInputError, told


def damaged(name: str, chinese: str, english: str) -> UndecodableInputError:
    """An office file that is broken, or is not what it claims to be."""
    return told(
        UndecodableInputError,
        f"{name}：Office 文档（docx、xlsx）已损坏或不完整：{chinese}；请用 Word、Excel 或 WPS 打开并另存后重试。",
        f"{name}: the Office document (docx, xlsx) is damaged or incomplete: {english}; "
        "open it in Word, Excel or WPS, save it anew and try again.",
    )


def oversized(name: str, chinese: str, english: str) -> UndecodableInputError:
    """An office file that would unpack to more than is read."""
    return told(
        UndecodableInputError,
        f"{name}：Office 文档{chinese}，为安全起见不予读取；请只保留自评表，另存后重试。",
        f"{name}: the Office document {english}, which is not read for safety; "
        "keep nothing in it but the forms, save it anew and try again.",
    )


def foreign(name: str, chinese: str, english: str) -> UndecodableInputError:
    """A file of an office program that holds no text document and no workbook."""
    return told(
        UndecodableInputError,
        f"{name}：{chinese}，不是文字文档或工作簿；请另存为 .docx 或 .xlsx 后重试。",
        f"{name}: {english}, not a text document or a workbook; save it as .docx or .xlsx and try again.",
    )


def locked(name: str) -> UndecodableInputError:
    """A file that its author protected with a password."""
    return told(
        UndecodableInputError,
        f"{name}：Office 文档有密码保护，无法读取；请取消密码后另存，再重试。",
        f"{name}: the Office document is protected by a password; remove the password, save it and try again.",
    )


def not_converted(name: str, chinese: str, english: str) -> UndecodableInputError:
    """A file of an old format that could not be brought into a new one."""
    return told(
        UndecodableInputError,
        f"{name}：旧版 Office 文档（doc、xls、wps、et、rtf）{chinese}；"
        "请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx 后重试。",
        f"{name}: the old Office document (doc, xls, wps, et, rtf) {english}; "
        "save it as .docx or .xlsx in Word, Excel or WPS and try again.",
    )
