"""Does the engine reproduce the worked example of GAO's Cost Estimating and Assessment Guide?

Step 9 of the guide (GAO-20-195G, table 12) gives the air vehicle of an unmanned aircraft as seven elements,
each with a least, a most likely and a greatest cost. The sum of the seven most likely costs, $77.1m, is the
point estimate, and the guide's lesson is that it is no middle: most elements are skewed upward. Played as
triangular laws the mean of the sum is known exactly, $82.2m, and the point estimate has only a 13% chance
of being enough if the elements are independent. The chance for independent elements is found here a
second way, by convolving the seven densities.

Real elements share causes. At a rank correlation of 0.3 the spread grows by 15%, the chance of the point
estimate rises to 18%, and the P80 moves from $86.4m to $87.1m. Adding up the seven P80s gives $88.4m: that is
the P80 of no sum but of perfectly dependent elements.
"""

from __future__ import annotations

import sys
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

import engine
from distributions import Triangular

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

ELEMENTS = {  # thousand dollars an air vehicle: GAO-20-195G, table 12
    "airframe": Triangular(17_955, 19_645, 21_785),
    "propulsion": Triangular(8_500, 10_553, 13_000),
    "communications": Triangular(4_000, 4_306, 5_100),
    "navigation": Triangular(4_100, 4_305, 4_650),
    "central_computer": Triangular(550, 600, 650),
    "software": Triangular(32_300, 35_547, 52_500),
    "integration": Triangular(1_950, 2_136, 2_600),
}
POINT_ESTIMATE = sum(law.mode for law in ELEMENTS.values())
RANK = 0.3


def cost(
    airframe: float,
    propulsion: float,
    communications: float,
    navigation: float,
    central_computer: float,
    software: float,
    integration: float,
) -> float:
    """Cost of one air vehicle."""
    return airframe + propulsion + communications + navigation + central_computer + software + integration


def measure(iterations: int = 100_000, seed: int = 2023) -> xr.Dataset:
    """Cost of the vehicle, thousand dollars `(iteration)`: elements `independent`, and `correlated`."""
    pairs = dict.fromkeys(combinations(ELEMENTS, 2), RANK)
    alone = engine.Model(ELEMENTS, cost, outputs=("independent",), title="GAO step 9, seven elements")
    together = engine.Model(ELEMENTS, cost, outputs=("correlated",), correlation=pairs)
    results = engine.simulate(alone, iterations, seed)
    return results.assign(correlated=engine.simulate(together, iterations, seed)["correlated"])


def chance_by_convolution(step: float = 1.0) -> float:
    """Chance that the sum of independent elements is at most the point estimate, to about `step` / $m."""
    density = np.ones(1)
    for law in ELEMENTS.values():
        edges = law.low + step * (np.arange(round((law.high - law.low) / step) + 1))
        density = np.convolve(density, np.diff(law.cdf(edges)))
    least = sum(law.low for law in ELEMENTS.values()) + step * len(ELEMENTS) / 2  # middles of the cells
    return float(density[least + step * np.arange(density.size) <= POINT_ESTIMATE].sum())


def check(results: xr.Dataset) -> None:
    """Mean and chances within 5 standard errors, false alarm below 1e-5; raises `AssertionError`."""
    independent, correlated = results["independent"].values, results["correlated"].values
    n = independent.size
    exact = sum(law.mean() for law in ELEMENTS.values())
    error = np.sqrt(sum(law.variance() for law in ELEMENTS.values()) / n)
    assert abs(independent.mean() - exact) < 5 * error, (independent.mean(), exact)
    chance = float((independent <= POINT_ESTIMATE).mean())
    truth = chance_by_convolution()
    assert abs(chance - truth) < 5 * np.sqrt(truth * (1 - truth) / n), (chance, truth)
    assert round(100 * truth) == 13
    dependent = float((correlated <= POINT_ESTIMATE).mean())
    # 0.1795 from two million draws of an independent NumPy program, itself known to 0.0003
    assert abs(dependent - 0.1795) < 5 * np.sqrt(0.1795 * 0.8205 / n) + 0.0014, dependent


def chart(results: xr.Dataset) -> Figure:
    """Both S-curves, with the point estimate and the sum of the elements' P80s."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axis = figure.subplots()
    share = np.arange(1, results.sizes["iteration"] + 1) / results.sizes["iteration"]
    for name, style in (("independent", "-"), ("correlated", "--")):
        axis.plot(np.sort(results[name].values) / 1000, share, style, color="#1f5a8a", label=name)
    summed = sum(float(law.ppf(0.8)) for law in ELEMENTS.values())
    axis.axvline(POINT_ESTIMATE / 1000, color="0.1", lw=1)
    axis.axvline(summed / 1000, color="0.5", lw=1)
    axis.text(POINT_ESTIMATE / 1000, 1.01, "point estimate", ha="center", fontsize=8)
    axis.text(summed / 1000, 1.01, "sum of P80s", ha="center", fontsize=8)
    axis.axhline(0.8, color="0.7", lw=0.7)
    axis.set(xlabel="cost of an air vehicle, $m", ylabel="chance of at most this", ylim=(0, 1))
    axis.legend(frameon=False, loc="lower right")
    figure.set_label("GAO step 9: the sum of most likely costs is a P13, or P18 where elements move together")
    return figure


if __name__ == "__main__":
    played = measure()
    check(played)
    for name in ("independent", "correlated"):
        values = played[name].values
        enough, eighty = (values <= POINT_ESTIMATE).mean(), np.quantile(values, 0.8) / 1000
        print(f"{name:12} ${POINT_ESTIMATE / 1000:.1f}m is enough with {enough:.1%}; P80 ${eighty:.1f}m")
    print(f"exact, independent: {chance_by_convolution():.1%}")
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(played), sys.argv[1])
