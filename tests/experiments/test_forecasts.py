"""The experiments that put the forecast itself to the test: checks pass and can fail, words come of results."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtr

import engine
from engine.reporting.phrasing import quantity
from experiments import beliefs, leave_one_out, optimism_bias, precursors, rival, tail
from experiments.shared_services import register


def test_tail() -> None:
    found = tail.measure(iterations=4000)
    tail.check(found)
    far = float(found["value"].sel(law=tail.GREATEST, percentile=99))
    assert quantity(far, "£m") in tail.answer(found)
    assert len(tail.chart(found).axes) == 1
    same = found.assign(value=found["value"].sel(law=tail.PLAYED).expand_dims(law=found["law"]))
    with pytest.raises(AssertionError, match="P99"):  # a tail that moves nothing
        tail.check(same)


def test_rival() -> None:
    found = rival.measure(iterations=3000)
    rival.check(found)
    cost = found["cost"]["cost"].sel(view="default")
    assert rival.at_price(found, float(cost.max()) + 1, "default").startswith("over 99")
    assert len(rival.chart(found).axes) == 2
    assert "overruns with the clusters" in rival.answer(found)
    swapped = found["readings"].assign(chance=1 - found["readings"]["chance"])
    with pytest.raises(AssertionError, match="no advantage"):  # a dearer rival that is beaten less often
        rival.check(found | {"readings": swapped})


def test_optimism_bias() -> None:
    found = optimism_bias.measure(iterations=1000)
    optimism_bias.check(found)
    cost = float(found["value"].sel(measure="total_cost", percentile=50)[0])
    assert quantity(cost, "£m") in optimism_bias.heading(found)
    assert "under 0." in optimism_bias.answer(found)
    assert len(optimism_bias.chart(found).axes) == 3
    with pytest.raises(AssertionError, match="cost of none"):  # an uplift that was never applied
        optimism_bias.check(
            found.assign(value=found["value"].isel(view=-2, drop=True).expand_dims(view=found["view"]))
        )


def test_precursors() -> None:
    found = precursors.measure(iterations=2000)
    precursors.check(found)
    count, of, coin = precursors.better(found)
    assert coin == pytest.approx(sum(math.comb(of, k) for k in range(count, of + 1)) / 2**of, rel=1e-12)
    assert f"{count} of {of} precursors" in precursors.answer(found)
    assert len(precursors.chart(found).axes) == 3
    swapped = found.assign(crps=found["crps"].isel(view=[0, 2, 1]).assign_coords(view=found["view"]))
    with pytest.raises(AssertionError, match="did better for"):
        precursors.check(swapped)  # the inside view's scores given to the class


def test_every_fact_of_a_precursor_was_public_before_the_cut_off() -> None:
    dated = {row["key"]: row["date"] for row in register.rows("sources")}
    for fact in precursors.facts():
        assert dated[fact["source"]][:4] < "2023" or dated[fact["source"]] == "undated", fact
        assert fact["quantity"] in precursors.QUANTITIES
        assert fact["settled"] in ("yes", "no")
        assert precursors.outcome(fact) >= 0


def test_a_forecast_of_a_precursor_does_not_hang_on_its_own_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = precursors.forecast("Research Councils UK", "class").inputs
    rows = register.rows

    def other(table: str) -> list[dict[str, str]]:
        key = "months" if table == "slip" else "outcome"
        return [
            row | {key: "77"} if row.get("programme", "").startswith("Research") else row
            for row in rows(table)
        ]

    monkeypatch.setattr(register, "rows", other)
    assert precursors.forecast("Research Councils UK", "class").inputs == before
    assert precursors.forecast("Next Generation", "class").inputs != before


def test_leave_one_out() -> None:
    found = leave_one_out.measure(iterations=1000)
    leave_one_out.check(found)
    phoenix = found.isel(
        pair=(found["programme"] == "Canada Phoenix pay") & (found["table"] == "benefit_ratio")
    )
    assert (phoenix["place"] < 1e-9).all()  # nothing was realised
    assert f"{leave_one_out.hits(found, 'blended')} of {found.sizes['pair']}" in leave_one_out.answer(found)
    assert len(leave_one_out.chart(found).axes) == 2
    with pytest.raises(AssertionError, match="in the central 80%"):  # a class that foretells nothing
        leave_one_out.check(found.assign(place=found["place"] * 0 + 0.95))


def test_the_place_of_a_pair_is_its_chance_in_the_law_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = register.rows
    monkeypatch.setattr(
        register, "rows", lambda table: [row | {"reading": "measured"} for row in rows(table)]
    )
    others = np.log(np.delete(register.observed("cost_ratio"), 0))
    z = (math.log(register.observed("cost_ratio")[0]) - others.mean()) / others.std(ddof=1)
    found = leave_one_out.place("cost_ratio", register.used("cost_ratio")[0]["programme"])
    assert found[0] == pytest.approx(float(ndtr(z)), rel=1e-5)  # the fit's own search ends there


def test_the_jackknife_of_two_means() -> None:
    """Of the sum of two means the jackknife's variance is s1²/n1 + s2²/n2, exactly."""
    first, second = np.array([1.0, 4.0, 2.0, 9.0]), np.array([3.0, 5.0, 10.0])
    without = [first[np.arange(4) != k].mean() + second.mean() for k in range(4)]
    without += [first.mean() + second[np.arange(3) != k].mean() for k in range(3)]
    error = leave_one_out.jackknife(np.array(without)[:, None], np.array(["a"] * 4 + ["b"] * 3))
    assert error[0] == pytest.approx(math.sqrt(first.var(ddof=1) / 4 + second.var(ddof=1) / 3), rel=1e-12)


def test_beliefs() -> None:
    found = beliefs.measure(iterations=20_000, walks=4096)
    beliefs.check(found)
    name, share, low, high = beliefs.ranked(found["shares"], "cost")[0]
    assert low < share < high
    assert name in beliefs.heading(found)
    assert beliefs.told(engine.verdict(found["results"]), "cheaper")[1] in beliefs.answer(found)
    assert len(beliefs.chart(found).axes) == 3
    assert beliefs.box(found).axes
    with pytest.raises(AssertionError, match="and still a range"):  # a range that is noise
        beliefs.check(found | {"held": engine.over_beliefs(found["worlds"])})
    short = found["shares"].assign(share=0.9 * found["shares"]["share"])
    with pytest.raises(AssertionError, match="shares add up to"):
        beliefs.check(found | {"shares": short})
