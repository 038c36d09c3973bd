"""What do shared services of the past say about cost, dates and benefits?

Two kinds of evidence, wrong in opposite ways. *Audited pairs* (`shared_services/evidence/*.csv`): forecast against
outcome of shared services and of administrative systems of governments, from audit reports. Like for like, but auditors
visit failures. *Unselected statistics*: thousands of IT projects, nobody chose the failures; but the median one cost
$0.7m, and few of them joined departments.

Nothing measures how right each is. The laws here are those of an even blend; how far they would move to either side
(`levels`) is a belief of the programme. What they become beside causes that are played by name is the question of
`named_causes.py`; what so few pairs leave open of their parameters, that of `posterior.py`.

The audited laws are made by `engine.fit`: maximum likelihood, ranked beside their rivals, with p-values by bootstrap,
which at 6 to 9 pairs prove little. Run as a script, this file prints the ranking. An outcome of "1.4bn and more" is not
1.4bn: what the register reads as `at_least` or `at_most` enters as such (censored). Spreads have the n - 1 correction.

*Cost growth* (outcome / forecast). Audited: lognormal; the best law by AIC is ahead of it by less than 0.2.
Unselected: the lognormal with the published median 1.0 and the published share 10.6% above 2. The blend is the
lognormal with the mixture's mean and variance of the logarithm. The published tail is fatter than any lognormal: the
blend is kind to the programme above its P95 (`tail.py`).

*Slip of go-live* (months, not a ratio: ratios are large where plans were short). All audited programmes were late. Of
the unselected ones 54 to 72% were, and two surveys say by how much of the plan all were late on average: 7 and 55%. Of
the clusters' planned months to go-live that is their mean; they spread about it as the audited ones do, which no survey
says. The blend is a risk event with the mean of both chances of being late and of both means.

*Benefits* (outcome / forecast). A beta each. One audited pair is 0, where no beta and no law of positive values
has a likelihood; of the laws that have one the normal is the best by AIC, and its mean and variance (n - 1) become
those of the beta. For the unselected ones through two published points (58% get at most half, 9% more than 80%).
McKinsey's mean, 0.44, is not fitted and checks the second. The betas end at 1.25 and not at 1: no pair got more than
it was promised, but a law that ends at 1 would answer the question before it is asked; the end is a belief too. The
pairs' windows are one to ten years, this programme's is fifteen: early years hold more lateness, harsh on it.
Cancelled programmes, grade C pairs and this programme itself are in none of these laws.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.special import ndtri

from distributions import Beta, Law, Lognormal, RiskEvent
from engine.fitting.fit import Fits, fit
from experiments.shared_services.register import observed, published, read_as

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
L = TypeVar("L", bound=Law)

AUDITED = 0.5  # weight of the audited pairs in the blend
PLANNED = 40.1  # months from the programme's start to go-live, planned, mean over its users
FAMILIES = ("lognormal", "log_logistic", "gamma", "weibull", "exponential", "gumbel", "normal")
FAMILY = {"cost_ratio": "lognormal", "slip": "lognormal", "benefit_ratio": "normal"}  # of the audited pairs
BEST = 1.25  # most of a promised benefit that a programme may realise: no pair exceeds 1, yet none forbids it


@dataclass(frozen=True)
class Fitted(Generic[L]):
    """The laws of one quantity, and the audited ratios or months behind them."""

    table: str
    observed: NDArray[np.float64]
    audited: L
    unselected: L
    blended: L


def audited(table: str, replicates: int = 0) -> Fits:
    """The laws fitted to the audited pairs of one table, ranked; `FAMILY` says which is taken."""
    bounds = (read_as(table, reading) for reading in ("at_most", "at_least"))
    return _fits(*(tuple(each.tolist()) for each in (observed(table), *bounds)), replicates)


@cache
def _fits(
    pairs: tuple[float, ...], at_most: tuple[bool, ...], at_least: tuple[bool, ...], replicates: int
) -> Fits:
    return fit(pairs, FAMILIES, censored_left=at_most, censored_right=at_least, bootstrap=replicates)


def taken(table: str) -> tuple[float, float]:
    """Mean and standard deviation (n - 1), of the logarithm for a lognormal, by maximum likelihood."""
    found = audited(table).of(FAMILY[table])
    n = found.observations
    mean, sd = found.law.arguments().values()
    return mean, sd * math.sqrt(n / (n - 1))


def beta_with(mean: float, variance: float) -> Beta:
    """The beta between 0 and `BEST` with these moments."""
    share, size = mean / BEST, mean * (BEST - mean) / variance - 1
    return Beta(share * size, (1 - share) * size, 0.0, BEST)


def blend(
    audited: tuple[float, float], unselected: tuple[float, float], weight: float = AUDITED
) -> tuple[float, float]:
    """Mean and variance of the mixture of two laws, each given by its own; `weight` is of the audited one."""
    mean = weight * audited[0] + (1 - weight) * unselected[0]
    within = weight * audited[1] + (1 - weight) * unselected[1]
    return mean, within + weight * (1 - weight) * (audited[0] - unselected[0]) ** 2


def cost_growth(weight: float = AUDITED) -> Fitted[Lognormal]:
    """Outcome / forecast of one-off cost."""
    pairs = Lognormal(*taken("cost_ratio"))
    median = math.log(published("cost ratio: median"))
    above = ndtri(1 - published("cost ratio: share above 2"))
    unselected = Lognormal(median, (math.log(2) - median) / float(above))
    mean, variance = blend(
        (pairs.log_mean, pairs.log_sd**2), (unselected.log_mean, unselected.log_sd**2), weight
    )
    blended = Lognormal(mean, math.sqrt(variance))
    return Fitted("cost_ratio", observed("cost_ratio"), pairs, unselected, blended)


def go_live_slip(weight: float = AUDITED) -> Fitted[RiskEvent]:
    """Months between planned and actual go-live."""
    late_by = Lognormal(*taken("slip"))
    chance, mean = published("late:"), published("time overrun: mean") * PLANNED
    surveyed = RiskEvent(chance, with_mean(mean / chance, late_by.log_sd))
    both = weight + (1 - weight) * chance
    together = weight * late_by.mean() + (1 - weight) * mean
    return Fitted(
        "slip",
        observed("slip"),
        RiskEvent(1.0, late_by),
        surveyed,
        RiskEvent(both, with_mean(together / both, late_by.log_sd)),
    )


def with_mean(mean: float, log_sd: float) -> Lognormal:
    """The lognormal with this mean of the values and this standard deviation of their logarithm."""
    return Lognormal(math.log(mean) - log_sd**2 / 2, log_sd)


def benefit(weight: float = AUDITED) -> Fitted[Beta]:
    """Benefit / forecast, with all that lowers it: lateness, departures, and what was never there."""
    mean, sd = taken("benefit_ratio")
    pairs = beta_with(mean, sd**2)
    half, most = published("at most half"), 1 - published("more than 80%")

    def miss(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        law = Beta(*np.exp(logs), 0.0, BEST)
        return np.array([float(law.cdf(0.5)) - half, float(law.cdf(0.8)) - most])

    unselected = Beta(*np.exp(optimize.root(miss, np.zeros(2), tol=1e-12).x), 0.0, BEST)
    moments = blend((pairs.mean(), pairs.variance()), (unselected.mean(), unselected.variance()), weight)
    return Fitted("benefit_ratio", observed("benefit_ratio"), pairs, unselected, beta_with(*moments))


def levels(fitted: Fitted[Any]) -> tuple[float, float]:
    """The means of the audited and of the unselected law over that of the even blend's two: what a belief in either
    multiplies a quantity by."""
    middle = (fitted.audited.mean() + fitted.unselected.mean()) / 2
    return fitted.audited.mean() / middle, fitted.unselected.mean() / middle


def measure(weight: float = AUDITED) -> dict[str, Fitted[Any]]:
    """The fitted laws by quantity; `weight` is that of the audited pairs in the blend."""
    return {
        "cost growth": cost_growth(weight),
        "slip of go-live": go_live_slip(weight),
        "benefit": benefit(weight),
    }


def check(fitted: dict[str, Fitted[Any]]) -> None:
    """Fits against what was not fitted; raises `AssertionError`."""
    surveyed = fitted["benefit"].unselected.mean()
    value = published("value delivered: mean")
    assert abs(surveyed - value) < 0.03, f"unselected benefits: fitted mean {surveyed}, McKinsey {value}"
    for name, law in fitted.items():
        pairs = audited(law.table, 199).of(FAMILY[law.table])
        assert pairs.ad_p.value > 0.05, (
            f"{name}: {pairs.kind} is rejected, Anderson-Darling p {pairs.ad_p.value}"
        )
        below = law.audited.cdf(np.sort(law.observed))
        steps = np.arange(1, below.size + 1) / below.size
        distance = max(float((steps - below).max()), float((below - steps + 1 / below.size).max()))
        # Kolmogorov: at n = 6 to 9 a distance of 0.45 to 0.54 would reject at 5%, were nothing fitted
        assert distance < 0.4, f"{name}: the audited pairs lie {distance:.2f} from their law"


def chart() -> Figure:
    """Three panels: the audited pairs as steps, against the audited, unselected and blended laws."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.8), layout="constrained")
    axes = figure.subplots(1, 3, sharey=True)
    _panel(axes[0], cost_growth(), "cost: outcome / forecast", 6.0)
    _panel(axes[1], go_live_slip(), "slip of go-live, months", 96.0)
    _panel(axes[2], benefit(), "benefit: outcome / forecast", BEST)
    axes[0].set_ylabel("share of programmes at or below")
    axes[0].legend(frameon=False, fontsize=8, loc="lower right")
    figure.set_label("Audited pairs, unselected statistics, and the blend that the default plays")
    return figure


