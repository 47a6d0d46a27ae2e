"""A llama.cpp server on loopback with a model of random weights, for as long as a test needs it.

    with LlamaServer(folder, fond={'"': 3.0}) as server:
        endpoint = Endpoint("none", server.url, (server.model,))

Comes in: a folder for the model and the log, and which characters the model is fond of. Goes out: the server's
address. Ends the server by its own process handle.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.llama.tiny_model import CONTEXT, write_model

START, POLL, TRIES = 60.0, 0.1, 3


class LlamaServer:
    """The server; a context manager. Everything that the program is told about it is ``url`` and ``model``."""

    model = "tiny"

    def __init__(self, folder: Path, seed: int = 1, fond: Mapping[str, float] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._weights = write_model(folder / "tiny.gguf", seed, fond)
        self._log = folder / "server.log"
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LlamaServer:
        for _ in range(TRIES):  # a free port may be taken by another before the server has it
            if self._started():
                return self
        raise RuntimeError(f"the server did not start; it said:\n{self.said()}")

    def __exit__(self, *fault: object) -> None:
        self.close()

    def said(self) -> str:
        """What the server has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """End the server, if need be for good."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._process = None

    def post(self, **body: Any) -> dict[str, Any]:
        """What the server answers to a request by itself, without the program between."""
        said = {"model": self.model, "temperature": 0, **body}
        request = urllib.request.Request(
            f"{self.url}/chat/completions", json.dumps(said).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    def _started(self) -> bool:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1"
        settings = {
            "model": self._weights, "model_alias": self.model, "host": "127.0.0.1", "port": port,
            "n_ctx": CONTEXT, "n_threads": 1, "n_threads_batch": 1, "verbose": "false",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "llama_cpp.server", *options], stdout=log, stderr=subprocess.STDOUT
            )
        end = time.monotonic() + START
        while self.alive and time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/models", timeout=5):
                return True
            time.sleep(POLL)
        self.close()
        return False
