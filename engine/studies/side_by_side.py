"""The runs of a study two at a time: while one is played the next is made ready, which takes a short run as long."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from engine.simulation.workers import end_with

Job = TypeVar("Job")
Found = TypeVar("Found")

AT_ONCE = 2  # a run of the flagship is made ready in 12 ms, in which two threads play 10,000 iterations
AHEAD = 2 * AT_ONCE  # jobs that are begun or wait for a thread


def side_by_side(work: Callable[[Job], Found], jobs: Iterable[Job]) -> Iterator[Found]:
    """What `work` makes of each job, in their order.

    The first error, a Ctrl-C and a reader who has enough end it: what is being played ends after the blocks it is at,
    and of the jobs behind it none is begun.
    """
    ended = Event()
    pool = ThreadPoolExecutor(AT_ONCE, initializer=end_with, initargs=(ended,))
    begun = deque[Future[Found]]()
    try:
        for job in jobs:
            begun.append(pool.submit(work, job))
            if len(begun) == AHEAD:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        ended.set()
        pool.shutdown(cancel_futures=True)
