"""Joint confidence against the bivariate normal law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

import engine
from distributions import Normal
from engine.analysis.target import AnalysisError
from engine.reporting import draw_joint
from engine.reporting.tables.joint import NO_TRADE, joint_parts, sentence
from experiments.shared_services import PROGRAMME
from tests.analysis.synthetic_results import free_results
from tests.simulation.agreement import HEAD, written

PLAYED = 100_000


def pair(rho, seed=1):
    rng = np.random.default_rng(seed)
    cost, other = rng.normal(size=(2, PLAYED))
    results = free_results(cost, "cost", cautious="high", base=0.0)
    results["date"] = (
        "iteration",
        rho * cost + np.sqrt(1 - rho**2) * other,
        {"cautious": "high", "base": 0.0},
    )
    return results


@pytest.mark.parametrize(
    ("rho", "jcl"),
    [(0.0, 0.49), (0.3, 0.528143), (0.5, 0.556767), (0.6, 0.572748), (0.8, 0.611180), (0.9, 0.637587)],
)
def test_both_marginals_at_p70(rho, jcl):
    limit = float(norm.ppf(0.7))
    found = engine.joint(pair(rho), "cost", "date", cost_limit=limit, date_limit=limit)
    assert abs(float(found["share"].sel(quadrant="both")) - jcl) < 5 * np.sqrt(jcl * (1 - jcl) / PLAYED)
    assert float(found["share"].sum()) == pytest.approx(1, abs=1e-12)
    assert found.attrs["first_chance"] == pytest.approx(0.7, abs=0.008)


@pytest.mark.parametrize(
    ("rho", "marginal"), [(0.0, 0.836660), (0.3, 0.822827), (0.6, 0.800577), (0.8, 0.776009)]
)
def test_marginals_for_seventy_percent_together(rho, marginal):
    found = engine.joint(pair(rho), "cost", "date", levels=(70,)).isel(level=0)
    assert float(found["percentile"]) == pytest.approx(100 * marginal, abs=0.9)  # five standard errors
    assert float(found["first_value"]) == pytest.approx(norm.ppf(marginal), abs=0.04)


def test_every_point_of_a_frontier_is_met_with_its_chance():
    results = pair(0.5)
    found = engine.joint(results, "cost", "date")
    for level in (50, 70, 80):
        line = found.sel(level=level)
        for x, y in list(zip(line["frontier_first"].values, line["frontier_second"].values, strict=True))[
            ::7
        ]:
            met = float(((results["cost"] <= x) & (results["date"] <= y)).mean())
            assert met == pytest.approx(level / 100, abs=2e-5)
        assert np.all(np.diff(line["frontier_second"].values) <= 0)


def test_of_a_benefit_the_limit_is_to_be_reached():
    results = pair(0.5)
    results["cost"].attrs["cautious"] = "low"
    results["cost"] = -results["cost"].assign_attrs(results["cost"].attrs)
    results["cost"].attrs |= {"cautious": "low", "base": 0.0}
    found = engine.joint(
        results, "cost", "date", cost_limit=-float(norm.ppf(0.7)), date_limit=float(norm.ppf(0.7))
    )
    assert float(found["share"].sel(quadrant="both")) == pytest.approx(0.556767, abs=0.008)
    assert float(found["first_value"].sel(level=80)) < 0


def test_what_never_comes_meets_no_limit():
    results = pair(0.0)
    date = results["date"].values.copy()
    date[: PLAYED // 4] = np.nan
    results["date"] = ("iteration", date, results["date"].attrs)
    found = engine.joint(results, "cost", "date", cost_limit=1e9, date_limit=1e9, levels=(70, 80))
    assert float(found["share"].sel(quadrant="both")) == 0.75
    assert found.attrs["second_missing"] == PLAYED // 4
    assert np.isnan(found["frontier_second"].sel(level=80)).all()
    assert np.isinf(found["second_value"].sel(level=80))
    texts = [part.text for part in joint_parts(found) if hasattr(part, "text")]
    assert any("25,000 iterations gave no number" in text for text in texts)


def test_of_the_flagship_the_limit_is_the_claim_and_parts_have_names(tmp_path):
    programme = engine.load(PROGRAMME)
    results = engine.simulate(programme, 500, measures=["*", "synergy.wave_2.finish"])
    found = engine.joint(results, "total_cost", "finish.synergy.wave_2", date_limit=60)
    assert found.attrs["first_limit"] == 900
    assert found.attrs["second_long_name"] == "Finish, synergy.wave_2"
    with pytest.raises(AnalysisError, match="finish has no part 'wave'"):
        engine.joint(results, "total_cost", "finish.wave")
    with pytest.raises(AnalysisError, match='did you mean "total_cost"'):
        engine.joint(results, "total_costs")
    with pytest.raises(AnalysisError, match="summary"):
        engine.joint(engine.simulate(programme, 500, keep="summary"))


def test_without_a_limit_it_is_asked_for():
    model = engine.Model({"a": Normal(0, 1)}, lambda a: (a, a), outputs=("cost", "date"))
    results = engine.simulate(model, 500)
    results["date"].attrs["base"] = np.nan
    with pytest.raises(AnalysisError, match="date has no claim and no base case"):
        engine.joint(results, "cost", "date")


def test_the_picture_and_its_sentence():
    results = pair(0.6)
    found = engine.joint(results, "cost", "date", cost_limit=0.5, date_limit=0.8)
    figure = draw_joint(found, results)
    axes = figure.axes[0]
    crosses = [line for line in axes.lines if len(set(line.get_xdata())) == 1 and len(line.get_xdata()) == 2]
    assert crosses[0].get_xdata()[0] == 0.8
    shown = [text.get_text() for text in axes.texts]
    assert {"50% together", "70% together", "80% together"} <= set(shown)
    assert sum("%" in text for text in shown) == 7
    assert NO_TRADE in figure.get_label()


CLAIMED = (
    HEAD.format(horizon=120)
    + """
