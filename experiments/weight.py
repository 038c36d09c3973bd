"""How much of the answer hangs on the weight that we give to audited programmes?

Auditors visit failures; surveys of single firms know no departments. `reference_class.py` blends both evenly, and
nothing measures that weight. So here it runs from 0, when every pair of the register is thrown away, to 1,
when the surveys are. Draws are keyed by name, so the five runs meet the same luck.

The chance of the claimed benefit does not move from nil, and half of it stays unlikely. What moves is the cost,
and with it whether the clusters are cheaper than replacing systems alone: that answer *is* one of weight.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import engine
from distributions import Law, kind_of
from experiments import named_causes
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)


def written(law: Law) -> dict[str, Any]:
    """A law as a programme file writes it."""
    inside = {
        key: written(value) if isinstance(value, Law) else value for key, value in law.arguments().items()
    }
    return {"kind": kind_of(law), **inside}


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Chances `(weight, claim)` and percentiles `(weight, measure, percentile)`, and the chance of half the benefit."""
    import xarray as xr

    runs: list[xr.Dataset] = []
    for weight in WEIGHTS:
        base = {"laws.go_live_slip": 0.0}
        laws = {
            path: {**written(law), "base": base.get(path, 1.0)}
            for path, law in named_causes.measure(weight)[""].items()
        }
        played = engine.simulate(engine.load(PROGRAMME, overrides=laws), iterations, seed)
        half = float((played["total_benefit"] >= 900).mean())
        runs.append(
            xr.Dataset({"half": half})
            .merge(engine.claims(played)[["probability"]])
            .merge(engine.summarise(played)[["base", "mean", "value"]])
        )
    return xr.concat(runs, "weight").assign_coords(weight=list(WEIGHTS))


def check(results: xr.Dataset) -> None:
    """The verdict stands at every weight, and more weight on audits is never kinder; raises `AssertionError`."""
    assert float(results["probability"].sel(claim="whole").max()) < 0.01
    assert float(results["half"].max()) < 0.25
    benefit = results["mean"].sel(measure="total_benefit").values.tolist()
    assert benefit == sorted(benefit, reverse=True), benefit
    cost = results["mean"].sel(measure="total_cost").values.tolist()
    assert cost == sorted(cost), cost


def table(results: xr.Dataset) -> str:
    """The README's table: a column a weight."""
    weights = results["weight"].values
    lines = [f"| weight of audited pairs | {' | '.join(f'{w:.2f}' for w in weights)} |"]
    lines.append("|---" + "|---:" * len(weights) + "|")
    rows = {"chance: whole claim": results["probability"].sel(claim="whole")}
    rows["chance: half of the benefits"] = results["half"]
    rows["chance: cost"] = results["probability"].sel(claim="cost")
    rows["chance: cheaper"] = results["probability"].sel(claim="cheaper")
    lines += [f"| {name} | {' | '.join(f'{p:.1%}' for p in row.values)} |" for name, row in rows.items()]
    for name in ("total_benefit", "total_cost"):
        row = results["value"].sel(measure=name, percentile=50).values
        lines.append(f"| {name.replace('_', ' ')}, P50 | {' | '.join(f'{v:,.0f}' for v in row)} |")
    return "\n".join(lines)


def chart(results: xr.Dataset) -> Figure:
    """Chances against the weight."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 4), layout="constrained")
    axis = figure.subplots()
    weights = results["weight"].values
    for claim, style in (("whole", "-o"), ("cost", "--s"), ("cheaper", ":D")):
        chance = 100 * results["probability"].sel(claim=claim).values
        axis.plot(weights, chance, style, color="#1f5a8a", label=f"claim: {claim}")
    axis.plot(weights, 100 * results["half"].values, "-.^", color="0.3", label="half of the benefits")
    axis.set(xlabel="weight of the audited pairs", ylabel="chance, %", ylim=(-2, 102))
    axis.legend(frameon=False)
    figure.set_label(
        "The chance of the claim, of its cost and of half its benefits against the weight of audits"
    )
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(table(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
