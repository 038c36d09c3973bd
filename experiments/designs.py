"""How fast does the error of an answer fall with the number of iterations, under each sampling design?

Theory says: as N^-1/2 for independent iterations, whatever the model; faster where a design spreads its points and
the answer is smooth in them. So three answers are asked for: the sum of ten smooth inputs, where nothing stands in a
design's way, and the flagship's mean and P80 of its total benefit, where risks that strike or not, and nearly a
hundred inputs, do.

The error is the root mean square, over many seeds, of an answer's distance from its value in a run so long that its
own error does not show. The rate is the slope of a straight line through the logarithms, with the standard error
that the seeds give it.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

import engine
from distributions import Uniform
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DESIGNS = ("random", "latin", "sobol")
ANSWERS = {
    "smooth": "Mean of a sum of ten smooth inputs",
    "mean": "Mean total benefit of the flagship",
    "p80": "P80 total benefit of the flagship",
}
SIZES = tuple(2**k for k in range(7, 14))
LONG = 2**20  # iterations of the reference: 11 times less error than the largest run's
COLOURS = {"random": "#5F5F5F", "latin": "#4F83B6", "sobol": "#12355B"}  # lightness 40, 53, 22


def smooth_model() -> engine.Model:
    """The sum of ten exponentials of uniform inputs, whose mean is known.

    With five of the inputs normal, whose exponentials have no bound, the rate under sobol is 0.79.
    """
    laws = {f"x{k}": Uniform(0.0, 1.0) for k in range(10)}

    def total(*inputs: float) -> float:
        result = 0.0
        for value in inputs:
            result += math.exp(value)
        return result

    return engine.Model(laws, total, title="Sum of ten smooth inputs")


SMOOTH_MEAN = 10 * (math.e - 1)


def measure(sizes: tuple[int, ...] = SIZES, seeds: int = 32, long: int = LONG) -> xr.Dataset:
    """`error[answer, design, size]`, root mean square over seeds and relative to the answer, and fitted `rate`."""
    programme, model = engine.load(PROGRAMME), smooth_model()
    reference = engine.simulate(programme, long, seed=1, design="sobol", measures=["total_benefit"])
    truth = {"smooth": SMOOTH_MEAN} | answers(reference["total_benefit"].values)
    missed = np.empty((len(ANSWERS), len(DESIGNS), len(sizes), seeds))
    for d, design in enumerate(DESIGNS):
        for s, size in enumerate(sizes):
            for seed in range(seeds):
                played = engine.simulate(programme, size, seed + 2, design=design, measures=["total_benefit"])
                found = {"smooth": float(engine.simulate(model, size, seed, design=design)["y"].mean())}
                found |= answers(played["total_benefit"].values)
                missed[:, d, s, seed] = [found[name] / truth[name] - 1 for name in ANSWERS]
    rate, rate_error = rates(np.array(sizes), missed)
    coordinates = {"answer": list(ANSWERS), "design": list(DESIGNS), "size": list(sizes)}
    return xr.Dataset(
        {
            "error": (("answer", "design", "size"), np.sqrt((missed**2).mean(axis=-1))),
            "rate": (("answer", "design"), rate),
            "rate_error": (("answer", "design"), rate_error),
        },
        coordinates,
        attrs={"seeds": seeds, "reference_iterations": long},
    )


def answers(benefit: NDArray[np.float64]) -> dict[str, float]:
    """The flagship's two answers from its iterations."""
    return {"mean": float(benefit.mean()), "p80": float(np.quantile(benefit, 0.8))}


