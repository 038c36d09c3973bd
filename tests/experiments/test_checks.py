"""Every experiment's own check passes on a small run, fails on a wrong one, and its chart can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from experiments import claim, designs, gao_step9, readme, reference_class, views, weight
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

README = PROGRAMME.with_name("README.md")


@pytest.fixture(scope="module")
def played() -> xr.Dataset:
    return claim.measure(iterations=2_000)


@pytest.fixture(scope="module")
def compared() -> xr.Dataset:
    return views.measure()


@pytest.fixture(scope="module")
def weighed() -> xr.Dataset:
    return weight.measure()


def test_claim(played: xr.Dataset) -> None:
    claim.check(played)
    assert len(claim.answer(played).splitlines()) == 14


def test_claim_check_refuses_a_base_case_that_is_not_the_claim(played: xr.Dataset) -> None:
    wrong = played.copy()
    wrong["total_benefit"].attrs["base"] = 1800.01
    with pytest.raises(AssertionError, match="total_benefit"):
        claim.check(wrong)


def test_claim_chart(played: xr.Dataset) -> None:
    assert claim.chart(played).axes


def test_views(compared: xr.Dataset) -> None:
    views.check(compared)
    assert views.chart(compared).axes


def test_views_check_refuses_causes_that_are_counted_twice(compared: xr.Dataset) -> None:
    with pytest.raises(AssertionError, match="class"):
        views.check(compared.assign(synergy_growth=compared["synergy_growth"] * 1.1))


def test_weight(weighed: xr.Dataset) -> None:
    weight.check(weighed)
    assert weight.chart(weighed).axes


def test_even_weight_is_the_programme_file(weighed: xr.Dataset, compared: xr.Dataset) -> None:
    """The fit to all its digits and the file's three digits give the same answer."""
    fitted = weighed["value"].sel(weight=0.5, measure="total_benefit").values
    printed = compared["value"].sel(scenario="default", measure="total_benefit").values
    assert fitted == pytest.approx(printed, rel=2e-3)


def test_readme_holds_the_numbers_that_the_experiments_print(
    compared: xr.Dataset, weighed: xr.Dataset
) -> None:
    text = README.read_text(encoding="utf-8")
    assert views.table(compared) in text
    assert weight.table(weighed) in text


def test_gao_step_9() -> None:
    results = gao_step9.measure(iterations=20_000)
    gao_step9.check(results)
    assert gao_step9.chart(results).axes


def test_gao_check_refuses_elements_that_are_correlated() -> None:
    results = gao_step9.measure(iterations=20_000)
    with pytest.raises(AssertionError):
        gao_step9.check(results.assign(independent=results["correlated"]))


def test_readme_tells_the_middle_outcome_and_the_class(compared: xr.Dataset) -> None:
    text = " ".join(README.read_text(encoding="utf-8").split())
    middle = compared["value"].sel(scenario="default", percentile=50)
    benefit, cost = (float(middle.sel(measure=name)) for name in ("total_benefit", "total_cost"))
    assert f"£{benefit:,.0f}m of benefits for £{cost:,.0f}m" in text
    fitted = [law.blended.mean() for law in reference_class.measure().values()]
    assert "mean cost x{:.2f}, mean slip {:.0f} months, and benefits {:.0%}".format(*fitted) in text


def test_readme_tells_the_base_profile(played: xr.Dataset) -> None:
    text = " ".join(README.read_text(encoding="utf-8").split())
    cost = played["yearly_cost"].attrs["base"]
    assert f"£{cost[:3].sum():.1f}m falls before April 2025 and £{cost[3:].sum():.1f}m after" in text
    steady = [played[f"yearly_{kind}_benefit"].attrs["base"][-1] for kind in ("cash", "efficiency")]
    assert f"needs £{sum(steady):.0f}m a year, {sum(steady) / 525:.0%} of the £525m" in text


@pytest.mark.long
def test_readme_holds_the_count_of_a_million() -> None:
    met = int((claim.measure(iterations=1_000_000)["total_benefit"] >= 1800).sum())
    assert f"in {met} of a million" in README.read_text(encoding="utf-8")


def test_the_readme_shows_what_is_played() -> None:
    results = readme.measure()
    readme.check(results)
    with pytest.raises(AssertionError, match=r"python -m experiments\.readme"):
        readme.check(results.isel(iteration=slice(1000)).assign_attrs(iterations=1000))


def test_designs() -> None:
    found = designs.measure(sizes=(128, 512, 2048), seeds=12, long=2**17)
    designs.check(found)
    assert designs.chart(found).axes
    assert len(designs.answer_text(found).splitlines()) == 10


def test_designs_check_refuses_a_design_that_is_none() -> None:
    found = designs.measure(sizes=(128, 256), seeds=4, long=2**12)
    worse = found.copy(deep=True)
    worse["rate"].loc[{"design": "sobol"}] = -0.5
    worse["rate"].loc[{"design": "random"}] = -0.5
    with pytest.raises(AssertionError, match="sobol on a smooth sum"):
        designs.check(worse)
