"""What studies stand on: inputs made again, one iteration played again, inputs drawn afresh, single parts."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr
from scipy.stats import kstest

import engine
from distributions import Normal, SecondOrder, Uniform
from engine.measures import BENEFITS, COSTS, MEASURES
from experiments.shared_services import PROGRAMME
from tests.simulation.agreement import HEAD, written
from tests.simulation.programmes import one_cluster
from tests.simulation.test_simulate import UNCERTAIN, same

DESIGNS = ("random", "antithetic", "latin", "sobol")
SEED = 4
# Two clusters, settlements that run out, yearly factors, risks of every effect, a legacy cost, a decline.
RICH = (
    HEAD.format(horizon=90)
    + """
[clusters.a]
go_live = "build"
[clusters.a.activities.build]
duration = { kind = "pert", low = 10, mode = 20, high = 50 }
[clusters.a.activities.train]
duration = { kind = "uniform", low = 0, high = 4 }
after = ["build"]
[clusters.a.costs.team]
category = "one_off"
activity = "build"
amount = { kind = "uniform", low = 40, high = 90 }
[clusters.a.costs.office]
category = "one_off"
activity = "build"
per_month = 0.5
[clusters.a.costs.licence]
category = "running"
per_year = { kind = "uniform", low = 1, high = 3 }
[clusters.a.costs.old]
category = "legacy"
per_year = 4
[clusters.a.benefits.staff]
class = "cash"
annual = { kind = "normal", mean = 12, sd = 2 }
ramp = 6
decline = 0.05
[clusters.a.benefits.time]
class = "efficiency"
annual = 7
lag = 3
[clusters.b]
go_live = "move"
[clusters.b.activities.move]
duration = 9
after = ["a.build"]
[clusters.b.costs.removal]
category = "one_off"
activity = "move"
amount = 12
[clusters.b.benefits.rent]
class = "cash"
annual = 5
[drivers.wages]
factor = { kind = "lognormal", log_mean = 0.0, log_sd = 0.1 }
multiplies = ["a.licence", "a.staff"]
autocorrelation = 0.7
[drivers.vendor]
factor = { kind = "uniform", low = 0.9, high = 1.3 }
multiplies = ["*.build", "a.team"]
[risks.late]
probability = { kind = "uniform", low = 0.2, high = 0.6 }
[[risks.late.effects]]
delay = { kind = "uniform", low = 2, high = 20 }
targets = ["a.build"]
[[risks.late.effects]]
cost = 6
targets = ["a.build", "b.move"]
[risks.strike]
probability = 0.3
needs = ["late"]
[[risks.strike.effects]]
factor = 0.8
targets = ["*.rent", "a.staff"]
[[funding]]
until = "2023-10"
approved = 30
top_up = 0.4
"""
)


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    return written(tmp_path_factory.mktemp("rich"), RICH)


# -------------------------------------------------------------------------------------------- engine.draw


def test_what_is_drawn_is_what_the_run_played(tmp_path):
    programme = one_cluster(tmp_path, duration=UNCERTAIN["duration"])
    drawn = engine.draw(programme, 3000, SEED, inputs="*.duration")["value"][:, 0]
    finish = engine.simulate(programme, 3000, SEED, measures=["*.finish"])["finish"][:, 0]
    assert np.array_equal(drawn, finish)  # work that nothing holds up ends when its duration has passed


@pytest.mark.parametrize("design", DESIGNS)
def test_models_are_drawn_as_they_play(design):
    laws = {"a": Normal(0, 1), "b": Uniform(0, 2), "c": SecondOrder("normal", mean=Uniform(8, 12), sd=2.0)}
    model = engine.Model(laws, lambda a, b, c: (a, b, c), ("a", "b", "c"), correlation={("a", "b"): 0.6})
    drawn = engine.draw(model, 1001, SEED, design)
    played = engine.simulate(model, 1001, SEED, design=design)
    assert list(drawn["input"].values) == ["a", "b", "c", "c.mean"]
    assert list(drawn["kind"].values) == ["input"] * 3 + ["law parameter"]
    for name in "abc":
        assert np.array_equal(drawn["value"].sel(input=name), played[name])


@pytest.mark.parametrize("threads", [1, 3])
def test_neither_threads_nor_the_choice_of_inputs_change_a_bit(flagship, threads):
    every = engine.draw(flagship, 20_001, SEED, threads=threads)["value"]
    some = engine.draw(flagship, 20_001, SEED, inputs=["synergy.*", "risks.*.strikes"])["value"]
    assert some.equals(every.sel(input=some["input"]))
    assert engine.draw(flagship, 100, SEED)["value"].equals(every[:100])


def test_inputs_know_what_they_are(rich):
    drawn = engine.draw(rich, 10, SEED)
    kinds = dict(zip(drawn["input"].values, drawn["kind"].values, strict=True))
    assert kinds["a.build.duration"] == "duration"
    assert kinds["a.staff.annual"] == "benefit"
    assert kinds["risks.late.strikes"] == "risk strikes"
    assert kinds["drivers.wages.2024"] == "driver"
    assert drawn["cluster"].sel(input="a.team.amount") == "a"
    assert drawn["base"].sel(input="a.build.duration") == 20.0
    assert "Pert" in str(drawn["law"].sel(input="a.build.duration").values)


def test_flagship_inputs_carry_their_source(flagship):
    drawn = engine.draw(flagship, 2, SEED)
    assert set(drawn["basis"].values) <= {"", "published", "derived", "assumed"}
    known = {entry["name"]: entry for entry in json.loads(drawn.attrs["assumptions"])}
    for name, source in zip(drawn["input"].values, drawn["source"].values, strict=True):
        if name in known:
            assert known[name].get("source", "") == source


def test_draws_beyond_memory_are_refused_as_a_run_is(flagship):
    with pytest.raises(engine.RunError, match="iterations fit"):
        engine.draw(flagship, 10**13)


def test_an_input_that_is_none_is_told(flagship):
    with pytest.raises(ValueError, match=r"fits no input .* did you mean"):
        engine.draw(flagship, 10, inputs="synergy.build.durration")


# ------------------------------------------------------------------------------------------ engine.replay


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("which", ["rich", "flagship"])
def test_an_iteration_replayed_is_that_of_the_run(which, design, request):
    programme = request.getfixturevalue(which)
    n = 1000
    run = engine.simulate(programme, n, SEED, design=design)
    drawn = engine.draw(programme, n, SEED, design)["value"]
    parts = engine.simulate(programme, n, SEED, design=design, measures=["*"])
    for iteration in (0, 1, 7, 514, 999):
        one = engine.replay(programme, SEED, iteration=iteration, iterations=n, design=design)
        for name in run.data_vars:
            assert np.array_equal(one[name].values, run[name].values[iteration], equal_nan=True), name
        assert np.array_equal(one["input_value"].values, drawn.values[iteration])
        assert np.array_equal(one["finish"].values, parts["finish"].values[iteration])
        by_line = one["line_money"].sum("year")
        assert np.allclose(by_line, parts["line_money"].values[iteration], rtol=1e-12, atol=1e-12)


def test_lines_and_years_of_a_replay_add_up(rich):
    one = engine.replay(rich, SEED, iteration=12)
    money = one["line_money"].sel(line=[line for line in one["line"].values if "staff" not in line])
    costs = [line for line in money["line"].values if line not in ("a.time", "b.rent")]
    assert np.allclose(one["line_money"].sel(line=costs).sum("line"), one["yearly_cost"], rtol=1e-12)
    assert float(one["start"].sel(activity="b.move")) >= float(one["finish"].sel(activity="a.build"))


def test_a_replay_needs_the_length_of_a_latin_run(rich):
    with pytest.raises(engine.RunError, match="the length of the run is needed"):
        engine.replay(rich, SEED, iteration=3, design="latin")
    with pytest.raises(engine.RunError, match="from 0 to 9"):
        engine.replay(rich, SEED, iteration=10, iterations=10)


def test_a_model_is_replayed():
    model = engine.Model({"a": Normal(0, 1)}, lambda a: 2 * a)
    run = engine.simulate(model, 50, SEED)
    one = engine.replay(model, SEED, iteration=33)
    assert float(one["y"]) == run["y"].values[33] == 2 * float(one["input_value"][0])


# -------------------------------------------------------------------------------------- simulate(redraw=)


@pytest.mark.parametrize("design", DESIGNS)
def test_only_what_is_drawn_afresh_changes(flagship, design):
    plain = engine.draw(flagship, 512, SEED, design)["value"]
    afresh = engine.draw(flagship, 512, SEED, design, redraw={"risks.*.strikes": 1, "drivers.*": 2})["value"]
    grouped = {name for group in flagship.correlation for name in group.inputs}
    functions = (
        "_evidence",
        "less_for_others",
        "less_for_three",
    )  # of a belief, and of no number of their own
    for name in plain["input"].values:
        if name not in grouped and not name.endswith(functions):
            moved = name.startswith("drivers.") or name.endswith(".strikes")
            assert moved != plain.sel(input=name).equals(afresh.sel(input=name)), name


def test_salt_0_is_no_salt_and_a_run_says_its_salts(flagship):
    plain = engine.simulate(flagship, 200, SEED)
    assert same(engine.simulate(flagship, 200, SEED, redraw={"*": 0}), plain)
    salted = engine.simulate(flagship, 200, SEED, redraw={"*": 1})
    assert not same(salted, plain)
    assert json.loads(salted.attrs["redraw"]) == {"*": 1}


@pytest.mark.parametrize("design", DESIGNS)
def test_draws_of_a_salted_stream_are_as_good_as_others(design):
    names = [f"x{k}" for k in range(8)]
    model = engine.Model(dict.fromkeys(names, Uniform(0, 1)), lambda *x: x[0])
    n = 2**14
    plain = engine.draw(model, n, SEED, design)["value"].values
    salted = [
        engine.draw(model, n, SEED, design, redraw={"*": k})["value"].values
        for k in (1, 2, 10**6)[: 3 if design != "sobol" else 2]
    ]
    columns = np.concatenate([plain, *salted], axis=1)
    # Kolmogorov's D exceeds 2.64 / sqrt(n) with probability 1.8e-6; 32 columns, 6e-5.
    assert max(kstest(column, "uniform").statistic for column in columns.T) < 2.64 / np.sqrt(n)
    # |r| of n pairs exceeds 5 / sqrt(n) with probability 6e-7; 496 pairs, 3e-4. Antithetic pairs halve the sample.
    between = np.abs(np.corrcoef(columns.T) - np.eye(columns.shape[1]))
    assert between.max() < 5 / np.sqrt(n / 2 if design == "antithetic" else n)
    assert np.abs(np.corrcoef(plain[:, 0], plain[:, 0] ** 1.5)[0, 1]) > 0.9  # what is no fresh draw is caught


def test_under_sobol_fresh_draws_take_dimensions_of_their_own():
    model = engine.Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, lambda a, b: a * b)
    n = 2**12
    a = engine.draw(model, n, SEED, "sobol", inputs="a")["value"].values[:, 0]
    afresh = engine.draw(model, n, SEED, "sobol", inputs="a", redraw={"a": 1})["value"].values[:, 0]
    cells = np.histogram2d(a, afresh, bins=16, range=[[0, 1], [0, 1]])[0]
    assert (
        np.ptp(cells) <= 2
    )  # evenly spread together, as two dimensions of one sequence are: n / 256 = 16 each


@pytest.mark.parametrize(
    ("redraw", "words"),
    [({"nobody": 1}, "fits no input"), ({"*": -1}, "from 0 up"), ({"*": 0.5}, "from 0 up")],
)
def test_what_cannot_be_drawn_afresh_is_told(flagship, redraw, words):
    with pytest.raises(ValueError, match=words):
        engine.simulate(flagship, 10, redraw=redraw)


# ------------------------------------------------------------------------------------ simulate(measures=)


@pytest.mark.parametrize("which", ["rich", "flagship"])
def test_lines_sum_to_their_clusters(which, request):
    programme = request.getfixturevalue(which)
    there = [name for name in BENEFITS if not MEASURES[name].needs]
    results = engine.simulate(programme, 700, SEED, measures=[*COSTS, *there, "*.cost", "*.benefit"])
    lines = results["line_money"]
    scale = float(abs(lines).max())
    for kind, names in (("cost", COSTS), ("benefit", there)):
        by_cluster = lines[:, lines["line_kind"].values == kind].groupby("line_cluster").sum()
        told = sum(results[name] for name in names)
        for cluster in by_cluster["line_cluster"].values:
            expected = told.sel(cluster=cluster)
            assert np.allclose(by_cluster.sel(line_cluster=cluster), expected, rtol=1e-12, atol=1e-12 * scale)


def test_strikes_are_the_inputs_of_that_name(rich):
    results = engine.simulate(rich, 300, SEED, measures=["risks.*.strikes"])
    drawn = engine.draw(rich, 300, SEED, inputs="risks.*.strikes")["value"]
    assert list(results.data_vars) == ["strikes"]
    assert results["strikes"].dims == ("iteration", "risk")
    assert np.array_equal(results["strikes"], drawn)


def test_finishes_are_go_lives(rich):
    results = engine.simulate(rich, 300, SEED, measures=["go_live_delay", "a.build.finish", "b.move.finish"])
    late = results["finish"].values - results["finish"].attrs["base"]
    assert np.allclose(late, results["go_live_delay"], rtol=0, atol=1e-12)


def test_parts_are_the_same_in_stores_and_their_summaries_count_them(rich, tmp_path):
    asked = ["total_cost", "*.finish", "risks.late.strikes", "a.team.cost"]
    kept = engine.simulate(rich, 5000, SEED, measures=asked)
    stored = engine.simulate(rich, 5000, SEED, measures=asked, store=tmp_path / "store")
    assert same(kept, stored.load())
    summary = engine.simulate(rich, 5000, SEED, measures=asked, keep="summary")
    row = summary.sel(measure="strikes.late")
    assert not bool(row["whole"])
    assert float(row["mean"]) == pytest.approx(float(kept["strikes"].sel(risk="late").mean()), rel=1e-12)
    assert float(summary.sel(measure="finish.b.move")["highest"]) == float(
        kept["finish"].sel(activity="b.move").max()
    )


def test_parts_come_from_a_cluster_of_workers_too(rich):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        played = engine.simulate(rich, 3000, SEED, measures=["*"], client=client, redraw={"a.*": 3})
    assert played.identical(engine.simulate(rich, 3000, SEED, measures=["*"], redraw={"a.*": 3}))


def test_other_measures_keep_their_bits_beside_parts(flagship):
    assert same(engine.simulate(flagship, 500, SEED), engine.simulate(flagship, 500, SEED, measures=["*"]))


def test_a_part_that_is_none_is_told(rich):
    with pytest.raises(engine.RunError, match=r"a\.build\.finish"):
        engine.simulate(rich, 10, measures=["a.bild.finish"])
    assert isinstance(engine.simulate(rich, 10, measures=["npv"]), xr.Dataset)
