"""Workers of a Dask cluster: processes on this machine, of which one is killed half way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

import engine
from experiments.shared_services import PROGRAMME
from tests.simulation.test_simulate import same

distributed = pytest.importorskip("distributed")

SEED, ITERATIONS = 11, 200_000

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


def test_a_formula_goes_to_the_workers(client):
    from distributions import Normal

    model = engine.Model(inputs={"x": Normal(0, 1)}, formula=lambda x: x * x)
    assert engine.simulate(model, 30_000, client=client).identical(engine.simulate(model, 30_000))


def test_a_scheduler_that_is_not_there_is_told():
    from engine.simulation.dask_workers import connected

    with pytest.raises(engine.RunError, match="no Dask scheduler answers"), connected("tcp://127.0.0.1:1"):
        pass
