"""Would this way of forecasting have done better than the plans, where the end is known?

No outcome of the strategy may be looked at, but those of its precursors were public before the cut-off: what five
Whitehall programmes, two of Australian states and one of councils planned, and what came of it. Each is forecast as of
its start in three ways and scored against what happened:

- *the plan*, as one number;
- *the inside view*: the plan with the planner's ranges of the strategy's own inside view;
- *the class*: the blend that the strategy's default plays, fitted to the pairs of others alone, and restarts on top.

The score is the continuous ranked probability score: how far a forecast lies from what happened, less what it owned up
to; of one number it is the distance. Facts of one programme rise and fall together, so programmes are counted too.

Two things keep this from being proof. What others learned after a programme's start is in its class: nobody could have
known it then. And auditors wrote most of these down because they went wrong: against successes plans would do better.
"""

from __future__ import annotations

import csv
import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import bdtrc

import engine
from distributions import Law, Pert, RiskEvent
from engine.analysis.estimators.scores import rejected
from engine.reporting.phrasing import probability
from experiments import reference_class
from experiments.named_causes import in_file, pert
from experiments.shared_services import EVIDENCE
from experiments.shared_services.register import PAIRS, leaving_out, used

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

QUANTITIES = {
    "cost": "cost growth",
    "slip": "slip of go-live",
    "benefit": "benefit",
}  # as the class calls them
INSIDE = {"cost": "laws.cost_growth", "slip": "laws.go_live_slip", "benefit": "laws.benefits_realised"}
VIEWS = ("plan", "inside view", "class")
SCORES = ("low", "middle", "high", "pit", "crps")
AXES = {"cost": "Cost, times the plan", "slip": "Slip, months", "benefit": "Benefit, times the plan"}


