"""Every experiment's own check passes on a small run, fails on a wrong one, and its chart can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from experiments import argument, before_and_after, claim, designs, gao_step9, readme, views
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


def test_views_check_refuses_a_dearer_alternative_that_is_beaten_less_often(compared: xr.Dataset) -> None:
    chance = compared["probability"]
    turned = compared.assign(probability=chance.where(chance["claim"] != "cheaper", 1 - chance))
    with pytest.raises(AssertionError, match="dearer alternative"):
        views.check(turned)


@pytest.mark.parametrize("name", argument.QUICK)
def test_the_flagships_readme_shows_what_is_played(name: str) -> None:
    argument.check({name: argument.QUICK[name]})


@pytest.mark.long
def test_the_flagships_readme_shows_before_and_after() -> None:
    argument.check(argument.LONG)


def test_a_block_that_is_not_what_is_played_is_refused() -> None:
    with pytest.raises(AssertionError, match="middle: run python -m experiments"):
        argument.check({"middle": lambda: "The middle outcome is £1,800m."})
    with pytest.raises(KeyError):
        argument.with_block("no markers", "middle", "")


def test_before_and_after() -> None:
    found = before_and_after.measure(worlds=40, each=500)
    before_and_after.check(found)
    text = README.read_text(encoding="utf-8")
    assert before_and_after.first_table(found) in text  # which rests on no worlds
    rows = [line.split("|")[1] for line in before_and_after.second_table(found).splitlines()]
    assert all(row in text for row in rows)
    narrow = found["chance"].sel(row="nothing but luck", drop=True).broadcast_like(found["chance"])
    with pytest.raises(AssertionError, match="no more than luck"):
        before_and_after.check(found.assign(chance=narrow))


def test_gao_step_9() -> None:
    results = gao_step9.measure(iterations=20_000)
    gao_step9.check(results)
    assert gao_step9.chart(results).axes


def test_gao_check_refuses_elements_that_are_correlated() -> None:
    results = gao_step9.measure(iterations=20_000)
    with pytest.raises(AssertionError):
        gao_step9.check(results.assign(independent=results["correlated"]))


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
