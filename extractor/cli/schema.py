"""``jixiao schema``: the JSON Schema of a record.

Comes in: nothing. Goes out: the schema on standard output or in a file. Never reads a record.
"""

from __future__ import annotations

from extractor.cli.faults import plainly
from extractor.cli.options import DebugOption, ForceOption, OutputFileOption


@plainly
def schema(output: OutputFileOption = None, force: ForceOption = False, debug: DebugOption = False) -> None:
    """Print the JSON Schema of a record.

    \b
    Example:
      jixiao schema > record.schema.json
    """
    import json

    from extractor.cli.outputs import write_result
    from extractor.report.schema import record_schema

    write_result(json.dumps(record_schema(), ensure_ascii=False, indent=2) + "\n", output, force=force)
