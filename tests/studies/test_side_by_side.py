"""Runs of a study two at a time: their order, the first error, and an end that reaches runs of other threads."""

import threading

import pytest

import engine
from engine.simulation.player import BLOCK
from engine.simulation.workers import stop_elsewhere
from engine.studies.side_by_side import AT_ONCE, side_by_side


def test_they_come_in_their_order_and_two_at_a_time():
    together = threading.Barrier(AT_ONCE)  # that one job alone could not pass

    def work(job):
        together.wait(timeout=60)
        return job * 10

    assert list(side_by_side(work, range(2 * AT_ONCE))) == [0, 10, 20, 30]


def test_the_first_error_ends_them():
    begun, failing = [], threading.Event()

    def work(job):
        begun.append(job)
        if job == 1:
            failing.set()
            raise ValueError("job 1")
        failing.wait(timeout=60)
        return job

    with pytest.raises(ValueError, match="job 1"):
        list(side_by_side(work, range(10_000)))
    assert len(begun) < 10_000


def test_an_end_reaches_runs_of_other_threads():
    programme = engine.load("experiments/shared_services/programme.toml")
    found = []

    def play():
        asked = 400 * BLOCK
        found.append(engine.simulate(programme, asked, threads=1, keep="summary", progress=stop))

    def stop(_):
        stop_elsewhere()

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    assert 0 < found[0].attrs["iterations"] < 400 * BLOCK
    assert found[0].attrs["interrupted"] == 1
