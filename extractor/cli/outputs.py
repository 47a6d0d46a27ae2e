"""The output folder: what may be overwritten, and writing so that nothing is ever half there.

Comes in: finished file contents and where they come from. Goes out: files in the output
folder, and beside them one hidden file of stamps that remembers which content, program
version and settings each output was made from. Never overwrites what it did not write
itself unless told to, and a record that was reviewed or corrected only when told to discard reviews.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from errno import EISDIR
from pathlib import Path
from typing import Literal

from extractor.errors import OutputError, RecordError, told

STAMP_FILE = ".jixiao-outputs.jsonl"
SUFFIXES = (".json", ".xlsx", ".md", ".html")
Writing = Literal["write", "unchanged", "reviewed"]


@dataclass(frozen=True, slots=True)
class Making:
    """What an output depends on; the same making gives the same output."""

    source_sha256: str
    program: str
    settings: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """One line of the stamp file: the outputs of one stem, with the digest of each file as written."""

    stem: str
    making: Making
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Permission:
    """What the user allowed to be overwritten."""

    force: bool = False
    discard_reviews: bool = False


def open_folder(folder: Path) -> Path:
    """Make the output folder if need be; raises ``OutputError`` when nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise told(
            OutputError,
            f"{folder}：无法建立输出文件夹（{reason}）；请用 -o 另选文件夹。",
            f"{folder}: cannot be made as a folder ({reason}); choose another one with -o.",
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise told(
            OutputError,
            f"{folder}：没有写入权限；请修改文件夹权限，或用 -o 另选文件夹。",
            f"{folder}: cannot be written to; change its permissions or choose another one with -o.",
        )
    return folder


def read_stamps(folder: Path) -> dict[str, Stamp]:
    """The stamps of earlier runs by stem; the last line of a stem counts, a line that is no stamp is passed over."""
    stamps: dict[str, Stamp] = {}
    try:
        lines = (folder / STAMP_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return stamps
    for line in lines:
        try:
            data = json.loads(line)
            stamps[data["stem"]] = Stamp(data["stem"], Making(**data["making"]), dict(data["files"]))
        except (ValueError, KeyError, TypeError):
            continue  # a run that was killed may leave half a line behind
    return stamps


def decide_writing(
    folder: Path, stem: str, making: Making, stamps: Mapping[str, Stamp], allowed: Permission
) -> Writing:
    """Whether the outputs of one input are to be written, are up to date, or hold a review of it.

    Raises ``OutputError`` when something is in the way that must not be overwritten.
    """
    stamp = stamps.get(stem)
    same_source = stamp is not None and stamp.making.source_sha256 == making.source_sha256
    existing = [path for suffix in SUFFIXES if os.path.lexists(path := folder / f"{stem}{suffix}")]
    record = folder / f"{stem}.json"
    edited = record in existing and not _untouched([record], stamp)
    reviewed = record in existing and (holds_reviews(record) or (edited and holds_corrections(record)))
    if stamp and stamp.making == making and len(existing) == len(SUFFIXES) and not allowed.force:
        if not (reviewed and allowed.discard_reviews):
            return "unchanged"
    if reviewed and not allowed.discard_reviews:
        if same_source and not allowed.force:
            return "reviewed"
        raise told(
            OutputError,
            f"{record}：含有人工复核或改动过的单元格，已保留；确要放弃请加 --discard-reviews，或用 -o 另选文件夹。",
            f"{record}: holds cells that were reviewed or corrected by hand and was kept; "
            "use --discard-reviews to give that up, or choose another folder with -o.",
        )
    if not existing or allowed.force or reviewed or (same_source and _untouched(existing, stamp)):
        return "write"
    chinese, english = _why_not_ours(stamp, same_source)
    raise told(
        OutputError,
        f"{existing[0]}：已经存在，且{chinese}；如要覆盖请加 --force，或用 -o 另选文件夹。",
        f"{existing[0]}: is there already and {english}; "
        "use --force to overwrite it, or choose another folder with -o.",
    )


def holds_reviews(record: Path) -> bool:
    """True when a record file holds a cell that a person decided; a broken file that looks so counts too."""
    try:
        data = record.read_bytes()
    except OSError:
        return False
    if b'"reviewed"' not in data:
        return False
    try:
        forms = json.loads(data)["forms"]
        return any(cell.get("origin") == "reviewed" for form in forms for cell in form["cells"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def holds_corrections(record: Path) -> bool:
    """True when a value of a record is no longer the one its cell was decided with: somebody put it right."""
    from extractor.cli.records import read_record
    from extractor.cli.verdicts import changed_cells

    try:
        forms = read_record(record).forms
    except RecordError:
        return False
    return any(next(changed_cells(form), None) for form in forms)


def _untouched(existing: list[Path], stamp: Stamp | None) -> bool:
    """True when every file that is there is still exactly as it was written."""
    return stamp is not None and all(_file_digest(path) == stamp.files.get(path.suffix) for path in existing)


def _why_not_ours(stamp: Stamp | None, same_source: bool) -> tuple[str, str]:
    """Half a sentence in Chinese and in English: why the file in the way is kept."""
    if stamp is None:
        return "不是本程序在此写出的", "was not written here by this program"
    if same_source:
        return "写出之后被改动过", "was changed since it was written"
    return "来自另一份内容", "was made from another content"


def write_outputs(folder: Path, stem: str, making: Making, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all outputs of one input, or none: first beside their places, then each moved into place at once.

    ``contents`` is by suffix. Raises ``OutputError`` when the disk refuses.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for suffix, content in contents.items():
            beside = folder / f".jixiao-{os.getpid()}{suffix}.tmp"
            waiting.append((beside, folder / f"{stem}{suffix}"))
            beside.write_bytes(content)
        for _, place in waiting:
            if place.is_dir():  # asked before the first move, so that all outputs move or none
                raise IsADirectoryError(EISDIR, f"{place.name} is a folder")
        for beside, place in waiting:
            os.replace(beside, place)
    except OSError as error:
        reason = error.strerror or error
        raise told(
            OutputError,
            f"{folder / stem}.*：无法写入（{reason}）；请腾出空间，或用 -o 另选文件夹。",
            f"{folder / stem}.*: cannot be written ({reason}); make room, or choose another folder with -o.",
        ) from error
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
    digests = {suffix: hashlib.sha256(content).hexdigest() for suffix, content in contents.items()}
    _append_stamp(folder, Stamp(stem, making, digests))
    return tuple(place for _, place in waiting)


def _append_stamp(folder: Path, stamp: Stamp) -> None:
    """Remember one input's outputs; one line, so that an interrupted run loses nothing."""
    try:
        with (folder / STAMP_FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(stamp)) + "\n")  # ASCII: a file name need not be valid UTF-8
    except OSError as error:
        place = folder / STAMP_FILE
        raise told(
            OutputError,
            f"{place}：无法写入（{error.strerror}）；请用 -o 另选文件夹。",
            f"{place}: cannot be written ({error.strerror}); choose another folder with -o.",
        ) from error


def _file_digest(path: Path) -> str | None:
    """SHA-256 of a file in hexadecimal, None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def write_result(text: str, place: Path | None, *, force: bool = False) -> None:
    """Put the result of a verb on standard output, or into a file that must not be there yet unless ``force``."""
    if place is None:
        import typer

        typer.echo(text, nl=not text.endswith("\n"))
        return
    write_file(place, text.encode("utf-8", errors="replace"), force=force)


def write_file(place: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file whole or not at all; raises ``OutputError`` when it is there already or cannot be written."""
    if os.path.lexists(place) and not force:
        raise told(
            OutputError,
            f"{place}：已经存在；如要覆盖请加 --force，或用 -o 另取文件名。",
            f"{place}: is there already; use --force to overwrite it, or choose another name with -o.",
        )
    beside = place.with_name(f".jixiao-{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        os.replace(beside, place)
    except OSError as error:
        reason = error.strerror or error
        raise told(
            OutputError,
            f"{place}：无法写入（{reason}）；请用 -o 另取文件名。",
            f"{place}: cannot be written ({reason}); choose another name with -o.",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
