"""Are the clusters cheaper than departments on their own? That hangs on how the £1.7bn are read.

"More than £1.7bn" is all that was published of what departments would pay if each replaced its systems alone: no
build-up, no word on whether it allows for overrun. Readings that one may defend, each played against the same clusters:

- *no advantage*: from what the clusters cost to £1.7bn, most likely half way (triangular), and never more;
- *at its word*: £1.7bn to £1.8bn, for of more than £1.8bn one would have said so; nothing overruns;
- *overruns*: an estimate like others, which grows as the class does;
- *overruns with the clusters*: the same, in one market with them, rank correlation as between clusters;
- *allowance inside*: £1.7bn hold the class's mean growth already, and the estimate below it grows;
- *by published prices*: what two departments' own programmes were to cost by user (Foreign Office 2019, Ministry of
  Justice 2021), times all users, growing as the class does. Whole lives and different scopes: a rough second opinion.

And what no reading can settle, the chart shows for any price: how likely the clusters are to cost less than that.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

import engine
from distributions import Lognormal, Triangular, Uniform
from engine.reporting.phrasing import chance, probability, quantity, share
from experiments.named_causes import tabled, written
from experiments.reference_class import cost_growth
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

LOW, CLAIMED, NEXT = 900.0, 1700.0, 1800.0  # £m: the clusters' cost, the claim, the next it could have said
USERS = 450_000
# £m and people: FCO Atlas, business case of December 2019 (PublicTechnology, 1 April 2020; headcount of FCDO, Civil
# Service Statistics 2022); MoJ's procurement, cancelled in March 2021 (The Register, 29 March 2021)
CONTRACTS = ((93.8, 8_245), (100.0, 82_000))
GROWTH = "drivers.cost_growth"
TOGETHER = (
    0.45  # rank correlation of departments' growth with the clusters': 0.3 to 0.6 is usual for a shared cause
)
VIEWS = ("inside-view", "", "outside-view")


def by_prices() -> float:
    """What all users would cost at the price of the two programmes, £m."""
    money, users = (math.fsum(column) for column in zip(*CONTRACTS, strict=True))
    return money / users * USERS


def readings() -> dict[str, dict[str, Any]]:
    """What each reading changes in the programme file."""
    growth = cost_growth().blended
    told = {
        "no advantage": Triangular(LOW, (LOW + CLAIMED) / 2, CLAIMED),
        "at its word": Uniform(CLAIMED, NEXT),
        "overruns": grown(CLAIMED, growth),
        "overruns with the clusters": grown(CLAIMED, growth),
        "allowance inside": grown(CLAIMED / growth.mean(), growth),
        "by published prices": grown(by_prices(), growth),
    }
    changes = {name: {"counterfactual.cost": tabled(law) | {"base": CLAIMED}} for name, law in told.items()}
    changes["overruns with the clusters"] |= correlated()
    return changes


def grown(cost: float, growth: Lognormal) -> Lognormal:
    """An estimate times its growth."""
    return Lognormal(math.log(cost) + growth.log_mean, growth.log_sd)


def correlated() -> dict[str, Any]:
    """The correlation group of the clusters' costs with the departments' among them."""
    groups = written()["correlation"]
    place = next(k for k, group in enumerate(groups) if GROWTH in group.get("inputs", ()))
    (growth, slip), rank = groups[place]["inputs"], groups[place]["rank"]
    other = "counterfactual.cost"
    pairs = ((growth, slip, rank), (growth, other, TOGETHER), (slip, other, rank * TOGETHER))
    told = [{"a": a, "b": b, "rank": r} for a, b, r in pairs]
    return {f"correlation.{place}": {"name": groups[place]["name"], "pairs": told}}


def measure(iterations: int = 20_000, seed: int = 2023) -> dict[str, xr.Dataset]:
    """ "readings": by reading, the `chance` that the clusters are cheaper with its interval, and percentiles of what
    departments pay (`rival`) and of the `saving`, £m; "cost": the clusters' cost, dims `(view, iteration)`."""
    import xarray as xr

    rows = []
    for changes in readings().values():
        programme = engine.load(PROGRAMME, overrides=changes)
        played = engine.simulate(programme, iterations, seed)
        told = engine.summarise(played)["value"].drop_vars(
            ("units", "long_name", "cautious"), errors="ignore"
        )
        claim = engine.claims(played).sel(claim="cheaper", drop=True)
        rows.append(
            xr.Dataset(
                {
                    "chance": ("end", [float(claim[key]) for key in ("probability", "low", "high")]),
                    "rival": told.sel(measure="counterfactual_cost", drop=True),
                    "saving": told.sel(measure="saving_against_counterfactual", drop=True),
                }
            )
        )
    views = [engine.simulate(engine.load(PROGRAMME, view or None), iterations, seed) for view in VIEWS]
    cost = xr.concat([one["total_cost"].drop_vars("iteration", errors="ignore") for one in views], "view")
    names = [name or "default" for name in VIEWS]
    found = xr.concat(rows, "reading").assign_coords(reading=list(readings()), end=["value", "low", "high"])
    return {
        "readings": found.assign_attrs(views[VIEWS.index("")].attrs),
        "cost": cost.to_dataset(name="cost").assign_coords(view=names),
    }


