"""Is the programme as a whole what programmes of its class were?

The reference class is one of whole programmes: nine costs, six slips, six benefits, and thousands of projects. The
programme file plays five clusters, sixteen lines of benefit, some thirty risks. Laws that are right for each part can
make a sum that no class ever knew: parts that draw apart average out, and a cause played beside a law that holds it
already counts twice. So the sum is played, and set against the class: mean and spread of cost and benefit over what was
claimed, and of the months to go-live, mean over users.

The sum here is the default without restarts (cancelled programmes are in no pair of the class), every belief but the
weight of the evidence at its base. What restarts and all other beliefs add to it is told beside, and argued: scope that
moves, parameters that six pairs leave open, are no part of how programmes of the class differed. Mean and spread are
what is matched; shapes may differ, most of all of the slip: one in five of the class was on time, and here nearly none.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import engine
from distributions import Law
from experiments.named_causes import CLAIMED_BENEFIT, CLAIMED_COST, ITERATIONS, SEED, totals, users
from experiments.reference_class import measure as fitted_class
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

QUANTITIES = {"cost": "cost growth", "benefit": "benefit", "slip": "slip of go-live"}
WORDS = {
    "cost": ("cost over £900m", "sd of its logarithm"),
    "benefit": ("benefits over £1.8bn", "coefficient of variation"),
    "slip": ("slip of go-live, months", "sd"),
}
ALL = ("the class", "the sum", "with restarts and every belief", "outside view: class", "outside view: sum")
GRID = np.arange(0.0005, 1, 0.001)
MEAN, SPREAD = 0.02, 0.04  # how far, of themselves, mean and spread may lie from the class's


def spread(quantity: str, values: Floats) -> float:
    """As `WORDS` has it."""
    if quantity == "cost":
        return float(np.log(values).std())
    return float(values.std() / (values.mean() if quantity == "benefit" else 1))


def everything(iterations: int, seed: int) -> dict[str, Floats]:
    """Cost, benefit and slip of the default as it is played, restarts and beliefs drawn."""
    played = engine.simulate(engine.load(PROGRAMME), iterations, seed)
    return {
        "cost": played["one_off_cost"].sum("cluster").values / CLAIMED_COST,
        "benefit": played["total_benefit"].values / CLAIMED_BENEFIT,
        "slip": played["go_live_delay"].values @ users(),
    }


def measure(iterations: int = ITERATIONS, seed: int = SEED) -> xr.Dataset:
    """`mean` and `spread` `(quantity, of)`, and quantiles `value` `(quantity, of, u)`; `of` is one of `ALL`."""
    import xarray as xr

    fitted, rest = fitted_class(), everything(iterations, seed)
    inside, outside = totals(seed=seed), totals("outside-view", seed)
    value = []
    for name, key in QUANTITIES.items():
        laws: Any = fitted[key]
        told: list[Law | Floats] = [
            laws.blended,
            getattr(inside, name),
            rest[name],
            laws.audited,
            getattr(outside, name),
        ]
        value.append([one.ppf(GRID) if isinstance(one, Law) else np.quantile(one, GRID) for one in told])
    shape = ("quantity", "of", "u")
    found = xr.Dataset(
        {"value": (shape, np.array(value))}, coords={"quantity": list(QUANTITIES), "of": list(ALL), "u": GRID}
    )
    spreads = [[spread(name, one) for one in row] for name, row in zip(QUANTITIES, value, strict=True)]
    return found.assign(mean=found["value"].mean("u"), spread=(("quantity", "of"), spreads))


def check(found: xr.Dataset) -> None:
    """Mean and spread of the sum are the class's, in the default and outside; raises `AssertionError`."""
    for before, after in (ALL[:2], ALL[3:]):
        for name in QUANTITIES:
            for what, far in (("mean", MEAN), ("spread", SPREAD)):
                one, other = (float(found[what].sel(quantity=name, of=of)) for of in (before, after))
                assert abs(other / one - 1) < far, f"{name}: {what} of the sum {other:.3f}, class {one:.3f}"


def table(found: xr.Dataset) -> str:
    """The README's table: a row a quantity and figure."""
    lines = [f"| | {' | '.join(ALL)} |", "|---" + "|---:" * len(ALL) + "|"]
    for name, words in WORDS.items():
        for what, label in zip(("mean", "spread"), ("mean", words[1]), strict=True):
            row = found[what].sel(quantity=name).values
            digits = 1 if name == "slip" else 3
            lines.append(f"| {words[0]}: {label} | {' | '.join(f'{v:.{digits}f}' for v in row)} |")
    return "\n".join(lines)


def heading(found: xr.Dataset) -> str:
    """What the chart shows."""
    off = [
        abs(float(found[what].sel(quantity=name, of=ALL[1]) / found[what].sel(quantity=name, of=ALL[0])) - 1)
        for name in QUANTITIES
        for what in ("mean", "spread")
    ]
    return f"The sum of five clusters has the class's mean and spread, to {max(off):.1%} at most"


def chart(found: xr.Dataset) -> Figure:
    """A panel a quantity: the class, the sum, and the sum with what comes on top, as shares at or below."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    panels = figure.subplots(1, 3, sharey=True)
    for panel, (name, words), end in zip(panels, WORDS.items(), (5, 1.6, 100), strict=True):
        for of, style, colour in zip(ALL[:3], ("-", "--", ":"), ("0.45", "#1f5a8a", "#1f5a8a"), strict=True):
            value = found["value"].sel(quantity=name, of=of).values
            panel.plot(value, 100 * GRID, style, color=colour, label=of, lw=2 if of == ALL[0] else 1.5)
        panel.set(xlabel=words[0], xlim=(0, end), ylim=(0, 100))
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("chance of at most this, %")
    panels[0].legend(frameon=False, fontsize=8)
    figure.suptitle(heading(found), fontsize=9, x=0.01, ha="left")
    figure.set_label(heading(found))
    return figure


if __name__ == "__main__":
    results = measure()
    check(results)
    print(table(results))
    print(heading(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
