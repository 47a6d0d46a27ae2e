"""The sentences for PDF files that cannot be read, or not as a whole.

Comes in: what went wrong. Goes out: an exception, or a sentence in Chinese and in English. Never raises by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.errors import InputError, UndecodableInputError, UnreadableInputError, told
from extractor.notation.page_runs import page_runs

Sentences = tuple[str, str]
"""The same in Chinese and in English."""


def unopened(name: str, fault: str) -> InputError:
    """A file that could not be opened: ``password``, ``broken``, ``memory`` or ``budget``."""
    if fault == "password":
        return told(
            UnreadableInputError,
            f"{name}：PDF 设有密码；请去掉密码另存后重试。",
            f"{name}: the PDF needs a password; save it without one and try again.",
        )
    if fault == "broken":
        return told(
            UndecodableInputError,
            f"{name}：PDF 已损坏或不完整，无法打开；请重新下载或另存后重试。",
            f"{name}: the PDF is damaged or incomplete; download it or save it again and try again.",
        )
    return told(
        UnreadableInputError,
        f"{name}：读取这个 PDF 所需的时间或内存超出限度；请另存（打印）为普通 PDF 后重试。",
        f"{name}: reading this PDF takes more time or memory than is allowed; print it to a plain PDF and try again.",
    )


def no_pages(name: str) -> InputError:
    """A PDF file without any page."""
    return told(
        UnreadableInputError,
        f"{name}：PDF 没有任何页面；请检查导出是否完整。",
        f"{name}: the PDF has no pages; check that it was exported whole.",
    )


def no_such_pages(name: str, total: int) -> InputError:
    """None of the pages that were asked for exists."""
    return told(
        UnreadableInputError,
        f"{name}：共 {total} 页，没有所选的页；请改正页码范围。",
        f"{name}: it has {total} pages, none of those asked for; correct the range of pages.",
    )


def only_images(name: str) -> InputError:
    """Nothing in it is text, and there is nothing to read images with."""
    return told(
        UnreadableInputError,
        f"{name}：PDF 里只有图像，没有文字；请安装 jixiao[ocr] 后重试。",
        f"{name}: the PDF holds only images; install jixiao[ocr] and try again.",
    )


def only_shapes(name: str) -> InputError:
    """It has text, but in fonts that do not say which characters they show, and nothing to read images with."""
    return told(
        UnreadableInputError,
        f"{name}：PDF 的字体没有文字编码，取不出文字；请安装 jixiao[ocr] 后重试。",
        f"{name}: the fonts of the PDF do not name their characters; install jixiao[ocr] and try again.",
    )


def left_out(name: str, most: int, total: int) -> Sentences:
    """The pages behind the last one that is read."""
    return (
        f"{name}：共 {total} 页，只读了前 {most} 页；其余的请用 --pages 指定。",
        f"{name}: it has {total} pages, of which the first {most} were read; ask for others with --pages.",
    )


def not_read(name: str, numbers: Sequence[int]) -> Sentences:
    """Pages on which there are images, without anything to read them with."""
    pages = page_runs(numbers)
    return (
        f"{name}：第 {pages} 页只有图像，没有读；请安装 jixiao[ocr] 后重试。",
        f"{name}: page {pages} holds only images and was not read; install jixiao[ocr] and try again.",
    )


def unnamed(name: str, numbers: Sequence[int]) -> Sentences:
    """Pages whose fonts do not name their characters: they are read as images."""
    pages = page_runs(numbers)
    return (
        f"{name}：第 {pages} 页的字体没有文字编码，按图像处理。",
        f"{name}: the fonts on page {pages} do not name their characters; it is taken for an image.",
    )


def failed(name: str, numbers: Sequence[int]) -> Sentences:
    """Pages that are damaged, or cost more than is allowed."""
    pages = page_runs(numbers)
    return (
        f"{name}：第 {pages} 页已损坏或超出时间、内存限度，没有读。",
        f"{name}: page {pages} is damaged, or takes more time or memory than is allowed, and was not read.",
    )
