"""Figures by hand and by closed forms, and the same to the bit however they are kept; the cases of the field."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.programme.model import Programme
from engine.reporting.phrasing import quantity
from tests.simulation.agreement import written

HEAD = """title = "Figures"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
measures = [{figures}]
[clusters.east]
name = "East Hospital"
go_live = "build"
[clusters.east.activities]
build = {{ duration = 18 }}
fit = {{ duration = 6, after = ["build"] }}
[clusters.east.costs]
works = {{ category = "one_off", activity = "build", amount = 90 }}
kit = {{ category = "one_off", activity = "fit", per_month = 1 }}
run = {{ category = "running", per_year = 12 }}
[clusters.east.benefits]
savings = {{ class = "cash", annual = 24 }}
[clusters.west]
go_live = "move"
[clusters.west.activities]
move = {{ duration = 30, after = ["east.fit"] }}
[clusters.west.benefits]
time = {{ class = "efficiency", annual = 12 }}
{rest}
"""


def programme(tmp_path: Path, *figures: str, rest: str = "") -> Programme:
    return written(tmp_path, HEAD.format(figures=", ".join(f"{{ {one} }}" for one in figures), rest=rest))


# What is asked, what results call it, what it is by hand, what it is called.
BY_HAND = {
    'metric = "finish", of = "east.fit"': ("finish_of_east.fit", 24.0, "Finish of east.fit"),
    'metric = "go_live_month"': ("go_live_month", 54.0, "Go-live of the last cluster"),
    'metric = "go_live_month", of = "east"': ("go_live_month_of_east", 18.0, "Go-live of East Hospital"),
    'metric = "first_go_live"': ("first_go_live", 18.0, "First go-live"),
    'metric = "last_go_live"': ("last_go_live", 54.0, "Last go-live"),
    'metric = "clusters_live", at = "2026-08"': (
        "clusters_live_at_2026-08",
        0.0,
        "Clusters live by Aug 2026",
    ),
    'metric = "clusters_live", at = "2026-09"': (
        "clusters_live_at_2026-09",
        1.0,
        "Clusters live by Sep 2026",
    ),
    'metric = "critical", of = "east.build"': (
        "critical_of_east.build",
        1.0,
        "On the critical path of east.build",
    ),
    # five a month from April 2025: by the end of September 2025 six months of it
    'metric = "spent", at = "2025-09"': ("spent_at_2025-09", 30.0, "Money spent by Sep 2025"),
    # all of the works, five months of the kit and of running cost
    'metric = "spent", at = "2027-02"': ("spent_at_2027-02", 100.0, "Money spent by Feb 2027"),
    'metric = "one_off_cost", of = "east"': ("one_off_cost_of_east", 96.0, "One-off cost, East Hospital"),
    'metric = "total_benefit", of = "west"': ("total_benefit_of_west", 6.0, "Total benefits, west"),
    'metric = "net_benefit", of = "east"': ("net_benefit_of_east", 84 - 96 - 42.0, None),
    'metric = "total_cost", of = "east"': ("total_cost_of_east", 138.0, None),
    'metric = "cash_benefit", year = "2026-27"': ("cash_benefit_in_2026", 12.0, "Cash benefits, 2026-27"),
    'metric = "total_benefit", year = 2029': ("total_benefit_in_2029", 30.0, "Total benefits, 2029-30"),
    'metric = "total_benefit", to = "2027-28"': (
        "total_benefit_to_2027",
        36.0,
        "Total benefits, to the end of 2027-28",
    ),
    'metric = "net_benefit", year = "2025"': ("net_benefit_in_2025", -60.0, None),
    'metric = "yearly_cost", year = 2026': ("yearly_cost_in_2026", 30 + 6 + 6.0, "Cost, 2026-27"),
    'metric = "yearly_cost", to = 2026': ("yearly_cost_to_2026", 102.0, None),
    'metric = "line_money", of = "east.works"': ("line_money_of_east.works", 90.0, None),
    'metric = "line_money", of = "east.works", year = 2026': ("line_money_of_east.works_in_2026", 30.0, None),
    'metric = "line_money", of = "east.savings", to = 2027': (
        "line_money_of_east.savings_to_2027",
        36.0,
        None,
    ),
    'metric = "risks_struck"': ("risks_struck", 0.0, "Risks that struck"),
}


def test_by_hand(tmp_path: Path) -> None:
    results = engine.simulate(programme(tmp_path, *BY_HAND), 3, seed=1)
    for name, exact, words in BY_HAND.values():
        assert results[name].dims == ("iteration",)
        np.testing.assert_allclose(results[name].values, exact, rtol=1e-12, atol=1e-12, err_msg=name)
        assert results[name].attrs["base"] == pytest.approx(exact, rel=1e-12, abs=1e-12)
        assert words in (None, results[name].attrs["long_name"])
    assert results["go_live_month"].attrs["units"] == "months from 2025-04"


FUNDING = """
[[funding]]
until = "2026-01"
approved = 30
top_up = 0
[[funding]]
until = "2026-10"
approved = 60
top_up = 0.5
"""


def test_settlements_by_hand(tmp_path: Path) -> None:
    """Five a month are needed: in nine months 45, of which 30 are approved; then in the next nine 45 of 60."""
    asked = [
        'metric = "unfunded", of = "2026-01"',
        'metric = "unfunded", of = "2026-10"',
        'metric = "unfunded"',
        'metric = "settlement_cost", of = "2026-01"',
        'metric = "settlement_cost", of = "2026-10"',
        'metric = "spent", at = "2025-12"',
        'metric = "finish", of = "east.build"',
    ]
    found = engine.simulate(programme(tmp_path, *asked, rest=FUNDING), 1, seed=1)
    told = {
        "unfunded_of_2026-01": 15.0,
        "unfunded_of_2026-10": 0.0,
        "unfunded": 15.0,
        "settlement_cost_of_2026-01": 30.0,
        "settlement_cost_of_2026-10": 45.0,
        "spent_at_2025-12": 30.0,
        "finish_of_east.build": 21.0,
    }
    assert {name: float(found[name][0]) for name in told} == pytest.approx(told, rel=1e-12, abs=1e-12)


UNCERTAIN = """
[drivers.prices]
factor = { kind = "lognormal", median = 1, log_sd = 0.2 }
multiplies = ["east.run", "east.kit"]
autocorrelation = 0.5
[drivers.pace]
factor = { kind = "uniform", low = 0.8, high = 1.5 }
multiplies = ["*.build", "*.move"]
[risks.fire]
probability = 0.3
times = 3
delay = { kind = "uniform", low = -30, high = 6 }
targets = ["east.build"]
[claims.soon]
statement = "soon"
metric = "finish"
of = "east.build"
by = "2026-11"
[claims.rich]
statement = "rich"
metric = "total_benefit"
year = "2028-29"
at_least = 24
[claims.both]
statement = "both"
all_of = ["soon", "rich"]
[claims.either]
statement = "either"
any_of = ["soon", "rich"]
[claims.nested]
statement = "nested"
all_of = ["either", "both"]
"""


def test_money_by_the_end_of_a_year_is_what_fell_into_the_years(tmp_path: Path) -> None:
    """Yearly factors and money that falls at once included: spent is the cumulative cost of the years."""
    asked = [f'metric = "spent", at = "{year}-03"' for year in range(2026, 2031)]
    asked += ['metric = "spent", at = "2027-09"', 'metric = "line_money", of = "east.run", to = 2027']
    results = engine.simulate(programme(tmp_path, *asked, rest=UNCERTAIN), 2000, seed=4)
    so_far = results["yearly_cost"].values.cumsum(axis=1)
    for place, year in enumerate(range(2026, 2031)):
        np.testing.assert_allclose(results[f"spent_at_{year}-03"].values, so_far[:, place], rtol=1e-12)
    between = results["spent_at_2027-09"].values
    assert (between >= so_far[:, 1] * (1 - 1e-12)).all()
    assert (between <= so_far[:, 2] * (1 + 1e-12)).all()
    assert (results["durations_floored"].values > 0).any()


def test_the_same_however_it_is_kept(tmp_path: Path) -> None:
    """Claims, percentiles and, where they are kept, the bits: of iterations, of a store, and counted by summary."""
    from distributed import Client

    asked = [
        'metric = "spent", at = "2027-09"',
        'metric = "critical", of = "east.build"',
        'metric = "risks_struck"',
    ]
    one = programme(tmp_path, *asked, rest=UNCERTAIN)
    kept = engine.simulate(one, 5000, seed=3)
    stored = engine.simulate(one, 5000, seed=3, store=tmp_path / "store")
    counted = engine.simulate(one, 5000, seed=3, keep="summary")
    with Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=":0") as client:
        apart = engine.simulate(one, 5000, seed=3, client=client)
    names = ["finish_of_east.build", "spent_at_2027-09", "critical_of_east.build", "total_benefit_in_2028"]
    for name in names:
        assert (stored[name].values == kept[name].values).all()
        assert (apart[name].values == kept[name].values).all()
    claims = engine.claims(kept)
    for other in (stored, counted, apart):
        found = engine.claims(other)
        assert found["holds"].values.tolist() == claims["holds"].values.tolist()
        assert found["metric"].values.tolist() == claims["metric"].values.tolist()
        assert found["base_case"].values.tolist() == claims["base_case"].values.tolist()
    soon = kept["finish_of_east.build"].values <= 20.0
    rich = kept["total_benefit_in_2028"].values >= 24.0
    assert 0 < soon.sum() < 5000
    counts = [soon, rich, soon & rich, soon | rich, soon & rich]
    assert claims["holds"].values.tolist() == [int(one.sum()) for one in counts]
    summary = engine.summarise(counted).sel(measure="finish_of_east.build")
    exact = engine.summarise(kept).sel(measure="finish_of_east.build")
    np.testing.assert_allclose(summary["value"], exact["value"], rtol=0.01)


def test_criticality_of_two_parallel_activities(tmp_path: Path) -> None:
    """Of two independent and equal laws each is the longer half of the time; what follows both always drives."""
    text = (
        HEAD[: HEAD.index("[clusters.east]")].format(figures="")
        + """
