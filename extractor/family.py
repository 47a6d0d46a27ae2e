"""Form families: loads the data files that say what a form can hold.

Comes in: ``families/_vocabulary.toml`` and one TOML file a family (own folders may
add more). Goes out: frozen ``Family`` values. Never looks at a document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import FamilyError

_FOLDER = Path(__file__).parent / "families"
_FORM_TYPES = ("project_national", "project_jinzhong", "department_jinzhong", "transfer", "other")
_UNITS = ("万元", "元")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A label with one value beside it: where the value goes and what it looks like."""

    name: str
    path: str  # path in the record; empty for a label that is known but has no slot
    type: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a table: its key in the row, its value type and its header synonyms."""

    key: str
    type: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of form, as its data file describes it."""

    name: str
    form_type: str
    title_zh: str
    title_en: str
    titles: tuple[str, ...]
    unit: str
    blocks: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    columns: Mapping[str, tuple[ColumnSpec, ...]]  # block -> its columns in printed order
    fund_rows: tuple[tuple[str, str], ...]  # (stage, source) in printed order
    staged_funds: bool
    sources: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]  # level 1 -> level-2 labels
    level1_labels: Mapping[str, tuple[str, ...]]
    stubs: Mapping[str, tuple[str, ...]]  # block -> labels that only announce it
    sections: tuple[str, ...]
    groups: tuple[str, ...]
    items: tuple[str, ...]
    card: tuple[tuple[str, str, tuple[str, ...]], ...]  # fixed score card: (section, group, items)
    laws: tuple[str, ...]
    signs: tuple[str, ...] = ()  # words that only this family prints
    needs_sign: bool = False  # its titles are printed over other layouts too, so that one alone proves nothing
    last_resort: bool = False
    header_columns: Mapping[str, tuple[ColumnSpec, ...]] = field(default_factory=dict)  # every column a header may name


# Which columns a header of a block may name, whatever the family prints.
_HEADER_KEYS = {
    "funds": (
        "initial_budget", "adjusted_budget", "allocated", "executed", "weight", "execution_rate", "score",
        "deviation_note",
    ),
    "indicators": (
        "level1", "level2", "level3", "comparator", "target", "measure", "adjusted_target", "actual", "progress",
        "coefficient", "core", "weight", "score", "deviation_note",
    ),
    "objective": ("expected", "achieved"),
    "scorecard": ("section", "group", "item", "reference_weight", "weight", "analysis", "score"),
    "evaluators": ("name", "title", "department", "phone"),
}  # fmt: skip


def load_families(extra_folders: Sequence[Path] = ()) -> Mapping[str, Family]:
    """All known families by name: the built-in ones, then those of ``extra_folders`` (which may replace one).

    Raises FamilyError naming the file and the key that is wrong.
    """
    return dict(_load(tuple(str(folder) for folder in extra_folders)))


@lru_cache(maxsize=16)
def _load(extra_folders: tuple[str, ...]) -> Mapping[str, Family]:
    vocabulary = _read(_FOLDER / "_vocabulary.toml")
    families: dict[str, Family] = {}
    for folder in (_FOLDER, *map(Path, extra_folders)):
        if not folder.is_dir():
            raise FamilyError(
                f"{folder}: no such folder of form families; give a folder that holds one TOML file a family."
            )
        for path in sorted(folder.glob("*.toml")):
            if not path.name.startswith("_"):
                family = _family(_read(path), vocabulary, path)
                families[family.name] = family
    return families


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FamilyError(f"{path}: not a readable family file ({error}); check it with a TOML editor.") from error


