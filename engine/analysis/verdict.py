"""The verdict on each claim: its chance given the model, over our beliefs and over scenarios, and a word for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.claims import claims
from engine.analysis.evidence import floor_of, never_in
from engine.analysis.worlds import over_beliefs

if TYPE_CHECKING:
    import xarray as xr

SURE, HALF = 0.05, 0.5  # where the words change
WORDS = ("will not hold", "unlikely", "undecided", "likely", "will hold")


def word(low: float, high: float) -> str:
    """What a range of chances comes to.

    "will not hold" when its top is under 5%, "will hold" when its bottom is over 95%, "undecided" when a half is
    within it, else "unlikely" or "likely".
    """
    if high < SURE:
        return "will not hold"
    if low > 1 - SURE:
        return "will hold"
    if low < HALF < high:
        return "undecided"
    return "unlikely" if high <= HALF else "likely"


def verdict(results: xr.Dataset) -> xr.Dataset:
    """What a run says of each claim, over all that it was played under.

    Dimension `claim` holds what `engine.claims` gives, and
      belief_low, belief_high      the range of 5% to 95% of worlds, the noise of finite worlds taken out; NaN where the
                                   programme has no beliefs or its worlds were not played (`with_ranges`)
      scenario_low, scenario_high  the least and the greatest chance under this and the other scenarios; NaN where no
                                   other was played
      lowest, highest              these scenarios' names, "" for what was played itself
      word                         `word` of the range over beliefs, without one of the interval of the run
      never                        1 / (2n + 2) for a claim that says in how many `cases` it never held, else NaN
    `attrs["floor"]` is the least chance that is told as a number and `attrs["floor_why"]` its reason.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> told = engine.verdict(engine.simulate(programme, iterations=1000, seed=2023))
        >>> str(told["word"].sel(claim="total_benefit").values), told.attrs["floor"]
        ('will not hold', 0.01)

    Raises `ResultsError` as `engine.claims` does.
    """
    return ranged(results, claims(results))


def ranged(results: xr.Dataset, found: xr.Dataset) -> xr.Dataset:
    """The same of claims that have been counted."""
    beliefs = json.loads(results.attrs.get("over_beliefs") or "{}")
    scenarios = scenario_chances(results)
    cases = {str(one["name"]): one.get("cases") for one in json.loads(results.attrs.get("claims") or "[]")}
    names = [str(name) for name in found["claim"].values]
    ends = np.array([beliefs.get(name, (np.nan, np.nan)) for name in names]).reshape(len(names), 2)
    told = [{s: by_claim[name] for s, by_claim in scenarios.items() if name in by_claim} for name in names]
    for one, share in zip(told, found["probability"].values, strict=True):
        if one:
            one[""] = float(share)  # what was played itself
    least, most = ([end(one, key=one.__getitem__, default="") for one in told] for end in (min, max))
    floor = floor_of(results.attrs)
    low = np.where(np.isnan(ends[:, 0]), found["low"], ends[:, 0])
    high = np.where(np.isnan(ends[:, 1]), found["high"], ends[:, 1])
    added: dict[str, Any] = {
        "belief_low": ends[:, 0],
        "belief_high": ends[:, 1],
        "scenario_low": np.array([one.get(k, np.nan) for one, k in zip(told, least, strict=True)], float),
        "scenario_high": np.array([one.get(k, np.nan) for one, k in zip(told, most, strict=True)], float),
        "lowest": np.array(least, np.str_),
        "highest": np.array(most, np.str_),
        "word": np.array([word(float(a), float(b)) for a, b in zip(low, high, strict=True)], np.str_),
        "never": np.array([never_in(n) if (n := cases.get(name)) else np.nan for name in names], float),
    }
    return found.assign({key: ("claim", values) for key, values in added.items()}).assign_attrs(
        floor=floor.chance, floor_why=floor.why
    )


def scenario_chances(results: xr.Dataset) -> dict[str, dict[str, float]]:
    """The chance of each claim under each named scenario, by scenario and claim; empty where none was played."""
    found: dict[str, dict[str, float]] = json.loads(results.attrs.get("over_scenarios") or "{}")
    return found


def with_ranges(
    results: xr.Dataset, worlds: xr.Dataset | None, scenarios: Mapping[str, xr.Dataset]
) -> xr.Dataset:
    """The same results, which know how far beliefs and scenarios move each claim.

    `worlds` are results of the same programme played by world, `scenarios` those of its named scenarios.
    """
    attrs: dict[str, str] = {}
    if worlds is not None:
        told = over_beliefs(worlds)
        attrs["over_beliefs"] = json.dumps(
            {
                str(name): [float(one["probability_low"]), float(one["probability_high"])]
                for name in told["claim"].values
                for one in (told.sel(claim=name),)
            }
        )
        attrs["worlds_played"] = f"{told.attrs['worlds']} x {told.attrs['iterations_per_world']}"
    if scenarios:
        attrs["over_scenarios"] = json.dumps(
            {
                scenario: {
                    str(name): float(chance)
                    for name, chance in zip(found["claim"].values, found["probability"].values, strict=True)
                }
                for scenario, one in scenarios.items()
                for found in (claims(one),)
            },
            ensure_ascii=False,
        )
    return results.assign_attrs(attrs)
