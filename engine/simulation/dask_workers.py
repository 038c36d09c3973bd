"""Blocks on the workers of an existing Dask cluster. Dask plays again what a worker took with it when it died."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from engine.simulation.limits import RunError, missing_library
from engine.simulation.workers import Unfinished, Work

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT = "5s"  # to wait for a scheduler before it is said not to be there
LOOK = 0.5  # seconds after which a wait looks up whether the run has been stopped


class Cluster:
    """Workers of a Dask cluster.

    What all batches share is a task of its own: each worker gets it once, and a cluster that lost every copy
    makes it again.
    """

    def __init__(self, client: Client, work: Work, shared: Any) -> None:
        self.client, self.work = client, work
        self.count = max(1, sum(client.nthreads().values()))
        self.shared = client.submit(itself, shared, pure=False)

    def submit(self, first: int, stop: int) -> Future[Any]:
        return self.client.submit(self.work, self.shared, first, stop, pure=False)

    def result(self, future: Future[Any], stopped: threading.Event) -> Any:
        from distributed import wait

        while not future.done():
            if stopped.is_set():
                raise Unfinished
            try:
                wait(future, timeout=LOOK)
            except TimeoutError:
                continue
        return future.result()

    def close(self) -> None:
        self.shared.release()


def itself(shared: Any) -> Any:
    """What every batch shares, as the result of a task."""
    return shared


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at `address`; raises `RunError` where there is none, or no Dask."""
    try:
        from distributed import Client
    except ImportError as error:
        raise missing_library(f"--scheduler {address}", error) from None
    try:
        client = Client(address, timeout=CONNECT)
    except (OSError, ValueError) as error:
        raise RunError(f"--scheduler {address}: no Dask scheduler answers there ({error})") from None
    with client:
        yield client
