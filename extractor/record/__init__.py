"""The record file ``jixiao/1``: written, and read back with every fault named.

Comes in: a ``Record``, or JSON. Goes out: the other of the two. Never opens a file.
"""
