"""Why does the programme not keep its cost?

The claim is a cost of about £900m. A chance says how often it is missed, and nothing of the reason. Three questions,
each with its own method, and if their answers disagreed none could be believed:

- *Whose doing is it?* Shapley effects share the variance of the miss itself, 1 or 0, out among clusters and kinds of
  cause: shares add up to one although costs are correlated.
- *What has to happen?* Boxes of inputs in which nearly every iteration misses, found in one half of the iterations and
  judged in the other, so that a lucky box does not survive.
- *What if one cause were away?* The claim's chance with each cause off, on the same draws.

The sentences below are made of the numbers; none is typed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from engine.reporting.boxes import sentence
from engine.reporting.influence import part, parts_between, points
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

CLAIM = "cost"


def measure(iterations: int = 20_000, seed: int = 2023) -> dict[str, xr.Dataset]:
    """What each method finds: "clusters" and "kinds" (Shapley), "boxes", "gaps"; and "results", "inputs" of the run."""
    programme = engine.load(PROGRAMME)
    results, inputs = engine.simulate(programme, iterations, seed), engine.draw(programme, iterations, seed)
    return {
        "clusters": engine.shapley(programme, "cluster", iterations, seed, claims=[CLAIM]),
        "kinds": engine.shapley(programme, "kind", iterations, seed, claims=[CLAIM]),
        "boxes": engine.misses(results, inputs, CLAIM),
        "gaps": engine.gaps(
            programme,
            "total_cost",
            iterations,
            seed,
            inputs=["drivers.*", "risks.*"],
        ),
        "results": results,
        "inputs": inputs,
    }


def check(found: dict[str, xr.Dataset]) -> None:
    """The three answers agree; raises `AssertionError`."""
    for by in ("clusters", "kinds"):
        total = float(found[by]["share"].sum())
        assert abs(total - 1) < 1e-9, f"shares by {by} add up to {total}"
    boxes, gaps = found["boxes"], found["gaps"]
    assert boxes.sizes["box"] >= 1, "no box: the miss has no reason that can be told"
    first = boxes.sel(box=0)
    assert float(first["density_low"]) > boxes.attrs["mean"], "in the first box no more miss than elsewhere"
    limited = str(boxes["limited"].values[int(np.argmin(boxes["quasi_p"].values))])
    greatest = str(gaps["cause"].values[int(np.abs(gaps["gap"].values).argmax())])
    assert limited == greatest, f"the surest limit is on {limited}, the greatest gap of {greatest}"
    cluster = top(found["clusters"])[0]
    assert (greatest, cluster) == ("drivers.cost_growth", "several clusters"), (
        f"the greatest gap is of {greatest}, the greatest share of {cluster}"
    )


def top(found: xr.Dataset) -> tuple[str, float, float, float]:
    """The player with the greatest share, and its share with the interval."""
    one = found.isel(output=0)
    place = int(np.argmax(one["share"].values))
    ends = (float(one[f"share{end}"].values[place]) for end in ("", "_low", "_high"))
    name, (value, low, high) = str(one["player"].values[place]), ends
    return name, value, low, high


def answer(found: dict[str, xr.Dataset]) -> str:
    """The three answers, a paragraph each."""
    cluster, kind = top(found["clusters"]), top(found["kinds"])
    gaps = found["gaps"]
    place = int(np.argmax(np.abs(gaps["gap"].values)))
    cause = str(gaps["cause"].values[place])
    chance = -float(gaps["chance_gap"].sel(claim=CLAIM).values[place])
    without = float(gaps["without"].values[place])
    return "\n".join(
        [
            f"Of whether the cost is kept, {part(cluster[1])} ({parts_between(*cluster[2:])}) is {cluster[0]}'s and "
            f"{part(kind[1])} ({parts_between(*kind[2:])}) is that of inputs of the kind {kind[0]}.",
            *(sentence(found["boxes"], box) for box in range(found["boxes"].sizes["box"])),
            f"With {cause} at its plan the cost with 80% assurance would be £{without:,.0f}m instead of "
            f"£{gaps.attrs['value']:,.0f}m, and the chance of the claim would change by {points(chance)}.",
        ]
    )


def chart(found: dict[str, xr.Dataset]) -> Figure:
    """The first box."""
    from engine.reporting.charts.boxes import draw_boxes

    missed = found["results"]["total_cost"].values > 900
    return draw_boxes(found["boxes"], found["inputs"], missed.astype(float))


if __name__ == "__main__":
    measured = measure()
    check(measured)
    print(answer(measured))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(measured), sys.argv[1])
