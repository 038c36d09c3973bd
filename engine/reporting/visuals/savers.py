"""Charts are saved side by side: each in a process of its own, while the next is drawn and the data are written."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from PIL import Image

from engine.reporting.visuals.save import save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def _end_with_parent() -> None:
    """Have this process killed when the run is, whose folder it would go on to hold."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


class Savers:
    """Saves figures in `folder`; on leaving, all of them are there or what went wrong is raised.

    A copy of this process saves a figure without reading or sending anything. Where there may be none (another
    system than Linux, further threads, one processor) figures are saved one after the other, with the same bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._most = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
        if self._most > 1:  # else every copy would load them for itself
            for backend in ("agg", "svg", "pdf"):
                import_module(f"matplotlib.backends.backend_{backend}")
            Image.preinit()
        self._busy: dict[int, tuple[str, Figure]] = {}  # by process, what it saves

    def __enter__(self) -> Self:
        return self

    def save(self, name: str, figure: Figure) -> None:
        """Have a figure saved as `name`.svg, `name`.png and `name`.pdf; waits while every processor has one."""
        while len(self._busy) >= self._most > 1:
            self._await_one()
        process = self._copy(name, figure)
        if process:
            self._busy[process] = name, figure
        else:
            save_figure(figure, self.folder / name)

    def _copy(self, name: str, figure: Figure) -> int:
        """The number of a process that saves a figure; 0 where there may be none."""
        # a lock that another thread holds would stay locked in the copy
        if self._most < 2 or threading.active_count() > 1:
            return 0
        try:
            with warnings.catch_warnings():
                # Python warns of threads that it does not know; those of the linear algebra are made for this
                warnings.simplefilter("ignore", DeprecationWarning)
                process = os.fork()
        except OSError:  # no room for another process
            return 0
        if process == 0:
            failed = 1
            try:
                _end_with_parent()
                gc.disable()  # looking for garbage would copy all memory that is shared
                save_figure(figure, self.folder / name)
                failed = 0
            finally:
                os._exit(failed)  # nothing of the parent's is tidied up or printed twice
        return process

    def _await_one(self) -> None:
        process = next(iter(self._busy))
        _, status = os.waitpid(process, 0)
        name, figure = self._busy.pop(process)
        if status:  # again, here, where what goes wrong can be told
            save_figure(figure, self.folder / name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while kind is None and self._busy:
                self._await_one()
        finally:
            for process in self._busy:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            self._busy.clear()
