"""Shapley effects against closed forms, under correlation and of claims; each tolerance is five standard errors.

A false alarm of one comparison has a chance of 6e-7 (normal) or 1e-5 (Student t of 19 degrees).
"""

from __future__ import annotations

import numpy as np
import pytest

import engine
from distributions import Constant, Discrete, Normal, Uniform
from engine.studies.players import PlayerError
from experiments.shared_services import PROGRAMME
from tests.analysis import reference_cases as cases

PLAYED = 40_000


def near(found, expected, output="y"):
    one = found.sel(output=output)
    errors = 5 * one["share_error"].values + 1e-9
    assert np.all(np.abs(one["share"].values - np.asarray(expected)) < errors), (
        one["share"].values,
        expected,
    )
    assert float(one["share"].sum()) == pytest.approx(1, abs=1e-12)


def test_ishigami():
    found = engine.shapley(cases.ishigami(), iterations=PLAYED)
    near(found, cases.ISHIGAMI_SHAPLEY)
    assert found["variance"].item() == pytest.approx(cases.ISHIGAMI_VARIANCE, rel=0.03)
    assert found["share_error"].max() < 0.01
    wrong = np.array(cases.ISHIGAMI_FIRST)
    with pytest.raises(AssertionError):
        near(found, wrong)  # the control: first-order indices are not it


def test_g_function():
    near(engine.shapley(cases.g_function(), iterations=PLAYED), cases.G_SHAPLEY)


@pytest.mark.parametrize(
    ("weights", "sds", "tie", "expected"),
    [
        ((1, 1), (1, 2), (0, 1, 0.5), (0.339286, 0.660714)),
        ((1, 1, 1), (1, 1, 2), (1, 2, 0.9), (0.104167, 0.418229, 0.477604)),
        ((1, 1, 1), (1, 1, 2), (1, 2, -0.9), (0.416667, 0.172917, 0.410417)),
        ((1, 0), (1, 1), (0, 1, 0.8), (0.68, 0.32)),
    ],
)
def test_linear_gaussian_under_correlation(weights, sds, tie, expected):
    matrix = cases.covariance(sds, tie)
    exact = cases.shapley_of(len(sds), lambda u: cases.closed(weights, matrix, u))
    assert exact == pytest.approx(expected, abs=1e-6)
    found = engine.shapley(cases.linear(weights, sds, tie), iterations=PLAYED)
    near(found, exact)
    assert found.attrs["dependent"] == 1
    assert "never reads" in found.attrs["unread"]


@pytest.mark.parametrize(
    ("tie", "p", "expected"),
    [
        (None, 0.5, (0.205208, 0.205208, 0.589584)),
        (None, 0.2, (0.208194, 0.208194, 0.583612)),
        (None, 0.05, (0.219555, 0.219555, 0.560889)),
        ((1, 2, 0.9), 0.5, (0.174881, 0.362699, 0.462419)),
        ((1, 2, 0.9), 0.2, (0.183420, 0.354477, 0.462103)),
        ((1, 2, 0.9), 0.05, (0.208875, 0.331664, 0.459462)),
    ],
)
def test_of_a_claim(tie, p, expected):
    weights, sds = (1, 1, 1), (1, 1, 2)
    matrix = cases.covariance(sds, tie)
    exact = cases.shapley_of(3, lambda u: cases.aimed(cases.closed(weights, matrix, u), p))
    assert exact == pytest.approx(expected, abs=2e-5)
    spread = float(np.sqrt(np.ones(3) @ matrix @ np.ones(3)))
    plain = cases.linear(weights, sds, tie)
    bound = spread * float(cases.ndtri(1 - p))
    for claim in ({"metric": "y", "at_least": bound}, {"metric": "y", "at_most": bound}):
        model = engine.Model(
            plain.inputs, plain.formula, correlation=plain.correlation, claims={"held": claim}
        )
        found = engine.shapley(model, iterations=PLAYED, claims=["held"])
        near(found, expected, "held")
        share = float(found["mean"].sel(output="held"))
        assert min(share, 1 - share) == pytest.approx(p, abs=0.02)


def test_two_equal_inputs_of_a_miss_have_half_each_and_alone_a_third():
    model = cases.linear((1, 1), (1, 1))
    aimed = engine.Model(model.inputs, model.formula, claims={"c": {"metric": "y", "at_least": 0}})
    near(engine.shapley(aimed, iterations=PLAYED, claims=["c"]), (0.5, 0.5), "c")
    alone = engine.sobol(aimed, iterations=PLAYED, claims=["c"]).sel(output="c")
    for name, expected in (("first", 1 / 3), ("total", 2 / 3)):
        assert np.all(np.abs(alone[name] - expected) < 5 * alone[f"{name}_error"])


