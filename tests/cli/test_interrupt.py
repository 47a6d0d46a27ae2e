"""An interrupted run keeps what it finished."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe to stop the program at a known place")
def test_an_interrupted_run_keeps_finished_inputs_and_ends_with_130(tmp_path: Path) -> None:
    done, waiting = tmp_path / "done.txt", tmp_path / "waiting.txt"
    shutil.copy(ROOT / "eval_set" / "national-tabs.txt", done)
    os.mkfifo(waiting)
    command = [sys.executable, str(ROOT / "cli.py"), "recover", str(done), str(waiting), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8")
    with waiting.open("wb"):  # opens once the program has come to the second input, and waits there
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (tmp_path / "out" / "done.json").exists()
    assert "Traceback" not in errors
