"""Record files as arguments of a verb.

Comes in: the path of a ``<stem>.json``. Goes out: the typed ``Record``. Never looks at the
document that the record was made from.
"""

from __future__ import annotations

from pathlib import Path

from extractor.errors import RecordError, told
from extractor.values import Record


def read_record(path: Path) -> Record:
    """Read one record; raises ``RecordError`` with a sentence that names the file."""
    from extractor.record.record_json import loads

    return loads(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The content of a JSON file; raises ``RecordError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise told(
            RecordError,
            f"{path}：无法读取（{reason}）；请给出 recover 写出的记录文件。",
            f"{path}: cannot be read ({reason}); give a record that recover wrote.",
        ) from error


def find_records(folder: Path) -> list[Path]:
    """The JSON files of a folder in name order, without hidden ones; raises ``RecordError`` when there is none."""
    if not folder.is_dir():
        raise told(
            RecordError,
            f"{folder}：不是文件夹；请给出 recover 的输出文件夹。",
            f"{folder}: is not a folder; give the output folder of recover.",
        )
    found = [path for path in sorted(folder.glob("*.json")) if not path.name.startswith(".")]
    if not found:
        raise told(
            RecordError,
            f"{folder}：没有记录文件；请先运行 jixiao recover 并用 -o {folder} 指定输出。",
            f"{folder}: holds no record; run jixiao recover with -o {folder} first.",
        )
    return found
