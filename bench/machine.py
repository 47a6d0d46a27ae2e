"""The machine and the versions a benchmark ran on: a figure without them says little.

Comes in: nothing. Goes out: a few lines of text. Never names the user or the host.
"""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractor.version import VERSION

PACKAGES = ("rapidfuzz", "charset-normalizer", "jinja2", "xlsxwriter", "typer", "rich")


def describe_machine() -> str:
    """Processor, memory, system, Python and package versions."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return "\n".join(
        (
            f"machine   {_processor()}, {os.cpu_count()} cores, {_memory()}",
            f"system    {platform.system()} {platform.release()}",
            f"python    {platform.python_implementation()} {platform.python_version()}",
            f"packages  jixiao {VERSION}, {packages}",
        )
    )


def _version(package: str) -> str:
    """The installed version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The name of the processor as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> str:
    """Size of the main memory."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "memory unknown"
