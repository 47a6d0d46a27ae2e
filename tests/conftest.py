"""Settings of the whole test run."""

from __future__ import annotations

from hypothesis import settings

# A property is about what comes out, never about how long it takes: a busy machine must not fail it.
settings.register_profile("jixiao", deadline=None)
settings.load_profile("jixiao")
