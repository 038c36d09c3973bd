"""How a forecast did: dated outcomes against the results that forecast them, and what so few facts can prove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.claims import claims
from engine.analysis.estimators.scores import brier, coverage_interval, crps, pit, power, rejected
from engine.analysis.measures import describe, measure, measure_names
from engine.analysis.target import check_kept
from engine.problems import listed, nearest
from engine.scoring.outcome import Outcome, OutcomeError

if TYPE_CHECKING:
    import xarray as xr

CENTRAL = 0.8  # of the interval that outcomes are looked for in
CLEARLY = 0.6  # the true coverage of intervals that are clearly too narrow


def score(results: xr.Dataset, outcomes: Mapping[str, Outcome]) -> xr.Dataset:
    """Each outcome against its forecast, every iteration of which was kept.

    Dimension `outcome`, by name: `about` (the measure or claim), `value` (1 or 0 of a claim), `base`; of measures
      low, high   the central 80% interval: P10 and P90
      inside      whether the value is within it
      pit         the share of iterations below it, of what equals it half
      crps        the continuous ranked probability score, in the measure's units: less is better
      crps_base   that of the base case as a forecast of one number: its distance
    and of claims `chance` and `brier`. What is not told of an outcome is NaN. Attributes: `facts`, independent facts
    with an interval, `hits` those inside, `coverage` the interval of coverages that so many hits leave (95%), `power`
    the chance with which so many facts would find out that the intervals cover 60% alone, `verdict` a sentence.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> results = engine.simulate(programme, iterations=1000, seed=2023)
        >>> told = engine.score(results, {"cost": engine.Outcome("cost", measure="total_cost", value=1200)})
        >>> bool(told["inside"][0]), told.attrs["facts"]
        (True, 1)

    Raises `OutcomeError` for an outcome of what the results do not hold, and for a summary.
    """
    import xarray as xr

    check_kept(results)
    rows = [_scored(results, one) for one in outcomes.values()]
    keys = ("value", "base", "low", "high", "pit", "crps", "crps_base", "chance", "brier")
    table = {key: np.array([row.get(key, np.nan) for row in rows], float) for key in keys}
    inside = (table["low"] <= table["value"]) & (table["value"] <= table["high"])
    every = list(outcomes.values())
    texts = {
        "about": [one.measure or one.claim or "" for one in every],
        "fact": [one.fact or one.name for one in every],
        "date": [one.date for one in every],
        "source": [one.source for one in every],
    }
    found = xr.Dataset(
        {
            **{key: ("outcome", np.array(text, np.str_)) for key, text in texts.items()},
            **{key: ("outcome", values) for key, values in table.items()},
            "inside": ("outcome", inside),
        },
        coords={"outcome": np.array(list(outcomes), np.str_)},
    )
    return found.assign_attrs(calibration(found))


def calibration(found: xr.Dataset) -> dict[str, object]:
    """What the hits among independent facts say of the intervals; the first outcome of a fact stands for it."""
    first: dict[str, bool] = {}
    for fact, inside, low in zip(
        found["fact"].values, found["inside"].values, found["low"].values, strict=True
    ):
        if np.isfinite(low):
            first.setdefault(str(fact), bool(inside))
    facts, hits = len(first), sum(first.values())
    few, many = rejected(facts, CENTRAL)
    if hits <= few:
        said = "fewer than chance explains: the intervals are too narrow"
    elif hits >= many:
        said = "more than chance explains: the intervals are too wide"
    else:
        said = "as many as intervals that are right may have"
    chance = float(power(facts, CENTRAL, CLEARLY))
    return {
        "facts": facts,
        "hits": hits,
        "coverage": list(coverage_interval(hits, facts)) if facts else [0.0, 1.0],
        "power": chance,
        "verdict": f"{hits} of {facts} facts within their 80% interval, {said}; intervals that cover 60% alone would "
        f"be found out by so many facts in {100 * chance:.0f}% of cases",
    }


def _scored(results: xr.Dataset, one: Outcome) -> dict[str, float]:
    if one.claim is not None:
        found = claims(results)
        if one.claim not in found["claim"].values:
            raise _unknown(one, "claim", one.claim, [str(name) for name in found["claim"].values])
        claim = found.sel(claim=one.claim)
        chance, base = float(claim["probability"]), float(claim["base_case"])
        return {"value": float(one.holds), "base": base, "chance": chance, "brier": brier(chance, one.holds)}
    if one.measure not in measure_names(results):
        raise _unknown(one, "measure", str(one.measure), measure_names(results))
    values = np.asarray(measure(results, str(one.measure)).values)
    base = float(describe(results, str(one.measure))["base"])
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, [(1 - CENTRAL) / 2, (1 + CENTRAL) / 2])
    return {
        "value": one.value,
        "base": base,
        "low": float(low),
        "high": float(high),
        "pit": pit(values, one.value),
        "crps": crps(finite, one.value),
        "crps_base": abs(one.value - base),
    }


def _unknown(one: Outcome, what: str, name: str, known: list[str]) -> OutcomeError:
    return OutcomeError.at(
        f"outcomes.{one.name}.{what}", f'"{name}"', f"one of {listed(known)}", nearest(name, known)
    )
