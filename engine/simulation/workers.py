"""Batches of blocks, played side by side and handed over in order; what an interrupt leaves is a beginning."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol

from engine.simulation.player import BLOCK

Batch = tuple[int, int]  # first iteration, and the one after the last
Work = Callable[[Any, int, int], Any]  # what a worker does with what all share, for a batch
AHEAD = 2  # batches a worker that are played or wait to be handed over: enough to keep all busy


class Workers(Protocol):
    """Where batches are played."""

    count: int
    lost: str
    """Why no more can be played; "" while there is no reason."""

    def submit(self, first: int, stop: int) -> Any:
        """Begin, and return a future."""

    def result(self, future: Any, stopped: threading.Event) -> Any:
        """Wait for a batch; raises `Unfinished` where the run has been stopped and it will not come."""

    def close(self) -> None:
        """Let go of what was not handed over."""


class Unfinished(Exception):
    """A batch that was not finished when the run was stopped."""


class Threads:
    """Threads of this process."""

    def __init__(self, work: Work, shared: Any, count: int) -> None:
        self.work, self.shared, self.count, self.lost = work, shared, count, ""
        self.pool = ThreadPoolExecutor(count)

    def submit(self, first: int, stop: int) -> Future[Any]:
        return self.pool.submit(self.work, self.shared, first, stop)

    def result(self, future: Future[Any], stopped: threading.Event) -> Any:
        if stopped.is_set() and future.cancel():
            raise Unfinished
        return future.result()

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches_of(iterations: int, blocks: int, workers: int, begun: int = 0) -> Iterator[Batch]:
    """Batches of at most `blocks` blocks, smaller where what is left after `begun` would not keep all `workers` busy.

    Four to a worker, but none of less than 8 blocks, except that each worker gets one: to merge a
    batch of the flagship's summaries takes a twentieth of the time in which 8 blocks are played.
    """
    share = max(-(-(iterations - begun) // (workers * BLOCK)), 1)
    size = BLOCK * min(blocks, max(-(-share // 4), min(share, 8)))
    return ((first, min(first + size, iterations)) for first in range(begun, iterations, size))


def in_order(
    workers: Workers, batches: Iterator[Batch], stopped: threading.Event
) -> Iterator[tuple[Batch, Any]]:
    """Every batch with what was made of it, in order; once `stopped`, only those before the first unfinished one."""
    waiting: deque[tuple[Batch, Any]] = deque()
    try:
        while True:
            while not stopped.is_set() and len(waiting) < AHEAD * workers.count:
                batch = next(batches, None)
                if batch is None:
                    break
                waiting.append((batch, workers.submit(*batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            yield batch, workers.result(future, stopped)
    except Unfinished:
        return
    finally:
        workers.close()


_of_thread = threading.local()


def end_with(stopped: threading.Event) -> None:
    """Have the runs of this thread, whom no Ctrl-C reaches, end after the blocks they are at once that is set."""
    _of_thread.stopped = stopped


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What is done within it is done when an interrupt is heeded: a library's threads would go on with the rest."""
    with interruptible(anew=True) as stopped:
        yield
    if stopped.is_set():
        raise KeyboardInterrupt


@contextmanager
def interruptible(anew: bool = False) -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, so that none falls into a merge; a second one interrupts at once.

    So does any signal whose handler can `hear` it, as those of a command can; one that came before interrupts too,
    unless they are heard `anew`.
    """
    if threading.current_thread() is not threading.main_thread():
        yield getattr(_of_thread, "stopped", threading.Event())  # a signal comes to the main thread alone
        return
    stopped = threading.Event()
    before = {
        number: handler
        for number in signal.valid_signals()
        if hasattr(handler := signal.getsignal(number), "hear") or number == signal.SIGINT
    }

    def stop(number: int, frame: Any) -> None:
        heard = getattr(before[signal.Signals(number)], "hear", None)
        is_heeded = heard is None or heard(number)
        if stopped.is_set() and is_heeded:
            signal.default_int_handler(number, frame)
        stopped.set()

    for number in before:
        signal.signal(number, stop)
    try:
        if not anew and any(getattr(handler, "has_come", 0) for handler in before.values()):
            raise KeyboardInterrupt  # it came while something was loaded that swallowed it
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
