"""The OCR engine: where text stands on a page, and what it says.

Comes in: grey images (numpy, uint8, dark on light). Goes out: the places of text lines, and the characters of a
line with what else each step of the recogniser could have been. The networks are those that the package
``rapidocr`` carries, run by ``onnxruntime``; they are loaded at first use and kept for the whole process. Never
downloads anything: where the package holds no models, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.ingest.scan.decoding import Reading, decode
from extractor.ingest.scan.lacking import OcrLackingError
from extractor.values import Box

THREADS = 2
"""Processor cores that one page may use."""

_LONGEST_SIDE = 2400  # of the page that the detector sees; smaller loses single digits
_HEIGHT = 48  # of a line that the recogniser sees
_NARROWEST, _WIDEST = 64, 3200  # of such a line; what is longer is squeezed
_BATCH_WIDTH = 3000  # sum of widths in one batch: bounds the memory
_INK, _SURE = 0.3, 0.5  # detector: a pixel is text from here, a region counts from here
_UNCOMMON = 0.1
_GROWTH = 1.6  # the detector marks the core of a line; so much it is grown


@dataclass(frozen=True, slots=True)
class Engine:
    """The two networks, and the recogniser's alphabet with the weight of each character
    and the pairs that are one character at two widths; index 0 is the blank."""

    detector: Any
    recogniser: Any
    alphabet: tuple[str, ...]
    weights: Any
    twins: Any

    def lines(self, grey: Any) -> list[Box]:
        """The places of text lines on a page."""
        import cv2
        import numpy as np

        height, width = grey.shape[:2]
        scale = min(1.0, _LONGEST_SIDE / max(height, width))
        size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        small = small / 127.5 - 1
        tensor = np.broadcast_to(small, (1, 3, *small.shape))
        (found,) = self.detector.run(None, {self.detector.get_inputs()[0].name: np.ascontiguousarray(tensor)})
        return [
            (x0 * width / size[0], y0 * height / size[1], x1 * width / size[0], y1 * height / size[1])
            for x0, y0, x1, y1 in _regions(found[0, 0])
        ]

    def read(self, crops: Sequence[Any]) -> list[Reading]:
        """What each of these cut-out lines says, in the order given."""
        import numpy as np

        readings: list[Reading] = [Reading("", 0.0)] * len(crops)
        strips = [_strip(crop) for crop in crops]
        name = self.recogniser.get_inputs()[0].name
        for batch in _batches([strip.shape[1] for strip in strips]):
            widest = max(strips[index].shape[1] for index in batch)
            tensor = np.zeros((len(batch), 3, _HEIGHT, widest), np.float32)
            for place, index in enumerate(batch):
                tensor[place, :, :, : strips[index].shape[1]] = strips[index]
            (steps,) = self.recogniser.run(None, {name: tensor})
            for place, index in enumerate(batch):
                share = strips[index].shape[1] / widest
                readings[index] = decode(self._weighed(steps[place]), self.alphabet, share)
        return readings

    def _weighed(self, steps: Any) -> Any:
        """The steps after what is known of characters; a doubt whether a bracket is wide or narrow is none."""
        import numpy as np

        steps = steps * self.weights
        wide, narrow = steps[:, self.twins[0]], steps[:, self.twins[1]]
        both, more = wide + narrow, wide >= narrow
        steps[:, self.twins[0]], steps[:, self.twins[1]] = np.where(more, both, 0), np.where(more, 0, both)
        return steps


@cache
def load_engine() -> Engine:
    """The engine of this process; raises OcrLackingError where the extra ``[ocr]`` is not installed."""
    paths = _models()
    import numpy as np

    detector, recogniser = (_session(path) for path in paths)
    alphabet = recogniser.get_modelmeta().custom_metadata_map.get("character", "").splitlines()
    if not alphabet:
        raise OcrLackingError
    characters = ("", *alphabet, " ")
    weights = np.array([_weight(one) for one in characters], np.float32)
    return Engine(detector, recogniser, characters, weights, np.array(_twins(characters)).T)


def _twins(characters: Sequence[str]) -> list[tuple[int, int]]:
    """The wide and the narrow form of a character, where the alphabet has both."""
    places = {character: index for index, character in enumerate(characters)}
    return [
        (places[wide], places[narrow])
        for code in range(0xFF01, 0xFF5F)
        if (wide := chr(code)) in places and (narrow := chr(code - 0xFEE0)) in places
    ]


def _weight(character: str) -> float:
    """How common a character is in print from the mainland: 1, or little for traditional and foreign ones.

    Where the ink alone tells, the weight changes nothing; between 减 and 減 it does.
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return _UNCOMMON if character.isalpha() else 1.0
    return _UNCOMMON if "\u0370" <= character <= "\u04ff" or "\u3040" <= character <= "\u31ff" else 1.0


def _models() -> tuple[Path, Path]:
    """The detector's and the recogniser's file, as the installed package has them."""
    if any(find_spec(name) is None for name in ("cv2", "onnxruntime", "rapidocr")):
        raise OcrLackingError
    spec = find_spec("rapidocr")
    folders = [Path(place) / "models" for place in (spec and spec.submodule_search_locations) or ()]
    found = [
        next((path for folder in folders for path in sorted(folder.glob(f"*_{task}_*.onnx"), reverse=True)), None)
        for task in ("det", "rec")
    ]
    if found[0] is None or found[1] is None:
        raise OcrLackingError
    return found[0], found[1]


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # the arena would keep the largest page's memory for good
    options.intra_op_num_threads = THREADS
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _regions(found: Any) -> Iterator[tuple[float, float, float, float]]:
    """Rectangles around the regions where the detector sees text, grown to the whole line."""
    import cv2
    import numpy as np

    height, width = found.shape
    mask = cv2.dilate((found > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sums = np.bincount(labels.ravel(), weights=found.ravel(), minlength=count)
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        if min(w, h) < 3 or sums[label] / area < _SURE:
            continue
        grown = w * h * _GROWTH / (2 * (w + h))
        yield max(0.0, x - grown), max(0.0, y - grown), min(width, x + w + grown), min(height, y + h + grown)


def _strip(crop: Any) -> Any:
    """A line at the height and in the range of values that the recogniser was taught."""
    import cv2
    import numpy as np

    height, width = crop.shape[:2]
    wanted = min(_WIDEST, max(8, round(width * _HEIGHT / max(1, height))))
    scaled = cv2.resize(crop, (wanted, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    return scaled.astype(np.float32) / 127.5 - 1


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like width together."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda index: widths[index]):
        if batch and (len(batch) + 1) * max(_NARROWEST, widths[index]) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
