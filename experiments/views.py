"""How far does the answer hang on the point of view?

Five scenarios of one programme, on the same draws.

- *inside view*: the plan with a planner's ranges. No risk strikes and the money comes.
- *default*: the laws of the reference class, half audited and half unselected, and the risks that the class
  cannot hold. The one that we defend.
- *outside view*: the audited pairs alone.
- *funding closed*: the default with every pound that is needed granted when it is needed.
- *like for like*: the default, but departments' own replacements overrun as the clusters do.

If the verdict were to change between them, it would be a verdict on the view and not on the programme.
Because draws are keyed by name, an iteration of one scenario can be set against the same iteration of
another: with the funding closed no iteration can have a smaller benefit.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from experiments import claim, named_causes, reference_class

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

SCENARIOS = ("inside-view", "", "outside-view", "funding-closed", "like-for-like")
MEASURES = ("total_benefit", "cash_benefit", "efficiency_benefit", "total_cost", "go_live_delay")


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Chances and percentiles, with dims `(scenario, claim)` and `(scenario, measure, percentile)`.

    `lost_to_funding` (iteration) is the benefit that the funding gap takes, by pairing iterations;
    `synergy_delay` and `synergy_growth` (scenario) are the largest cluster's mean delay in months and mean
    one-off cost as a multiple of its base.
    """
    import xarray as xr

    chances, values, benefit, delay, growth = [], [], {}, [], []
    for scenario in SCENARIOS:
        played = claim.measure(iterations, seed, scenario or None)
        chances.append(engine.claims(played)["probability"])
        values.append(engine.summarise(played)[["base", "mean", "value"]])
        benefit[scenario] = played["total_benefit"]
        synergy = played.sel(cluster="synergy")
        delay.append(float(synergy["go_live_delay"].mean()))
        cost = played["one_off_cost"]
        base = cost.attrs["base"][list(played["cluster"].values).index("synergy")]
        growth.append(float(synergy["one_off_cost"].mean()) / base)
    table = xr.concat(values, "scenario").assign(probability=xr.concat(chances, "scenario"))
    table = table.assign_coords(scenario=[name or "default" for name in SCENARIOS])
    return table.assign(
        lost_to_funding=benefit["funding-closed"] - benefit[""],
        synergy_delay=("scenario", delay),
        synergy_growth=("scenario", growth),
    )


def check(results: xr.Dataset) -> None:
    """Bases, order of the views, and nothing counted twice; raises `AssertionError`."""
    for name, value in claim.CLAIMED.items():
        base = results["base"].sel(measure=name).values
        assert np.allclose(base, value, rtol=1e-9, atol=0), f"{name}: base {base}"
    assert float(results["lost_to_funding"].min()) >= -1e-9
    chance = results["probability"].sel(claim="whole")
    assert float(chance.sel(scenario="inside-view")) > float(chance.sel(scenario="default"))
    benefit = [
        float(results["mean"].sel(measure="total_benefit", scenario=name))
        for name in ("inside-view", "default", "outside-view")
    ]
    assert benefit == sorted(benefit, reverse=True), f"inside, default, outside: {benefit}"
    check_totals_are_those_of_the_class(results)


def check_totals_are_those_of_the_class(results: xr.Dataset) -> None:
    """What named causes and laws add up to in the default is the class, and restarts on top."""
    fitted = reference_class.measure()
    delay, growth = results["synergy_delay"], results["synergy_growth"]
    wait = float(delay.sel(scenario="default") - delay.sel(scenario="funding-closed"))
    assert abs(wait - named_causes.FUNDING_WAIT) < 1, f"the funding gap adds {wait} months"
    chance, size = (named_causes.pert(f"laws.restart_{name}").mean() for name in ("probability", "delay"))
    slip = float(delay.sel(scenario="default")) - chance * size
    expected = fitted["slip of go-live"].blended.mean()
    assert abs(slip - expected) < 1.5, f"mean slip without restarts {slip}, class {expected}"
    expected = fitted["cost growth"].blended.mean()
    found = float(growth.sel(scenario="default"))
    assert abs(found - expected) < 0.05, f"mean cost growth {found}, class {expected}"


def table(results: xr.Dataset) -> str:
    """The README's table: a column a scenario; chances in per cent, then P50 and the careful side in £m."""
    names = [str(name) for name in results["scenario"].values]
    lines = [f"| | {' | '.join(names)} |", "|---" + "|---:" * len(names) + "|"]
    for name in results["claim"].values:
        row = results["probability"].sel(claim=name).values
        lines.append(f"| chance: {str(name).replace('_', ' ')} | {' | '.join(f'{p:.1%}' for p in row)} |")
    for name in (*MEASURES, "npv", "saving_against_counterfactual"):
        careful = 80 if name in ("total_cost", "go_live_delay") else 20
        fifty = results["value"].sel(measure=name, percentile=50).values
        other = results["value"].sel(measure=name, percentile=careful).values
        cells = " | ".join(f"{a:,.0f} / {b:,.0f}" for a, b in zip(fifty, other, strict=True))
        lines.append(f"| {name.replace('_', ' ')}, P50 / P{careful} | {cells} |")
    return "\n".join(lines)


def chart(results: xr.Dataset) -> Figure:
    """Chance of each claim, a row a claim, a mark a scenario."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axis = figure.subplots()
    claims = [str(name) for name in results["claim"].values]
    rows = np.arange(len(claims))[::-1]
    for place, (name, mark) in enumerate(zip(results["scenario"].values, "<os>D", strict=True)):
        chance = results["probability"].sel(scenario=name).values
        face = "#1f5a8a" if name == "default" else "white"
        apart = 0.3 - 0.15 * place  # scenarios of one claim lie below one another, in the legend's order
        axis.plot(100 * chance, rows + apart, mark, color="#1f5a8a", label=str(name), markerfacecolor=face)
    axis.set_yticks(rows, [name.replace("_", " ") for name in claims])
    axis.set(xlabel="chance that the claim holds, %", xlim=(-2, 102), ylim=(-0.5, len(claims) - 0.5))
    axis.hlines(rows[:-1] - 0.5, -2, 102, color="0.85", lw=0.8)
    figure.legend(loc="outside upper center", ncols=5, frameon=False, fontsize=9)
    figure.set_label("The chance of each claim in five views of the programme")
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(table(found))
    print(f"benefit lost to the funding gap, mean: £{float(found['lost_to_funding'].mean()):.0f}m")
    for name, months, times in zip(
        SCENARIOS, found["synergy_delay"].values, found["synergy_growth"].values, strict=True
    ):
        print(
            f"Synergy, {name or 'default':15} mean delay {months:.1f} months, mean cost {times:.2f} of plan"
        )
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