def _panel(axis: Axes, fitted: Fitted[Any], label: str, end: float) -> None:
    x = np.linspace(0, end, 600)
    count = fitted.observed.size
    axis.step(
        np.concatenate([[0], np.sort(fitted.observed), [end]]),
        np.concatenate([[0], np.arange(1, count + 1) / count, [1]]),
        where="post",
        color="0.1",
        lw=1,
        label="audited pairs",
    )
    for name, law, style in (
        ("audited", fitted.audited, "--"),
        ("unselected", fitted.unselected, ":"),
        ("blend", fitted.blended, "-"),
    ):
        axis.plot(x, law.cdf(x), style, color="#1f5a8a", lw=2 if style == "-" else 1.3, label=name)
    axis.axvline(0 if "slip" in label else 1, color="0.6", lw=0.8)
    axis.set(xlabel=label, xlim=(0, end), ylim=(0, 1))
    found = audited(fitted.table, 999).of(FAMILY[fitted.table])
    axis.set_title(f"{count} audited pairs, {found.kind}: p = {found.ad_p.value:.2f}", fontsize=9)


if __name__ == "__main__":
    fitted = measure()
    check(fitted)
    for quantity, laws in fitted.items():
        for one in audited(laws.table, 999):
            print(
                f"{quantity:16}{one.kind:13}AIC {one.aic:6.2f}  AICc {one.aicc:6.2f}  BIC {one.bic:6.2f}  "
                f"KS p {one.ks_p.value:.2f}  AD p {one.ad_p.value:.2f}{'  taken' * (one.kind == FAMILY[laws.table])}"
            )
        for kind in ("audited", "unselected", "blended"):
            law = getattr(laws, kind)
            ten, fifty, ninety = law.ppf(np.array([0.1, 0.5, 0.9]))
            print(
                f"{quantity:16}{kind:11} mean {law.mean():6.2f}  P10 {ten:6.2f}  P50 {fifty:6.2f}  P90 {ninety:6.2f}"
            )
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(), sys.argv[1])