[clusters.x]
go_live = "b"
[clusters.x.activities.a]
duration = { kind = "uniform", low = 10, high = 20 }
[clusters.x.activities.b]
duration = 5
after = ["a"]
[clusters.x.costs.team]
category = "one_off"
activity = "a"
per_month = { kind = "uniform", low = 1, high = 3 }
"""
)
CLAIMS = {
    "cost": 'statement = "For 25"\nmetric = "total_cost"\nat_most = 25',
    "dear": 'statement = "Not for nothing"\nmetric = "total_cost"\nat_least = 5',
    "one_off": 'statement = "One-off for 24"\nmetric = "one_off_cost"\nat_most = 24',
    "design": 'statement = "Designed by May"\nmetric = "finish"\nof = "x.a"\nby = "2023-05"',
    "live": 'statement = "Live by September"\nmetric = "last_go_live"\nby = "2023-09"',
    "delay": 'statement = "No later than 2"\nmetric = "go_live_delay"\nat_most = 2',
}


@pytest.mark.parametrize(
    ("claims", "asked", "wanted"),
    [
        ((), {}, ("total_cost", "base case", "go_live_delay", "base case")),
        (("dear",), {}, ("total_cost", "base case", "go_live_delay", "base case")),
        (
            ("cost", "design", "live"),
            {},
            ("total_cost", "claim “For 25”", "last_go_live", "claim “Live by September”"),
        ),
        (("one_off", "cost"), {}, ("total_cost", "claim “For 25”", "go_live_delay", "base case")),
        (("one_off",), {}, ("one_off_cost", "claim “One-off for 24”", "go_live_delay", "base case")),
        (("live", "delay"), {}, ("total_cost", "base case", "go_live_delay", "claim “No later than 2”")),
        (
            ("design", "live"),
            {"date": "finish.x.a", "cost_limit": 20},
            ("total_cost", "as asked", "finish_of_x.a", "claim “Designed by May”"),
        ),
    ],
)
def test_limits_are_those_that_the_file_claims_and_it_is_said(tmp_path, claims, asked, wanted):
    text = CLAIMED + "".join(f"[claims.{name}]\n{CLAIMS[name]}\n" for name in claims)
    found = engine.joint(engine.simulate(written(tmp_path, text), 300), **asked)
    assert tuple(found.attrs[key] for key in ("first", "first_origin", "second", "second_origin")) == wanted
    told = sentence(found)
    assert all(f"({found.attrs[f'{which}_origin']})" in told for which in ("first", "second"))
    if "design" in claims and asked:
        assert "by May 2023 (claim" in told


def test_what_never_holds_is_no_certainty():
    told = sentence(engine.joint(pair(0.0), "cost", "date", date_limit=-1e9))
    assert "(as asked) < 0.00" in told
