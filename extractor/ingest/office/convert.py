"""Old office formats (doc, xls, wps, et, rtf, odt, ods), brought into docx or xlsx by LibreOffice.

Comes in: the bytes of such a file. Goes out: the bytes of a docx or xlsx. LibreOffice runs without a window, in a
private folder that is removed afterwards, for a limited time, without macros, without links to elsewhere, with a
proxy that answers nothing and with nothing of the environment of this program. Never installs or looks for anything.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.ingest.office.faults import not_converted

PATIENCE = 60.0
"""Seconds until LibreOffice is given up."""

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SETTINGS = (  # where a setting stands, its name, its value
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


def libreoffice() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def converted(data: bytes, name: str, before: str, after: str) -> bytes:
    """The file in the format ``after`` ("docx" or "xlsx"); ``before`` is the usual ending of the format it is in.

    Raises UndecodableInputError where LibreOffice is missing, fails or takes too long.
    """
    program = libreoffice()
    if program is None:
        raise not_converted(
            name,
            "要借助 LibreOffice 才能读取，而本机没有安装",
            "can be read with LibreOffice only, which is not installed",
        )
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, f"source.{before}"), Path(folder, "converted", f"source.{after}")
        source.write_bytes(data)
        _write_settings(Path(folder, "profile"))
        _run(program, source, after, name)
        if not target.is_file():
            raise not_converted(
                name,
                "无法转换，可能已损坏或有密码",
                "cannot be converted; it may be damaged or protected by a password",
            )
        return target.read_bytes()


def _write_settings(profile: Path) -> None:
    """Put the settings where LibreOffice looks for them when it first starts with a profile."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        encoding="utf-8",
    )


def _run(program: str, source: Path, after: str, name: str) -> None:
    folder = source.parent
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        *("--convert-to", after, "--outdir", str(folder / "converted"), str(source)),
    ]
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=None if sys.platform == "win32" else surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise not_converted(
                name, f"转换超过 {PATIENCE:g} 秒", f"takes more than {PATIENCE:g} seconds to convert"
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started; its launcher alone would leave the rest running."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
