"""The timetable against iterations that are looked at one by one, each go-live against its delay."""

import numpy as np
import pytest

import engine
from engine.analysis.estimators.percentiles import percentiles
from experiments.shared_services import PROGRAMME

SEED, ITERATIONS = 5, 400


@pytest.fixture(scope="module")
def programme():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def found(programme):
    return engine.timetable(programme, ITERATIONS, SEED)


def test_dates_are_those_of_single_iterations(programme, found):
    told = [engine.replay(programme, SEED, iteration=k) for k in range(40)]
    again = engine.simulate(programme, 40, SEED, measures=["*.start", "*.finish"])
    for end in ("start", "finish"):
        expected = np.array([one[end].values for one in told])
        assert np.array_equal(again[end].values, expected)
        assert again[end].attrs["base"] == pytest.approx(found[f"base_{end}"].values)
    played = engine.simulate(programme, ITERATIONS, SEED, measures=["*.finish"])["finish"]
    expected = percentiles(played.values.T, found["percentile"].values).value
    assert np.array_equal(found["finish"].values, expected)


def test_go_lives_are_late_by_the_go_live_delay(programme, found):
    delay = engine.simulate(programme, ITERATIONS, SEED)["go_live_delay"]
    live = found.isel(activity=np.flatnonzero(found["goes_live"].values))
    late = live["finish"].sel(percentile=50) - live["base_finish"]
    for cluster, months in zip(live["cluster"].values, late.values, strict=True):
        expected = percentiles(delay.sel(cluster=cluster).values, [50]).value[0]
        assert months == pytest.approx(expected, abs=1e-9)
