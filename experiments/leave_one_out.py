"""Does the reference class foretell its own members, and does the verdict hang on any one of them?

A law that is fitted to 6 to 9 programmes fits them well; that proves nothing. So each pair is left out in turn, every
law is fitted anew to the others, and one looks where the pair that was left out lies in it: its place, the chance of
less. In a law that is right all places are equally likely: one in ten lies below 0.1, one in ten above 0.9.

Then the programme is played under the laws without that pair. If one pair were to carry the verdict, its absence would
tell. How far the answers scatter as pairs are left out is also an error that no number of iterations makes smaller: the
jackknife's, each table a sample of its own (Arvesen, Annals of Mathematical Statistics 40, 1969). It is told beside the
sampling error that is usually printed.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import engine
from engine.analysis.estimators.scores import coverage_interval, power
from engine.reporting.phrasing import capitalised, probability, quantity
from experiments import named_causes, reference_class
from experiments.shared_services import PROGRAMME
from experiments.shared_services.register import leaving_out, observed, used

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

LAWS = ("audited", "unselected", "blended")
TABLES = {"cost_ratio": "cost growth", "slip": "slip of go-live", "benefit_ratio": "benefit"}
ANSWERS = ("cost", "cheaper", "half")  # chances: two claims, and half of the claimed benefits
HALF = 900.0  # £m
MIDDLES = ("total_cost", "total_benefit")
CENTRAL = 0.8


def pairs() -> list[tuple[str, str]]:
    """Table and programme of every pair that is used."""
    return [(table, row["programme"]) for table in TABLES for row in used(table)]


def place(table: str, programme: str) -> list[float]:
    """The chance of less than the pair's outcome under the laws of the others, audited, unselected and blended."""
    names = [row["programme"] for row in used(table)]
    value = float(observed(table)[names.index(programme)])
    with leaving_out(programme, table):
        fitted = reference_class.measure()[TABLES[table]]
    laws = (getattr(fitted, name) for name in LAWS)
    # what happened counts half: an outcome of 0 lies at the chance of 0
    return [float(law.cdf(np.nextafter(value, -1)) + law.cdf(value)) / 2 for law in laws]


def played(table: str, programme: str, iterations: int, seed: int) -> list[float]:
    """The chances of `ANSWERS` and the medians of `MIDDLES` under laws fitted without a pair; of "" with all."""
    with leaving_out(programme, table):
        changes = named_causes.overrides()
    results = engine.simulate(engine.load(PROGRAMME, overrides=changes), iterations, seed)
    chances = engine.claims(results)["probability"]
    half = float((results["total_benefit"] >= HALF).mean())
    middles = [float(results[name].median()) for name in MIDDLES]
    return [*(float(chances.sel(claim=name)) for name in ANSWERS[:2]), half, *middles]


def measure(iterations: int = 20_000, seed: int = 2023) -> xr.Dataset:
    """`place` `(pair, law)`; `without` `(pair, answer)` and `whole` `(answer)`, chances and medians (£m) of the
    programme without a pair and with all; `error` `(answer)` the jackknife's standard error."""
    import xarray as xr

    which = pairs()
    without = np.array([played(*pair, iterations, seed) for pair in which])
    tables = np.array([table for table, _ in which])
    return xr.Dataset(
        {
            "place": (("pair", "law"), [place(*pair) for pair in which]),
            "without": (("pair", "answer"), without),
            "whole": ("answer", played("", "", iterations, seed)),
            "error": ("answer", jackknife(without, tables)),
        },
        coords={
            "table": ("pair", tables),
            "programme": ("pair", [programme for _, programme in which]),
            "law": list(LAWS),
            "answer": [*ANSWERS, *MIDDLES],
        },
        attrs={
            "source": f"the register of pairs; {iterations:,} iterations, seed {seed}",
            "iterations": iterations,
        },
    )


def jackknife(without: Floats, tables: NDArray[np.str_]) -> Floats:
    """Standard error of each column by the answers without each row.

    The sum over samples of (n - 1)/n times the squares about the sample's mean.
    """
    variance = np.zeros(without.shape[1])
    for table in np.unique(tables):
        sample = without[tables == table]
        variance += (len(sample) - 1) / len(sample) * ((sample - sample.mean(0)) ** 2).sum(0)
    return np.sqrt(variance)


def hits(found: xr.Dataset, law: str) -> int:
    """Pairs whose place is in the central 80%."""
    return int((np.abs(found["place"].sel(law=law) - 0.5) <= CENTRAL / 2).sum())


def check(found: xr.Dataset) -> None:
    """Places are such, the blend is neither refuted nor idle, and no pair carries the verdict; raises
    `AssertionError`."""
    assert ((found["place"] >= 0) & (found["place"] <= 1)).all()
    n = found.sizes["pair"]
    low, high = coverage_interval(hits(found, "blended"), n)
    assert low <= CENTRAL <= high, f"{hits(found, 'blended')} of {n} places in the central 80% of the blend"
    assert (found["error"] > 0).all(), "an answer that hangs on no pair"
    moved = found["without"] - found["whole"]
    greatest = float(np.abs(moved.sel(answer="cost")).max())
    assert greatest < 0.2, f"one pair moves the chance of the cost by {greatest:.2f}"
    assert float(found["without"].sel(answer="half").max()) < 0.5