def check(found: dict[str, xr.Dataset]) -> None:
    """A dearer rival is beaten more often, and one that overruns with the clusters more surely than one that overruns
    by itself; raises `AssertionError`."""
    cheaper = found["readings"]["chance"].sel(end="value")
    order = [float(cheaper.sel(reading=name)) for name in ("no advantage", "at its word", "overruns")]
    assert order[0] < min(order[1:]), f"no advantage, at its word, overruns: {order}"
    spread = found["readings"]["saving"].sel(percentile=90) - found["readings"]["saving"].sel(percentile=10)
    together, alone = (float(spread.sel(reading=name)) for name in ("overruns with the clusters", "overruns"))
    assert together < alone, f"saving spreads {together} with the clusters, {alone} without"
    median = found["readings"]["rival"].sel(reading="overruns", percentile=50)
    assert abs(float(median) / float(grown(CLAIMED, cost_growth().blended).ppf(0.5)) - 1) < 0.03


def at_price(found: dict[str, xr.Dataset], price: float, view: str) -> str:
    """The chance that the clusters cost less than that, in words."""
    cost = found["cost"]["cost"].sel(view=view)
    return share(int((cost < price).sum()), cost.size)


def heading(found: dict[str, xr.Dataset]) -> str:
    """What the chart shows."""
    cheaper = found["readings"]["chance"].sel(end="value").values
    return f"Cheaper than alone: {probability(cheaper.min())} to {probability(cheaper.max())}, by how £1.7bn are read"


def lead(found: dict[str, xr.Dataset]) -> str:
    """The prices at which the answer turns."""
    cost = found["cost"]["cost"].sel(view="default").values
    even, sure = (quantity(float(np.quantile(cost, p)), "£m") for p in (0.5, 0.8))
    claimed = [at_price(found, CLAIMED, view) for view in ("outside-view", "default", "inside-view")]
    return (
        f"The clusters are as likely cheaper as not if departments would pay {even}, and cheaper with a chance of 80% "
        f"from {sure} on. At exactly £1,700m the chance is {claimed[1]}; {claimed[0]} if audited programmes alone are "
        f"believed, {claimed[2]} by the plan's own ranges."
    )


def answer(found: dict[str, xr.Dataset]) -> str:
    """A row a reading, then what the chart says."""
    lines = []
    for name in found["readings"]["reading"].values:
        one = found["readings"].sel(reading=name)
        rival, saving = (
            " to ".join(quantity(float(one[key].sel(percentile=p)), "£m") for p in (10, 90))
            for key in ("rival", "saving")
        )
        cheaper = chance(*(float(value) for value in one["chance"].values))
        lines.append(
            f"{name:28}cheaper {cheaper:28}departments pay {rival:20}  saving {saving}  (P10 to P90)"
        )
    return "\n".join([*lines, heading(found), lead(found)])


def chart(found: dict[str, xr.Dataset]) -> Figure:
    """The chance by price, and below it where each reading lies."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.axes import with_thousands
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Curves: the chance that the clusters cost less than departments would pay, at any price, in three views of "
        "the clusters. Bars: what departments would pay under each reading, P10 to P90 with the median, and its chance."
    ]
    one, prices = found["readings"], np.linspace(500, 5000, 401)
    with style.styled():
        page = Page(one, heading(found), lead(found), 116.0, notes)
        above = page.axes(MARGIN + 42, WIDTH - MARGIN - 24, 60, 114)
        below = page.axes(MARGIN + 42, WIDTH - MARGIN - 24, 12, 56)
        for view, dash in zip(found["cost"]["view"].values, (":", "-", "--"), strict=True):
            cost = np.sort(found["cost"]["cost"].sel(view=view).values)
            curve = 100 * np.searchsorted(cost, prices) / cost.size
            above.plot(prices, curve, dash, color=style.CURVE, linewidth=1.6, label=str(view))
        above.set(ylim=(0, 100), ylabel="Chance of cheaper, %")
        above.tick_params(labelbottom=False)
        above.legend(loc="lower right")
        rows = np.arange(one.sizes["reading"])[::-1]
        low, middle, high = (one["rival"].sel(percentile=p).values for p in (10, 50, 90))
        below.barh(rows, high - low, left=low, height=0.5, color=style.BARS)
        below.plot(middle, rows, "|", color=style.CURVE, markersize=9, markeredgewidth=1.6)
        below.set_yticks(rows, [str(name) for name in one["reading"].values])
        below.tick_params(axis="y", length=0)
        for row, cheaper in zip(rows, one["chance"].sel(end="value").values, strict=True):
            below.annotate(
                probability(cheaper), (1.0, row), xycoords=("axes fraction", "data"), xytext=(4, 0),
                textcoords="offset points", fontsize=style.SMALL, verticalalignment="center",
            )  # fmt: skip
        for axes in (above, below):
            axes.set_xlim(500, 5000)
            axes.axvline(CLAIMED, color=style.CLAIM, linewidth=1.2)
            with_thousands(axes.xaxis)
        below.set_xlabel("What departments would pay on their own, £m")
        return page.finished()


if __name__ == "__main__":
    results = measure()
    check(results)
    print(answer(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
