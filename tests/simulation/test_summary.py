"""Counts instead of iterations: what they say is what the iterations say, for any threads and any batches."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import engine
from distributions import Bernoulli, Lognormal, Normal, Pareto, Poisson
from engine.analysis.estimators.percentiles import percentiles_of_cells
from engine.bounds import Bound
from engine.compiled.moments import Moments
from engine.simulation.player import BLOCK, Run
from engine.simulation.players import player_of
from engine.simulation.summed import Totals, make_job, reduce_batch
from experiments.shared_services import PROGRAMME
from tests.simulation.counted import PERCENTAGES, counted, off_by, values_of

SEED, ITERATIONS = 11, 200_000


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def kept(flagship):
    return engine.simulate(flagship, ITERATIONS, SEED)


@pytest.fixture(scope="module")
def summed(flagship):
    return engine.simulate(
        flagship, ITERATIONS, SEED, keep="summary", thresholds={"total_benefit": [400, 500.5]}
    )


def test_claims_are_counted_exactly(kept, summed):
    assert engine.claims(summed).identical(engine.claims(kept))


def test_thresholds_are_counted_exactly_on_both_sides(kept, summed):
    values = kept["total_benefit"].values
    assert summed["threshold_value"].values.tolist() == [400, 500.5]
    assert summed["threshold_at_least"].values.tolist() == [(values >= 400).sum(), (values >= 500.5).sum()]
    assert summed["threshold_at_most"].values.tolist() == [(values <= 400).sum(), (values <= 500.5).sum()]


def test_moments_extremes_and_missing_are_those_of_the_iterations(kept, summed):
    for row in summed["measure"].values:
        values, found = values_of(kept, str(row)), summed.sel(measure=row)
        finite = values[np.isfinite(values)]
        assert found["missing"] == np.isnan(values).sum()
        assert (found["lowest"], found["highest"]) == (finite.min(), finite.max())
        assert found["frequency"].sum() == finite.size
    a, b = engine.summarise(summed), engine.summarise(kept)
    for key in ("mean", "sd", "mean_low", "mean_high"):
        np.testing.assert_allclose(a[key].values, b[key].values, rtol=1e-12)
    for key in ("base", "missing", "units", "long_name", "cautious"):
        assert a[key].identical(b[key])


def test_every_percentile_is_within_a_twentieth_of_a_point(kept, summed):
    for row in summed["measure"].values:
        found = summed.sel(measure=row)
        worst = off_by(values_of(kept, str(row)), counted(found))
        assert worst <= 0.05, row
        assert worst <= found["percentile_error"], row


def test_a_coarse_histogram_would_be_seen(kept):
    values = kept["total_cost"].values
    count, edges = np.histogram(values, bins=100)
    held = count > 0
    cells = edges[:-1][held], edges[1:][held], count[held]
    assert off_by(values, percentiles_of_cells(*cells, 0, list(PERCENTAGES)).value) > 0.05


def test_neither_threads_nor_batches_change_a_bit(flagship):
    one = engine.simulate(flagship, 50_001, SEED, keep="summary", threads=1)
    assert engine.simulate(flagship, 50_001, SEED, keep="summary", threads=3).identical(one)


def test_batches_merge_in_any_grouping(flagship):
    player = player_of(flagship, Run(5 * BLOCK, SEED, "random"))
    job = make_job(player, ("total_cost", "go_live_delay"), {}, [Bound("total_cost", "at_most", 900.0)])
    found = []
    for ends in ((5,), (1, 2, 3, 4, 5), (2, 5)):
        totals = Totals(job)
        for first, stop in zip((0, *ends), ends, strict=False):
            totals.add(reduce_batch(job, first * BLOCK, stop * BLOCK))
        found.append(totals)
    for other in found[1:]:
        assert other.iterations == 5 * BLOCK
        assert np.array_equal(other.counts, found[0].counts)
        assert np.array_equal(other.met, found[0].met)
        for key, mine, first in zip(Moments._fields, other.moments, found[0].moments, strict=True):
            assert np.array_equal(mine, first), key


def test_a_summary_survives_the_disk(summed, tmp_path):
    summed.to_netcdf(tmp_path / "results.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "results.nc", engine="h5netcdf") as found:
        found.load()
    assert engine.claims(found).identical(engine.claims(summed))
    assert engine.summarise(found).identical(engine.summarise(summed))


MODEL = engine.Model(
    inputs={
        "heavy": Pareto(scale=1.0, exponent=0.8),
        "narrow": Normal(5.0, 0.05),
        "strikes": Bernoulli(0.3),
        "size": Lognormal(1.0, 1.5),
        "many": Poisson(40.0),
    },
    formula=lambda heavy, narrow, strikes, size, many: (
        heavy,
        narrow if strikes > 0.5 else 1000.0 * size,
        strikes * size,
        many,
        3.0,
        (strikes - strikes) / strikes,
    ),
    outputs=("heavy", "two_scales", "rare", "whole", "constant", "missing"),
)


def test_a_free_model_whatever_its_law():
    kept, summed = (engine.simulate(MODEL, ITERATIONS, SEED, keep=keep) for keep in ("iterations", "summary"))
    for row in MODEL.outputs:
        values, found = kept[row].values, summed.sel(measure=row)
        assert off_by(values, counted(found)) <= 0.05, row
        assert found["missing"] == np.isnan(values).sum()
        assert found["frequency"].sum() == (~np.isnan(values)).sum()
    a, b = engine.summarise(summed), engine.summarise(kept)
    exact = ["whole", "constant"]
    assert a["value"].sel(measure=exact).identical(b["value"].sel(measure=exact))
    np.testing.assert_array_equal(np.isnan(a["mean"].values), np.isnan(b["mean"].values))
    assert a["sd"].sel(measure="constant") == 0


def test_chosen_measures_alone_are_kept(flagship, kept):
    few = engine.simulate(flagship, 20_000, SEED, measures=["npv", "cash_benefit"])
    assert list(few.data_vars) == ["cash_benefit", "npv"]
    assert few["npv"].equals(kept["npv"][:20_000])
    assert engine.claims(few)["claim"].values.tolist() == ["cash_benefit", "npv"]
    counted = engine.simulate(flagship, 20_000, SEED, measures=["npv"], keep="summary")
    assert counted["measure"].values.tolist() == ["npv"]
    assert engine.claims(counted).identical(engine.claims(few).sel(claim=["npv"]))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"measures": ["npw"]}, 'did you mean "npv"'),
        ({"measures": []}, "at least one"),
        ({"keep": "all"}, "iterations, summary"),
        ({"thresholds": {"npv": [0]}}, 'keep="summary"'),
        ({"thresholds": {"yearly_cost": [0]}, "keep": "summary"}, "no measure 'yearly_cost'"),
        ({"iterations": 10**12}, 'keep="summary" .* or store=PATH'),
        (
            {"iterations": 10**12, "keep": "summary", "design": "latin", "measures": ["npv"]},
            'design="random"',
        ),
    ],
)
def test_what_cannot_be_is_refused(flagship, options, words):
    with pytest.raises(ValueError, match=words):
        engine.simulate(flagship, **({"iterations": 100} | options))


def interrupt_after(calls: int):
    """A progress that ends the run."""
    told: list[int] = []

    def progress(played: int) -> None:
        told.append(played)
        if len(told) == calls:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_an_interrupted_run_is_the_run_of_what_was_finished(flagship, keep):
    cut = engine.simulate(flagship, 400_000, SEED, keep=keep, progress=interrupt_after(2), threads=2)
    assert cut.attrs["interrupted"] == 1
    assert cut.attrs["iterations_asked"] == 400_000
    done = cut.attrs.pop("iterations")
    assert 0 < done < 400_000
    whole = engine.simulate(flagship, done, SEED, keep=keep)
    for key in ("interrupted", "iterations_asked"):
        del cut.attrs[key]
    del whole.attrs["iterations"]
    assert cut.identical(whole)