def facts() -> list[dict[str, str]]:
    """What each precursor planned, and what came of it."""
    with (EVIDENCE / "precursors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def outcome(fact: dict[str, str]) -> float:
    """Outcome over forecast, or months."""
    if fact["quantity"] == "slip":
        return float(fact["outcome"])
    return float(fact["outcome"]) / float(fact["forecast"])


def _of_all(growth: float, slip: float, restart: float, realised: float) -> tuple[float, float, float]:
    return growth, slip + restart, realised


def forecast(programme: str, view: str) -> engine.Model:
    """Cost and benefit over plan, and months of slip, as of the start of a programme."""
    restart: Law = RiskEvent(0.0, Pert(18, 30, 48))
    if view == "class":
        with leaving_out(programme):
            laws: dict[str, Any] = {
                name: fitted.blended for name, fitted in reference_class.measure().items()
            }
        laws = {short: laws[name] for short, name in QUANTITIES.items()}
        restart = RiskEvent(pert("beliefs.restarts").mean(), pert("laws.restart_delay"))
    else:
        tables = {short: in_file("inside-view", path) for short, path in INSIDE.items()}
        laws = {short: Pert(table["low"], table["mode"], table["high"]) for short, table in tables.items()}
    inputs = {"growth": laws["cost"], "slip": laws["slip"], "restart": restart, "realised": laws["benefit"]}
    return engine.Model(inputs, _of_all, outputs=tuple(QUANTITIES), title=f"{programme}, {view}")


def scored(fact: dict[str, str], view: str, iterations: int, seed: int) -> list[float]:
    """P10, P50 and P90 of a forecast, the place of what happened in it, and its score."""
    happened, quantity = outcome(fact), fact["quantity"]
    if view == "plan":
        planned = 0.0 if quantity == "slip" else 1.0
        return [planned, planned, planned, math.nan, abs(happened - planned)]
    played = engine.simulate(forecast(fact["programme"], view), iterations, seed)
    found = engine.score(played, {"it": engine.Outcome("it", measure=quantity, value=happened)})
    low, high, pit, crps = (float(found[key].item()) for key in ("low", "high", "pit", "crps"))
    return [low, float(np.median(played[quantity])), high, pit, crps]


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """Each fact against its forecasts, dims `fact` and `view`; cost and benefit as multiples of plan, slip in months.

    `(fact)`: `outcome`, `settled` (not itself a forecast), `programme`, `quantity`; `(fact, view)`: `low`, `middle`,
    `high` (P10, P50, P90), `pit` (the share of a forecast below the outcome) and `crps`.
    """
    import xarray as xr

    told = facts()
    scores = np.array([[scored(fact, view, iterations, seed) for view in VIEWS] for fact in told])
    return xr.Dataset(
        {
            **{key: (("fact", "view"), scores[:, :, place]) for place, key in enumerate(SCORES)},
            "outcome": ("fact", [outcome(fact) for fact in told]),
            "settled": ("fact", [fact["settled"] == "yes" for fact in told]),
        },
        coords={
            "view": list(VIEWS),
            **{key: ("fact", [fact[key] for fact in told]) for key in ("programme", "quantity")},
        },
        attrs={"source": f"evidence/precursors.csv; {iterations:,} iterations, seed {seed}"},
    )


def relative(found: xr.Dataset) -> xr.DataArray:
    """The class's score over the inside view's, by programme: below 1 the class did better; mean over its facts."""
    ratio = found["crps"].sel(view="class") / found["crps"].sel(view="inside view")
    return ratio.groupby("programme").mean()


def check(found: xr.Dataset) -> None:
    """No pair of a programme is in its own class, and scores are what they are called; raises `AssertionError`."""
    for programme in np.unique(found["programme"].values):
        with leaving_out(str(programme)):
            names = [row["programme"] for table in PAIRS for row in used(table)]
        assert not any(name.startswith(str(programme)) for name in names), f"{programme} is in its own class"
    plan = found.sel(view="plan")
    assert (plan["crps"] == np.abs(found["outcome"] - plan["middle"])).all(), "a plan's score is its distance"
    assert (found["crps"] >= 0).all()
    pit = found["pit"].sel(view=["inside view", "class"])
    assert ((pit >= 0) & (pit <= 1)).all()
    count, of, _ = better(found)
    assert count > of / 2, f"the class did better for {count} of {of} programmes alone"


def better(found: xr.Dataset) -> tuple[int, int, float]:
    """For how many of how many programmes the class did better, and how often a coin would say so of as many."""
    wins = relative(found) < 1
    count, of = int(wins.sum()), int(wins.size)
    return count, of, float(bdtrc(count - 1, of, 0.5))


def hits(found: xr.Dataset, view: str) -> int:
    """Settled facts within the central 80% of a view."""
    one = found.sel(view=view)
    within = (one["low"] <= one["outcome"]) & (one["outcome"] <= one["high"]) & one["settled"]
    return int(within.sum())


def heading(found: xr.Dataset) -> str:
    """What the chart shows."""
    count, of, _ = better(found)
    return f"The pairs of others would have forecast {count} of {of} precursors better than their own inside view"


def lead(found: xr.Dataset) -> str:
    """By how much, and how sure that is."""
    _, _, coin = better(found)
    settled = int(found["settled"].sum())
    few, _ = rejected(settled, 0.8)
    scores = []
    for quantity, unit, digits in (
        ("cost", "of the plan", 2),
        ("slip", "months", 1),
        ("benefit", "of the plan", 2),
    ):
        mean = found["crps"].where(found["quantity"] == quantity).mean("fact")
        one, other = (f"{float(mean.sel(view=view)):.{digits}f}" for view in ("class", "inside view"))
        scores.append(f"{quantity} {one} instead of {other} {unit}")
    return (
        f"Mean scores, less is better: {'; '.join(scores)}. A coin would favour the class as often in "
        f"{probability(coin)} of cases. Of {settled} settled facts the class's central 80% holds "
        f"{hits(found, 'class')}, that of the inside view {hits(found, 'inside view')}; were facts independent, {few} "
        "or fewer would prove intervals too narrow."
    )


def answer(found: xr.Dataset) -> str:
    """A row a fact, then the answer."""
    lines = []
    for k in range(found.sizes["fact"]):
        one = found.isel(fact=k)
        scores = ", ".join(f"{view} {float(one['crps'].sel(view=view)):.2f}" for view in VIEWS)
        low, high, pit = (float(one[key].sel(view="class")) for key in ("low", "high", "pit"))
        lines.append(
            f"{one['programme'].item():26}{one['quantity'].item():9}{float(one['outcome']):6.2f}  class {low:5.2f} to "
            f"{high:5.2f}, place {pit:.2f}  scores: {scores}{'' if one['settled'] else '  (as auditors foresaw)'}"
        )
    return "\n".join([*lines, heading(found), lead(found)])


def chart(found: xr.Dataset) -> Figure:
    """A panel a quantity, a row a programme: the forecast of the class, the inside view, and what happened."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Blue bar: P10 to P90 of the class of others, with its median; orange bar: P10 to P90 of the inside view. Full "
        "dot: what happened; open dot: what auditors still foresaw."
    ]
    with style.styled():
        page = Page(found, heading(found), lead(found), 74.0, notes)
        names = list(dict.fromkeys(found["programme"].values.tolist()))
        names_room, room = 40.0, (WIDTH - 2 * MARGIN - 40.0) / 3
        for place, (quantity, title) in enumerate(AXES.items()):
            left = MARGIN + names_room + place * room
            axes = page.axes(left, left + room - 8, 12, 72)
            _panel(axes, found.isel(fact=np.flatnonzero(found["quantity"] == quantity)), names)
            axes.set_xlabel(title)
            axes.set_yticks(range(len(names)), names if place == 0 else [""] * len(names))
        return page.finished()


def _panel(axes: Axes, found: xr.Dataset, names: list[str]) -> None:
    from engine.reporting.visuals import style

    rows = [names.index(name) for name in found["programme"].values]
    for view, colour, height in (("class", style.BARS, 0.5), ("inside view", style.CLAIM, 0.16)):
        one = found.sel(view=view)
        axes.barh(rows, one["high"] - one["low"], left=one["low"], height=height, color=colour)
    axes.plot(found["middle"].sel(view="class"), rows, "|", color=style.CURVE, markersize=9)
    for settled, face in ((True, style.INK), (False, "white")):
        which = np.flatnonzero(found["settled"] == settled)
        axes.plot(
            found["outcome"][which], [rows[k] for k in which], "o", color=style.INK, markerfacecolor=face,
            markersize=4.5, clip_on=False, zorder=4,
        )  # fmt: skip
    axes.set(ylim=(len(names) - 0.5, -0.5), xlim=(0, None))
    axes.tick_params(axis="y", length=0)


if __name__ == "__main__":
    results = measure()
    check(results)
    print(answer(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
