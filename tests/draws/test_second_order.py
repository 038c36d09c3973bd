"""Laws with uncertain parameters: what is drawn, against closed forms; what is refused."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from scipy import stats

import engine
from distributions import (
    Beta,
    Gamma,
    LawError,
    Lognormal,
    Normal,
    Pert,
    SecondOrder,
    Triangular,
    Truncated,
    Uniform,
)
from engine.compiled.draw import draw
from engine.compiled.vectors.reference import by_reference
from engine.draws.arrays import plan_draws
from engine.draws.inputs import Input, parameter_inputs
from engine.draws.second_order import conditional
from engine.programme import ProgrammeError
from tests.simulation.programmes import one_cluster

N = 100_000


def drawn(law: SecondOrder, iterations: int = N) -> dict[str, np.ndarray]:
    inputs = [Input("x", law)]
    inputs += parameter_inputs(inputs)
    draws = plan_draws(inputs)
    sheet = np.empty((len(inputs), iterations))
    draw(by_reference(draws), 9, 0, sheet)
    return {one.name: row for one, row in zip(inputs, sheet, strict=True)}


def uniform_of_x(iterations: int) -> np.ndarray:
    sheet = np.empty((1, iterations))
    draw(by_reference(plan_draws([Input("x", None)])), 9, 0, sheet)
    return sheet[0]


@pytest.mark.parametrize(
    ("law", "given"),
    [
        (SecondOrder("normal", mean=Normal(10, 3), sd=2.0), lambda d: stats.norm(d["x.mean"], 2.0)),
        (SecondOrder("normal", mean=1.0, sd=Lognormal(0.0, 0.5)), lambda d: stats.norm(1.0, d["x.sd"])),
        (
            SecondOrder("normal", mean=Uniform(0, 5), sd=Pert(low=1, mode=2, high=3)),
            lambda d: stats.norm(d["x.mean"], d["x.sd"]),
        ),
        (
            SecondOrder("uniform", low=0.0, high=Uniform(1, 2)),
            lambda d: stats.uniform(0, d["x.high"]),
        ),
        (
            SecondOrder("pert", low=0.0, mode=Uniform(4, 6), high=10.0),
            lambda d: stats.beta(1 + 0.4 * d["x.mode"], 5 - 0.4 * d["x.mode"], scale=10),
        ),
        (
            SecondOrder("lognormal", median=Uniform(1, 2), log_sd=0.5),
            lambda d: stats.lognorm(0.5, scale=d["x.median"]),
        ),
    ],
)
def test_a_value_is_that_of_the_law_which_its_drawn_parameters_make(law, given):
    found = drawn(law, 5000)
    low, high = law.ppf([0.01, 0.99])
    assert len(found) == 1 + len(law.uncertain)
    error = np.abs(found["x"] - given(found).ppf(uniform_of_x(5000)))
    assert error.max() < 1e-5 * (high - low)


def test_the_normal_with_normal_mean_is_normal():
    found = drawn(SecondOrder("normal", mean=Normal(10, 3), sd=2.0))
    assert stats.kstest(found["x"], stats.norm(10, np.sqrt(13)).cdf).pvalue > 3e-7
    assert stats.kstest(found["x"], stats.norm(10, 2).cdf).pvalue < 3e-7  # the control
    assert abs(np.corrcoef(found["x"], found["x.mean"])[0, 1] - 3 / np.sqrt(13)) < 5 / np.sqrt(N)


def test_a_parameter_may_itself_have_uncertain_parameters():
    inner = SecondOrder("normal", mean=Normal(0, 1), sd=1.0)
    found = drawn(SecondOrder("normal", mean=inner, sd=1.0))
    assert set(found) == {"x", "x.mean", "x.mean.mean"}
    assert stats.kstest(found["x"], stats.norm(0, np.sqrt(3)).cdf).pvalue > 3e-7


def test_what_jumps_with_its_parameter_plays_its_predictive_law():
    law = SecondOrder("poisson", mean=Gamma(3.0, 2.0))
    assert conditional(law) is None
    found = drawn(law)
    assert set(found) == {"x"}
    exact = stats.nbinom(3, 1 / 3)  # a gamma mixture of Poissons: shape 3, p = 1 / (1 + scale)
    for k in range(12):
        p = exact.pmf(k)
        assert abs(np.mean(found["x"] == k) - p) < 5 * np.sqrt(p * (1 - p) / N) + 1e-5


def test_a_bernoulli_with_uncertain_probability():
    found = drawn(SecondOrder("bernoulli", probability=Beta(2.0, 6.0)))
    assert abs(found["x"].mean() - 0.25) < 5 * np.sqrt(0.1875 / N)


def test_moments_and_functions_are_those_of_the_predictive_law():
    law = SecondOrder("normal", mean=Normal(10, 3), sd=2.0)
    assert law.mean() == pytest.approx(10, rel=1e-9)
    assert law.variance() == pytest.approx(
        13, rel=2e-3
    )  # the rule of 48 nodes ends at 3.3 standard deviations
    assert law.cdf(np.array([10.0, 13.0])) == pytest.approx(
        stats.norm(10, np.sqrt(13)).cdf([10, 13]), abs=1e-4
    )


def test_it_is_pickled_and_its_repr_rebuilds_it():
    law = SecondOrder("normal", mean=Uniform(1.0, 2.0), sd=3.0)
    assert pickle.loads(pickle.dumps(law)) == law
    assert eval(repr(law), {"SecondOrder": SecondOrder, "Uniform": Uniform}) == law
    assert hash(law) == hash(SecondOrder("normal", mean=Uniform(1.0, 2.0), sd=3.0))


def test_parameters_that_may_make_no_law_are_refused():
    with pytest.raises(LawError, match=r"sd may be such that there is no law \(sd = -.*bound it"):
        SecondOrder("normal", mean=0.0, sd=Normal(1, 1))
    SecondOrder("normal", mean=0.0, sd=Truncated(Normal(1, 1), low=0.1, high=3.0))
    with pytest.raises(LawError, match="4 of its parameters are laws"):
        SecondOrder("beta", **dict.fromkeys(("alpha", "beta", "low", "high"), Uniform(1, 2)))


AMOUNT = '{ kind = "normal", mean = { kind = "uniform", low = 50, high = 70 }, sd = 5 }'


def test_a_programme_file_writes_a_law_where_a_number_stands(tmp_path):
    programme = one_cluster(tmp_path, amount=AMOUNT)
    results = engine.simulate(programme, 20_000)
    cost = results["one_off_cost"].sum("cluster")
    assert abs(float(cost.var()) - (400 / 12 + 25)) < 5 * np.sqrt(2 / 20_000) * 60
    assert float(results["one_off_cost"].attrs["base"].sum()) == pytest.approx(60)
    assert "SecondOrder('normal', sd=5" in results.attrs["assumptions"]


def test_a_programme_file_may_name_the_law_of_a_parameter(tmp_path):
    named = '[laws.price]\nkind = "uniform"\nlow = 50\nhigh = 70\n'
    by_name = one_cluster(tmp_path, amount='{ kind = "normal", mean = "price", sd = 5 }', extra=named)
    assert np.array_equal(
        engine.simulate(by_name, 500)["total_cost"],
        engine.simulate(one_cluster(tmp_path, amount=AMOUNT), 500)["total_cost"],
    )


def test_an_impossible_parameter_is_told_with_its_place(tmp_path):
    with pytest.raises(ProgrammeError, match=r"(?s)one_cluster\.toml:.*amount.*sd may be such that"):
        one_cluster(
            tmp_path, amount='{ kind = "normal", mean = 60, sd = { kind = "normal", mean = 1, sd = 1 } }'
        )


def test_free_models_take_them_and_they_do_not_hang_on_the_block():
    model = engine.Model(
        {"x": SecondOrder("normal", mean=Uniform(0, 5), sd=2.0), "z": Triangular(0, 1, 2)},
        lambda x, z: x * z,
    )
    long = engine.simulate(model, 20_000)["y"]
    assert np.array_equal(engine.simulate(model, 1000, threads=1)["y"], long[:1000])
