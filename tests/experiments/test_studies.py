"""The experiments that study the flagship: their checks hold, refuse what is wrong, and their words come of results."""

from __future__ import annotations

import pytest
import xarray as xr

from engine.reporting.differences import signed
from experiments import bridge_to_median, levers, what_must_be_true


def test_levers() -> None:
    found = levers.measure(iterations=1000)
    levers.check(found)
    gain = float(found["difference"].sel(other="mandate", measure="total_benefit"))
    assert f"mandate {signed(gain, '£m')}" in levers.answer(found)
    assert len(levers.chart(found).axes) == 2
    with pytest.raises(AssertionError):  # a lever that does harm
        levers.check(found.assign(low=-found["high"], difference=-found["difference"]))


def test_bridge_to_median() -> None:
    found = bridge_to_median.measure(iterations=200)
    bridge_to_median.check(found)
    step = float(found["cluster"]["step"].sel(end="p50", cause="Synergy"))
    assert f"Synergy {signed(step, '£m')}" in bridge_to_median.answer(found)
    assert bridge_to_median.chart(found).axes
    short = {key: one.assign(step=0.99 * one["step"]) for key, one in found.items()}
    with pytest.raises(AssertionError):  # steps that do not add up
        bridge_to_median.check(short)


def test_what_must_be_true() -> None:
    found: dict[str, xr.Dataset] = what_must_be_true.measure(1000, inputs=["drivers.*", "risks.*"])
    what_must_be_true.check(found)
    assert f"{found['whole'].attrs['beta']:.2f} standard deviations" in what_must_be_true.answer(found)
    assert what_must_be_true.chart(found).axes
    near = found["whole"].assign_attrs(beta=0.5)
    with pytest.raises(AssertionError):  # a claim that is nearly true
        what_must_be_true.check({**found, "whole": near})
