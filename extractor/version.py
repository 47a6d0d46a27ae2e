"""The version of the program, in one place.

Comes in: nothing. Goes out: ``VERSION``, which packaging, ``--version`` and the
rerun stamp of ``recover`` share. Never reads installed metadata: a checkout that
was never installed must know its version too.
"""

VERSION = "0.1.0"
