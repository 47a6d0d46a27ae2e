"""What scanners, fax machines, stamps and cameras do to a printed page, each at a stated strength and with a seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

Image = np.ndarray[Any, np.dtype[np.uint8]]


def _image(values: Any) -> Image:
    return np.asarray(values).astype(np.uint8)


def blurred(page: Image, sigma: float) -> Image:
    return _image(cv2.GaussianBlur(page, (0, 0), sigma))


def noisy(page: Image, sigma: float, seed: int = 1) -> Image:
    grain = np.random.default_rng(seed).normal(0, sigma, page.shape[:2])
    return _image(np.clip(page + grain[:, :, None], 0, 255))


def compressed(page: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(_image(cv2.imdecode(data, cv2.IMREAD_COLOR))[:, :, ::-1])


def resampled(page: Image, scale: float) -> Image:
    return _image(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def skewed(page: Image, degrees: float, paper: int = 255) -> Image:
    """The page turned on a sheet of the same size; positive falls to the right."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return _image(cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 3))


def faint(page: Image, contrast: float) -> Image:
    return (255 - (255 - page.astype(np.float32)) * contrast).astype(np.uint8)


def folded(page: Image, at: float = 0.45, depth: float = 60) -> Image:
    """A fold across the page: darker near the line, brighter beyond it."""
    rows = np.arange(page.shape[0]) - at * page.shape[0]
    shade = -depth * np.exp(-((rows / 4) ** 2)) - 0.4 * depth * np.exp(-np.abs(rows) / 40) * (rows < 0)
    return _image(np.clip(page + shade[:, None, None], 0, 255))


def sealed(page: Image, at: tuple[float, float] = (0.7, 0.3), radius: int = 150, seed: int = 1) -> Image:
    """A round red seal with a star and characters round it, a little uneven, over whatever is printed there."""
    from PIL import Image as Drawn
    from PIL import ImageDraw, ImageFont

    stamp = Drawn.new("L", (2 * radius + 8, 2 * radius + 8), 0)
    draw = ImageDraw.Draw(stamp)
    centre = radius + 4
    draw.ellipse((4, 4, 2 * radius + 4, 2 * radius + 4), outline=255, width=9)
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", radius // 4)
    for index, character in enumerate("某某县财政局项目专用章"):
        angle = np.pi * (0.85 + 1.3 * index / 10)
        x, y = centre + 0.76 * radius * np.cos(angle), centre + 0.76 * radius * np.sin(angle)
        draw.text((x, y), character, font=font, fill=255, anchor="mm")
    star = [
        (centre + r * np.sin(k * np.pi / 5), centre - r * np.cos(k * np.pi / 5))
        for k, r in ((k, radius * (0.32 if k % 2 == 0 else 0.13)) for k in range(10))
    ]
    draw.polygon(star, fill=255)
    alpha = np.asarray(stamp, np.float32) / 255 * np.random.default_rng(seed).uniform(0.6, 0.95, stamp.size[::-1])
    top, left = int(at[1] * page.shape[0]) - centre, int(at[0] * page.shape[1]) - centre
    out = page.copy()
    area = out[top : top + alpha.shape[0], left : left + alpha.shape[1]].astype(np.float32)
    red = np.array([205, 30, 35], np.float32)
    mixed = area * (1 - alpha[:, :, None]) + np.minimum(area, red) * alpha[:, :, None]
    out[top : top + alpha.shape[0], left : left + alpha.shape[1]] = mixed.astype(np.uint8)
    return out


def faxed(page: Image, scale: float = 0.75, specks: float = 0.002, seed: int = 1) -> Image:
    """One bit a pixel at low resolution, with specks: a fax, fine mode."""
    small = cv2.cvtColor(resampled(blurred(page, 0.7), scale), cv2.COLOR_RGB2GRAY)
    bits = np.where(small > 165, np.uint8(255), np.uint8(0))
    hit = np.random.default_rng(seed).random(bits.shape) < specks
    bits[hit] = 255 - bits[hit]
    return np.repeat(bits[:, :, None], 3, axis=2)


def photographed(page: Image, tilt: float = 0.06, shadow: float = 0.45, seed: int = 1) -> Image:
    """The page on a dark desk, seen from a corner, under a lamp."""
    rng = np.random.default_rng(seed)
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    room = np.array([0.12 * width, 0.08 * height], np.float32)
    shift = rng.uniform(-tilt, tilt, (4, 2)).astype(np.float32) * [width, height * 0.6]
    matrix = cv2.getPerspectiveTransform(corners, (corners + room + shift).astype(np.float32))
    size = int(width + 2 * room[0]), int(height + 2 * room[1])
    out = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(60, 52, 45))
    x, y = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    light = 1 - shadow * (0.6 * x + 0.4 * y) - 0.15 * (((x - 0.8) ** 2 + (y - 0.7) ** 2) < 0.05)
    return noisy(np.clip(out * cv2.GaussianBlur(light, (0, 0), 25)[:, :, None], 0, 255).astype(np.uint8), 4, seed)


def clean(page: Image, seed: int = 1) -> Image:
    """A page as a good scanner gives it."""
    return page


def moderate(page: Image, seed: int = 1) -> Image:
    """150 DPI, two degrees askew to either side, a seal somewhere, JPEG at 50."""
    across, down = spot(seed)
    return compressed(resampled(skewed(sealed(page, (across, down), seed=seed), slant(seed) * 2.0), 0.75), 50)


def severe(page: Image, seed: int = 1) -> Image:
    """A fax at 150 DPI, one bit a pixel, a degree askew, with specks."""
    return faxed(skewed(page, -slant(seed)), 0.75, 0.002, seed)


def snapped(page: Image, seed: int = 1) -> Image:
    """A photo under a lamp."""
    return compressed(photographed(page, seed=seed), 80)


def worn(page: Image, seed: int = 1) -> Image:
    """Faint, folded at some height, grainy, a little askew."""
    return noisy(blurred(folded(faint(skewed(page, 0.7 * slant(seed)), 0.55), 0.15 + spot(seed)[1]), 1.0), 9, seed)


def slant(seed: int) -> float:
    return 1.0 if seed % 2 else -1.0


def spot(seed: int) -> tuple[float, float]:
    """Where a seal lies: by the width and by the height of the page; the usual place for seed 1."""
    across, down = np.random.default_rng(seed).uniform((0.25, 0.2), (0.75, 0.6))
    return (0.7, 0.3) if seed == 1 else (float(across), float(down))


KINDS: dict[str, Callable[[Image, int], Image]] = {
    "clean": clean,
    "moderate": moderate,
    "severe": severe,
    "photo": snapped,
    "worn": worn,
}
