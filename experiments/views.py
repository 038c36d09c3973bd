"""How far does the answer hang on the point of view?

Seven scenarios of one programme, on the same draws.

- *inside view*: the plan with a planner's ranges. No risk strikes and the money comes.
- *default*: the laws of the reference class, audited and unselected, and the risks that the class cannot hold. The one
  that we defend.
- *outside view*: the audited pairs alone.
- *funding closed*: the default with every pound that is needed granted when it is needed.
- *like for like*: the default, where £1.7bn is what departments would plan, and they overrun as the class does.
- *alternative doubted*: the default, where £1.7bn is the most that they would pay.
- *gross of running*: the default, where running the services has to be paid out of the £500m.

What changes between them is a verdict on the view and not on the programme; the heading says which claims do.
Because draws are keyed by name, an iteration of one scenario can be set against the same iteration of
another: with the funding closed no iteration can have a smaller benefit.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from experiments import claim

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

SCENARIOS = (
    "inside-view",
    "",
    "outside-view",
    "funding-closed",
    "like-for-like",
    "alternative-doubted",
    "gross-of-running",
)
MEASURES = ("total_benefit", "cash_benefit", "efficiency_benefit", "total_cost", "go_live_delay")


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Chances and percentiles, with dims `(scenario, claim)` and `(scenario, measure, percentile)`.

    `lost_to_funding` (iteration) is the benefit that the funding gap takes, by pairing iterations.
    """
    import xarray as xr

    chances, values, benefit = [], [], {}
    for scenario in SCENARIOS:
        played = claim.measure(iterations, seed, scenario or None)
        chances.append(engine.claims(played)["probability"])
        values.append(engine.summarise(played)[["base", "mean", "value"]])
        benefit[scenario] = played["total_benefit"]
    table = xr.concat(values, "scenario").assign(probability=xr.concat(chances, "scenario"))
    table = table.assign_coords(scenario=[name or "default" for name in SCENARIOS])
    return table.assign(lost_to_funding=benefit["funding-closed"] - benefit[""])


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
    cheaper = results["probability"].sel(claim="cheaper")
    readings = [
        float(cheaper.sel(scenario=name)) for name in ("alternative-doubted", "default", "like-for-like")
    ]
    assert readings == sorted(readings), f"a dearer alternative that is beaten less often: {readings}"


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


def heading(results: xr.Dataset) -> str:
    """What the chart shows: the claims that some view has likelier than not and another not."""
    chance = results["probability"]
    turned = [str(name) for name in results["claim"].values if float(chance.sel(claim=name).max()) > 0.5]
    words = " and ".join(name.replace("_", " ").replace("npv", "net present value") for name in turned)
    return f"No view has the benefits likelier than not; what turns with it is: {words}"


def chart(results: xr.Dataset) -> Figure:
    """Chance of each claim, a row a claim, a mark a scenario; claims that hold in no view stand at nought."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 5.4), layout="constrained")
    axis = figure.subplots()
    claims = [str(name) for name in results["claim"].values]
    rows = np.arange(len(claims))[::-1]
    for place, (name, mark) in enumerate(zip(results["scenario"].values, "<os>D^v", strict=True)):
        chance = results["probability"].sel(scenario=name).values
        face = "#1f5a8a" if name == "default" else "white"
        apart = 0.36 - 0.12 * place  # scenarios of one claim lie below one another, in the legend's order
        axis.plot(100 * chance, rows + apart, mark, color="#1f5a8a", label=str(name), markerfacecolor=face)
    axis.set_yticks(rows, [name.replace("_", " ") for name in claims])
    axis.set(xlabel="chance that the claim holds, %", xlim=(-2, 102), ylim=(-0.5, len(claims) - 0.5))
    axis.hlines(rows[:-1] - 0.5, -2, 102, color="0.85", lw=0.8)
    figure.suptitle(heading(results), fontsize=9, x=0.01, ha="left")
    figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=8)
    figure.set_label(heading(results))
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(table(found))
    print(f"benefit lost to the funding gap, mean: £{float(found['lost_to_funding'].mean()):.0f}m")
    print(heading(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