[clusters.site]
go_live = "last"
[clusters.site.activities]
a = { duration = { kind = "uniform", low = 4, high = 8 } }
b = { duration = { kind = "uniform", low = 4, high = 8 } }
early = { duration = 1 }
last = { duration = 2, after = ["a", "b", { activity = "early", lag = 1 }] }
"""
    )
    one = written(tmp_path, text)
    results = engine.simulate(one, 40_000, seed=2, measures=["*.critical", "*.finish"])
    found = engine.criticality(results)
    shares = dict(zip(found["activity"].values.tolist(), found["criticality"].values.tolist(), strict=True))
    assert shares["site.last"] == 1.0
    assert shares["site.early"] == 0.0
    assert shares["site.a"] + shares["site.b"] == 1.0
    assert shares["site.a"] == pytest.approx(0.5, abs=5 * math.sqrt(0.25 / 40_000))
    finish = results["finish"]
    longer = (finish.sel(activity="site.a") > finish.sel(activity="site.b")).values
    assert (results["critical"].sel(activity="site.a").values == longer).all()
    with pytest.raises(ValueError, match=r"measures=\[\"\*.critical\"\]"):
        engine.criticality(engine.simulate(one, 10, seed=1))


FIELD = """title = "When is it finished?"
start = "2025-01"
horizon = 120
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]
[clusters.site]
go_live = "test"
[clusters.site.activities]
design = { duration = { kind = "pert", low = 4, mode = 5, high = 12 } }
build = { duration = { kind = "pert", low = 6, mode = 8, high = 20 }, after = ["design"] }
test = { duration = { kind = "pert", low = 2, mode = 3, high = 6 }, after = ["build"] }
[claims.by_summer]
statement = "Live within 20 months"
metric = "go_live_month"
at_most = 20
[claims.by_month]
statement = "Live by August 2026"
metric = "finish"
of = "site.test"
by = "2026-08"
"""


def test_a_date_and_its_percentiles(tmp_path: Path) -> None:
    """P(T <= 20) = 66.7%, P50 18.71 and P80 21.31 months, by NumPy from four million draws; October 2026."""
    results = engine.simulate(written(tmp_path, FIELD), 200_000, seed=1)
    claims = engine.claims(results)
    # five standard errors of the share, and half a unit of the last digit that is known
    assert claims["probability"].values == pytest.approx(0.667, abs=5 * math.sqrt(0.667 * 0.333 / 2e5) + 5e-4)
    value = engine.summarise(results)["value"].sel(measure="go_live_month")
    known = {10: 15.63, 50: 18.71, 80: 21.31, 90: 22.79}
    found = {p: float(value.sel(percentile=p)) for p in known}
    # the density at the percentiles is above 0.04 a month: five standard errors are below 0.06
    assert found == pytest.approx(known, abs=0.06)
    units = results["go_live_month"].attrs["units"]
    assert [quantity(found[p], units) for p in (50, 80)] == ["Jul 2026", "Oct 2026"]


@pytest.mark.parametrize(
    ("months", "date"),
    [
        (0.0, "Apr 2025"),
        (0.5, "Apr 2025"),
        (1.0, "Apr 2025"),
        (1.1, "May 2025"),
        (24.0, "Mar 2027"),
        (24.01, "Apr 2027"),
    ],
)
def test_what_is_done_as_a_month_ends_is_done_in_it(months: float, date: str) -> None:
    assert quantity(months, "months from 2025-04") == date
