"""Precisions as people write them: what each means, and what is refused in which words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import engine
from engine.analysis.precision_target import TargetError, check_target, reading_of, sample_of, target_of
from tests.analysis.synthetic_results import synthetic_results

UNDERSTOOD = {
    "p80(total_cost) ± 1%": ("percentile", "total_cost", 80.0, 0.01, True),
    " P 97.5 ( npv ) +/- 12.5 ": ("percentile", "npv", 97.5, 12.5, False),
    "mean(npv) +- 5": ("mean", "npv", None, 5.0, False),
    "mean(npv) ± 2.5%": ("mean", "npv", None, 0.025, True),
    "P(cost) ± 0.5pp": ("chance", "cost", None, 0.005, False),
    "p(cost) ± .99": ("chance", "cost", None, 0.99, False),
    "P(cost) ± 100pp": ("chance", "cost", None, 1.0, False),
}
REFUSED = {
    "p80 total_cost ± 1%": "no precision that is known",
    "p80(total_cost)": 'such as "p80(total_cost) ± 1%"',
    "p80(total_cost) ± 0": "a width above 0",
    "P(cost) ± 1": "in percentage points",
    "P(cost) ± 0.5%": "in percentage points",
    "p80(total_cost) ± 1pp": "percentage points are for chances",
    "mean(npv) ± 1pp": "percentage points are for chances",
    "p0(npv) ± 1": "above P0 and below P100",
    "p100(npv) ± 1": "above P0 and below P100",
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood(text: str) -> None:
    what, of, percentage, half, is_relative = UNDERSTOOD[text]
    found = target_of(text)
    assert (found.text, found.what, found.of) == (text.strip(), what, of)
    assert (found.half, found.is_relative) == (half, is_relative)
    assert found.percentage == percentage or (percentage is None and np.isnan(found.percentage))


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(TargetError) as refused:
        target_of(text)
    assert str(refused.value).startswith(f'"{text}": ')
    assert REFUSED[text] in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P(cots) ± 1pp", "no claim 'cots'; did you mean \"cost\"?"),
        ("P(npv) ± 1pp", "no claim 'npv'; there are cost, benefits"),
        ("mean(cost) ± 1", "no measure 'cost'; there are npv"),
    ],
)
def test_a_figure_of_what_is_not_there(text: str, words: str) -> None:
    with pytest.raises(TargetError) as refused:
        check_target(target_of(text), ["cost", "benefits"], ["npv"])
    assert words in str(refused.value)
    check_target(target_of("P(cost) ± 1pp"), ["cost"], [])


def test_the_figure_and_its_interval_are_those_of_the_analyses() -> None:
    results = synthetic_results(500)
    for text, of in (("P(cost) ± 1pp", "cost"), ("mean(npv) ± 5", "npv"), ("p80(npv) ± 5", "npv")):
        target = target_of(text)
        values, cautious = sample_of(target, results)
        found = reading_of(target, values, cautious)
        if target.what == "chance":
            one = engine.claims(results).sel(claim=of)
            expected = [float(one[key]) for key in ("probability", "low", "high")]
        elif target.what == "mean":
            half = stats.norm.ppf(0.975) * stats.sem(values)
            expected = [values.mean(), values.mean() - half, values.mean() + half]
        else:
            one = engine.summarise(results).sel(measure=of, percentile=80)
            expected = [float(one[key]) for key in ("value", "value_low", "value_high")]
        assert list(found) == pytest.approx(expected, rel=2e-3 if target.what == "mean" else 1e-9)
        assert found.half == pytest.approx((found.high - found.low) / 2)
