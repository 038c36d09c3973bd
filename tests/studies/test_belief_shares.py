"""Which beliefs move an answer: linear Gaussian beliefs with known shares, tied and not, and one that nothing reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import engine
from engine.studies.belief_shares import belief_shares
from engine.studies.players import PlayerError

FILE = """
title = "Two costs whose means are not known"
start = "2024-04"
horizon = 120
unit = "£m"
price_base = "nominal"
discounting = "none"

[beliefs]
first = { kind = "normal", mean = 100, sd = 10, basis = "derived" }
second = { kind = "normal", mean = 100, sd = 20, basis = "assumed" }
idle = { kind = "normal", mean = 0, sd = 1, basis = "assumed" }

[clusters.a]
go_live = "build"
activities.build = { duration = 12 }
costs.one = { category = "one_off", activity = "build", amount = { kind = "normal", mean = "first", sd = 15 } }
costs.two = { category = "one_off", activity = "build", amount = { kind = "normal", mean = "second", sd = 15 } }

[claims.cost]
statement = "For at most £180m"
metric = "total_cost"
at_most = 180
"""
TIED = """
[[correlation]]
name = "means"
inputs = ["beliefs.first", "beliefs.second"]
matrix = [[1.0, 0.6], [0.6, 1.0]]
measure = "pearson"
"""
TIED_LUCK = """
[[correlation]]
name = "costs"
inputs = ["a.one.amount", "a.two.amount"]
matrix = [[1.0, 0.5], [0.5, 1.0]]
"""
LUCK = 2 * 15**2


def played(tmp_path: Path, more: str = "", **rest: object) -> object:
    path = tmp_path / "programme.toml"
    path.write_text(FILE + more, encoding="utf-8")
    return belief_shares(engine.load(path), iterations=40_000, **rest)  # type: ignore[arg-type]


def share(found, player, output="total_cost"):
    one = found.sel(player=player, output=output)
    return float(one["share"]), float(one["share_error"])


def test_shares_of_independent_beliefs_are_those_of_their_variances(tmp_path):
    found = played(tmp_path, measures=["total_cost"])
    assert share(found, "beliefs.first")[0] == pytest.approx(0.2, abs=5 * share(found, "beliefs.first")[1])
    assert share(found, "beliefs.second")[0] == pytest.approx(0.8, abs=5 * share(found, "beliefs.second")[1])
    assert share(found, "beliefs.idle") == (0.0, 0.0)
    assert float(found["share"].sum()) == pytest.approx(1)
    one = found.sel(output="total_cost")
    assert float(one["between"]) == pytest.approx(500, abs=5 * float(one["between_error"]))
    assert float(one["between"]) + LUCK == pytest.approx(float(one["variance"]), rel=0.05)
    assert bool(one["moved"])


def test_of_tied_beliefs_what_is_known_of_both_is_shared(tmp_path):
    """Iooss and Prieur, Int. J. Uncertainty Quantification 9, 2019: s1²(1 - r²/2) + r s1 s2 + s2² r²/2 of the whole."""
    found = played(tmp_path, TIED, measures=["total_cost"])
    r, one, two = 0.6, 10.0, 20.0
    whole = one**2 + two**2 + 2 * r * one * two
    true = (one**2 * (1 - r * r / 2) + r * one * two + two**2 * r * r / 2) / whole
    value, error = share(found, "beliefs.first")
    assert abs(value - true) < 5 * error
    assert abs(value - 0.2) > 5 * error  # that of independent beliefs is seen to be wrong
    assert float(found["between"][0]) == pytest.approx(whole, abs=5 * float(found["between_error"][0]))


def test_luck_that_is_tied_ties_no_beliefs(tmp_path):
    found = played(tmp_path, TIED_LUCK, measures=["total_cost"])
    assert found.attrs["dependent"] == 0
    assert share(found, "beliefs.first")[0] == pytest.approx(0.2, abs=5 * share(found, "beliefs.first")[1])


def test_of_a_claim_they_are_of_how_its_chance_differs_between_worlds(tmp_path):
    """P(claim | beliefs) = Phi((180 - sum) / s): its variance is P(two plays of one world both hold) - P²."""
    found = played(tmp_path, claims=["cost"])
    spread = 500 + LUCK
    both = multivariate_normal([0, 0], [[spread, 500], [500, spread]]).cdf([-20, -20])
    between = both - norm.cdf(-20 / np.sqrt(spread)) ** 2
    one = found.sel(output="cost")
    assert abs(float(one["between"]) - between) < 5 * float(one["between_error"])
    assert share(found, "beliefs.second", "cost")[0] > 0.6


def test_groups_by_what_is_said_of_them_and_by_name(tmp_path):
    found = played(tmp_path, measures=["total_cost"], by="basis")
    assert [str(name) for name in found["player"].values] == ["derived", "assumed"]
    named = played(tmp_path, measures=["total_cost"], by={"means": ["beliefs.first", "beliefs.second"]})
    assert [str(name) for name in named["player"].values] == ["means", "all else"]
    assert share(named, "means")[0] == pytest.approx(1)


def test_threads_change_no_bit(tmp_path):
    one, two = (played(tmp_path, measures=["total_cost"], threads=n) for n in (1, 2))
    assert one.equals(two)


def test_without_beliefs_it_is_refused_and_of_other_inputs_too(tmp_path):
    with pytest.raises(PlayerError, match="has no \\[beliefs\\]"):
        belief_shares(engine.load(one_cluster_file(tmp_path)), iterations=4096)
    with pytest.raises(engine.problems.Refused):
        played(tmp_path, by={"costs": ["a.one.amount"]})


def one_cluster_file(tmp_path: Path) -> Path:
    path = tmp_path / "without.toml"
    path.write_text(FILE.replace("[beliefs]", "[laws]").replace('"first"', "100").replace('"second"', "100"))
    return path
