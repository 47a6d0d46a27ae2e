"""Settings of the whole test run: no model but those on loopback is ever asked, whatever the environment names."""

from __future__ import annotations

import os
import socket
from typing import Any

from hypothesis import settings

# A property is about what comes out, never about how long it takes: a busy machine must not fail it.
settings.register_profile("jixiao", deadline=None)
settings.load_profile("jixiao")

for _name in [name for name in os.environ if name.startswith(("OPENAI_", "JIXIAO_"))]:
    del os.environ[_name]
os.environ["JIXIAO_CACHE"] = "off"

_connect = socket.socket.connect


def _connect_to_loopback(self: socket.socket, address: Any) -> None:
    """Connect, but to nobody outside this machine."""
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test tried to reach {address[0]}")
    _connect(self, address)


socket.socket.connect = _connect_to_loopback  # type: ignore[method-assign]
