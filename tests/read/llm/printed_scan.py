"""A scanned form for the tests: what is printed, what an OCR engine made of it, and models that see the print.

Comes in: rows of cells, and what the engine read in place of some of them. Goes out: a document, pictures of its pages
and readers of crops. Every cell of the picture has a colour of its own beside its text, so that a test can tell which
cells a crop shows without reading letters.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
from PIL import Image, ImageDraw

from extractor.consult import Consultation, consult
from extractor.ingest.pictures import PagePictures
from extractor.ingest.printed import Cell, Line, Page, Table, Word, document_of
from extractor.model.opening import Warn, open_models
from extractor.offline import read_offline
from extractor.settings import Endpoint, ModelSettings, Settings
from extractor.values import Box, Document, FormRecord
from tests.decide.small_forms import NATIONAL
from tests.model.faulty_server import Act, Behaviour, FaultyServer, calls, says

WIDTH, HEIGHT = 150.0, 60.0
_GAP = 12.0  # more than the margin of two crops, so that a crop holds no other cell
_LEVELS = (30, 80, 130, 180, 230)
Place = tuple[int, int]
See = Callable[[str], str]
"""What a model says it reads where a text is printed."""


@dataclass
class Scan:
    """A form in print; ``read`` is what the engine read instead, by row and column, ``boxes`` where it saw cells."""

    printed: str = NATIONAL
    read: Mapping[Place, Word] = field(default_factory=dict)
    boxes: Mapping[Place, Box] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.printed.splitlines()]

    def box(self, row: int, column: int) -> Box:
        left, top = _GAP + column * (WIDTH + _GAP), _GAP + row * (HEIGHT + _GAP)
        return left, top, left + WIDTH, top + HEIGHT

    def document(self) -> Document:
        """The form as the engine gives it."""
        blocks: list[Line | Table] = []
        cells = []
        for row, texts in enumerate(self.rows):
            for column, text in enumerate(texts):
                word = self.read.get((row, column), Word(text, self.box(row, column), 0.99))
                if len(texts) == 1:
                    blocks.append(Line((word,)))
                else:
                    lines = (Line((word,)),) if word.text else ()
                    box = self.boxes.get((row, column), self.box(row, column))
                    cells.append(Cell(row, column, lines, box=box))
        page = Page(1, (*blocks, Table(tuple(cells))), 2000, 2000)
        return document_of([page], "form.png", "0" * 64, "image")

    def pictures(self, folder: Path) -> PagePictures:
        """The page as it looks."""
        right, bottom = self.box(len(self.rows), max(map(len, self.rows)))[2:]
        image = Image.new("RGB", (int(right), int(bottom)), "white")
        pen = ImageDraw.Draw(image)
        for (row, column), colour in self._colours().items():
            pen.rectangle(self.box(row, column), fill=colour)
            pen.text(self.box(row, column)[:2], self.rows[row][column], fill="black")
        pictures = PagePictures(folder / "form.pages")
        pictures.put(1, numpy.asarray(image))
        return pictures

    def _colours(self) -> dict[Place, tuple[int, int, int]]:
        places = [(row, column) for row, texts in enumerate(self.rows) for column, _ in enumerate(texts)]
        return {place: (_LEVELS[n % 5], _LEVELS[n // 5 % 5], _LEVELS[n // 25 % 5]) for n, place in enumerate(places)}

    def seen(self, data: bytes) -> str:
        """The text of the cell that a crop shows; empty where it was painted over."""
        image = Image.open(io.BytesIO(data)).convert("RGB")
        middle = image.getpixel((image.width // 2, image.height // 2))
        assert isinstance(middle, tuple)
        if min(middle) > 245:
            return ""
        colours = self._colours()
        row, column = min(
            colours, key=lambda place: sum(abs(a - b) for a, b in zip(colours[place], middle, strict=True))
        )
        return self.rows[row][column]

    def words(self, image: bytes, caption: str, see: See) -> str:
        """The answer about one picture."""
        return f"{caption.rstrip('：')}={see(self.seen(image))}"


def same(text: str) -> str:
    """A model that reads what is printed."""
    return text


def sees(scan: Scan, see: See = same) -> Behaviour:
    """An endpoint whose model points at nothing, and reads pictures with ``see``."""

    def behave(request: dict[str, Any]) -> Act:
        items = [scan.words(image, caption, see) for caption, image in images_of(request)]
        said = json.dumps({"cells": items}, ensure_ascii=False)
        return calls(said, name=request["tools"][0]["function"]["name"]) if "tools" in request else says(said)

    return behave


def images_of(request: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """The captions and files of the images of a request."""
    content = request["messages"][-1]["content"]
    parts = content if isinstance(content, list) else []
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    captions = [part["text"] for part in parts[1:] if part["type"] == "text"]
    files = [base64.b64decode(url.partition("base64,")[2]) for url in urls]
    return list(zip(captions, files, strict=True))


@dataclass
class Asked:
    """How a form came out, and what was sent about it."""

    form: FormRecord
    sent: dict[str, Any]
    images: list[tuple[str, bytes]]
    requests: list[dict[str, Any]]
    warnings: list[str]

    @property
    def told(self) -> dict[str, Any]:
        """What the record says of the images of the form; empty for none."""
        (images,) = self.sent.get("images") or [{}]
        return dict(images)


def ask_about(scan: Scan, behave: Behaviour, folder: Path, times: int = 1, **model: Any) -> Asked:
    """The form as recovered with a model on loopback that has eyes, asked ``times`` over in one run."""
    warnings: list[str] = []

    def warn(_chinese: str, english: str) -> None:
        warnings.append(english)

    with FaultyServer(behave) as server:
        endpoint = Endpoint("sk-test", server.url, ("stub",))
        asking = ModelSettings(**{"vision": True, "backoff": 0.0, "second_reading": False, **model})
        settings = Settings(reader="both", source_kind="ocr", endpoint=endpoint, model=asking)
        for_each = asyncio.run(_recovered(scan, settings, folder, warn, times))
        bodies = [request.body for request in server.requests]
    form, about = for_each[-1]
    images = [image for body in bodies for image in images_of(body)]
    return Asked(form, about.sent[0], images, bodies, warnings)


async def _recovered(
    scan: Scan, settings: Settings, folder: Path, warn: Warn, times: int
) -> list[tuple[FormRecord, Consultation]]:
    document, pictures = scan.document(), scan.pictures(folder)
    out = []
    assert settings.endpoint is not None
    async with open_models(settings.endpoint, settings.model, warn=warn) as run:
        for _ in range(times):
            about = Consultation(settings, run.for_document().models, pictures=pictures)
            (form,) = read_offline(document, settings)
            out.append((await consult(form, 1, about), about))
    return out
