"""A study is a pure function of programme, seed and sizes: on a Dask cluster it finds the same, to the bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import xarray as xr

import engine
from distributions import Uniform
from engine.programme.model import Programme
from engine.simulation.model_player import ModelPlayer
from engine.simulation.player import Run

ITERATIONS = 2000
SEED = 7
FILE = """
title = "Two lines"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]

[drivers]
price = { factor = { kind = "lognormal", log_mean = 0, log_sd = 0.3, base = 1 }, multiplies = ["a.build"] }

[clusters.a]
go_live = "work"

[clusters.a.activities]
work = { duration = { kind = "pert", low = 10, mode = 12, high = 30, base = 12 } }

[clusters.a.costs]
build = { category = "one_off", activity = "work", amount = { kind = "uniform", low = 80, high = 130, base = 100 } }

[claims.cheap]
statement = "At most 110"
metric = "one_off_cost"
at_most = 110

[scenarios.dear.set]
"clusters.a.costs.build.amount" = 120
"""

Programmes = tuple[Programme, Programme]
STUDIES: dict[str, Callable[..., Any]] = {
    "gaps": lambda p, play: engine.gaps(p[0], "total_cost", ITERATIONS, SEED, play=play),
    "bridge": lambda p, play: engine.bridge(p[0], "total_cost", ITERATIONS, SEED, play=play),
    "compare": lambda p, play: engine.compare({"one": p[0], "dear": p[1]}, ITERATIONS, SEED, play=play),
    "stress": lambda p, play: engine.stress(p[0], "drivers.price", (0.5, 1.0), ITERATIONS, SEED, play=play),
    "switching_values": lambda p, play: engine.switching_values(
        p[0], "cheap", "drivers.price", (50.0,), ITERATIONS, SEED, play=play
    ),
    "assumptions": lambda p, play: engine.assumptions(p[0], "total_cost", None, ITERATIONS, SEED, play=play),
    "reverse_stress": lambda p, play: engine.reverse_stress(p[0], "cheap", ITERATIONS, SEED, play=play),
    "replicate": lambda p, play: engine.replicate(p[0], ITERATIONS, SEED, design="sobol", play=play),
    "until": lambda p, play: engine.until(p[0], ["mean(total_cost) ± 2%"], SEED, play=play),
}


@pytest.fixture(scope="module")
def programmes(tmp_path_factory: pytest.TempPathFactory) -> Programmes:
    path = tmp_path_factory.mktemp("dask") / "programme.toml"
    path.write_text(FILE, encoding="utf-8")
    return engine.load(path), engine.load(path, scenario="dear")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_on_a_cluster_has_the_same_bits(study: str, programmes: Programmes, client: Any) -> None:
    here = STUDIES[study](programmes, engine.simulate)
    there = STUDIES[study](programmes, partial(engine.simulate, client=client))
    assert isinstance(here, xr.Dataset)
    xr.testing.assert_identical(there, here)


@pytest.mark.parametrize("study", [engine.shapley, engine.sobol])
def test_a_study_of_benches_is_a_task_of_a_cluster(
    study: Callable[..., Any], programmes: Programmes, client: Any
) -> None:
    """They play in threads of their own, and so a whole one is sent."""
    sent = client.submit(study, programmes[0], iterations=4096, seed=SEED, threads=1, pure=False)
    xr.testing.assert_identical(sent.result(), study(programmes[0], iterations=4096, seed=SEED, threads=2))


def test_another_seed_has_other_bits(programmes: Programmes, client: Any) -> None:
    play = partial(engine.simulate, client=client)
    there = engine.gaps(programmes[0], "total_cost", ITERATIONS, SEED + 1, play=play)
    assert not there.identical(STUDIES["gaps"](programmes, engine.simulate))


def test_a_worker_compiles_a_formula_once(client: Any) -> None:
    """Sent once more, the same formula is the function that was compiled; another is another."""

    cloudpickle = pytest.importorskip("cloudpickle")

    def model(factor: float) -> engine.Model:
        return engine.Model({"a": Uniform(0, 1)}, lambda a: factor * a)

    one = model(2.0)
    player, again, other = (
        ModelPlayer(m, Run(10, SEED, "random"))
        for m in (one, one.with_laws({"a": Uniform(0, 2)}), model(3.0))
    )
    first, second, third = (cloudpickle.loads(cloudpickle.dumps(p)).model for p in (player, again, other))
    assert first.formula is second.formula is not third.formula
    assert (first.inputs, second.inputs) == (one.inputs, again.model.inputs)
    here, there = (
        engine.simulate(one, ITERATIONS, SEED),
        engine.simulate(one, ITERATIONS, SEED, client=client),
    )
    xr.testing.assert_identical(there, here)
