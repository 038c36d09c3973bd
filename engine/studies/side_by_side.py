"""The runs of a study two at a time: while one is played the next is made ready, which takes a short run as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from engine.simulation.workers import stop_elsewhere

Job = TypeVar("Job")
Found = TypeVar("Found")

AT_ONCE = 2  # a run of the flagship is made ready in 12 ms, in which two threads play 10,000 iterations


def side_by_side(work: Callable[[Job], Found], jobs: Iterable[Job]) -> Iterator[Found]:
    """What `work` makes of each job, in their order.

    The first error ends it, and what has not begun is left; a Ctrl-C ends what is being played too.
    """
    over = Event()

    def one(job: Job) -> Found:
        if over.is_set():
            raise CancelledError  # which nobody meets: the error that ended it stands before
        try:
            return work(job)
        except BaseException:
            over.set()
            raise

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        yield from pool.map(one, jobs)
    except KeyboardInterrupt:
        stop_elsewhere()
        raise
    finally:
        over.set()
        pool.shutdown(cancel_futures=True)
