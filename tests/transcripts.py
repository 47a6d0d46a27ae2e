"""The console blocks of the READMEs, run again: what they show is what the program prints.

Comes in: a README. Goes out: its ``console`` blocks, and what each prints today.
``python -m tests.transcripts --write`` (``make readme``) puts today's output in.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
BLOCK = re.compile(r"^```console\n\$ (?P<command>jixiao [^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Transcript:
    """One block: the command behind the prompt, and the output that is shown under it."""

    readme: str
    command: str
    output: str


def transcripts() -> list[Transcript]:
    """All console blocks of all READMEs, in order."""
    return [
        Transcript(name, block["command"], block["output"])
        for name in READMES
        for block in BLOCK.finditer((ROOT / name).read_text(encoding="utf-8"))
    ]


def outputs(name: str, commands: list[str]) -> list[str]:
    """Run the commands of one README one after the other in an empty folder that holds ``eval_set``."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "JIXIAO_"))}
    environ = {**plain, "JIXIAO_LANG": READMES[name], "COLUMNS": "100", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "eval_set").symlink_to(ROOT / "eval_set")
        return [_run(command, folder, environ) for command in commands]


def _run(command: str, folder: str, environ: dict[str, str]) -> str:
    arguments = [sys.executable, str(ROOT / "cli.py"), *shlex.split(command)[1:]]
    done = subprocess.run(
        arguments, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def write() -> None:
    """Put today's output into every block."""
    for name in READMES:
        place = ROOT / name
        text = place.read_text(encoding="utf-8")
        fresh = iter(outputs(name, [block["command"] for block in BLOCK.finditer(text)]))
        text = BLOCK.sub(lambda block, fresh=fresh: f"```console\n$ {block['command']}\n{next(fresh)}```", text)
        place.write_text(text, encoding="utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    write()
