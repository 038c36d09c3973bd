"""What would the published tail of IT costs change?

Of 4,677 IT projects one in ten cost more than twice its estimate, and from there on the share that costs still more
falls as a power, so slowly that the variance has no bound (Flyvbjerg and others, Journal of Management Information
Systems 39(3), 2022: exponent of the density 2.3; a lognormal is rejected). The programme plays the lognormal with the
blend's mean and variance of the logarithm, whose tail is thinner. So the cost is played again under the blend itself, a
mixture of the audited pairs and

- the lognormal through the published median and the published share above 2;
- the same up to 2, and above it the published power, up to ten times the estimate: more than any audited pair;
- the same up to 280 times, the greatest that was published. Its mean is a check, not a fit: 1.8 is published.

Each law is scaled as the programme's own is, by what causes with names put in. Draws are the same; what differs is the
law. The median of those projects cost $0.7m, which leaves more room above than £900m do: the last law is a bound.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from distributions import Law, Lognormal, Mixture, Pareto, Scaled, Truncated
from engine.reporting.phrasing import chance, probability, quantity
from experiments import named_causes
from experiments.reference_class import AUDITED, cost_growth
from experiments.shared_services import PROGRAMME
from experiments.shared_services.register import published

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

DOUBLED = 2.0  # the ratio above which the published tail begins
LONGEST = 10.0
PLAYED, MIXED, TEN, GREATEST = "as played", "mixture of lognormals", "power up to ×10", "power up to ×280"
PERCENTILES = (50, 80, 90, 95, 99)
TREBLED = 2700.0  # three times the claim
PART = 0.05  # by so much laws must differ at a percentile for it to be told


def unselected(longest: float) -> Mixture:
    """Unselected projects: the lognormal up to twice the estimate, above it the published power up to `longest`."""
    share = published("cost ratio: share above 2")
    survival = published("cost ratio: tail exponent") - 1
    body = Truncated(cost_growth().unselected, high=DOUBLED)
    return Mixture((body, Truncated(Pareto(DOUBLED, survival), high=longest)), (1 - share, share))


def laws() -> dict[str, Law]:
    """The laws of cost growth by name; all but the first are scaled to hold what the first holds."""
    fitted, played = cost_growth(), named_causes.measure()[""]["laws.cost_growth"]
    assert isinstance(played, Lognormal)
    left = math.exp(played.log_mean - fitted.blended.log_mean)

    def with_audited(other: Law) -> Scaled:
        return Scaled(Mixture((fitted.audited, other), (AUDITED, 1 - AUDITED)), left)

    return {
        PLAYED: Scaled(fitted.blended, left),
        MIXED: with_audited(fitted.unselected),
        TEN: with_audited(unselected(LONGEST)),
        GREATEST: with_audited(unselected(published("cost ratio: greatest"))),
    }


def measure(iterations: int = 100_000, seed: int = 2023) -> xr.Dataset:
    """The cost under each law, dims `(law, iteration)`; `mean`, `value` with its interval `(law, percentile)`, and the
    chances `kept` (the claim) and `trebled` with theirs `(law, end)`; £m."""
    import xarray as xr

    from engine.analysis.estimators.shares import wilson_interval

    programme, runs = engine.load(PROGRAMME).held({named_causes.WEIGHT: AUDITED}), []  # the class holds it
    for law in laws().values():
        other = programme.with_laws({"drivers.cost_growth": law})
        played = engine.simulate(other, iterations, seed, measures=["total_cost"])
        told = engine.summarise(played, PERCENTILES).sel(measure="total_cost", drop=True)
        cost = played["total_cost"].values
        shares = {}
        for name, holds in (("kept", cost <= 900), ("trebled", cost > TREBLED)):
            low, high = wilson_interval(np.array(holds.sum()), iterations)
            shares[name] = ("end", [holds.mean(), low, high])
        kept = told[["value", "value_low", "value_high", "mean", "mean_low", "mean_high"]]
        runs.append(kept.assign(shares).assign(cost=("iteration", cost)))
    found = xr.concat(runs, "law").assign_coords(law=list(laws()), end=["value", "low", "high"])
    return found.assign_attrs({**played.attrs, "changes": "[]", "programme_hash": programme.content_hash})


def check(found: xr.Dataset) -> None:
    """The published mean comes out of the published tail, and the tail moves what is far out alone; raises
    `AssertionError`."""
    expected, mean = published("cost ratio: mean"), unselected(published("cost ratio: greatest")).mean()
    assert abs(mean - expected) < 0.25, f"mean of the published tail {mean:.2f}, published {expected}"
    for name in (TEN, GREATEST):
        share = float(unselected(LONGEST).sf(DOUBLED))
        assert abs(share - published("cost ratio: share above 2")) < 1e-9
        far = float(
            found["value"].sel(law=name, percentile=99) / found["value"].sel(law=MIXED, percentile=99)
        )
        near = float(
            found["value"].sel(law=name, percentile=50) / found["value"].sel(law=MIXED, percentile=50)
        )
        assert far > 1.05 > 1.03 > near > 0.97, f"{name}: P99 × {far:.2f}, P50 × {near:.2f}"
    means = found["mean"].sel(law=[MIXED, TEN, GREATEST]).values
    assert (np.diff(means) > 0).all(), means


def parts_at(found: xr.Dataset, law: str) -> float:
    """The lowest of the percentiles told from which on a tail adds a twentieth to the cost under the same blend
    without it."""
    ratio = found["value"].sel(law=law) / found["value"].sel(law=MIXED)
    above = [float(p) for p in found["percentile"].values if float(ratio.sel(percentile=p)) > 1 + PART]
    return min(above, default=math.inf)


def answer(found: xr.Dataset) -> str:
    """A row a law, then the answer."""
    lines = []
    for law in found["law"].values:
        one = found.sel(law=law)
        cells = [f"P{p:g} {quantity(float(one['value'].sel(percentile=p)), '£m'):>8}" for p in PERCENTILES]
        shares = {name: chance(*(float(x) for x in one[name].values)) for name in ("kept", "trebled")}
        lines.append(
            f"{law:22}{'  '.join(cells)}  mean {quantity(float(one['mean']), '£m'):>8}  "
            f"at most £900m {shares['kept']}, above £2,700m {shares['trebled']}"
        )
    return "\n".join([*lines, heading(found), lead(found)])


def heading(found: xr.Dataset) -> str:
    """What the chart shows."""
    far = {
        law: quantity(float(found["value"].sel(law=law, percentile=99)), "£m") for law in (PLAYED, GREATEST)
    }
    return f"With the published tail 1 run in 100 costs more than {far[GREATEST]}; as played, {far[PLAYED]}"


def lead(found: xr.Dataset) -> str:
    """What it moves and what not."""
    kept = {law: probability(float(found["kept"].sel(law=law, end="value"))) for law in (PLAYED, GREATEST)}
    eighty = {
        law: quantity(float(found["value"].sel(law=law, percentile=80)), "£m") for law in (PLAYED, GREATEST)
    }
    mean = {law: quantity(float(found["mean"].sel(law=law)), "£m") for law in (PLAYED, MIXED, GREATEST)}
    parts = parts_at(found, GREATEST)
    moved = (
        f"stays at {kept[PLAYED]}"
        if kept[GREATEST] == kept[PLAYED]
        else f"is {kept[GREATEST]} instead of {kept[PLAYED]}"
    )
    from_where = f"from P{parts:g} on" if math.isfinite(parts) else "nowhere"
    return (
        f"Of the percentiles told the tail adds more than {PART:.0%} {from_where}. The chance of the claim "
        f"{moved}, the cost with 80% assurance is {eighty[GREATEST]} instead of "
        f"{eighty[PLAYED]}. The mean is {mean[GREATEST]} instead of {mean[MIXED]} under the same blend without it, "
        f"and {mean[PLAYED]} as played: it hangs on runs that are nearly never seen."
    )


def chart(found: xr.Dataset) -> Figure:
    """The chance that the cost is exceeded, on scales on which a power is a straight line."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Both scales are logarithmic. A point of a curve is the chance (height) that the cost is more than so much. "
        "Orange: the claim. Dotted: exceeded in 20, 5 and 1 of 100 iterations."
    ]
    with style.styled():
        page = Page(found, heading(found), lead(found), 90.0, notes)
        axes = page.axes(MARGIN + 14, WIDTH - MARGIN - 6, 12, 88)
        looks = ((style.CURVE, "-"), (style.STEEL, "-"), (style.STEEL, "--"), (style.MUTED, "--"))
        for law, (colour, dash) in zip(found["law"].values, looks, strict=True):
            cost = np.sort(found["cost"].sel(law=law).values)
            left = 1 - np.arange(cost.size) / cost.size
            shown = np.unique(np.geomspace(1, cost.size, 600).astype(int)) - 1
            axes.plot(cost[::-1][shown], left[::-1][shown], dash, color=colour, linewidth=1.5, label=str(law))
        axes.axvline(900, color=style.CLAIM, linewidth=1.2)
        for level in (0.2, 0.05, 0.01):
            axes.axhline(level, color=style.GUIDE, linewidth=0.7, linestyle=":")
        axes.set(xscale="log", yscale="log", xlim=(500, 20_000), ylim=(1e-3, 1))
        ticks = (500, 900, 1500, 2500, 5000, 10_000, 20_000)
        axes.set_xticks(ticks, [style.with_thousands(tick) for tick in ticks])
        axes.set_xticks([], minor=True)
        axes.set_yticks([1, 0.2, 0.05, 0.01, 0.001], ["100%", "20%", "5%", "1%", "0.1%"])
        axes.set_yticks([], minor=True)
        axes.set(xlabel="Total cost as the claim counts it, £m", ylabel="Chance of more")
        axes.legend(loc="upper right")
        return page.finished()


if __name__ == "__main__":
    results = measure()
    check(results)
    print(answer(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
