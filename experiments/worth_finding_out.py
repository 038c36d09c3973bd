"""What would be worth finding out before deciding?

The input that spreads an answer most need not be the one that is worth finding out: knowledge has a worth only where it
could change a decision. Two decisions about the flagship are asked:

- *Go ahead or not*, by the net present value. It is so often below nought that almost nothing could turn the decision:
  knowing everything is worth little, and the widest inputs nothing.
- *Share, or let departments replace their systems alone*, by the saving against their own replacement. There the
  chances are even, and to know is worth much.

Each worth has a check, decisions on iterations that did not teach them; where it disagrees with the regression the
worth is not to be believed, and the check here is that it agrees.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

DECISIONS = {"npv": "go ahead or not", "saving_against_counterfactual": "share or replace alone"}


def measure(iterations: int = 20_000, seed: int = 2023) -> dict[str, xr.Dataset]:
    """What `engine.value_of_information` finds of each decision, by input."""
    programme = engine.load(PROGRAMME)
    results, inputs = engine.simulate(programme, iterations, seed), engine.draw(programme, iterations, seed)
    return {name: engine.value_of_information(results, inputs, name) for name in DECISIONS}


def check(found: dict[str, xr.Dataset]) -> None:
    """Nothing is worth more than everything, regressions can be trusted; raises `AssertionError`."""
    for name, one in found.items():
        evpi = one.attrs["evpi"]
        assert float(one["evppi"].max()) <= evpi, f"{name}: more than everything"
        assert float(one["evppi"].min()) >= 0, f"{name}: less than nothing"
        trusted = float(one["trusted"].mean())
        assert trusted > 0.95, f"{name}: only {trusted:.0%} of the regressions agree with their check"
    sure, even = (found[name].attrs["evpi"] for name in DECISIONS)
    assert even > 5 * sure, (
        f"to know is worth £{even:.1f}m where chances are even and £{sure:.1f}m where they are not"
    )


def answer(found: dict[str, xr.Dataset]) -> str:
    """A line a decision, then what is worth most."""
    lines = []
    for name, words in DECISIONS.items():
        one = found[name]
        low, high = one.attrs["evpi_low"], one.attrs["evpi_high"]
        lines.append(
            f"To {words}: with what is known now {one.attrs['best']}; to know everything is worth "
            f"£{one.attrs['evpi']:.1f}m (£{low:.1f}m to £{high:.1f}m)"
        )
        order = np.argsort(-one["evppi"].values, kind="stable")[:5]
        lines += [
            f"  {one['player'].values[place]}: £{float(one['evppi'].values[place]):.1f}m"
            for place in order
            if float(one["evppi"].values[place]) > 0
        ]
    return "\n".join(lines)


def chart(found: dict[str, xr.Dataset]) -> Figure:
    """Bars of what each input is worth knowing, a panel a decision, in millions."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.4, 3.4), layout="constrained")
    panels = figure.subplots(1, len(found), sharex=True)
    for panel, (name, one) in zip(panels, found.items(), strict=True):
        order = np.argsort(-one["evppi"].values, kind="stable")[:8]
        values = one["evppi"].values[order]
        panel.barh(np.arange(order.size), values, color="#4F83B6", height=0.6)
        ends = [one[f"evppi_{end}"].values[order] for end in ("low", "high")]
        panel.hlines(np.arange(order.size), *ends, color="#1A1A1A", linewidth=0.8)
        panel.set_yticks(
            np.arange(order.size), [str(one["player"].values[place]) for place in order], fontsize=6.5
        )
        panel.invert_yaxis()
        panel.set_title(
            f"{DECISIONS[name].capitalize()}: £{one.attrs['evpi']:.1f}m for all",
            fontsize=7.5,
            loc="left",
        )
        panel.set_xlabel("worth of knowing it, £m (95% interval)", fontsize=6.5)
        panel.tick_params(labelsize=6.5)
        panel.spines[["top", "right"]].set_visible(False)
    title = "What is worth finding out hangs on the decision, not on the spread"
    figure.suptitle(title, fontsize=9, x=0.01, ha="left")
    figure.set_label(f"{title}\n{answer(found)}")
    return figure


if __name__ == "__main__":
    measured = measure()
    check(measured)
    print(answer(measured))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(measured), sys.argv[1])
