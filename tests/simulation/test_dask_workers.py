"""Workers of a Dask cluster: processes on this machine, of which one is killed half way."""

from __future__ import annotations

import os
import signal
import threading
import warnings
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

import engine
from engine.simulation.limits import RunWarning
from engine.simulation.workers import in_order
from experiments.shared_services import PROGRAMME
from tests.programme.test_beliefs import FILE
from tests.simulation.test_simulate import same

distributed = pytest.importorskip("distributed")

SEED, ITERATIONS = 11, 200_000
TIED = """
[beliefs.tie]
kind = "uniform"
low = 0
high = 0.9

[[correlation]]
name = "costs"
inputs = ["*.factor"]
rank = "tie"
"""

# A worker that is killed is told of as such, and sockets of its are closed by the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def kill_a_worker(client: distributed.Client):
    """A progress that kills one worker, once."""
    pids = client.run(os.getpid)

    def progress(_: int) -> None:
        if pids:
            os.kill(pids.popitem()[1], signal.SIGKILL)
            pids.clear()

    return progress


@pytest.mark.faults  # once in some hundred runs Dask never plays again what a killed worker took with it
def test_a_summary_is_that_of_threads_though_a_worker_dies(flagship, client):
    before = set(client.run(os.getpid).values())
    played = engine.simulate(
        flagship, ITERATIONS, SEED, keep="summary", client=client, progress=kill_a_worker(client)
    )
    assert not before <= set(client.run(os.getpid).values())  # one is gone
    assert played.identical(engine.simulate(flagship, ITERATIONS, SEED, keep="summary"))


def test_iterations_are_those_of_threads(flagship, client):
    played = engine.simulate(flagship, 30_000, SEED, measures=["npv", "cash_benefit"], client=client)
    assert same(played, engine.simulate(flagship, 30_000, SEED))


def test_beliefs_have_one_draw_a_world_on_every_worker(client, tmp_path):
    """Those that are parameters, chances and correlations."""
    text = FILE + TIED
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    programme = engine.load(path)
    played, summed = (
        engine.simulate(programme, 40_000, SEED, worlds=8, keep=keep, client=client)
        for keep in ("iterations", "summary")
    )
    assert same(played, engine.simulate(programme, 40_000, SEED, worlds=8, threads=2))
    assert summed.identical(engine.simulate(programme, 40_000, SEED, worlds=8, keep="summary", threads=2))


def test_a_formula_goes_to_the_workers(client):
    from distributions import Normal

    model = engine.Model(inputs={"x": Normal(0, 1)}, formula=lambda x: x * x)
    assert engine.simulate(model, 30_000, client=client).identical(engine.simulate(model, 30_000))


def test_a_scheduler_that_is_not_there_is_told():
    from engine.simulation.dask_workers import connected

    with pytest.raises(engine.RunError, match="no Dask scheduler answers"), connected("tcp://127.0.0.1:1"):
        pass


def test_a_port_that_never_answers_is_told_in_seconds(monkeypatch):
    import socket

    from engine.simulation import dask_workers

    monkeypatch.setattr(dask_workers, "CONNECT", 0.3)
    monkeypatch.setattr(dask_workers, "ASK", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with (
            pytest.raises(engine.RunError, match="no Dask scheduler answers"),
            dask_workers.connected(address),
        ):
            pass


def interrupt_when_warned(monkeypatch) -> list[str]:
    """What is warned of; each warning is answered by a Ctrl-C."""
    told: list[str] = []

    def show(message, *_: object) -> None:
        told.append(str(message))
        os.kill(os.getpid(), signal.SIGINT)

    warnings.simplefilter("always", RunWarning)
    monkeypatch.setattr(warnings, "showwarning", show)
    return told


def test_a_scheduler_without_workers_is_told_of_and_can_be_left(flagship, monkeypatch):
    from engine.simulation import dask_workers

    monkeypatch.setattr(dask_workers, "PATIENCE", 0.2)
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
        warnings.catch_warnings(),
    ):
        told = interrupt_when_warned(monkeypatch)
        with pytest.raises(KeyboardInterrupt):
            engine.simulate(flagship, 1000, SEED, client=client)
    assert len(told) == 1
    assert "has no workers: the run waits; Ctrl-C ends it" in told[0]


