"""What would the Treasury's own uplift for optimism say?

The Green Book's supplementary guidance lets nobody wait for a reference class: cost and duration of a business case are
raised by the bounds that Mott MacDonald found in 2002. For equipment and development, which holds IT, they are 10 to
200% of cost and 10 to 54% of duration. The upper bound is where an appraisal starts; it falls towards the lower one as
risks are shown to be managed. How far, no plan says: the share that is managed runs here from none to all.

The plan is played with its own ranges (scenario inside-view) and the uplift on top: on the growth of one-off costs, and
on every activity after the contract, for the bounds are of works. Running cost has no base that could be raised, and of
benefits the guidance says that they must be adjusted and gives no percentage: here they lose what lateness takes, only.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from distributions import Scaled
from engine.programme.guidance import optimism_bias_uplift
from engine.programme.model import Programme
from engine.programme.walk import quantities_in
from engine.reporting.phrasing import probability, quantity, share
from experiments.reference_class import cost_growth
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CATEGORY = "equipment-and-development"
MANAGED = (0.0, 0.25, 0.5, 0.75, 1.0)  # share of the way from the upper bound to the lower
BEFORE = (".procurement.duration", ".slippage.duration")  # of activities that are no works
MEASURES = ("total_cost", "total_benefit", "go_live_delay")
PERCENTILES = (10, 50, 80, 90)
CLASS = "reference class"


def uplifted(managed: float) -> Programme:
    """The inside view with the uplift that is left when so much of the optimism is managed."""
    programme = engine.load(PROGRAMME, "inside-view")
    dearer, longer = (optimism_bias_uplift(CATEGORY, managed, of_duration=it) for it in (False, True))
    laws = {}
    for one in quantities_in(programme):
        if one.name == "drivers.cost_growth":
            laws[one.name] = Scaled(one.law, dearer)
        elif one.name.endswith(".duration") and not one.name.endswith(BEFORE):
            laws[one.name] = Scaled(one.law, longer)
    return programme.with_laws(laws)


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Percentiles `value` `(view, measure, percentile)`, £m and months, and `probability` `(view, claim)`; a view is a
    share of optimism that is managed, and last the default scenario, played by the reference class."""
    import xarray as xr

    views = {f"{managed:.0%} managed": uplifted(managed) for managed in MANAGED}
    views[CLASS] = engine.load(PROGRAMME)
    runs = []
    for programme in views.values():
        played = engine.simulate(programme, iterations, seed)
        told = engine.summarise(played, PERCENTILES).sel(measure=list(MEASURES))
        chances = engine.claims(played)
        runs.append(xr.Dataset({"value": told["value"], "probability": chances["probability"]}))
    found = xr.concat(runs, "view").assign_coords(view=list(views), managed=("view", [*MANAGED, np.nan]))
    return found.assign_attrs({**played.attrs, "scenario": "inside-view with the uplift; default"})


def check(found: xr.Dataset) -> None:
    """The uplift is in the cost, more managed is never worse, and the unmanaged bound is beyond what the class finds
    likely; raises `AssertionError`."""
    middle = found["value"].sel(percentile=50).isel(view=slice(len(MANAGED)))
    ratio = float(middle.sel(measure="total_cost")[0] / middle.sel(measure="total_cost")[-1])
    upper, lower = (optimism_bias_uplift(CATEGORY, managed) for managed in (0.0, 1.0))
    # the programme's office is not raised, and grows by its months alone
    assert 0.85 * upper / lower < ratio <= upper / lower, f"cost of none over all managed: {ratio}"
    for name in MEASURES:
        steps = np.diff(middle.sel(measure=name).values) * (-1 if name == "total_benefit" else 1)
        assert (steps < 0).all(), f"{name} gets worse as more is managed: {steps}"
    assert float(found["probability"].sel(claim="cost").isel(view=slice(len(MANAGED))).max()) < 0.5
    assert 0.8 < at_bound(0.0) < 1
    assert 0 < at_bound(1.0) < 0.5


def at_bound(managed: float) -> float:
    """How likely the class's cost growth is to stay below the uplift."""
    return float(cost_growth().blended.cdf(optimism_bias_uplift(CATEGORY, managed)))


def as_the_class() -> float:
    """The share that would have to be managed for the uplift to be the class's mean growth."""
    lower, upper = (optimism_bias_uplift(CATEGORY, managed) for managed in (1.0, 0.0))
    return float(upper - cost_growth().blended.mean()) / (upper - lower)


