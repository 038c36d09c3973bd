"""Does the engine reproduce a published case of schedule and cost risk, and does the case agree with itself?

A bridge is built by five works in a row, with weeks by five laws, and two risks add to what it costs
(experiments/bridge_case.toml names the book). The book's 10,000 draws give 32.02 weeks on average, P5 27.5, P95 36.7
and a mean cost of $1.740m. Weeks are a sum and cost a mixture of normal laws, so all of it is known exactly: 32.00
weeks, 27.5, 36.7 and $1.740m. The engine finds these, and so did the book, within its sampling error.

Three of the book's own numbers are not. Its check "by second moments" has a standard deviation of 4.48 weeks where 2.83
were drawn: it miscounts the variances of both triangular laws; 2.80 is exact. "60%+" of the variance from the deck
is 54%. And bad ground, once known, lowers the mean cost to $1.659m: with bad ground it is $1.860m, and $1.660m is the
mean with good ground. What no table of it says: weeks and cost are both within their P80s in 64% of plays.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

import engine
from distributions import Law

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

PROGRAMME = Path(__file__).parent / "bridge_case.toml"
DRAWN = 10_000  # by the book
WEEKS = {"mean": 32.01807, "sd": 2.826686, 0.05: 27.47307, 0.5: 31.99335, 0.95: 36.74317}
SECOND_MOMENTS = {"mean": 31.67, "sd": 4.478058}
COST, COST_IF_BAD_GROUND = 1.739952, 1.658514  # $m
WEATHER, GROUND = 0.5, 0.4
# of cost where weather or ground is good and bad, $m: mean and standard deviation
CONTRACTOR, FOUNDATION = ((1.10, 0.02), (1.22, 0.03)), ((0.5, 0.03), (0.7, 0.05))


class Exact(NamedTuple):
    """Mean and standard deviation."""

    mean: float
    sd: float


def works() -> list[Law]:
    """The laws of the five works, weeks."""
    return [activity.duration.law for activity in engine.load(PROGRAMME).activities]


def weeks() -> Exact:
    """Of the sum of independent weeks."""
    return Exact(
        float(sum(law.mean() for law in works())), float(np.sqrt(sum(law.variance() for law in works())))
    )


def weeks_percentile(level: float, step: float = 0.002) -> float:
    """Of the sum, by convolving the five densities; right to about `step` weeks."""
    density, least = np.ones(1), 0.0
    for law in works():
        low, high = (float(law.ppf(p)) for p in (1e-12, 1 - 1e-12))
        edges = low + step * np.arange(int((high - low) / step) + 2)
        density = np.convolve(density, np.diff(law.cdf(edges)))
        least += low + step / 2
    return float(least + step * np.searchsorted(np.cumsum(density), level))


def cost(ground: float = GROUND) -> Exact:
    """Of cost, a mixture of four normal laws, where bad ground has this probability."""
    parts = [
        (p * q, a[0] + b[0], a[1] ** 2 + b[1] ** 2)
        for p, a in zip((1 - WEATHER, WEATHER), CONTRACTOR, strict=True)
        for q, b in zip((1 - ground, ground), FOUNDATION, strict=True)
    ]
    mean = sum(weight * at for weight, at, _ in parts)
    return Exact(mean, float(np.sqrt(sum(w * (v + (at - mean) ** 2) for w, at, v in parts))))


def cost_percentile(level: float) -> float:
    """Of cost, from the mixture's distribution function."""

    def below(money: float) -> float:
        chances = (
            p * q * norm.cdf(money, a[0] + b[0], np.hypot(a[1], b[1]))
            for p, a in zip((1 - WEATHER, WEATHER), CONTRACTOR, strict=True)
            for q, b in zip((1 - GROUND, GROUND), FOUNDATION, strict=True)
        )
        return float(sum(chances)) - level

    return float(brentq(below, 1.0, 3.0, xtol=1e-12))


def measure(iterations: int = 100_000, seed: int = 2023) -> xr.Dataset:
    """Weeks to the opening and cost `(iteration)`, and which risks struck `(iteration, risk)`."""
    measures = ["last_go_live", "total_cost", "risks.*.strikes"]
    return engine.simulate(engine.load(PROGRAMME), iterations, seed, measures=measures)


def together(results: xr.Dataset, level: float = 0.8) -> float:
    """How often both weeks and cost are within their exact percentiles."""
    in_time = results["last_go_live"] <= weeks_percentile(level)
    return float((in_time & (results["total_cost"] <= cost_percentile(level))).mean())


