"""Runs of a study two at a time: their order, and an end that reaches what is being played in other threads."""

import threading

import pytest

import engine
from engine.simulation.player import BLOCK
from engine.simulation.workers import end_with
from engine.studies.side_by_side import AHEAD, AT_ONCE, side_by_side

LONG = 4000 * BLOCK


def test_they_come_in_their_order_and_two_at_a_time():
    together = threading.Barrier(AT_ONCE)  # that one job alone could not pass

    def work(job):
        together.wait(timeout=60)
        return job * 10

    assert list(side_by_side(work, range(2 * AHEAD))) == [10 * job for job in range(2 * AHEAD)]


@pytest.mark.parametrize("fails", [0, 1, AHEAD - 1, 50])
def test_the_first_error_is_what_is_told_and_few_are_begun_after_it(fails):
    begun = []

    def work(job):
        begun.append(job)
        if job >= fails:
            raise ValueError(f"job {job}")
        return job

    with pytest.raises(ValueError, match=f"^job {fails}$"):
        list(side_by_side(work, range(10_000)))
    assert max(begun) <= fails + AHEAD


class Playing:
    """Job 1 is a run that would take minutes; what the study makes of it ends while it is played."""

    def __init__(self):
        self.programme = engine.load("experiments/shared_services/programme.toml")
        self.is_playing, self.found = threading.Event(), []
        self.before = set(threading.enumerate())

    def work(self, job, failing=None):
        if job == 1:
            self.found.append(
                engine.simulate(self.programme, LONG, threads=1, keep="summary", progress=self.told)
            )
        assert self.is_playing.wait(timeout=60)
        if failing is not None:
            raise failing
        return job

    def told(self, _):
        self.is_playing.set()

    def assert_ended(self):
        assert [one.attrs["interrupted"] for one in self.found] == [1]
        assert 0 < self.found[0].attrs["iterations"] < LONG
        assert set(threading.enumerate()) <= self.before


@pytest.mark.parametrize("failing", [ValueError("job 0"), KeyboardInterrupt()])
def test_an_error_ends_the_run_beside_it(failing):
    playing = Playing()
    with pytest.raises(type(failing)):
        list(side_by_side(lambda job: playing.work(job, failing), range(9)))
    playing.assert_ended()


def test_a_reader_who_goes_ends_the_run_beside_it():
    playing = Playing()
    results = side_by_side(playing.work, range(9))
    assert next(results) == 0
    results.close()
    playing.assert_ended()


@pytest.mark.parametrize("ended", [True, False])
def test_a_thread_of_what_has_ended_plays_no_more_and_others_do(ended):
    programme, stopped, found = Playing().programme, threading.Event(), []

    def play():
        if ended:
            end_with(stopped)
        try:
            found.append(engine.simulate(programme, BLOCK, keep="summary").attrs["iterations"])
        except KeyboardInterrupt:
            found.append(0)

    stopped.set()
    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    assert found == [0 if ended else BLOCK]