def sampling(found: xr.Dataset, answer: str) -> float:
    """The standard error of a chance that comes of finite iterations."""
    share = float(found["whole"].sel(answer=answer))
    return float(np.sqrt(share * (1 - share) / found.attrs["iterations"]))


def heading(found: xr.Dataset) -> str:
    """What the chart shows."""
    n, within = found.sizes["pair"], hits(found, "blended")
    return f"{within} of {n} programmes lie where the others say 8 in 10 should; no single one carries the verdict"


def lead(found: xr.Dataset) -> str:
    """The greatest influence, and the error beside sampling error."""
    n = found.sizes["pair"]
    low, high = coverage_interval(hits(found, "blended"), n)
    cost = found.sel(answer="cost")
    most = int(np.argmax(np.abs(cost["without"].values - float(cost["whole"]))))
    error = 100 * float(cost["error"])
    middle = [quantity(float(found[key].sel(answer="total_benefit")), "£m") for key in ("whole", "error")]
    return (
        f"So many of {n} leave any true coverage of {low:.0%} to {high:.0%} possible; intervals that cover 60% would "
        f"be found out in {float(power(n, CENTRAL, 0.6)):.0%} of cases. The chance of the claimed cost is "
        f"{probability(float(cost['whole']))}; without {short(found, most)}, which moves it most, "
        f"{probability(float(cost['without'][most]))}. Its standard error by so few pairs is {error:.1f} points, by "
        f"iterations {100 * sampling(found, 'cost'):.1f}; that of the middle benefit "
        f"of {middle[0]} is {middle[1]} by pairs."
    )


def short(found: xr.Dataset, pair: int) -> str:
    """A programme's name without its dates and explanations."""
    return re.split(r" \(|: | to \d|, (?![A-Z])", str(found["programme"].values[pair]))[0]


def answer(found: xr.Dataset) -> str:
    """A row a pair, the spread of the answers, then what the chart says."""
    lines = []
    for k in range(found.sizes["pair"]):
        one = found.isel(pair=k)
        places = ", ".join(f"{law} {float(one['place'].sel(law=law)):.2f}" for law in LAWS)
        chances = ", ".join(
            f"{name} {probability(float(one['without'].sel(answer=name)))}" for name in ANSWERS
        )
        table = TABLES[one["table"].item()]
        lines.append(f"{short(found, k):54}{table:16}place: {places}  without it: {chances}")
    for name in ANSWERS:
        share, error = (float(found[key].sel(answer=name)) for key in ("whole", "error"))
        lines.append(
            f"{name}: {probability(share)}, standard error by pairs {100 * error:.2f} points, by iterations "
            f"{100 * sampling(found, name):.2f}"
        )
    for name in MIDDLES:
        told = [quantity(float(found[key].sel(answer=name)), "£m") for key in ("whole", "error")]
        lines.append(f"{name}, P50: {told[0]}, standard error by pairs {told[1]}")
    return "\n".join([*lines, heading(found), lead(found)])


def chart(found: xr.Dataset) -> Figure:
    """A row a pair: its place in the laws of the others, and the chances of the cost and of cheaper without it."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Left: the chance of less than what the programme came to, by the laws of all other pairs; full dot: the blend "
        "that is played, open: audited pairs alone. Shaded: the central 80%. Right: chances of two claims without the "
        "pair; lines: with all."
    ]
    tables = found["table"].values.tolist()
    rows = np.array(
        [1 + k + list(TABLES).index(table) for k, table in enumerate(tables)]
    )  # a row for each heading
    names = [short(found, pair) for pair in range(rows.size)]
    with style.styled():
        page = Page(found, heading(found), lead(found), 124.0, notes)
        left, right = page.axes(MARGIN + 62, 118, 12, 120), page.axes(122, WIDTH - MARGIN, 12, 120)
        left.axvspan(10, 90, color=style.PALE)
        for law, face in (("audited", "white"), ("blended", style.CURVE)):
            left.plot(
                100 * found["place"].sel(law=law),
                rows,
                "o",
                color=style.CURVE,
                markerfacecolor=face,
                markersize=4,
            )
        for name, mark, colour in (("cost", "o", style.CURVE), ("cheaper", "D", style.STEEL)):
            right.plot(
                100 * found["without"].sel(answer=name), rows, mark, color=colour, markersize=4, label=name
            )
            right.axvline(100 * float(found["whole"].sel(answer=name)), color=colour, linewidth=0.8)
        left.set_yticks(rows, [style.shorten(name, 60, style.SMALL) for name in names])
        right.set_yticks([])
        left.set(xlim=(-2, 102), xlabel="Place among the others, %")
        right.set(xlim=(0, 100), xlabel="Chance without it, %")
        right.legend(loc="lower right", handletextpad=0.2)
        for table, name in TABLES.items():
            above = rows[tables.index(table)] - 1
            left.text(50, above, capitalised(name), horizontalalignment="center", verticalalignment="center")
        for axes in (left, right):
            axes.set_ylim(rows[-1] + 0.7, -0.7)
            axes.tick_params(axis="y", length=0)
        return page.finished()


if __name__ == "__main__":
    results = measure()
    check(results)
    print(answer(results))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(results), sys.argv[1])
