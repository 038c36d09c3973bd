"""Charts are drawn and saved side by side, in processes of their own."""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Self

from PIL import Image

Work = Callable[[], None]
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def _end_with_parent() -> None:
    """Have this process killed when the run is, whose folder it would go on to hold."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


class Savers:
    """Does pieces of `work` that draw figures and save them; on leaving, all is done or what went wrong is raised.

    A copy of this process does a piece without reading or sending anything. Where there may be none (another system
    than Linux, further threads, one processor) pieces are done one after the other, with the same bytes.
    """

    def __init__(self) -> None:
        self._most = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
        if self._most > 1:  # else every copy would load them for itself
            for backend in ("agg", "svg"):
                import_module(f"matplotlib.backends.backend_{backend}")
            Image.preinit()
        self._busy: dict[
            int, tuple[int, Work]
        ] = {}  # by a pipe that ends with the process, this and what it does

    def __enter__(self) -> Self:
        return self

    def do(self, work: Work) -> None:
        """Have a piece of work done; waits while every processor has one."""
        while len(self._busy) >= self._most > 1:
            self._await_one()
        if not self._is_copied(work):
            work()

    def _is_copied(self, work: Work) -> bool:
        """Have a process of its own do a piece of work, where there may be one."""
        # a lock that another thread holds would stay locked in the copy
        if self._most < 2 or threading.active_count() > 1:
            return False
        end, held = os.pipe()
        try:
            with warnings.catch_warnings():
                # Python warns of threads that it does not know; those of the linear algebra are made for this
                warnings.simplefilter("ignore", DeprecationWarning)
                process = os.fork()
        except OSError:  # no room for another process
            os.close(end)
            os.close(held)
            return False
        if process == 0:
            failed = 1
            try:
                _end_with_parent()
                gc.disable()  # looking for garbage would copy all memory that is shared
                work()
                failed = 0
            finally:
                os._exit(failed)  # nothing of the parent's is tidied up or printed twice
        os.close(held)
        self._busy[end] = process, work
        return True

    def _await_one(self) -> None:
        """Until any of them has ended."""
        ended = select.select(list(self._busy), [], [])[0][0]
        process, work = self._busy.pop(ended)
        os.close(ended)
        _, status = os.waitpid(process, 0)
        if status:  # again, here, where what goes wrong can be told
            work()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while kind is None and self._busy:
                self._await_one()
        finally:
            for end, (process, _) in self._busy.items():
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
                os.close(end)
            self._busy.clear()