def _family(data: dict[str, Any], vocabulary: dict[str, Any], path: Path) -> Family:
    """Join one family file with the shared vocabulary."""
    for key in ("name", "form_type", "blocks"):
        if key not in data:
            raise FamilyError(f"{path}: the key {key!r} is missing; every family file must have it.")
    if data["form_type"] not in _FORM_TYPES:
        raise FamilyError(f"{path}: form_type {data['form_type']!r} is not known; use one of {', '.join(_FORM_TYPES)}.")
    _check_words(data, path)
    fields_known = {**vocabulary["fields"], **data.get("field", {})}
    columns_known = _merged_columns(vocabulary["columns"], data.get("column", {}))
    blocks = tuple(data["blocks"])
    card = tuple((section, group, tuple(items)) for section, group, items in data.get("scorecard", {}).get("card", ()))
    titles = tuple(data.get("titles", ()))
    return Family(
        name=data["name"],
        form_type=data["form_type"],
        title_zh=data.get("title_zh", titles[0] if titles else data["name"]),
        title_en=data.get("title_en", data["name"]),
        titles=titles,
        unit=data.get("unit", "万元"),
        blocks=blocks,
        fields=tuple(_field(name, fields_known, path) for name in data.get("fields", ())),
        columns={block: _columns(data[block]["columns"], columns_known, path) for block in blocks if block in data}
        | {b: _columns(_HEADER_KEYS[b], columns_known, path) for b in ("objective", "evaluators") if b in blocks},
        fund_rows=tuple((r.split(".")[0], r.split(".")[1]) for r in data.get("funds", {}).get("rows", ())),
        staged_funds=data.get("funds", {}).get("staged", False),
        sources=_merged(vocabulary["sources"], data.get("sources", {})),
        stages=_merged(vocabulary["stages"], data.get("stages", {})),
        levels=_merged(vocabulary["levels"], data.get("levels", {})),
        level1_labels=_merged(vocabulary["level1_synonyms"], data.get("level1_synonyms", {})),
        stubs=_merged(vocabulary["stubs"], data.get("stubs", {})),
        sections=tuple(vocabulary["scorecard"]["sections"]),
        groups=tuple(dict.fromkeys([g for _, g, _ in card] + vocabulary["scorecard"]["groups"])),
        items=tuple(dict.fromkeys([i for *_, items in card for i in items] + vocabulary["scorecard"]["items"])),
        card=card,
        laws=tuple(data.get("laws", ())),
        signs=tuple(data.get("signs", ())),
        needs_sign=data.get("needs_sign", False),
        last_resort=data.get("last_resort", False),
        header_columns={b: _columns(_HEADER_KEYS[b], columns_known, path) for b in _HEADER_KEYS if b in blocks},
    )


def _check_words(data: Mapping[str, Any], path: Path) -> None:
    """Refuse a law that does not exist and a unit of money that no law can count in."""
    if (unit := data.get("unit", "万元")) not in _UNITS:
        raise FamilyError(f"{path}: the key 'unit' is {unit!r}; it must be one of {', '.join(_UNITS)}.")
    from extractor.laws import ALL_IDS

    for law in data.get("laws", ()):
        if law not in ALL_IDS:
            near = get_close_matches(str(law), ALL_IDS, n=1)
            hint = f"did you mean {near[0]}?" if near else "jixiao forms --laws lists all laws."
            raise FamilyError(f"{path}: the key 'laws' names {law!r}, which is no law; {hint}")


def _field(name: str, known: Mapping[str, Any], path: Path) -> FieldSpec:
    if name not in known:
        raise FamilyError(
            f"{path}: the field {name!r} is not in the vocabulary; add a [field.{name}] table with type and labels."
        )
    spec = known[name]
    return FieldSpec(name, spec.get("path", name), spec["type"], tuple(spec["labels"]))


def _columns(keys: Sequence[str], known: Mapping[str, Any], path: Path) -> tuple[ColumnSpec, ...]:
    columns = []
    for key in keys:
        if key == "amount":  # a staged funds table prints one amount a row; its key follows from the stage
            columns.append(ColumnSpec("amount", "money", ()))
        elif key in known:
            columns.append(ColumnSpec(key, known[key]["type"], tuple(known[key]["labels"])))
        else:
            raise FamilyError(
                f"{path}: the column {key!r} is not in the vocabulary; add a [column.{key}] table with type and labels."
            )
    return tuple(columns)


def _merged(base: Mapping[str, Sequence[str]], extra: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    keys = dict.fromkeys([*base, *extra])
    return {key: tuple(dict.fromkeys([*base.get(key, ()), *extra.get(key, ())])) for key in keys}


def _merged_columns(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    merged = {key: dict(spec) for key, spec in base.items()}
    for key, spec in extra.items():
        known = merged.get(key, {"type": spec.get("type", "text"), "labels": []})
        merged[key] = {"type": spec.get("type", known["type"]), "labels": [*known["labels"], *spec.get("labels", ())]}
    return merged
