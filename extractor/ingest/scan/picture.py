"""From the bytes of an image file to its pages as pixels.

Comes in: PNG, JPEG, TIFF, WebP, BMP or GIF, told by the first bytes. Goes out: the pages one at a time, upright as the
file says, in RGB, with the resolution that the file claims. Never holds more than one page, and never decodes an
image that would not fit into memory.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.ingest.faults import unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

MOST_PIXELS = 120_000_000
"""Larger images are refused: an A3 page at 600 dots an inch has 70 million."""

_ENOUGH = 12_000_000  # a JPEG of more pixels is decoded at half, a quarter or an eighth of its size
_LONGEST_SIDE = 5000  # what is larger is scaled down before it becomes RGB
_SMALLEST_SIDE = 8
_PAGED = ("TIFF",)  # in other formats further frames are an animation, or a preview


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of an image file: its pixels (height x width x RGB), and the dots an inch that the file claims."""

    pixels: Pixels
    dpi: float | None = None


def is_image(data: bytes) -> bool:
    """Say from the first bytes whether the file is an image of a kind that is read here."""
    starts = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
    if data.startswith(starts):
        return True
    return data[8:12] == b"WEBP" and data.startswith(b"RIFF") or data.startswith(b"BM") and data[6:10] == bytes(4)


def count_pictures(data: bytes, name: str) -> int:
    """How many pages an image file has; raises UndecodableInputError or UnreadableInputError."""
    with _opened(data, name) as image:
        try:
            return int(getattr(image, "n_frames", 1)) if image.format in _PAGED else 1
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise _broken(name, 1) from error


def picture_at(data: bytes, name: str, number: int = 1) -> Picture:
    """One page of an image file, counted from 1; raises as ``count_pictures`` does."""
    with _opened(data, name) as image, _silent(image):
        try:
            if number > 1:
                image.seek(number - 1)
            width, height = image.size
            if min(width, height) < _SMALLEST_SIDE:
                raise unreadable(name, "图像太小，没有可读的内容", "the image is too small to hold anything")
            if width * height > MOST_PIXELS:
                raise _too_large(name, width, height)
            dpi = _claimed_dpi(image)
            if image.format in ("JPEG", "MPO"):
                dpi = _draft(image, dpi)
            upright = _upright(image)
            scale = min(1.0, _LONGEST_SIDE / max(upright.size))
            if scale < 1:
                upright = _scaled(upright, scale)
            return Picture(_rgb(upright), dpi and dpi * scale)
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            raise _broken(name, number) from error


def pictures(data: bytes, name: str) -> Iterator[Picture]:
    """All pages of an image file in order."""
    for number in range(1, count_pictures(data, name) + 1):
        yield picture_at(data, name, number)


def _opened(data: bytes, name: str) -> Any:
    """The file as an image of which nothing is decoded yet."""
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is judged here
            return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"))
    except Image.DecompressionBombError as error:
        raise _too_large(name, 0, 0) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise _broken(name, 1) from error


@contextmanager
def _silent(image: Any) -> Iterator[None]:
    """Keep what the TIFF library itself writes about damage off the terminal: one sentence is said by the program."""
    if image.format != "TIFF":
        yield
        return
    try:
        error_output = os.dup(2)
    except OSError:  # there is none
        yield
        return
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(error_output, 2)
            os.close(error_output)


def _too_large(name: str, width: int, height: int) -> Exception:
    size, told = (f"（{width}×{height}）", f" ({width} by {height})") if width else ("", "")
    return unreadable(
        name,
        f"图像过大{size}；请以 200 至 300 DPI 重新扫描",
        f"the image is too large{told}; scan it anew at 200 to 300 dots an inch",
    )


def _broken(name: str, number: int) -> Exception:
    place, told = (f"第 {number} 页", f"page {number} of ") if number > 1 else ("", "")
    return undecodable_image(name, f"{place}图像已损坏或不完整", f"{told}the image is damaged or incomplete")


def undecodable_image(name: str, chinese: str, english: str) -> Exception:
    """An image that cannot be decoded; the remedy is to scan or to export it again."""
    return unreadable(name, f"{chinese}；请重新扫描或导出", f"{english}; scan it or export it again")


def _claimed_dpi(image: Any) -> float | None:
    """The resolution that the file states; None where there is none, or two that differ much."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return across if across > 0 and abs(across - down) <= 0.1 * across else None


def _draft(image: Any, dpi: float | None) -> float | None:
    """Have a large JPEG decoded smaller; the resolution after that."""
    before = image.size[0]
    while image.size[0] * image.size[1] > 2 * _ENOUGH:
        size = image.size
        image.draft(None, (size[0] // 2, size[1] // 2))
        if image.size == size:
            break
    return dpi and dpi * image.size[0] / before


def _upright(image: Any) -> Any:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image) or image


def _scaled(image: Any, scale: float) -> Any:
    """A smaller image; one bit a pixel becomes grey first."""
    from PIL import Image

    if image.mode in ("1", "P"):
        image = image.convert("L" if image.mode == "1" else "RGBA")
    size = max(1, round(image.size[0] * scale)), max(1, round(image.size[1] * scale))
    return image.resize(size, Image.Resampling.BOX if image.mode.startswith("I") else Image.Resampling.LANCZOS)


def _rgb(image: Any) -> Pixels:
    """The pixels in RGB, what is transparent over white."""
    import numpy as np
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, dtype=np.float32)
        most = 65535.0 if values.max() > 255 else 255.0
        grey = np.clip(values * (255.0 / most), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return np.array(image.convert("RGB"))
