"""Does the engine reproduce a textbook's network, and what does the textbook's own method leave out?

Fourteen activities with three times each (experiments/textbook_network.toml names the source). The textbook adds up the
means of the longest path, A-C-E-H-I-K-M-N, 50.83 days, and gives 55 days a chance of 89.3% by a normal law of that
one path. Played as PERT laws the path alone has that mean exactly. But the project is done when all paths are: it
takes 51.6 days on average, D drives the finish in three plays of ten, and the chance of 55 days is 85.2%. That a
project is later than its longest path is the merge bias (MacCrimmon and Ryavec, Operations Research 12, 1964).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

import engine
from distributions import Constant, Pert

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

PROGRAMME = Path(__file__).parent / "textbook_network.toml"
LONGEST = "acehikmn"  # the textbook's critical path
DAYS = 55
# 0.8515 and 51.63 days from four million draws of an independent NumPy program, themselves known to 0.0002 and 0.002
CHANCE, MEAN = 0.8515, 51.63


def by_the_book() -> tuple[float, float]:
    """Mean of the longest path, and its chance of at most 55 days by a normal law: (a + 4 m + b) / 6, (b - a) / 6."""
    laws = [a.duration.law for a in engine.load(PROGRAMME).activities if a.name[-1] in LONGEST]
    triples = [(law.low, law.mode, law.high) for law in laws if isinstance(law, Pert)]
    fixed = sum(law.value for law in laws if isinstance(law, Constant))
    mean = fixed + sum((low + 4 * mode + high) / 6 for low, mode, high in triples)
    spread = np.sqrt(sum(((high - low) / 6) ** 2 for low, _, high in triples))
    return mean, float(norm.cdf((DAYS - mean) / spread))


def measure(iterations: int = 100_000, seed: int = 2023) -> xr.Dataset:
    """Finish of every activity, days `(iteration, activity)`, and whether it is critical; the claim of 55 days."""
    measures = ["*.finish", "*.critical", "finish_of_project.n"]
    return engine.simulate(engine.load(PROGRAMME), iterations, seed, measures=measures)


def check(results: xr.Dataset) -> None:
    """Means and chances within 5 standard errors, false alarm below 1e-5; raises `AssertionError`."""
    mean, chance = by_the_book()
    assert round(mean, 2) == 50.83, mean
    assert round(100 * chance, 1) == 89.3, chance
    finish = results["finish_of_project.n"].values
    error = finish.std(ddof=1) / np.sqrt(finish.size)
    assert abs(finish.mean() - MEAN) < 5 * error + 0.01, finish.mean()
    done = (finish <= DAYS).mean()
    assert abs(done - CHANCE) < 5 * np.sqrt(CHANCE * (1 - CHANCE) / finish.size) + 0.001, done
    path = path_days(results)
    assert abs(path.mean() - mean) < 5 * path.std(ddof=1) / np.sqrt(path.size), path.mean()
    assert (path <= finish * (1 + 1e-12)).all()  # no path is longer than the project


def path_days(results: xr.Dataset) -> NDArray[np.float64]:
    """Length of the textbook's path in each iteration, from the dates of its activities' own durations."""
    programme = engine.load(PROGRAMME)
    drawn = engine.draw(programme, results.sizes["iteration"], int(results.attrs["seed"]))["value"]
    days = sum(
        drawn.sel(input=f"project.{one}.duration").values
        if f"project.{one}.duration" in drawn["input"].values
        else 5.0
        for one in LONGEST
    )
    return np.asarray(days)


def chart(results: xr.Dataset) -> Figure:
    """How often each activity drives the finish; the textbook's path dark."""
    from matplotlib.figure import Figure

    found = engine.criticality(results)
    names = [str(name)[-1].upper() for name in found["activity"].values]
    figure = Figure(figsize=(7, 3.5), layout="constrained")
    axis = figure.subplots()
    colours = ["#1f5a8a" if name.lower() in LONGEST else "0.7" for name in names]
    axis.bar(names, found["criticality"].values, color=colours)
    axis.set(ylabel="share of iterations in which it drives the finish", ylim=(0, 1))
    figure.set_label(
        "A textbook's critical path (dark) is not the only one that decides when the project ends"
    )
    return figure


if __name__ == "__main__":
    played = measure()
    check(played)
    book_mean, book_chance = by_the_book()
    finish = played["finish_of_project.n"].values
    print(f"one path, by the book: {book_mean:.2f} days; {DAYS} days are enough with {book_chance:.1%}")
    print(
        f"the network, played:   {finish.mean():.2f} days; {DAYS} days are enough with {(finish <= DAYS).mean():.1%}"
    )
    print(engine.criticality(played)["criticality"].to_series().round(3).to_string())
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(played), sys.argv[1])