def check(results: xr.Dataset) -> None:
    """The engine and the book against exact values, 5 standard errors each; then where the book errs.

    Raises `AssertionError`; by chance in fewer than 1 of 100,000 runs.
    """
    n = results.sizes["iteration"]
    played, money = results["last_go_live"].values, results["total_cost"].values
    exact, exact_cost = weeks(), cost()
    for level in (0.05, 0.5, 0.8, 0.95):
        at = weeks_percentile(level)
        error = 5 * np.sqrt(level * (1 - level) / n)
        assert abs((played <= at).mean() - level) < error + 1e-3, (level, at)
        assert abs((money <= cost_percentile(level)).mean() - level) < error, level
        if level in WEEKS:  # a percentile of the book lies where as many are below it
            slope = 0.02 / (weeks_percentile(level + 0.01) - weeks_percentile(level - 0.01))
            assert abs(WEEKS[level] - at) < 5 * np.sqrt(level * (1 - level) / DRAWN) / slope, level
    for found, truth in ((played, exact), (money, exact_cost)):
        assert abs(found.mean() - truth.mean) < 5 * truth.sd / np.sqrt(n), found.mean()
    assert abs(WEEKS["mean"] - exact.mean) < 5 * exact.sd / np.sqrt(DRAWN)
    assert abs(WEEKS["sd"] - exact.sd) < 5 * exact.sd / np.sqrt(2 * DRAWN)
    assert abs(COST - exact_cost.mean) < 5 * exact_cost.sd / np.sqrt(DRAWN)
    ground = results["strikes"].sel(risk="ground").values == 1.0
    with_bad, with_good = cost(1.0), cost(0.0)
    for some, truth in ((ground, with_bad), (~ground, with_good)):
        assert abs(money[some].mean() - truth.mean) < 5 * truth.sd / np.sqrt(some.sum()), truth
    assert abs(together(results) - 0.64) < 5 * np.sqrt(0.64 * 0.36 / n) + 1e-3
    # where the book is not what its inputs say
    assert SECOND_MOMENTS["sd"] > exact.sd + 5 * exact.sd / np.sqrt(2 * DRAWN)
    assert abs(COST_IF_BAD_GROUND - with_bad.mean) > 100 * with_bad.sd / np.sqrt(DRAWN)
    assert abs(COST_IF_BAD_GROUND - with_good.mean) < 5 * with_good.sd / np.sqrt(DRAWN)


def share_of_deck() -> float:
    """Of the variance of weeks."""
    variances = [law.variance() for law in works()]
    return float(variances[2] / sum(variances))


def chart(results: xr.Dataset) -> Figure:
    """Both S-curves, with the numbers of the book on them and those that are off."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.6), layout="constrained")
    time, money = figure.subplots(1, 2, sharey=True)
    share = np.arange(1, results.sizes["iteration"] + 1) / results.sizes["iteration"]
    for axis, name in ((time, "last_go_live"), (money, "total_cost")):
        axis.plot(np.sort(results[name].values), share, color="#1f5a8a")
    levels = [level for level in WEEKS if isinstance(level, float)]
    time.plot([WEEKS[level] for level in levels], levels, "o", color="0.1", label="the book's percentiles")
    for at, words, colour in (
        (COST, "mean, by the book", "0.1"),
        (COST_IF_BAD_GROUND, "with bad ground, by the book", "#b5452c"),
        (cost(1.0).mean, "with bad ground, exact", "#1f5a8a"),
    ):
        money.axvline(at, color=colour, lw=1, label=words)
    time.set(xlabel="weeks to the opening", ylabel="chance of at most this", ylim=(0, 1))
    money.set(xlabel="cost, $m")
    for axis in (time, money):
        axis.legend(frameon=False, fontsize=8, loc="upper left")
    figure.set_label(
        "A published bridge: the engine draws its weeks and cost; bad ground costs more, not less"
    )
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    exact_weeks, exact_money = weeks(), cost()
    print(f"weeks: the book {WEEKS['mean']:.2f}, exact {exact_weeks.mean:.2f}, "
          f"played {float(found['last_go_live'].mean()):.2f}")  # fmt: skip
    for level in (0.05, 0.5, 0.95):
        print(f"  P{100 * level:.0f}: the book {WEEKS[level]:.2f}, exact {weeks_percentile(level):.2f}, "
              f"played {np.quantile(found['last_go_live'], level):.2f}")  # fmt: skip
    print(f"  sd: drawn by the book {WEEKS['sd']:.2f}, by its second moments {SECOND_MOMENTS['sd']:.2f}, "
          f"exact {exact_weeks.sd:.2f}; of the variance {share_of_deck():.0%} is the deck's")  # fmt: skip
    print(f"cost: the book ${COST:.3f}m, exact ${exact_money.mean:.3f}m, "
          f"played ${float(found['total_cost'].mean()):.3f}m")  # fmt: skip
    print(f"  with bad ground: the book ${COST_IF_BAD_GROUND:.3f}m, exact ${cost(1.0).mean:.3f}m; "
          f"with good ground exact ${cost(0.0).mean:.3f}m")  # fmt: skip
    print(f"both within their P80: {together(found):.1%}")
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