def test_workers_that_were_there_at_the_last_look_are_not_missed_before_the_next(client):
    """On a busy machine that look is late, and a run with workers was said to have none."""
    from engine.simulation.dask_workers import Watch

    watch = Watch(client)
    watch.ended.set()
    watch.join()
    watch.seen -= 60
    watch.tell()
    watch.cores = {}
    with pytest.warns(RunWarning, match="has no workers"):
        watch.tell()


def test_a_scheduler_that_is_lost_leaves_what_was_finished(flagship):
    from distributed.client import FutureCancelledError

    from engine.simulation.dask_workers import Cluster

    class Losing(Cluster):
        """A cluster of which the third batch never comes."""

        calls = 0

        def result(self, future, stopped):
            self.calls += 1
            if self.calls == 3:
                future.future.result = lambda: (_ for _ in ()).throw(FutureCancelledError("key", "lost"))
            return super().result(future, stopped)

    class Future:
        def __init__(self, call):
            self.result = call

    class Client:
        scheduler = None

        def sync(self, *_, **__):
            return {"worker": 1}

        def submit(self, work, *words, pure):
            return Future(
                lambda: work(*(word.result() if isinstance(word, Future) else word for word in words))
            )

    for lost_at, expected in ((3, 2), (1, 0)):
        workers = Losing(Client(), lambda shared, first, stop: (first, stop), "shared")
        workers.shared = Future(lambda: "shared")
        workers.calls = 3 - lost_at
        batches = iter([(first, first + 10) for first in range(0, 100, 10)])
        assert len(list(in_order(workers, batches, threading.Event()))) == expected
        assert workers.lost == "the Dask scheduler was lost"


def test_what_is_told_of_a_loss():
    from engine.simulation.simulate import tell_of_loss

    with pytest.warns(RunWarning, match="The Dask scheduler was lost: kept are the 2,000 iterations"):
        tell_of_loss("the Dask scheduler was lost", 2000)
    with pytest.raises(engine.RunError, match="was lost before anything was finished"):
        tell_of_loss("the Dask scheduler was lost", 0)


class Forgetful:
    """A client of a cluster that lost its first worker, and with it, without a word, the batch that it had."""

    scheduler = SimpleNamespace(ncores=None, address="tcp://forgets")

    def __init__(self, forgets: bool) -> None:
        self.forgets, self.sent = forgets, 0

    def sync(self, *_, **__):
        return {"second" if self.sent else "first": 1}

    def submit(self, work, *words, pure):
        if work.__name__ == "itself":
            return words[0]
        self.sent += 1
        never = threading.Event()
        is_lost = self.sent == 1 and self.forgets
        return SimpleNamespace(result=never.wait if is_lost else lambda: work(*words))


@pytest.mark.parametrize(("forgets", "sent"), [(True, 2), (False, 1)])
def test_a_batch_that_went_with_a_worker_is_sent_again(monkeypatch, forgets, sent):
    from engine.simulation import dask_workers

    monkeypatch.setattr(dask_workers, "AGAIN", 0.05)
    monkeypatch.setattr(dask_workers, "LOOK", 0.01)
    monkeypatch.setattr(dask_workers, "ASK", 0.01)
    client = Forgetful(forgets)

    def work(shared, first, stop):
        return shared, first, stop

    workers = dask_workers.Cluster(client, work, "shared")
    found = list(in_order(workers, iter([(0, 10)]), threading.Event()))
    assert found == [((0, 10), ("shared", 0, 10))]
    assert client.sent == sent
