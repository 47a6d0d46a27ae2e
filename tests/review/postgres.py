"""A PostgreSQL server of our own: on loopback, in a temporary folder, for one test run.

``serve()`` gives the address of a running server; ``empty_database`` empties its database for a test. Where
the programs are missing, ``Missing`` says so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

USER = "jixiao"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "fsync": "off",  # the folder is thrown away: no test asks what is left after a power cut
}
PROGRAMS = ("initdb", "pg_ctl")


class Missing(Exception):
    """The programs of PostgreSQL, or its driver, are not on this machine."""


def _program(name: str) -> str:
    """Where a program is: in PATH, or where Debian puts the newest version."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda place: int(place.parts[4]))
    found = shutil.which(name) or (str(places[-1]) if places else None)
    if found is None:
        raise Missing(f"{name} is not installed; on Debian: apt-get install postgresql")
    return found


def _as_owner() -> list[str]:
    """What a command is put behind: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError as error:
        raise Missing("root cannot run PostgreSQL, and there is no user postgres") from error
    if (runuser := shutil.which("runuser")) is not None:
        return [runuser, "-u", "postgres", "--"]
    raise Missing("root cannot run PostgreSQL without runuser")


@contextmanager
def serve() -> Iterator[sa.URL]:
    """A running server, stopped at the end; raises ``Missing``."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise Missing("psycopg is not installed: pip install 'jixiao[postgresql]'") from error
    owner, (initdb, pg_ctl) = _as_owner(), [_program(name) for name in PROGRAMS]
    with tempfile.TemporaryDirectory(prefix="jixiao-pg-") as folder:
        if owner:
            shutil.chown(folder, "postgres")
        data, port = f"{folder}/data", _free_port()
        _run([*owner, initdb, "-D", data, "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"], folder)
        options = " ".join([f"-p {port}", *(f"-c {name}={value}" for name, value in SETTINGS.items())])
        _run([*owner, pg_ctl, "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"], folder)
        try:
            yield sa.URL.create("postgresql+psycopg", USER, host="127.0.0.1", port=port, database="postgres")
        finally:
            _run([*owner, pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"], folder)


def empty_database(server: sa.URL) -> str:
    """The address of the server's one database, emptied; whoever is still connected to it is thrown out.

    Made for each test anew, it would take longer than most tests.
    """
    engine = sa.create_engine(server, poolclass=sa.NullPool)
    with engine.begin() as connection:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
        )
        connection.execute(sa.text(others), {"name": server.database})
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return server.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(command: list[str], folder: str) -> None:
    """Run a program of PostgreSQL in a folder that its user may enter."""
    # To a file, not a pipe: the server inherits it, and a pipe would never end.
    with Path(folder, "output").open("ab") as output:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
    assert done.returncode == 0, Path(folder, "output").read_text(errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
