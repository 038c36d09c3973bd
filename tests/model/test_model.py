"""Free models: the same draws and the same results type as a programme, and what is refused."""

from __future__ import annotations

import functools
import gc
import math
import weakref
from collections.abc import Callable

import numpy as np
import pytest
from numba import njit
from scipy import stats

import engine
from distributions import Constant, Lognormal, Normal, Pert, Triangular, Uniform
from engine.dependence.correlation import joined
from engine.model.formula import compile_formula
from engine.model.model import Model, ModelError
from engine.simulation.player import BLOCK, TILE

LAWS = {"x": Normal(1.0, 2.0), "z": Lognormal(0.0, 0.5)}
N = 100_000


# A formula is compiled once, for a second, as long as it lives: these are played by several tests.
def added(x: float, z: float) -> float:
    return x + z


def both(x: float, z: float) -> tuple[float, float]:
    return x, z


def tilted(x: float, z: float) -> float:
    return math.exp(x) / z


def play(model: Model, iterations: int = N, **options):
    return engine.simulate(model, iterations, seed=5, **options)


def test_arguments_are_taken_by_name():
    a = play(Model(LAWS, lambda x, z: x - z))
    b = play(Model(LAWS, lambda z, x: x - z))
    assert np.array_equal(a["y"], b["y"])


def test_all_inputs_in_order_where_the_formula_takes_any_number():
    def total(*lines):
        result = 0.0
        for line in lines:
            result += line
        return result

    assert np.allclose(play(Model(LAWS, total))["y"], play(Model(LAWS, added))["y"], rtol=1e-15)


def test_several_outputs():
    results = play(Model(LAWS, lambda x, z: (x * z, x + z), outputs=("product", "sum")), 5000)
    alone = play(Model(LAWS, lambda x, z: x * z), 5000)
    assert np.array_equal(results["product"], alone["y"])
    assert set(results.data_vars) == {"product", "sum"}


def test_a_named_input_is_drawn_once_an_iteration():
    results = play(Model({"x": Normal(0.0, 1.0)}, lambda x: (x * x, x), outputs=("square", "x")), 1000)
    assert np.array_equal(results["square"], results["x"] ** 2)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_change_nothing(threads):
    model = Model(LAWS, tilted, correlation={("x", "z"): 0.5})
    n = 2 * BLOCK + TILE + 1
    assert np.array_equal(play(model, n, threads=threads)["y"], play(model, n, threads=2)["y"])


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    model = Model(LAWS, tilted, correlation={("x", "z"): -0.3})
    assert np.array_equal(play(model, 1000)["y"], play(model, N)["y"][:1000])


def test_other_inputs_move_no_draw():
    x = play(Model(LAWS, lambda x, z: x + 0.0 * z), 1000)["y"]
    more = {"first": Uniform(0.0, 1.0), "z": Pert(0.0, 1.0, 2.0), "x": LAWS["x"]}
    assert np.array_equal(play(Model(more, lambda x, z, first: x + 0.0 * z + 0.0 * first), 1000)["y"], x)


def test_sum_of_uniforms_by_convolution():
    # Irwin-Hall for n = 3: F(x) = sum (-1)^k C(3, k) (x - k)^3 / 3!
    laws = {name: Uniform(0.0, 1.0) for name in "abc"}
    y = play(Model(laws, lambda a, b, c: a + b + c))["y"].values
    for x in (0.5, 1.0, 1.7, 2.4):
        exact = sum((-1) ** k * math.comb(3, k) * max(x - k, 0.0) ** 3 for k in range(4)) / 6
        error = math.sqrt(exact * (1 - exact) / N)
        assert abs(np.mean(y <= x) - exact) < 5 * error  # false alarm 6e-7 each
        assert abs(np.mean(1.05 * y <= x) - exact) > 5 * error  # a wrong law is caught


@pytest.mark.parametrize("rank", [-1.0, -0.6, 0.0, 0.3, 0.95, 1.0])
def test_spearman_correlation_is_reached(rank):
    model = Model(LAWS, both, outputs=("x", "z"), correlation={("x", "z"): rank})
    results = play(model)
    found = stats.spearmanr(results["x"], results["z"]).statistic
    assert abs(found - rank) < 5 / math.sqrt(N)  # the standard error is at most 1 / sqrt(n)
    assert abs(found - (rank + 0.05)) > 5 / math.sqrt(N)
    if abs(rank) == 1:
        assert found == pytest.approx(rank, abs=1e-12)