def test_students_copula_ties_more_than_its_scores():
    """Two equal inputs with uncorrelated scores: what ties them is the divisor alone, and halves stay halves."""
    tied = [engine.Correlation({("a", "b"): 0.5}, measure="normal", copula="student_t", degrees=3)]
    model = engine.Model(
        {"a": Normal(0, 1), "b": Normal(0, 1), "c": Normal(0, 1)},
        lambda a, b, c: a * a + c,
        outputs=("y",),
        correlation=tied,
    )
    found = engine.shapley(model, iterations=PLAYED)
    # E[a^2 | b] by plain simulation of the same copula
    drawn = engine.draw(model, 400_000)["value"]
    square = drawn.sel(input="a").values ** 2
    order = np.argsort(drawn.sel(input="b").values)
    told = square[order][: len(order) // 500 * 500].reshape(-1, 500).mean(axis=1).var() - square.var() / 500
    whole = square.var() + 1
    near(found, ((square.var() - told / 2) / whole, told / 2 / whole, 1 / whole))


def test_plays_of_the_bench_are_those_of_the_law():
    """Whatever the order in which a copula's inputs are drawn, the whole has the mean and spread of a plain run."""
    model = cases.linear((1, 1, 1), (1, 1, 2), (1, 2, 0.9))
    found = engine.shapley(model, iterations=PLAYED)
    plain = engine.simulate(model, 200_000)["y"]
    assert float(found["mean"][0]) == pytest.approx(float(plain.mean()), abs=5 * 3.1 / np.sqrt(PLAYED))
    assert float(found["variance"][0]) == pytest.approx(float(plain.var()), rel=0.06)


def test_what_is_not_read_has_exactly_nothing_where_inputs_are_independent():
    model = engine.Model(
        {"a": Normal(0, 1), "b": Uniform(0, 1), "n": Discrete([1, 2], [0.5, 0.5])}, lambda a, b, n: a * n
    )
    found = engine.shapley(model, iterations=8192)["share"].sel(output="y")
    assert float(found.sel(player="b")) == 0


def test_what_never_varies_has_shares_of_nought():
    model = engine.Model({"a": Normal(0, 1)}, lambda a: (3.0, a), outputs=("still", "y"))
    found = engine.shapley(model, iterations=8192).sel(output="still")
    assert found["share"].values.tolist() == [0.0]
    assert float(found["variance"]) == 0
    assert engine.sobol(model, iterations=8192).sel(output="still")["total"].values.tolist() == [0.0]


def test_plays_without_a_number_are_counted_and_spoil_their_output_alone():
    model = engine.Model({"a": Normal(0, 1)}, lambda a: (np.nan if a > 1 else a, a), outputs=("gone", "y"))
    found = engine.shapley(model, iterations=8192)
    gone, whole = found.sel(output="gone"), found.sel(output="y")
    assert int(gone["missing"]) > 1000
    assert np.isnan(gone["share"].values).all()
    assert (int(whole["missing"]), float(whole["share"][0])) == (0, 1.0)


def test_groups_of_a_programme_add_up_and_any_number_of_threads_gives_the_same_bits():
    programme = engine.load(PROGRAMME)
    found = engine.shapley(programme, "cluster,kind", iterations=4096, measures=["npv"], threads=1)
    again = engine.shapley(programme, "cluster,kind", iterations=4096, measures=["npv"], threads=3)
    assert found.identical(again)
    assert int(found["inputs"].sum()) == engine.draw(programme, 2).sizes["input"]
    assert float(found["share"].sum()) == pytest.approx(1, abs=1e-12)
    clusters = engine.shapley(programme, "cluster", iterations=4096, measures=["npv"])
    assert set(clusters["player"].values) == {
        "overseas", "defence", "synergy", "matrix", "unity", "several clusters",
    }  # fmt: skip
    # risks and drivers that touch one cluster are its own
    assert int(clusters["inputs"].sel(player="synergy")) == 22


def test_own_groups_and_refusals():
    model = cases.linear((1, 1, 1), (1, 1, 2))
    found = engine.shapley(model, {"small": ["a", "b"]}, iterations=PLAYED)
    assert found["player"].values.tolist() == ["small", "all else"]
    near(found, (1 / 3, 2 / 3))
    with pytest.raises(PlayerError, match="each input is of one group"):
        engine.shapley(model, {"one": ["a"], "two": ["*"]}, iterations=PLAYED)
    with pytest.raises(PlayerError, match="did you mean"):
        engine.shapley(model, "clusters", iterations=PLAYED)
    with pytest.raises(engine.RunError, match="at least 4,096"):
        engine.shapley(model, iterations=100)
    with pytest.raises(engine.RunError, match="no measure 'z'"):
        engine.shapley(model, measures=["z"], iterations=PLAYED)


def test_a_certain_input_has_no_part():
    model = engine.Model({"a": Normal(0, 1), "b": Constant(2)}, lambda a, b: a * b)
    assert engine.shapley(model, iterations=8192)["share"].sel(player="b").item() == 0


@pytest.mark.long
def test_intervals_cover():
    """Of 1,000 intervals of a share with 95% confidence 935 to 965 hold it: 3 standard errors of the binomial law."""
    model = cases.linear((1, 1), (1, 2), (0, 1, 0.5))
    held = 0
    for seed in range(1000):
        found = engine.shapley(model, iterations=20_480, seed=seed).sel(player="a", output="y")
        held += bool(found["share_low"] <= 0.339286 <= found["share_high"])
    assert 930 <= held <= 970
