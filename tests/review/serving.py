"""A real ``jixiao review`` on loopback: started as a process of its own, and ended or killed as one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

CLI = Path(__file__).parents[2] / "cli.py"
WAIT = 60  # seconds that a busy machine may take for anything


def command(*arguments: str | Path) -> list[str]:
    """The command line of ``jixiao`` with these arguments."""
    return [sys.executable, str(CLI), *map(str, arguments)]


@dataclass
class Server:
    """A running review: its process and its address, which ends without a slash."""

    process: subprocess.Popen[str]
    address: str
    said: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(WAIT)

    def stranger(self) -> httpx2.Client:
        """A client of somebody who has not entered."""
        return httpx2.Client(base_url=self.address, timeout=WAIT, trust_env=False)

    def browser(self, name: str) -> httpx2.Client:
        """A client of a reviewer who has entered under a name; it carries the token of its session."""
        client = self.stranger()
        client.post("/enter", data={"name": name})
        client.headers["x-csrf-token"] = client.get("/api/session").raise_for_status().json()["csrf"]
        return client


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Server]:
    """A review of a folder at a free port; gone at the end, however it went."""
    arguments = command("review", folder, "--port", "0", "--lang", "en", *options)
    # In a group of its own, so that a test can interrupt it as a terminal does.
    process = subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        process_group=0,
        env=os.environ | {"COLUMNS": "100"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+(?=/)", line)
        assert found is not None, line + process.communicate(timeout=WAIT)[1]
        yield Server(process, found[0].replace("localhost", "127.0.0.1"), line)
    finally:
        process.kill()
        process.communicate(timeout=WAIT)