def test_margins_survive_the_copula():
    model = Model(LAWS, both, outputs=("x", "z"), correlation={("x", "z"): 0.7})
    results = play(model)
    # Kolmogorov's distance exceeds 2.64 / sqrt(n) with probability 1.8e-6
    for name, law in LAWS.items():
        assert stats.kstest(results[name].values, law.cdf).statistic < 2.64 / math.sqrt(N)
    assert stats.kstest(results["x"].values, Normal(1.0, 2.2).cdf).statistic > 2.64 / math.sqrt(N)


def test_groups_are_what_pairs_join():
    assert joined([("a", "b"), ("c", "d"), ("b", "e")]) == [["c", "d"], ["a", "b", "e"]]


def test_results_are_summarised_like_a_programme():
    summary = engine.summarise(play(Model(LAWS, added, title="Sum"), 5000))
    assert summary["mean"].sel(measure="y") == pytest.approx(1.0 + math.exp(0.125), abs=0.2)
    assert engine.claims(play(Model(LAWS, added), 10)).sizes["claim"] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"inputs": {"x": 3.0}, "formula": lambda x: x}, "use Constant(3.0)"),
        ({"inputs": {}, "formula": lambda: 1.0}, "at least one input"),
        ({"inputs": LAWS, "formula": lambda x, zz: x}, "'zz', which is no input; did you mean \"z\"?"),
        ({"inputs": LAWS, "formula": lambda x: x}, "does not take z"),
        ({"inputs": LAWS, "formula": lambda x, z: x, "outputs": ("y", "y")}, "a name of its own"),
        (
            {"inputs": LAWS, "formula": lambda x, z: x, "correlation": {("x", "q"): 0.1}},
            "'q', which is no input",
        ),
        ({"inputs": LAWS, "formula": lambda x, z: x, "correlation": {("x", "z"): 1.1}}, "from -1 to 1"),
        (
            {"inputs": LAWS, "formula": lambda x, z: x, "correlation": {("x", "z"): 0.1, ("z", "x"): 0.2}},
            "twice",
        ),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with pytest.raises(ModelError) as caught:
        Model(**arguments)
    assert words in str(caught.value)


def test_impossible_correlations_name_the_culprits():
    laws = {name: Normal(0.0, 1.0) for name in ("a", "b", "c", "d")}
    pairs = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9, ("a", "d"): 0.1}
    with pytest.raises(ModelError, match="a, b and c clash"):
        Model(laws, lambda a, b, c, d: a + b + c + d, correlation=pairs)


def test_a_formula_that_numba_cannot_compile_is_told_so():
    model = Model({"x": Constant(1.0)}, lambda x: {"x": x}.get("missing", object()))
    with pytest.raises(ModelError, match="cannot be compiled"):
        engine.simulate(model, 10)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"iterations": 0}, "at least 1 is needed"),
        ({"iterations": 10**15}, "iterations fit"),
        ({"seed": -1}, "seed = -1"),
        ({"threads": 0}, "threads = 0"),
    ],
)
def test_runs_that_cannot_be_made_are_refused(options, words):
    with pytest.raises(engine.RunError, match=words):
        engine.simulate(Model({"x": Triangular(0.0, 1.0, 2.0)}, lambda x: x), **options)


def test_a_formula_that_raises_raises_its_own_exception():
    def share(a: float, b: float) -> float:
        if b > 0.99:
            raise ValueError("b must stay below")
        return a / b

    model = Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, share)
    with pytest.raises(ValueError, match="b must stay below"):
        engine.simulate(model, 100_000, seed=1)


def test_lines_may_be_looped_over_indexed_and_taken_apart():
    def looped(*lines: float) -> float:
        total = 0.0
        for line in lines:
            total += line
        return total + lines[0] * len(lines)

    def apart(*lines: float) -> float:
        a, b, c = lines
        return a + b + c + a * 3

    inputs = {name: Uniform(0, 1) for name in "abc"}
    one, other = (engine.simulate(Model(inputs, f), 1000, seed=1)["y"] for f in (looped, apart))
    np.testing.assert_allclose(one, other, rtol=1e-15)


