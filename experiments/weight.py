"""How much of the answer hangs on the weight that we give to audited programmes?

Auditors visit failures; surveys of single firms know no departments. The programme file believes something between
them, and nothing measures what: the weight is the belief `audited`, anything from 0, when surveys are right, to 1,
when the pairs of the register are; of cost, dates and all benefits alike. Here it is held at five places, all else
drawn as ever. Draws are keyed by name, so the five runs meet the same luck.

The words of the answer are made of the results: which claim's word would change along the way, and which not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engine
from engine.reporting.phrasing import probability
from experiments.named_causes import WEIGHT
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
CLAIMS = {
    "whole": "all four claims",
    "total_benefit": "£1.8bn of benefits",
    "cost": "about £900m",
    "cheaper": "cheaper than alone",
}
HALF = 900.0  # £m, half of the claimed benefits


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Chances `(weight, claim)` and percentiles `(weight, measure, percentile)`, and the chance of half the benefit."""
    import xarray as xr

    programme, runs = engine.load(PROGRAMME), []
    for weight in WEIGHTS:
        played = engine.simulate(programme.held({WEIGHT: weight}), iterations, seed)
        half = float((played["total_benefit"] >= HALF).mean())
        runs.append(
            xr.Dataset({"half": half})
            .merge(engine.claims(played)[["probability"]])
            .merge(engine.summarise(played)[["base", "mean", "value"]])
        )
    return xr.concat(runs, "weight").assign_coords(weight=list(WEIGHTS))


def check(results: xr.Dataset) -> None:
    """More weight on audits is never kinder, and moves the cost far; raises `AssertionError`."""
    for name, kinder in (("total_benefit", -1), ("total_cost", 1), ("go_live_delay", 1)):
        mean = (kinder * results["mean"].sel(measure=name)).values.tolist()
        assert mean == sorted(mean), f"{name}: {mean}"
    cost = results["probability"].sel(claim="cost").values
    assert cost[0] - cost[-1] > 0.1, f"the weight hardly moves the chance of the cost: {cost}"


def table(results: xr.Dataset) -> str:
    """The README's table: a column a weight."""
    weights = results["weight"].values
    lines = [f"| weight of audited pairs | {' | '.join(f'{w:.2f}' for w in weights)} |"]
    lines.append("|---" + "|---:" * len(weights) + "|")
    rows = {f"chance: {words}": results["probability"].sel(claim=claim) for claim, words in CLAIMS.items()}
    rows["chance: half of the benefits"] = results["half"]
    lines += [f"| {name} | {' | '.join(f'{p:.1%}' for p in row.values)} |" for name, row in rows.items()]
    for name in ("total_benefit", "total_cost"):
        row = results["value"].sel(measure=name, percentile=50).values
        lines.append(f"| {name.replace('_', ' ')}, P50 | {' | '.join(f'{v:,.0f}' for v in row)} |")
    return "\n".join(lines)


def heading(results: xr.Dataset) -> str:
    """What the chart shows."""
    cost, cheaper = (results["probability"].sel(claim=claim).values[[0, -1]] for claim in ("cost", "cheaper"))
    return (
        f"From surveys to audits the cost's chance goes from {probability(cost[0])} to {probability(cost[1])}, "
        f"that of being cheaper from {probability(cheaper[0])} to {probability(cheaper[1])}"
    )


def chart(results: xr.Dataset) -> Figure:
    """Chances against the weight, each line named at its end."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.4, 4), layout="constrained")
    axis = figure.subplots()
    weights = results["weight"].values
    lines = {words: results["probability"].sel(claim=claim) for claim, words in CLAIMS.items()}
    lines["half of the benefits"] = results["half"]
    for (words, chance), style in zip(lines.items(), ("-o", "-v", "--s", ":D", "-.^"), strict=True):
        axis.plot(weights, 100 * chance.values, style, color="#1f5a8a", label=words, markersize=4)
    axis.set(xlabel="weight of the audited pairs: 0 surveys are right, 1 audits are", ylabel="chance, %")
    axis.set_ylim(bottom=0)
    axis.legend(frameon=False, fontsize=8)
    axis.set_title(heading(results), fontsize=9, loc="left")
    figure.set_label(heading(results))
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(table(found))
    print(heading(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
