"""``jixiao review``: the reviewers' web page over a folder of records, and what goes out of a review.

Comes in: the output folder of ``recover``. Goes out: a server until it is interrupted (status 0), or with
``--export`` reviewed records, reports and gold. Never changes a record of the folder.
"""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.faults import plainly, say
from extractor.cli.options import DebugOption, FamiliesOption, ForceOption, LanguageOption, choose_language
from extractor.errors import UsageError, told
from extractor.settings import read_settings

if TYPE_CHECKING:
    from extractor.review.desk import Laws
    from extractor.review.web.server import Serving

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of records that recover wrote.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on (0: any free one).")]
HostOption = Annotated[str, typer.Option("--host", help="Address to listen on; beyond this machine --token is needed.")]
TokenOption = Annotated[
    str | None, typer.Option("--token", help="What reviewers must know to enter (auto: make one and print it).")
]
ReviewerOption = Annotated[
    str | None, typer.Option("--reviewer", metavar="NAME", help="Your name in the history (default: your login name).")
]
DoubleOption = Annotated[
    bool | None,
    typer.Option("--double/--single", help="Two readers for every cell, blind to each other (default: as before)."),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="postgresql://… for a team (default: DIR/review.sqlite3)."),
]
NameOption = Annotated[
    list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further host name the page is reached by.")
]
ExportOption = Annotated[
    Path | None, typer.Option("--export", metavar="FOLDER", help="Write what was reviewed into a folder, and stop.")
]


@plainly
def review(
    folder: FolderArgument,
    port: PortOption = 8765,
    host: HostOption = "127.0.0.1",
    token: TokenOption = None,
    reviewer: ReviewerOption = None,
    double: DoubleOption = None,
    database: DatabaseOption = None,
    allow_host: NameOption = None,
    export: ExportOption = None,
    families: FamiliesOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
    debug: DebugOption = False,
) -> None:
    """Review records in the browser: the source beside the form, decisions kept with who and when.

    Decisions go to review.sqlite3 beside the records (or a PostgreSQL database); the records
    themselves are never changed. --export writes reviewed records, a report and gold for evaluate.

    \b
    Examples:
      jixiao review out
      jixiao review out --double --host 0.0.0.0 --token auto
      jixiao review out --database postgresql://jixiao@db/review
      jixiao review out --export reviewed
    """
    from extractor.review.web.server import Serving, make_token
    from extractor.review.web.session import name_of

    language = choose_language(lang)
    readers = None if double is None else 2 if double else 1
    secret = make_token() if token == "auto" else token
    named = name_of(reviewer or ("" if secret else _login_name()))
    wanted = Serving(folder, host, port, database, secret, named or None, readers, language, tuple(allow_host or ()))
    laws = _laws(families)
    if export is not None:
        from extractor.cli.review_export import export_review

        export_review(wanted, laws, export, force=force)
    else:
        _serve(wanted, laws, announced=token == "auto")


def _serve(wanted: Serving, laws: Laws, *, announced: bool) -> None:
    """Listen, say where, and serve until interrupted."""
    from extractor.review.web.server import guard, listen, open_review, serve

    guard(wanted)
    bound = listen(wanted)
    app, indexing = open_review(wanted, laws)
    chinese = wanted.language == "zh"
    address = f"http://{_reached_at(wanted.host)}:{bound.getsockname()[1]}/"
    indexing.start()

    def ready() -> None:
        typer.echo(f"复核页面：{address}" if chinese else f"The review is at {address}")
        if announced:
            typer.echo(f"口令：{wanted.token}" if chinese else f"Token: {wanted.token}")
        if indexing.as_data():
            say(
                f"{indexing.all} 份记录正在后台编入。"
                if chinese
                else f"{indexing.all} records are being taken in meanwhile."
            )
        say("按 Ctrl+C 结束；已保存的决定都在。" if chinese else "Ctrl+C ends it; every saved decision stays.")

    try:
        serve(app, bound, ready)
    except KeyboardInterrupt:  # how a review ends: nothing was cut short, so the exit status is 0
        say("已结束。" if chinese else "ended.")
    finally:
        indexing.stop()


def _reached_at(host: str) -> str:
    """The host name that a browser on this machine reaches the server by."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _laws(families: Path | None) -> Laws:
    from extractor.decide.forced import forced_by
    from extractor.family import load_families
    from extractor.review.desk import Laws

    settings = read_settings(reader="offline", family_folders=() if families is None else (families,))
    return Laws(load_families(settings.family_folders), settings.laws, forced_by)


def _login_name() -> str:
    """The name of whoever is logged in; raises ``UsageError`` where the machine does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise told(
            UsageError,
            "无法得知登录名；请用 --reviewer 给出您的姓名。",
            "The login name is not known; say who you are with --reviewer.",
        ) from None
