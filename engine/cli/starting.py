"""What a Ctrl-C, or a word that a job is to end, does to a command, from its first import on."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any

INTERRUPTED = 130
HEEDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGXCPU")  # Ctrl-C, a job ended, a terminal closed, a limit of time
WORDS = b"Interrupted; nothing was written.\n"
AGAIN = 0.05  # seconds after which an interrupt is sent again that met a call from C, which cannot raise


class Interrupts:
    """What such a signal does: it ends a process that `is_working` not yet, where an exception could meet a module that
    is half loaded; else it interrupts, so that nothing is left half written. `has_come`, though a library swallowed
    that on its way, is looked at again before a run plays.
    """

    has_come = 0
    """The first signal that came; 0 while none has."""
    is_working = False

    def hear(self, number: int) -> bool:
        """Note that it came; whether it is to be heeded: of others than a Ctrl-C often several come for one end."""
        is_first, self.has_come = not self.has_come, self.has_come or number
        return is_first or number == signal.SIGINT

    def __call__(self, number: int, *_: object) -> None:
        is_heeded = self.hear(number)
        if self.is_working:
            if is_heeded:
                raise KeyboardInterrupt
            return
        try:
            os.write(2, WORDS)
        finally:
            os._exit(_code(self))


def heed_interrupts() -> None:
    """Let such signals do so, where nothing else was told to heed or ignore them (as `nohup` does)."""
    heeding = Interrupts()
    with suppress(ValueError):  # outside the main thread, to which no signal comes
        for number in _heeded():
            if signal.getsignal(number) in (signal.default_int_handler, signal.SIG_DFL):
                signal.signal(number, heeding)
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
    """From here on such a signal is an exception, so that what is finished can be kept."""
    for heeding in _heeding():
        heeding.is_working = True


def code_of_interrupt() -> int:
    """The exit code of a command that was interrupted: 128 and the number of the signal, as a shell has it."""
    return next(map(_code, _heeding()), INTERRUPTED)


def _code(heeding: Interrupts) -> int:
    return 128 + (heeding.has_come or signal.SIGINT)


def _heeding() -> list[Interrupts]:
    found = map(signal.getsignal, _heeded())
    return [handler for handler in found if isinstance(handler, Interrupts)]


def _heeded() -> list[signal.Signals]:
    """Those of the signals that this system has."""
    return [signal.Signals[name] for name in HEEDED if name in signal.Signals.__members__]
