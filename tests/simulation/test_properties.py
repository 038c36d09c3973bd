"""What holds of every programme, whatever features it has: laws of the results, tried on programmes by Hypothesis.

Equal means to the bit where the order of sums is the same, else within 1e-11 of the largest number of the measure.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import engine
from engine.measures import YEAR
from engine.programme.model import Programme
from tests.fuzzing.documents import inline
from tests.simulation.agreement import assert_agree
from tests.simulation.drawn_programmes import loaded, moved, plain, scaled, texts, with_threats_alone

ITERATIONS, SEED = 300, 7
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # a failing programme is shown as met: to make it smaller takes long
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
COSTS = ("one_off_cost", "running_cost", "legacy_cost")


def played(programme: Programme, **more: Any) -> xr.Dataset:
    return engine.simulate(programme, ITERATIONS, SEED, **{"threads": 1, **more})


def near(a: Any, b: Any, relative: float = 1e-11) -> bool:
    """Equal but for the rounding of sums in another order."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    finite = a[np.isfinite(a)]
    scale = float(np.abs(finite).max()) if finite.size else 1.0
    return bool(np.isclose(a, b, rtol=relative, atol=relative * scale, equal_nan=True).all())


def same_bits(a: xr.Dataset, b: xr.Dataset) -> bool:
    return list(a.data_vars) == list(b.data_vars) and all(
        np.array_equal(a[name].values, b[name].values, equal_nan=True) for name in a.data_vars
    )


@FEW
@given(texts())
def test_total_is_clusters_is_years(text):
    programme = loaded(text)
    found = played(programme)
    classes = [
        name
        for name in map(str, found.data_vars)
        if name.endswith("_benefit") and "cluster" in found[name].dims
    ]
    by_cluster = {name: found[name].sum("cluster") for name in (*COSTS, *classes)}
    benefit = sum(by_cluster[name] for name in classes)
    assert near(found["total_benefit"], benefit)
    assert all(near(found[f"yearly_{name}"].sum("year"), by_cluster[name]) for name in classes)
    every = sum(by_cluster[name] for name in COSTS)
    assert near(found["yearly_cost"].sum("year"), every - found["work_after_horizon"].sum("cluster"))
    assert near(found["total_cost"], sum(by_cluster[name] for name in programme.total_cost))
    assert near(found["net_benefit"], benefit - every)


@FEW
@given(texts(), st.integers(0, 50), st.sampled_from([0.5, 3.0, 40.0]))
def test_more_delay_is_never_more_benefit_nor_less_cost(text, which, months):
    programme = with_threats_alone(loaded(text))
    place = which % len(programme.activities)
    later = tuple(
        replace(one, duration=moved(one.duration, months)) if k == place else one
        for k, one in enumerate(programme.activities)
    )
    before, after = played(programme), played(replace(programme, activities=later))
    assert never_better(before, after) == []


def never_better(before: xr.Dataset, after: xr.Dataset) -> list[str]:
    """Measures of which the second run has a better value in some iteration, but for rounding."""
    worse = {
        "one_off_cost": 1,
        "legacy_cost": 1,
        "go_live_delay": 1,
        "cash_benefit": -1,
        "efficiency_benefit": -1,
    }
    worse |= {"total_benefit": -1, "total_cost": 1}
    found = []
    for name, side in worse.items():
        gain = side * (before[name].values - after[name].values)
        if gain.max() > 1e-10 * max(float(np.abs(before[name].values).max()), 1.0):
            found.append(f"{name}: better by {gain.max()}")
    return found


@FEW
@given(texts())
def test_no_risk_is_never_worse_than_risks(text):
    programme = with_threats_alone(loaded(text))
    if not programme.risks:
        return
    with_risks, without = played(programme), played(programme.without("*"))
    assert never_better(without, with_risks) == []
    before, after = (engine.claims(found)["holds"] for found in (with_risks, without))
    for claim in ("cheap", "rich", "soon"):
        assert int(after.sel(claim=claim)) >= int(before.sel(claim=claim))


@FEW
@given(texts(), st.sampled_from([0.25, 1000.0]))
def test_another_unit_of_money_is_the_same_answer(text, factor):
    programme = replace(plain(loaded(text)), claims=())
    one, other = played(programme), played(scaled(programme, factor))
    for name in one.data_vars:
        unit = one[name].attrs["units"]
        if unit != YEAR:  # decided by rounding where receipts just cover cost
            assert near(one[name] * (factor if unit == programme.unit else 1.0), other[name], 1e-8), name


