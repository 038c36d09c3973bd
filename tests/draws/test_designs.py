"""Sampling designs: exact properties of each, rates of error, and what correlation leaves of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

import engine
from distributions import Lognormal, Normal, Pert, Uniform
from engine.compiled.draw import draw
from engine.compiled.vectors.reference import by_reference
from engine.draws.arrays import plan_draws, uniforms_only
from engine.draws.designs import DESIGNS, DesignError, apply_design, sobol_directions
from engine.draws.inputs import Input, stream_of
from engine.model.model import Model
from engine.simulation import programme_player, workers

LAWS = {"x": Normal(1.0, 2.0), "z": Lognormal(0.0, 0.5), "w": Pert(0.0, 1.0, 4.0)}


def keep(x, z, w):
    return x, z, w


MODEL = Model(LAWS, keep, outputs=("x", "z", "w"), correlation={("x", "z"): 0.6, ("z", "w"): -0.4})


def uniforms(design: str, inputs: int, iterations: int, seed: int = 3) -> np.ndarray:
    """(iteration, input)"""
    draws = plan_draws([Input(f"input {k}", None) for k in range(inputs)])
    sheet = np.empty((inputs, iterations))
    draw(by_reference(uniforms_only(apply_design(draws, design, iterations, seed))), seed, 0, sheet)
    return sheet.T


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_is_a_pure_function_of_its_key(design, monkeypatch):
    reference = engine.simulate(MODEL, 3001, 7, design=design)
    monkeypatch.setattr(workers, "BLOCK", 1000)
    monkeypatch.setattr(programme_player, "TILE", 30)
    for threads in (1, 2):
        again = engine.simulate(MODEL, 3001, 7, threads, design)
        assert all(np.array_equal(again[name], reference[name]) for name in LAWS)


@pytest.mark.parametrize("design", ["random", "antithetic", "sobol"])
def test_a_shorter_run_is_the_beginning(design):
    assert np.array_equal(uniforms(design, 3, 4096)[:1000], uniforms(design, 3, 1000))


@pytest.mark.parametrize("design", DESIGNS)
def test_uniforms_stay_inside(design):
    u = uniforms(design, 20, 5000)
    assert u.min() > 0.0
    assert u.max() < 1.0


@pytest.mark.parametrize("iterations", [1, 2, 3, 1000, 1024, 4097])
def test_latin_puts_one_in_every_stratum(iterations):
    u = uniforms("latin", 5, iterations)
    for column in u.T:
        assert np.array_equal(np.sort((column * iterations).astype(int)), np.arange(iterations))


def test_latin_strata_of_two_inputs_are_unrelated():
    u = uniforms("latin", 30, 2000)
    r = np.corrcoef(u.T)[np.triu_indices(30, 1)]
    # r sqrt(n) is standard normal: the largest of 435 exceeds 5 with probability 2.5e-4
    assert np.abs(r).max() < 5 / math.sqrt(2000)
    assert 0.9 < r.std() * math.sqrt(2000) < 1.1


def test_latin_strata_survive_the_copula():
    results = engine.simulate(MODEL, 2000, 7, design="latin")
    for name, law in LAWS.items():
        strata = np.sort((law.cdf(results[name].values) * 2000).astype(int))
        assert (
            np.mean(strata == np.arange(2000)) > 0.999
        )  # cdf and table agree to 1e-11, at an edge not always
    independent = engine.simulate(MODEL, 2000, 7)
    strata = np.sort((LAWS["x"].cdf(independent["x"].values) * 2000).astype(int))
    assert np.mean(strata == np.arange(2000)) < 0.5


@pytest.mark.parametrize("design", DESIGNS)
def test_correlation_is_reached_under_every_design(design):
    n = 20_000
    results = engine.simulate(MODEL, n, 7, design=design)
    for a, b, rank in (("x", "z", 0.6), ("z", "w", -0.4), ("x", "w", 0.0)):
        found = stats.spearmanr(results[a], results[b]).statistic
        assert abs(found - rank) < 5 * math.sqrt(2 / n)  # antithetic pairs halve the number of iterations
        assert abs(found - rank - 0.1) > 5 * math.sqrt(2 / n)


def test_antithetic_iterations_mirror_each_other():
    u = uniforms("antithetic", 3, 1000)
    assert np.array_equal(u[1::2], 1.0 - u[::2])


def test_sobol_points_are_a_net():
    u = uniforms("sobol", 2, 4096)
    counts, *_ = np.histogram2d(u[:, 0], u[:, 1], bins=64, range=[[0, 1], [0, 1]])
    assert np.all(counts == 1)  # the first two dimensions are a (0, 12, 2)-net: one point to each cell
    counts, *_ = np.histogram2d(*np.random.default_rng(1).random((2, 4096)), bins=64)
    assert not np.all(counts == 1)


def test_sobol_directions_are_those_of_scipy():
    directions = sobol_directions(np.arange(50))
    points = np.zeros((256, 50))
    for i in range(256):
        gray = i ^ (i >> 1)
        bits = [directions[:, b] for b in range(9) if gray >> b & 1]
        x = np.bitwise_xor.reduce(bits) if bits else np.zeros(50, np.uint32)
        points[i] = [int(f"{int(v):032b}"[::-1], 2) / 2**32 for v in x]
    assert np.array_equal(points, qmc.Sobol(50, scramble=False).random(256))


def test_sobol_discrepancy_is_on_par_with_scipy_in_ten_dimensions():
    ours = [qmc.discrepancy(uniforms("sobol", 10, 1024, seed), method="CD") for seed in range(8)]
    scipys = [qmc.discrepancy(qmc.Sobol(10, rng=seed).random(1024), method="CD") for seed in range(8)]
    random = qmc.discrepancy(uniforms("random", 10, 1024), method="CD")
    assert np.mean(ours) < 1.2 * np.mean(scipys)
    assert np.mean(ours) < 0.3 * random


def test_as_many_inputs_as_there_are_directions():
    directions = sobol_directions(np.arange(21_201))
    assert directions.shape == (21_201, 32)
    assert len(np.unique(directions, axis=0)) == 21_201
    with pytest.raises(DesignError, match=r"at most 21,201 inputs, not 21,202"):
        sobol_directions(np.arange(21_202))


@pytest.mark.parametrize(
    ("design", "iterations", "words"),
    [
        ("latin", 2**32 + 2, "at most 4,294,967,296"),
        ("sobol", 2**33, "use random"),
        ("lhs", 10, "'lhs': one of random"),
    ],
)
def test_what_a_design_cannot_serve_is_refused(design, iterations, words):
    with pytest.raises(DesignError, match=words):
        apply_design(plan_draws([Input("a", Uniform(0.0, 1.0))]), design, iterations, 0)


def rate(design: str, laws: int = 10) -> float:
    """Fitted exponent of the root mean square error of the mean of a smooth sum against iterations."""
    sizes = 2 ** np.arange(7, 14)
    draws = plan_draws([Input(f"input {k}", None) for k in range(laws)])
    errors = []
    for n in sizes:
        squares = []
        for seed in range(24):
            sheet = np.empty((laws, n))
            draw(by_reference(uniforms_only(apply_design(draws, design, int(n), seed))), seed, 0, sheet)
            squares.append((np.mean(np.exp(sheet).sum(axis=0)) - laws * (math.e - 1)) ** 2)
        errors.append(math.sqrt(np.mean(squares)))
    return float(np.polyfit(np.log(sizes), np.log(errors), 1)[0])


def test_error_falls_as_theory_says():
    assert rate("random") == pytest.approx(-0.5, abs=0.1)
    assert rate("latin") < -0.9
    assert rate("sobol") < -0.9
    assert rate("random") > -0.9  # the bound that a better design meets is not met by any design


def test_the_scheme_is_recorded():
    attrs = engine.simulate(MODEL, 16, design="sobol").attrs
    assert attrs["design"] == "sobol"
    assert attrs["draws"] == "philox4x32-10 sobol 1"
    assert stream_of("x") != stream_of("x", "strike")
