"""A formula of one's own whose result is no finite number: refused by name and iteration, never counted."""

import math

import pytest

import engine
from distributions import Uniform
from engine.model.model import ModelError


@pytest.mark.parametrize(("number", "said"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")])
@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_it_is_named(number, said, keep):
    model = engine.Model(
        {"x": Uniform(0, 1)}, lambda x: (x, number if x > 0.99 else x), outputs=["fine", "ratio"]
    )
    with pytest.raises(
        ModelError, match=rf"^ratio is {said} in iteration \d[\d,]*; a finite number is needed"
    ):
        engine.simulate(model, 3000, seed=1, keep=keep, threads=1)


def test_the_iteration_is_the_first():
    model = engine.Model({"x": Uniform(0, 1)}, lambda x: 1.0 if x < 0.999 else math.nan, outputs=["y"])
    first = int((engine.draw(model, 20_000, seed=1)["value"].values.ravel() >= 0.999).argmax())
    with pytest.raises(ModelError, match=f"in iteration {first:,};"):
        engine.simulate(model, 20_000, seed=1, threads=1)
