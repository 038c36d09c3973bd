"""What `fit` gives to paste: a table that is read as the law that was fitted, under comments that are true of it."""

from __future__ import annotations

import math
import re
import tomllib

import numpy as np
import pytest

import engine
from distributions import law_class
from engine.fitting.pasting import toml_table

NUMBER = r"(-?[\d,.]+(?:e[+-]?\d+)?)"
COMMENT = re.compile(
    rf"# 80% chance of at most {NUMBER} \(P80\); 80% chance of at least {NUMBER} \(P20\)\n"
    rf"# middle {NUMBER}, mean {NUMBER}\n"
)
QUANTILE = 0.8416212335729143  # of the standard normal law at 80%


def said(text: str) -> list[float]:
    """P80, P20, middle and mean, as the comment has them."""
    found = COMMENT.match(text)
    assert found is not None, text
    return [float(number.replace(",", "")) for number in found.groups()]


@pytest.fixture
def data():
    return np.random.default_rng(5).lognormal(3.0, 0.6, 400)


def pasted(data, family):
    one = engine.fit(data, families=[family], bootstrap=0)[0]
    return one, toml_table(one, "cost", "a note")


def test_of_a_normal_law_the_comment_is_arithmetic(data):
    _, text = pasted(data, "normal")
    mean, sd = data.mean(), data.std()
    assert said(text) == pytest.approx([mean + QUANTILE * sd, mean - QUANTILE * sd, mean, mean], rel=5e-3)


def test_of_a_skewed_law_middle_and_mean_are_two(data):
    _, text = pasted(data, "lognormal")
    mu, sigma = np.log(data).mean(), np.log(data).std()
    expected = [mu + QUANTILE * sigma, mu - QUANTILE * sigma, mu, mu + sigma**2 / 2]
    high, low, middle, mean = said(text)
    assert [high, low, middle, mean] == pytest.approx([math.exp(x) for x in expected], rel=5e-3)
    assert middle < 0.95 * mean  # were one printed for the other it would be seen


@pytest.mark.parametrize("family", ["normal", "lognormal", "gamma", "weibull"])
def test_what_is_pasted_is_the_law_that_was_fitted(data, family):
    one, text = pasted(data, family)
    table = tomllib.loads(text)["laws"]["cost"]
    assert table.pop("basis") == "derived"
    assert table.pop("note") == "a note"
    law = law_class(table.pop("kind"))(**table)
    points = np.array([0.05, 0.2, 0.5, 0.8, 0.95])
    assert law.ppf(points) == pytest.approx(one.law.ppf(points), rel=1e-4)
    assert said(text)[:3] == pytest.approx(law.ppf([0.8, 0.2, 0.5]).tolist(), rel=5e-3)
