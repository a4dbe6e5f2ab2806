"""Ctrl-C: one line and the exit code 130, at any moment of the command line.

| While | Ctrl-C |
| --- | --- |
| the program is loaded | ends it at once |
| a command runs | is a KeyboardInterrupt, so that it leaves each file whole |
| Python ends | is ignored: all is done and printed |

This is loaded before all else, so it loads nothing itself: `typing` and `signal` take milliseconds.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the signal's number."""

MOMENT = 0.02
"""Seconds after which a callback has ended."""

LINE = "mkdocs-speckit: interrupted"
"""What is printed after Ctrl-C."""


def run_interruptibly(program: Callable[[], object]) -> None:
    """Run a program; until it has ended, Ctrl-C is one line.

    Where Ctrl-C is ignored, as in a shell's background, it stays so.
    """
    if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
        program()
        return
    _signal.signal(_signal.SIGINT, end_at_once)
    sys.unraisablehook = _interrupt_again
    try:
        program()
    finally:
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)


def end_at_once(*_: object) -> NoReturn:
    """End the program; a signal handler."""
    try:
        os.write(2, f"{LINE}\n".encode())
    finally:
        os._exit(INTERRUPTED)


def _interrupt_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Repeat Ctrl-C a moment later, if it came in what cannot raise.

    That is the callback of a weak reference, such as those of a pool of processes. Python would
    print a traceback and go on; to end here would leave the pool behind, and a warning about it.
    """
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    if not hasattr(_signal, "pthread_kill"):  # On Windows.
        end_at_once()
    from threading import Timer, main_thread  # noqa: PLC0415

    # A signal to the main thread wakes it, too.
    Timer(MOMENT, _signal.pthread_kill, (main_thread().ident, _signal.SIGINT)).start()
