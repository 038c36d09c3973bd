"""What a Ctrl-C does to a command, from its first import on."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any

INTERRUPTED = 130
WORDS = b"Interrupted; nothing was written.\n"
AGAIN = 0.05  # seconds after which an interrupt is sent again that met a call from C, which cannot raise


class Interrupts:
    """What a Ctrl-C does: it ends a process that `is_working` not yet, where an exception could meet a module that is
    half loaded; else it interrupts. `has_come`, though a library swallowed that on its way, is looked at again before
    a run plays.
    """

    has_come = is_working = False

    def __call__(self, *_: object) -> None:
        self.has_come = True
        if self.is_working:
            raise KeyboardInterrupt
        try:
            os.write(2, WORDS)
        finally:
            os._exit(INTERRUPTED)


def heed_interrupts() -> None:
    """Let a Ctrl-C do so, where nothing else was told to heed it."""
    with suppress(ValueError):  # outside the main thread, to which no signal comes
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, Interrupts())
            sys.unraisablehook = heed_what_is_not_raised


def heed_what_is_not_raised(lost: Any) -> None:
    """Send an interrupt again that met a call from C, such as LLVM makes while it compiles: Python drops it there."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    from threading import Timer

    again = Timer(AGAIN, os.kill, (os.getpid(), signal.SIGINT))
    again.daemon = True
    again.start()


def begin_work() -> None:
    """From here on a Ctrl-C is an exception, so that what is finished can be kept."""
    heeding = signal.getsignal(signal.SIGINT)
    if isinstance(heeding, Interrupts):
        heeding.is_working = True
