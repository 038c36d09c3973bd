"""What a formula gives that is no finite number: NaN is counted and never averaged away, infinity refused."""

import math

import numpy as np
import pytest

import engine
from distributions import Normal

SOME = {"few": {"metric": "y", "at_most": 3.0, "statement": "few"}}
LAWS = {"x": Normal(0, 1)}


def no_answer(x):
    return math.nan if x > 1 else x


def infinite(x):
    return 1.0 / (0.0 * x)


def rarely_infinite(x):
    return math.inf if x > 2.5 else x


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_no_answers_are_counted_meet_no_claim_and_leave_no_mean(keep):
    model = engine.Model(LAWS, no_answer, claims=SOME)
    found = engine.summarise(engine.simulate(model, 1000, keep=keep))
    missing = int(np.isnan(engine.simulate(model, 1000)["y"]).sum())
    assert 100 < missing < 220
    assert int(found["missing"][0]) == missing
    assert math.isnan(float(found["mean"][0]))
    assert (
        float(found["value"][0, -1]) == math.inf
    )  # P90 is among them; a cost without an answer is no small one
    chance = engine.claims(engine.simulate(model, 1000, keep=keep))
    assert float(chance["probability"][0]) == 1 - missing / 1000


@pytest.mark.parametrize("keep", ["iterations", "summary"])
@pytest.mark.parametrize(("formula", "iteration"), [(infinite, 0), (rarely_infinite, None)])
def test_infinite_numbers_are_refused_with_the_iteration(keep, formula, iteration):
    model = engine.Model(LAWS, formula)
    with pytest.raises(engine.RunError, match=r"iteration \d+: y is -?inf") as refused:
        engine.simulate(model, 5000, keep=keep, threads=1)
    if iteration is None:
        x = engine.draw(model, 5000)["value"].sel(input="x").values
        iteration = int(np.flatnonzero(x > 2.5)[0])
        assert iteration > 0
    assert str(refused.value).startswith(f"iteration {iteration}:")
    assert float(engine.simulate(engine.Model(LAWS, lambda x: x + 1e300), 10)["y"].max()) < math.inf
