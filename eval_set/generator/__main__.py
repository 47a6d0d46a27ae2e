"""``python -m eval_set.generator --count 600 --seed 1 -o DIR``: write specimens with what must come out.

Comes in: a count, a seed, a folder, perhaps a row of the target table. Goes out: ``<name>.txt`` (.md, .html)
and ``<name>.expected.json`` for each. Never overwrites anything but files of the same names.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from eval_set.generator import ROWS, make, recipes, table_recipes


def main(arguments: list[str] | None = None) -> int:
    """Write the specimens that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval_set.generator", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=100, help="how many forms (default 100)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds give other forms (default 1)")
    parser.add_argument("--row", choices=ROWS, help="one row of the target table instead of the whole grid")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder to write to")
    options = parser.parse_args(arguments)
    drawn = (
        table_recipes(options.row, options.count, options.seed) if options.row else recipes(options.count, options.seed)
    )
    options.output.mkdir(parents=True, exist_ok=True)
    for recipe in drawn:
        specimen = make(recipe)
        (options.output / (recipe.name + specimen.suffix)).write_text(specimen.text, encoding="utf-8")
        gold = json.dumps(specimen.expected, ensure_ascii=False, indent=1)
        (options.output / f"{recipe.name}.expected.json").write_text(gold + "\n", encoding="utf-8")
    print(f"{len(drawn)} forms written to {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
