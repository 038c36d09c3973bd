"""Pieces of work are done side by side, in this process and copies of it, as one process would do them."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, NamedTuple, NoReturn, TypeVar

Made = TypeVar("Made")
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_PLACE = 4  # bytes of a piece's place in the queue


class Copy(NamedTuple):
    """A copy of this process, and the file without a name into which it puts what it makes."""

    process: int
    file: IO[bytes]

    def made(self) -> Iterator[Any]:
        """What it has put down whole, one after the other, once it is done."""
        os.waitpid(self.process, 0)
        with self.file as file, suppress(EOFError, pickle.UnpicklingError):
            file.seek(0)
            while True:
                yield pickle.load(file)

    def end(self) -> None:
        """Have it end, whatever it is at."""
        if not self.file.closed:  # else it was waited for
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            self.file.close()


def in_copies(pieces: Sequence[Callable[[], Made]]) -> list[Made]:
    """What each of the `pieces` of work makes, in their order; a piece that fails raises what it raises.

    Each process takes the next piece that none has taken. Where there may be no copies (another system than Linux,
    further threads, one processor) this one does them all. What is made in a copy is pickled.
    """
    processes = min(_most(), len(pieces))
    return _side_by_side(pieces, processes) if processes > 1 else [piece() for piece in pieces]


def _side_by_side(pieces: Sequence[Callable[[], Made]], processes: int) -> list[Made]:
    made: dict[int, Made] = {}
    copies: list[Copy] = []
    try:
        queue, held = os.pipe()
    except OSError:  # no file more may be open
        return [piece() for piece in pieces]
    try:
        # at most what a pipe holds; what is beyond is done at the end
        os.write(held, b"".join(place.to_bytes(_PLACE, "little") for place in range(min(len(pieces), 1000))))
        os.close(held)
        for _ in range(processes - 1):
            if not is_copied(lambda: ((place, pieces[place]()) for place in _taken(queue)), copies):
                break
        made.update((place, pieces[place]()) for place in _taken(queue))
        while copies:
            made.update(copies[0].made())
            del copies[0]
    finally:
        os.close(queue)
        for copy in copies:
            copy.end()
    # what a copy could not do is done here, where what goes wrong can be told
    return [made[place] if place in made else piece() for place, piece in enumerate(pieces)]


def is_copied(work: Callable[[], Iterator[Any]], copies: list[Copy]) -> bool:
    """Whether a copy of this process is at `work` and puts down what comes of it; it is added to `copies`.

    There is none where there may be none more.
    """
    if _most() < 2:
        return False
    parent = os.getpid()
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who reads it
    except OSError:  # no folder for it, or no file more may be open
        return False
    # a signal between would find a copy that thinks itself the run, or a run that does not know of its copy
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        process = _forked()
        if process == 0:
            _do(work, file, parent, before)
        copies.append(Copy(process, file))
    except OSError:  # no room for another process
        file.close()
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return True


def _most() -> int:
    """How many processes may be at work: a lock that another thread holds would stay locked in a copy."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" and threading.active_count() == 1 else 1


def _forked() -> int:
    with warnings.catch_warnings():
        # Python warns of threads that it does not know; those of the linear algebra are made for this
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _do(
    work: Callable[[], Iterator[Any]], file: IO[bytes], parent: int, signals: set[int | signal.Signals]
) -> NoReturn:
    """Be at work as a copy of the process `parent`, and end."""
    failed = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which the parent heeds, and says so
        _end_with(parent)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        gc.disable()  # looking for garbage would copy all memory that is shared
        for made in work():
            pickle.dump(made, file)
        file.flush()
        failed = 0
    finally:
        os._exit(failed)  # nothing of the parent's is tidied up or printed twice


def _taken(queue: int) -> Iterator[int]:
    """Places of pieces that no other process has taken."""
    while taken := os.read(queue, _PLACE):
        yield int.from_bytes(taken, "little")


def _end_with(parent: int) -> None:
    """Have this process killed when its parent is, whose folder it would go on to hold, and which it may wait for."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # which was killed meanwhile
        os._exit(1)
