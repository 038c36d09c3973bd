"""What responses are worth, against arithmetic by hand on the same draws."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.analysis.estimators.differences import difference_of_means, difference_of_percentiles
from engine.problems import Refused
from engine.programme import starter
from engine.reporting.tables.responses import responses_parts, responses_record
from engine.reporting.tables.table import Table
from engine.studies.worth_of_responses import plays, worth_of_responses

# The old system costs 12 a year until the service is live: a month late costs 1. Ground takes 6 months, strike 5.
TEXT = """
title = "Responses"
start = "2025-01"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[clusters.one]
go_live = "build"
activities = { build = { duration = 10 } }
costs = { old = { category = "legacy", per_year = 12 } }
[risks.ground]
probability = 0.4
owner = "site"
effects = [{ delay = 6, targets = ["one.build"] }]
[risks.ground.response]
cost = 1.5
paid = "2025-03"
effects = [{ delay = 2, targets = ["one.build"] }]
[risks.strike]
probability = 0.5
effects = [{ delay = 5, targets = ["one.build"] }]
[risks.strike.response]
cost = 3
activity = "one.build"
probability = 0.25
"""
ITERATIONS = 4_000


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("worth") / "programme.toml"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def found(file):
    return worth_of_responses(file, at=80, iterations=ITERATIONS)


def played(file, **taken):
    overrides = {f"risks.{name}.response.taken": True for name in taken}
    results = engine.simulate(
        engine.load(file, overrides=overrides), ITERATIONS, measures=["total_cost", "risks.*.strikes"]
    )
    return results["total_cost"].values, results["strikes"]


def test_saving_and_worth_are_the_differences_on_the_same_draws(file, found):
    cost, strikes = played(file)
    ground, strike = (strikes.sel(risk=name).values for name in ("ground", "strike"))
    np.testing.assert_allclose(cost, 6 * ground + 5 * strike)
    row = found.sel(response="ground")
    assert float(row["saves_mean"]) == pytest.approx(4 * ground.mean(), rel=1e-12)
    assert float(row["worth_mean"]) == pytest.approx(4 * ground.mean() - 1.5, rel=1e-12)
    assert float(row["saves_at"]) == np.quantile(cost, 0.8, method="inverted_cdf") - np.quantile(
        2 * ground + 5 * strike, 0.8, method="inverted_cdf"
    )
    after, fewer = played(file, strike=True)
    struck = fewer.sel(risk="strike").values
    assert (struck <= strike).all()  # the same draws: what is likelier strikes wherever the other does
    row = found.sel(response="strike")
    assert float(row["worth_mean"]) == pytest.approx(cost.mean() - after.mean(), rel=1e-12)
    assert float(row["saves_mean"]) == pytest.approx(5 * (strike - struck).mean(), rel=1e-12)
    assert [float(row[key]) for key in ("cost", "strikes_before", "strikes_after")] == [
        3.0,
        strike.mean(),
        struck.mean(),
    ]


def test_all_together_is_a_row_of_its_own(file, found):
    cost, _ = played(file)
    after, _ = played(file, ground=True, strike=True)
    row = found.sel(response="all together")
    assert float(row["worth_mean"]) == pytest.approx(cost.mean() - after.mean(), rel=1e-12)
    assert float(row["cost"]) == 4.5
    assert found["owner"].values.tolist() == ["site", "", ""]


def test_of_a_benefit_and_of_a_delay_more_and_less_are_better(file):
    late = worth_of_responses(file, of="go_live_delay", iterations=500).sel(response="ground")
    assert float(late["saves_mean"]) == float(late["worth_mean"]) > 0
    net = worth_of_responses(file, of="net_benefit", iterations=500)
    assert net.attrs["percentage"] == 20.0
    cost = worth_of_responses(file, iterations=500)
    np.testing.assert_allclose(net["worth_mean"], cost["worth_mean"], rtol=1e-12)


def test_intervals_cover_as_often_as_they_say():
    """Of 400 runs 95% +- 5 standard errors of 1.1%; two samples of one normal factor and errors of their own."""
    draws, covered = np.random.default_rng(3), np.zeros(2)
    for _ in range(400):
        shared = draws.standard_normal(1_000)
        one, other = shared + 0.3 * draws.standard_normal(1_000), 0.8 * shared + 1
        mean, at = difference_of_means(one, other), difference_of_percentiles(one, other, 80)
        exact = 0.8416212335729143 * (np.hypot(1, 0.3) - 0.8) - 1
        covered += [mean.low <= -1 <= mean.high, at.low <= exact <= at.high]
    assert (np.abs(covered / 400 - 0.95) < 5 * 0.011).all(), covered / 400


def test_what_moves_both_alike_is_no_doubt():
    values = np.random.default_rng(4).lognormal(0, 1, 500)
    assert difference_of_percentiles(values + 2, values, 80) == pytest.approx((2.0, 2.0, 2.0))


def test_the_table_has_the_worthiest_first_and_the_record_every_digit(found):
    (table,) = (part for part in responses_parts(found) if isinstance(part, Table))
    names = [cell.text for cell in table.columns[0].cells]
    worth = found["worth_mean"].sel(response=names[:-1]).values
    assert (np.diff(worth) <= 0).all()
    assert names[-1] == "all together"
    record = responses_record(found)
    assert [one["name"] for one in record["responses"]] == found["response"].values.tolist()
    low, high = record["responses"][0]["intervals"]["worth_at"]
    assert low <= record["responses"][0]["worth_at"] <= high


def test_plays_are_counted_and_a_file_without_responses_is_refused(file, tmp_path):
    told: list[int] = []
    worth_of_responses(file, iterations=100, progress=told.append)
    assert sum(told) == 100 * plays(file) == 700
    bare = tmp_path / "bare.toml"
    bare.write_text(TEXT[: TEXT.index("[risks")])
    with pytest.raises(Refused, match="no risk with a response"):
        worth_of_responses(bare)


def test_what_saves_benefits_is_worth_that_unless_there_are_none(tmp_path):
    """The template of benefits: a response that costs 0.4 and saves benefits, which no total cost shows."""
    path = tmp_path / "programme.toml"
    path.write_text(starter("benefits"), encoding="utf-8")
    found = worth_of_responses(path, iterations=400)
    assert found.attrs["of"] == "npv"
    by_cost = worth_of_responses(path, "total_cost", iterations=400)
    assert float(found["worth_mean"][0]) > 0 > float(by_cost["worth_mean"][0])