def one_arithmetic(a: float, b: float) -> tuple[float, float]:
    return a * 3.0, abs(a - b) / max(a, b, 0.25) if a > b else min(a, b) * b - a


def all_arithmetic(a: float, b: float) -> tuple[float, float]:
    total = 0.0
    for k in range(3):
        total += a * k - b
    return a * 3.0, max(total, a) / min(b, 0.5) - abs(a)


@pytest.mark.parametrize("formula", [one_arithmetic, all_arithmetic])
def test_one_by_one_or_eight_at_a_time_is_what_python_finds(formula):
    drawn = {"a": Uniform(-1, 1), "b": Uniform(0.1, 1)}
    kept = engine.simulate(Model(drawn, lambda a, b: (a, b), ("a", "b")), 1003, seed=5)
    found = engine.simulate(Model(drawn, formula, ("y", "z")), 1003, seed=5)
    expected = [formula(a, b) for a, b in zip(kept["a"].values, kept["b"].values, strict=True)]
    assert np.array_equal(np.stack([found["y"], found["z"]], axis=1), expected)


def test_arithmetic_is_played_eight_at_a_time():
    played = {
        formula: compile_formula(formula, 2, 2).inspect_llvm() for formula in (one_arithmetic, all_arithmetic)
    }
    # by the name of the loop: wide processors get vectors of eight from the compiler too
    assert "evaluator_of_lanes" in played[all_arithmetic]
    assert "evaluator_of_lanes" not in played[one_arithmetic]  # a condition is no arithmetic


def with_data(kind: str, data: np.ndarray) -> Callable[..., float]:
    """A formula that holds on to `data`, each of another way to compile."""
    if kind == "arithmetic":

        def formula(a: float, b: float) -> float:
            return a + 2.0 * b

        formula.data = data
    elif kind == "a choice":

        def formula(a: float, b: float) -> float:
            return a + b * data[3] if a > b else b
    elif kind == "lines":

        def formula(*lines: float) -> float:
            return lines[0] + lines[1] * data[2]
    else:

        def formula(*lines: float) -> float:
            a, b = lines  # of a tuple alone
            return a if a > data[0] + b else b

    return formula


@pytest.mark.parametrize("kind", ["arithmetic", "a choice", "lines", "lines apart"])
def test_what_was_compiled_goes_with_the_formula_it_was_made_of(kind):
    data = np.arange(5.0)
    model = Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, with_data(kind, data))
    first = engine.simulate(model, 1000, seed=3)["y"].values
    assert model.compiled is model.compiled  # once for the life of the formula
    held = [weakref.ref(one) for one in (data, model.formula, model.compiled)]
    gc.collect()
    assert all(one() is not None for one in held)
    del data, model
    gc.collect()
    assert [one() is None for one in held] == [True, True, True]
    again = Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, with_data(kind, np.arange(5.0)))
    assert np.array_equal(engine.simulate(again, 1000, seed=3)["y"], first)


@pytest.mark.parametrize("formula", [njit(lambda x: x), functools.partial(max, 1.0), max, Uniform])
def test_what_is_no_function_is_refused(formula):
    with pytest.raises(ModelError, match="a function written with def or lambda is needed"):
        Model({"x": Uniform(0, 1)}, formula)


def test_inputs_are_held_and_given_other_laws_with_all_other_draws_as_they_were():
    laws = {"a": Normal(0, 1), "b": Normal(0, 1), "c": Normal(0, 1)}
    model = engine.Model(laws, lambda a, b, c: (a, b, c), ("a", "b", "c"), {("a", "b"): 0.7, ("b", "c"): 0.2})
    plain = engine.simulate(model, 300)
    held = engine.simulate(model.held({"a": 2.5}), 300)
    assert (held["a"] == 2.5).all()
    assert held[["b", "c"]].equals(plain[["b", "c"]])
    assert (engine.simulate(model.held({"*": None}), 3)["b"] == 0.0).all()
    wide = engine.simulate(model.with_laws({"b": Normal(0, 2)}), 300)
    assert np.allclose(wide["b"], 2 * plain["b"], rtol=1e-9)
    with pytest.raises(ValueError, match="fits no input"):
        model.held({"d": 1.0})
