"""The story of an iteration: the bits of the run, the path by hand, and what those near a percentile share."""

from __future__ import annotations

import json

import numpy as np
import pytest

import engine
from engine.studies.story import stories_near, story
from experiments.shared_services import PROGRAMME
from tests.simulation.agreement import HEAD, written

# b waits for a; c starts 4 months after a started; d waits until month 30; the last to go live is d or b.
TIED = (
    HEAD.format(horizon=120)
    + """
[clusters.x]
go_live = "b"
[clusters.x.activities.a]
duration = { kind = "uniform", low = 10, high = 20 }
[clusters.x.activities.b]
duration = 5
after = ["a"]
[clusters.y]
go_live = "d"
[clusters.y.activities.c]
duration = 3
[clusters.y.activities.d]
duration = 2
after = ["c"]
earliest = 18
[clusters.x.costs.team]
category = "one_off"
activity = "a"
per_month = 2
[risks.late]
probability = 0.4
[[risks.late.effects]]
delay = 6
targets = ["x.a"]
"""
)


@pytest.fixture(scope="module")
def tied(tmp_path_factory):
    return written(tmp_path_factory.mktemp("tied"), TIED)


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.mark.parametrize("which", ["tied", "flagship"])
def test_a_story_is_the_run_to_the_bit(which, request):
    programme = request.getfixturevalue(which)
    run = engine.simulate(programme, 40, measures=["*"])
    for iteration in (0, 11, 39):
        told = story(programme, iteration=iteration)
        for name in ("npv", "one_off_cost", "go_live_delay", "finish"):
            assert np.array_equal(told[name].values, run[name].values[iteration]), name
        assert told["strikes"].values.tolist() == run["strikes"].values[iteration].tolist()
        assert told["money"].values == pytest.approx(
            run["line_money"].values[iteration], rel=1e-12, abs=1e-12
        )
        for name in ("npv", "one_off_cost"):
            assert told[f"base_{name}"].values == pytest.approx(run[name].attrs["base"], rel=1e-12)


def test_the_path_drives_the_last_go_live(tied):
    """a is 10 to 20 months (and 6 if late), so b ends after 15 at least; d ends at 20. The later one drives."""
    seen = set()
    for iteration in range(12):
        told = story(tied, iteration=iteration)
        path = json.loads(told.attrs["path"])
        length = float(told["finish"].sel(activity="x.a"))
        assert path == (["x.a", "x.b"] if length + 5 > 20 else ["y.d"])
        assert told["driving"].values.tolist() == [float(n in path) for n in told["activity"].values]
        assert str(told["waited_for"].sel(activity="y.d").values) == "its earliest date"
        assert str(told["waited_for"].sel(activity="x.b").values) == "x.a"
        assert str(told["waited_for"].sel(activity="x.a").values) == ""
        seen.add(tuple(path))
    assert len(seen) == 2


def test_the_base_case_stands_beside(tied):
    told = story(tied, iteration=3)
    assert told["base_finish"].sel(activity=["x.a", "x.b"]).values == pytest.approx([15, 20])
    assert float(told["base_money"].sel(line="x.team")) == pytest.approx(30)


def test_near_a_percentile_a_cause_strikes_more_often_than_on_average(tied):
    found = stories_near(tied, 95, "one_off_cost", 2000, count=60)
    late = found.sel(risk="late")
    assert float(late["share"]) > 0.9 > 0.5 > float(late["share_all"])
    assert float(late["low"]) < float(late["share"]) <= float(late["high"])
    assert float(found["shift"].sel(input="x.a.duration")) > 3
    assert float(found["criticality"].sel(activity="x.a")) == 1.0
    assert float(found["criticality"].sel(activity="y.d")) == 0.0
    values = engine.simulate(tied, 2000)["one_off_cost"].sum("cluster").values
    assert found.attrs["value"] == np.sort(values)[1899]
    assert values[found.attrs["typical"]] == found.attrs["value"]
    assert np.array_equal(values[found["iteration"].values], found["value"].values)
    below, above = np.sort(found["value"].values)[[0, -1]]
    assert below <= found.attrs["value"] <= above


def test_in_the_middle_of_nothing_in_particular_no_input_is_shifted(flagship):
    """Near the median of what hangs on nothing, shifts are standard normal: 7 in 10^9 exceed 6, over 90 inputs."""
    found = stories_near(flagship, 50, "counterfactual_cost", 2000, count=20)
    others = [name for name in found["input"].values if name != "counterfactual.cost"]
    assert float(abs(found["shift"].sel(input=others)).max()) < 6


def test_what_cannot_be_told(tied):
    with pytest.raises(engine.RunError, match="percentage"):
        stories_near(tied, 100)
    with pytest.raises(engine.RunError, match="from 0 to"):
        story(tied, iteration=9, iterations=5)
