"""Image files of every kind become upright RGB pages, or one sentence."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

pytest.importorskip("PIL", reason="the extra [ocr] is not installed")
from PIL import Image

from extractor.errors import InputError
from extractor.ingest.scan.picture import count_pictures, is_image, picture_at


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def page(mode: str = "RGB") -> Image.Image:
    """White, its upper left quarter black."""
    image = Image.new("L", (60, 40), 255)
    image.paste(0, (0, 0, 30, 20))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("mode", "kind", "how"),
    [
        ("RGB", "PNG", {}),
        ("1", "PNG", {}),
        ("P", "PNG", {}),
        ("L", "PNG", {}),
        ("RGB", "JPEG", {}),
        ("CMYK", "JPEG", {}),
        ("1", "TIFF", {"compression": "group4"}),
        ("RGB", "TIFF", {"compression": "tiff_lzw"}),
        ("CMYK", "TIFF", {}),
        ("RGB", "WEBP", {"lossless": True}),
        ("RGB", "BMP", {}),
        ("P", "GIF", {}),
    ],
)
def test_every_kind_of_image_is_read_as_it_looks(mode: str, kind: str, how: dict[str, Any]) -> None:
    data = saved(page(mode), kind, **how)
    assert is_image(data)
    pixels = picture_at(data, "form").pixels
    assert pixels.shape == (40, 60, 3) and pixels.dtype == np.uint8
    assert pixels[5, 5].max() < 40 and pixels[30, 50].min() > 215


def test_a_page_of_sixteen_bits_keeps_its_shades() -> None:
    values = np.full((40, 60), 65535, np.uint16)
    values[:20, :30] = 32768
    pixels = picture_at(saved(Image.fromarray(values), "PNG"), "form").pixels
    assert 120 <= pixels[5, 5, 0] <= 135 and pixels[30, 50, 0] == 255


def test_what_is_transparent_lies_on_white_paper() -> None:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    assert picture_at(saved(image, "PNG"), "form").pixels.min() == 255


def test_a_phone_held_sideways_is_turned_as_its_file_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = picture_at(saved(page(), "JPEG", exif=exif), "form").pixels
    assert pixels.shape[:2] == (60, 40)
    assert pixels[5, 35].max() < 60


def test_pages_of_a_fax_come_one_by_one() -> None:
    blank = Image.new("1", (60, 40), 1)
    data = saved(page("1"), "TIFF", save_all=True, append_images=[blank], compression="group4", dpi=(200, 200))
    assert count_pictures(data, "fax") == 2
    assert picture_at(data, "fax", 1).pixels.min() == 0
    assert picture_at(data, "fax", 2).pixels.min() == 255
    assert picture_at(data, "fax", 2).dpi == pytest.approx(200)


def test_an_animation_is_one_page() -> None:
    data = saved(page("P"), "GIF", save_all=True, append_images=[Image.new("P", (60, 40))])
    assert count_pictures(data, "form.gif") == 1


def test_a_photo_of_many_pixels_is_decoded_smaller() -> None:
    picture = picture_at(saved(Image.new("RGB", (8000, 6000), "white"), "JPEG", dpi=(600, 600)), "photo")
    assert max(picture.pixels.shape) <= 5000
    assert picture.dpi == pytest.approx(600 * picture.pixels.shape[1] / 8000, rel=0.01)


@pytest.mark.parametrize(
    "data",
    [
        saved(Image.new("1", (30_000, 30_000), 1), "TIFF", compression="group4"),
        saved(page(), "PNG")[:60],
        saved(page(), "JPEG")[:200],
        saved(page("1"), "TIFF")[:100],
        b"\x89PNG\r\n\x1a\n" + b"garbage" * 9,
        b"II*\x00",
        b"GIF89a",
        saved(Image.new("L", (3, 3)), "PNG"),
    ],
    ids=["huge", "png cut off", "jpeg cut off", "tiff cut off", "garbage", "only a mark", "gif mark", "tiny"],
)
def test_what_cannot_be_read_is_told_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        picture_at(data, "form.png")
    message = str(caught.value)
    assert message.startswith("form.png：") and message.endswith("。") and "\n" not in message
    assert caught.value.__notes__[0].startswith("form.png: ")


@pytest.mark.parametrize("data", [b"", b"BM is no bitmap", b"%PDF-1.7", "绩效自评表".encode()])
def test_other_files_are_no_images(data: bytes) -> None:
    assert not is_image(data)