def rates(
    sizes: NDArray[np.int64], missed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slope of log error against log iterations, and its standard error by leaving out one seed after another."""
    x = np.log(sizes) - np.log(sizes).mean()

    def slope(some: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(0.5 * np.log((some**2).mean(axis=-1)) @ x / (x @ x))

    seeds = missed.shape[-1]
    left_out = np.array([slope(np.delete(missed, k, axis=-1)) for k in range(seeds)])
    spread = ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    return slope(missed), np.sqrt((seeds - 1) / seeds * spread)


def check(found: xr.Dataset) -> None:
    """Rates are what theory says; raises `AssertionError`."""
    for answer in ANSWERS:
        rate = float(found["rate"].sel(answer=answer, design="random"))
        assert abs(rate + 0.5) <= 0.1, f"random, {answer}: rate {rate:.2f}, not -0.5"
    smooth = float(found["rate"].sel(answer="smooth", design="sobol"))
    assert smooth <= -0.9, f"sobol on a smooth sum: rate {smooth:.2f}, not at most -0.9"
    last = found["error"].isel(size=-1)
    for answer in ANSWERS:
        random, sobol = (float(last.sel(answer=answer, design=d)) for d in ("random", "sobol"))
        assert sobol < random, f"sobol is no better than random on {answer}"


def chart(found: xr.Dataset) -> Figure:
    """Error against iterations, one panel an answer, each line named with its rate."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.4, 3.1), layout="constrained")
    panels = figure.subplots(1, len(ANSWERS), sharey=True)
    sizes = found["size"].values
    for panel, (answer, title) in zip(panels, ANSWERS.items(), strict=True):
        ends = {d: float(found["error"].sel(answer=answer, design=d)[-1]) for d in DESIGNS}
        for design, place in apart(ends).items():
            colour = COLOURS[design]
            errors = found["error"].sel(answer=answer, design=design).values
            rate, margin = (float(found[n].sel(answer=answer, design=design)) for n in ("rate", "rate_error"))
            panel.loglog(sizes, errors, color=colour, marker="o", markersize=2.5, linewidth=1)
            label = f"{design}  {rate:.2f} ± {2 * margin:.2f}".replace("-", "−")
            panel.annotate(label, (sizes[-1] * 1.25, place), color=colour, fontsize=6.5, va="center")
        panel.set_title(title, fontsize=7.5, loc="left")
        panel.set_xlim(sizes[0] / 1.3, sizes[-1] * 150)
        panel.set_xticks([10**2, 10**3, 10**4], ["100", "1,000", "10,000"])
        panel.minorticks_off()
        panel.tick_params(labelsize=6.5)
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_xlabel("iterations", fontsize=6.5)
    panels[0].set_ylabel("error of the answer, root mean square", fontsize=6.5)
    panels[0].set_yticks(
        [10.0**-k for k in range(2, 8)], ["1%", "0.1%", "0.01%", "0.001%", "0.0001%", "0.00001%"]
    )
    title = "Error falls with the power of iterations that stands beside each line"
    figure.suptitle(title, fontsize=9, x=0.01, ha="left")
    figure.set_label(f"{title}\n{answer_text(found)}")
    return figure


def apart(ends: dict[str, float], ratio: float = 2.0) -> dict[str, float]:
    """Places for labels at the ends of lines, lowest first, each at least `ratio` above the one below."""
    placed: dict[str, float] = {}
    for design, end in sorted(ends.items(), key=lambda item: item[1]):
        placed[design] = max([end, *(ratio * below for below in placed.values())])
    return placed


def answer_text(found: xr.Dataset) -> str:
    """A row for each answer and design: rate, and error at the largest size."""
    size = int(found["size"][-1])
    lines = [f"{'answer':36} {'design':8} {'rate':>14}  error at {size:,}"]
    for name, title in ANSWERS.items():
        for design in DESIGNS:
            row = found.sel(answer=name, design=design)
            rate = f"{float(row['rate']):.2f} ± {2 * float(row['rate_error']):.2f}"
            lines.append(f"{title:36} {design:8} {rate:>14}  {100 * float(row['error'][-1]):.2g}%")
    return "\n".join(lines)


if __name__ == "__main__":
    measured = measure()
    check(measured)
    print(answer_text(measured))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(measured), sys.argv[1])
