"""Prints how faithful the narratives are; with ``--write`` renews the golden files instead.

``python -m tests.narrate RECORD.json...`` does so for the given records alone.
``python -m tests.narrate [--count N] [--seed N]``: claims that were held against the records, false ones, faults of
the text, contradictions left out, and how many figures that were falsified on purpose the checker finds.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from extractor.cli.records import read_record
from extractor.values import Record
from tests.narrate import corpus
from tests.narrate.fidelity import TEMPLATES, caught, measure
from tests.narrate.renderings import FOLDER, renderings


def main() -> None:
    """Print the table, and what is wrong."""
    options = argparse.ArgumentParser()
    options.add_argument("records", nargs="*", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--seed", type=int, default=4711)
    asked = options.parse_args()
    if asked.write:
        FOLDER.mkdir(exist_ok=True)
        for name, text in renderings().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return
    if asked.records:
        _print_table({"records": {place.name: read_record(place) for place in asked.records}})
        return
    sets = {
        "eval_set": corpus.evaluation_set(),
        "generated": corpus.generated(asked.count, asked.seed),
        "documents": corpus.documents(),
    }
    _print_table(sets)
    print("\nfigures falsified on purpose, and found by the checker:")
    for template in TEMPLATES:
        found_ones, tried = caught(template, sets["eval_set"], asked.seed)
        print(f"{template:12}{found_ones:6} of {tried}")


def _print_table(sets: Mapping[str, Mapping[str, Record]]) -> None:
    print(f"{'set':12}{'template':12}{'texts':>7}{'claims':>9}{'false':>7}{'faults':>8}{'left out':>10}")
    for name, records in sets.items():
        for template in TEMPLATES if records else ():
            found = measure(template, records)
            print(f"{name:12}{template:12}{found.texts:7}{found.claims:9}{len(found.false):7}"
                  f"{len(found.artefacts):8}{len(found.left_out):10}")  # fmt: skip
            for line in [*found.false, *found.artefacts, *found.left_out]:
                print("   ", line)


main()