def heading(found: xr.Dataset) -> str:
    """What the chart shows."""
    cost = found["value"].sel(measure="total_cost", percentile=50)
    none, every = (quantity(float(cost.sel(view=f"{m:.0%} managed")), "£m") for m in (0.0, 1.0))
    return f"By the Treasury's own uplift the middle cost is {none} with no optimism managed, {every} with all of it"


def lead(found: xr.Dataset) -> str:
    """What follows for the claims."""
    best = found.isel(view=len(MANAGED) - 1)
    late = found["value"].sel(measure="go_live_delay", percentile=50)
    ours, theirs = (quantity(float(late[place]), "months") for place in (0, -1))
    return (
        f"Even with all of it managed the claimed cost holds with a chance of {told(best, 'cost')}, all claims "
        f"together with one of {told(best, 'whole')}. A programme of the class stays below the upper bound of cost "
        f"with a chance of {probability(at_bound(0.0))} and below the lower with {probability(at_bound(1.0))}; the "
        f"uplift is the class's mean where {as_the_class():.0%} is managed. Of lateness it knows little: {ours} at the "
        f"upper bound, {theirs} by the class."
    )


def told(one: xr.Dataset, claim: str) -> str:
    """The chance of a claim in one view, none and all by the end of their interval."""
    iterations = int(one.attrs["iterations"])
    return share(round(float(one["probability"].sel(claim=claim)) * iterations), iterations)


def answer(found: xr.Dataset) -> str:
    """A row a view, then the answer."""
    lines = []
    for view in found["view"].values:
        one = found.sel(view=view)
        cells = [
            f"{name} "
            + " / ".join(f"{float(one['value'].sel(measure=name, percentile=p)):,.0f}" for p in (10, 50, 90))
            for name in MEASURES
        ]
        chances = [f"{name} {told(one, name)}" for name in ("total_benefit", "cost", "whole")]
        lines.append(f"{view:16}{'  '.join(cells)}  (P10 / P50 / P90)  claims: {', '.join(chances)}")
    return "\n".join([*lines, heading(found), lead(found)])


def chart(found: xr.Dataset) -> Figure:
    """Three panels: cost, benefit and delay by how much is managed, beside the class."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Lines: P50 under the uplift; bands: P10 to P90, by the plan's own ranges. At the right of each panel the same "
        "of the default scenario, by the reference class. Orange: the claim. Benefits lose by lateness alone, since "
        "the guidance gives no percentage for them."
    ]
    titles = ("Total cost, £m", "Total benefit, £m", "Go-live delay of the last, months")
    room = (WIDTH - 2 * MARGIN) / 3
    with style.styled():
        page = Page(found, heading(found), lead(found), 70.0, notes)
        for place, (name, title, claim) in enumerate(zip(MEASURES, titles, (900, 1800, 0), strict=True)):
            left = MARGIN + place * room + 10
            axes = page.axes(left, left + room - 13, 14, 62)
            _panel(axes, found["value"].sel(measure=name), claim)
            axes.set_title(title, fontsize=style.SMALL, loc="left")
        return page.finished()


def _panel(axes: Axes, value: xr.DataArray, claim: float) -> None:
    from engine.reporting.visuals import style
    from engine.reporting.visuals.axes import with_thousands

    under = value.isel(view=slice(len(MANAGED)))
    low, middle, high = (under.sel(percentile=p).values for p in (10, 50, 90))
    managed = 100 * np.array(MANAGED)
    axes.fill_between(managed, low, high, color=style.BAND)
    axes.plot(managed, middle, color=style.CURVE, linewidth=1.6)
    ends = [float(value.sel(view=CLASS, percentile=p)) for p in (10, 90)]
    axes.plot([125, 125], ends, color=style.BARS, linewidth=6, solid_capstyle="butt")
    axes.plot(125, float(value.sel(view=CLASS, percentile=50)), "o", color=style.CURVE, markersize=4)
    axes.axhline(claim, color=style.CLAIM, linewidth=1.2)
    axes.set(xlim=(-4, 140), xlabel="Optimism managed, %")
    axes.set_xticks([0, 50, 100, 125], ["0", "50", "100", "class"])
    axes.set_ylim(bottom=0)
    with_thousands(axes.yaxis)


if __name__ == "__main__":
    results = measure()
    check(results)
    print(answer(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
