"""Faults as the user sees them: one plain sentence on standard error, and an exit status.

Comes in: a verb's function. Goes out: the same function, which ends the process with the
status of the fault. Never shows a traceback unless ``--debug`` asks for it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from extractor.errors import InputError, JixiaoError
from extractor.settings import Language, find_language

P = ParamSpec("P")
R = TypeVar("R")

INTERRUPTED = 130


def shown(text: str) -> str:
    """The text with control characters made visible: neither a document nor a file name may steer a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)


def say(sentence: str) -> None:
    """Print one sentence on standard error."""
    typer.echo(f"jixiao: {shown(sentence)}", err=True)


def sentence_of(fault: BaseException, subject: str, language: Language) -> str:
    """What to tell the user about a fault; ``subject`` names the input it belongs to.

    The program's own exceptions are sentences already. Anything else is a mistake in
    the program: say so, and how to get the details for a report.
    """
    if isinstance(fault, JixiaoError):
        twin = getattr(fault, "__notes__", ())
        return str(twin[0]) if language == "en" and twin else str(fault)
    detail = f"{type(fault).__name__}: {fault}".split("\n")[0][:200]
    if language == "zh":
        return f"{subject}：程序内部出错（{detail}）；请加 --debug 重新运行，并把输出内容报告给我们。"
    return f"{subject}: the program made a mistake ({detail}); run again with --debug and report what it prints."


def status_of(fault: BaseException) -> int:
    """The exit status that a fault stands for."""
    return fault.exit_status if isinstance(fault, JixiaoError) else InputError.exit_status


def plainly(verb: Callable[P, R]) -> Callable[P, R]:
    """Wrap a verb so that every fault ends in one sentence and the right exit status."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            say("interrupted.")
            raise typer.Exit(INTERRUPTED) from None
        except Exception as fault:
            if kwargs.get("debug"):
                raise
            say(sentence_of(fault, f"jixiao {verb.__name__}", _language(kwargs.get("lang"))))
            raise typer.Exit(status_of(fault)) from None

    run.__signature__ = inspect.signature(verb, eval_str=True)  # type: ignore[attr-defined]
    return run


def _language(asked: object) -> Language:
    """The language for a fault; English when even the language is what is wrong."""
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    try:
        return find_language()
    except JixiaoError:
        return "en"