@FEW
@given(texts(), st.integers(0, 1000))
def test_the_order_of_tables_changes_no_draw_and_no_result(text, seed):
    tables = tomllib.loads(text)
    one, other = loaded(as_text(tables)), loaded(as_text(shuffled(tables, Random(seed))))
    drawn, again = (engine.draw(programme, 64, SEED)["value"] for programme in (one, other))
    assert drawn.sel(input=again["input"].values).equals(again)
    before, after = played(one), played(other).sel(cluster=[cluster.id for cluster in one.clusters])
    for name in before.data_vars:
        if before[name].attrs["units"] != YEAR:
            assert near(before[name], after[name].transpose(*before[name].dims)), name
    sections = list(tables)
    Random(seed).shuffle(sections)
    assert same_bits(before, played(loaded(as_text({key: tables[key] for key in sections}))))


def shuffled(value: Any, chance: Random) -> Any:
    """Tables in another order, at every depth; lists stay, whose order means something."""
    if isinstance(value, list):
        return [shuffled(inner, chance) for inner in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: shuffled(value[key], chance) for key in keys}


def as_text(tables: dict[str, Any]) -> str:
    return "".join(f"{key} = {inline(value)}\n" for key, value in tables.items())


@FEW
@given(texts())
def test_what_things_are_called_changes_no_bit(text):
    tables = tomllib.loads(text)
    before = played(loaded(as_text(tables)))
    tables |= {"title": "Another", "description": "Of something else"}
    if "carbon" not in tables:  # what a tonne is worth is told in the unit
        tables["unit"] = "€k"
    for cluster in tables["clusters"].values():
        cluster["name"] = "Called so"
    for claim in tables["claims"].values():
        claim["statement"] = "Said otherwise"
    assert same_bits(before, played(loaded(as_text(tables))))


@FEW
@given(texts())
def test_nothing_left_to_chance_is_the_base_case(text):
    programme = loaded(text)
    found = played(programme.at_base("*")) if programme.uncertain() or programme.risks else played(programme)
    for name in found.data_vars:
        base = np.broadcast_to(np.asarray(found[name].attrs["base"]), found[name].shape)
        assert near(base, found[name]) or found[name].attrs["units"] == YEAR, name


@FEW
@given(texts())
def test_kernels_and_base_case_are_those_of_numpy(text):
    assert_agree(loaded(text), 200)


@pytest.fixture(scope="module")
def client():
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@settings(FEW, max_examples=2)
@given(text=texts())
def test_threads_dask_store_and_summary_agree(client, tmp_path_factory, text):
    programme, iterations = loaded(text), 3000
    folder: Path = tmp_path_factory.mktemp("agree")
    kept = engine.simulate(programme, iterations, SEED, threads=1)
    assert same_bits(kept, engine.simulate(programme, iterations, SEED, threads=3))
    assert same_bits(kept, engine.simulate(programme, iterations, SEED, client=client))
    assert same_bits(kept, engine.simulate(programme, iterations, SEED, store=folder / "run.zarr"))
    summed = engine.simulate(programme, iterations, SEED, keep="summary")
    assert summed.identical(engine.simulate(programme, iterations, SEED, keep="summary", client=client))
    assert engine.claims(summed)["holds"].equals(engine.claims(kept)["holds"])
    one, other = engine.summarise(kept), engine.summarise(summed)
    assert near(one["mean"], other["mean"])
    assert one["missing"].equals(other["missing"])


def test_a_breach_would_be_seen():
    """The negative control: a delay that helps, a total that is not its parts, a bit."""
    programme = with_threats_alone(loaded_once())
    before = played(programme)
    gained = before.assign(total_cost=before["total_cost"] * 0.999)
    assert [line.partition(":")[0] for line in never_better(before, gained)] == ["total_cost"]
    assert never_better(before, before) == []
    assert not near(before["npv"], before["npv"] * (1 + 1e-9))
    moved_by_a_bit = before.assign(npv=np.nextafter(before["npv"], np.inf))
    assert not same_bits(before, moved_by_a_bit)


def loaded_once() -> Programme:
    from tests.simulation.random_programmes import random_programme

    return loaded(random_programme(1))
