"""Blocks on the workers of an existing Dask cluster. Dask plays again what a worker took with it when it died.

Whatever becomes of the cluster, a run is never left waiting in silence: a scheduler that is lost ends it with what was
finished, and one that has no workers, or does not answer, is told of within ten seconds.
"""

from __future__ import annotations

import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from engine.simulation.limits import RunError, RunWarning, missing_library
from engine.simulation.workers import Unfinished, Work

if TYPE_CHECKING:
    from distributed import Client, Future

Value = TypeVar("Value")
CONNECT = 3.0  # seconds to wait for a scheduler before it is said not to be there
ASK = 1.0  # seconds between two looks at the workers
ANSWER = 3.0  # seconds that an answer of the scheduler may take
PATIENCE = 3.0  # seconds without a worker before it is told
AGAIN = 10.0  # seconds after which a batch is sent again for which a cluster has other workers than when it was sent
LOOK = 0.2  # seconds after which a wait looks up whether the run has been stopped
LOGGERS = (
    "distributed",
    "tornado",
    "asyncio",
)  # which tell of a lost cluster in tracebacks, we in a sentence


class Sent(NamedTuple):
    """A batch that workers have, and who they were."""

    first: int
    stop: int
    future: Future[Any]
    workers: frozenset[str]


class Cluster:
    """Workers of a Dask cluster.

    What all batches share is a task of its own: each worker gets it once, and a cluster that lost every copy
    makes it again. Dask has been seen to forget what a worker took with it: such a batch is sent again, all of it.
    """

    def __init__(self, client: Client, work: Work, shared: Any) -> None:
        self.client, self.work, self.to_all = client, work, shared
        self.watch = Watch(client)
        self.count = max(1, sum(self.watch.cores.values()))
        self.shared = client.submit(itself, shared, pure=False)
        self.lost = ""

    def submit(self, first: int, stop: int) -> Sent:
        future = self.client.submit(self.work, self.shared, first, stop, pure=False)
        return Sent(first, stop, future, frozenset(self.watch.cores))

    def result(self, future: Sent, stopped: threading.Event) -> Any:
        fetched = Aside(future.future.result)  # which waits for ever for data that no worker has
        began = time.monotonic()
        while fetched.is_alive():
            fetched.join(LOOK)
            if stopped.is_set():
                raise Unfinished
            self.watch.tell()
            if self.watch.cores.keys() == future.workers or not self.watch.cores:
                began = time.monotonic()
            elif time.monotonic() - began > AGAIN:
                self.shared = self.client.submit(itself, self.to_all, pure=False)
                future, began = self.submit(future.first, future.stop), time.monotonic()
                fetched = Aside(future.future.result)
        error = fetched.error
        if error is None:
            return fetched.value
        self.lost = why_lost(error)
        if self.lost:
            raise Unfinished from error
        if isinstance(error, ImportError):
            raise RunError(
                f"a Dask worker cannot play this: {error}; install the same outturn-risk[cluster] on all workers"
            ) from error
        raise error

    def close(self) -> None:
        self.watch.ended.set()
        with suppress(Exception):  # of a scheduler that is no more
            self.shared.release()


class Aside(threading.Thread, Generic[Value]):
    """A call that may never come back, made where nobody has to wait for it."""

    def __init__(self, call: Callable[[], Value]) -> None:
        super().__init__(daemon=True)
        self.call = call
        self.value: Value | None = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.value = self.call()
        except BaseException as error:
            self.error = error


class Watch(threading.Thread):
    """Looks, beside the run, whether the scheduler answers and has workers."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self.client, self.ended = client, threading.Event()
        self.scheduler: Any = client.scheduler
        self.answers = True
        self.cores: Mapping[str, int] = {}  # by the address of a worker
        self.seen, self.is_told = time.monotonic(), False
        self.ask()
        self.start()

    def ask(self) -> None:
        """Ask for the workers once."""
        try:
            found = self.client.sync(self.scheduler.ncores, callback_timeout=ANSWER)
            self.answers, self.cores = True, dict(found)
        except Exception:  # whatever a connection that is half gone gives
            self.answers, self.cores = False, {}
        if self.cores:
            self.seen, self.is_told = time.monotonic(), False

    def run(self) -> None:
        while not self.ended.wait(ASK):
            self.ask()

    def tell(self) -> None:
        """Warn, once, where there has been no worker for too long."""
        if self.is_told or self.cores or time.monotonic() - self.seen < PATIENCE:
            return  # workers that were there at the last look are, however late the next one comes
        self.is_told = True
        what = "has no workers" if self.answers else "does not answer"
        text = f"The Dask scheduler at {self.scheduler.address} {what}: the run waits"
        warnings.warn(f"{text}; Ctrl-C ends it and keeps what is finished", RunWarning, stacklevel=2)


def why_lost(error: BaseException) -> str:
    """Why the cluster plays no more; "" where it is the work itself that failed."""
    from asyncio import CancelledError
    from concurrent.futures import CancelledError as FutureCancelled

    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    if isinstance(error, KilledWorker):
        return (
            "Dask's workers died while they played, one after the other (of too little memory, for instance)"
        )
    if isinstance(error, CancelledError | FutureCancelled | CommClosedError):
        return "the Dask scheduler was lost"
    return ""


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
    silence()
    asked = Aside(lambda: Client(address, timeout=CONNECT))
    asked.join(CONNECT + ASK)
    client = asked.value
    if client is None:
        why = str(asked.error) if asked.error and str(asked.error) else f"no answer within {CONNECT:g} s"
        raise RunError(f"--scheduler {address}: no Dask scheduler answers there ({why})")
    try:
        yield client
    finally:
        Aside(client.close).join(ANSWER)


def silence() -> None:
    """Have Dask say nothing of its own on standard error."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
