"""What did it change to own up to what we do not know?

A sceptical reading of this programme, as it stood before it had beliefs, said: its verdict stands, its digits do not.
The sum of the clusters was a third narrower than the class it was fitted to, and nothing that the evidence leaves open
was played. That reading measured both on the former programme (`shared_services/evidence/before.csv`). Both tables are
measured here on the present one, each answer beside what it was:

- *the class and the sum*: mean, spread and tails of whole programmes, of the class and as they are played;
- *two levels*: beliefs drawn by world, some of them and in the end all; each cell the mean over worlds and the range of
  5% to 95% of them, the noise of finite worlds taken out.

The rows of the second table differ in part in what they draw. Then, restarts and departures were fixed; correlation was
a rank of 0 to 0.9 among clusters, and is now how far clusters lie apart about a programme that has the class's spread
whatever that is; *every belief* then held departures and the end of a law beside the rest, and now all in the file.
"""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import engine
from engine.analysis.claims import claim_outcomes
from engine.analysis.estimators.between import range_of
from experiments.named_causes import in_file, totals
from experiments.reference_class import measure as fitted_class
from experiments.shared_services import EVIDENCE, PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

CLASS = ("class_cost", "class_slip", "class_benefits", "cost_spread", "slip_spread", "most_benefit")
THREE = (*CLASS, "audited", "apart")
SCOPE = ("scope_of_benefits", "scope_of_costs")
DRAWN: dict[str, tuple[str, ...] | None] = {
    "nothing but luck": (),
    "parameters of the class": CLASS,
    "weight of the evidence": ("audited",),
    "how far clusters lie apart": ("apart",),
    "these three": THREE,
    "scope alone": SCOPE,
    "these three and scope": (*THREE, *SCOPE),
    "every belief": None,
}
ANSWERS = {
    "total_benefit": "£1.8bn",
    "half": "half of it",
    "cost": "about £900m",
    "cheaper": "cheaper",
    "npv": "NPV",
}
HALF = 900.0  # £m
SIDES = ("class", "sum", "outside view")


def before() -> dict[tuple[str, str, str], str]:
    """What the former programme gave, by table, row and answer."""
    with (EVIDENCE / "before.csv").open(encoding="utf-8", newline="") as file:
        return {(one["table"], one["row"], one["answer"]): one["value"] for one in csv.DictReader(file)}


def two_levels(row: str, worlds: int, each: int, seed: int) -> list[tuple[float, float, float]]:
    """Mean, 5% and 95% over worlds of the chance of each answer, where only the row's beliefs are drawn by world."""
    programme, drawn = engine.load(PROGRAMME), DRAWN[row]
    if (
        drawn is not None
    ):  # what departments would pay is luck in these rows, as it was in the former programme
        luck = {"counterfactual.cost": in_file("", "beliefs.alternative")}
        kept = {f"beliefs.{name}" for name in drawn}
        programme = engine.load(PROGRAMME, overrides=luck)
        programme = programme.held({one.name: None for one in programme.beliefs if one.name not in kept})
    played = engine.simulate(programme, worlds * each, seed, worlds=worlds)
    holds = {**claim_outcomes(played), "half": played["total_benefit"].values >= HALF}
    told = []
    for name in ANSWERS:
        chance = np.asarray(holds[name]).reshape(worlds, each).mean(axis=1)
        found = range_of(chance, chance * (1 - chance) / (each - 1), 0.9)
        told.append((found.mean, max(found.low, 0.0), min(found.high, 1.0)))
    return told


def class_and_sum() -> dict[tuple[str, str], float]:
    """The first table: by row and side."""
    fitted, inside, outside = fitted_class(), totals(), totals("outside-view")
    cost, benefit = fitted["cost growth"].blended, fitted["benefit"].blended
    found = {
        ("benefits: mean", "class"): benefit.mean(),
        ("benefits: coefficient of variation", "class"): benefit.sd() / benefit.mean(),
        ("benefits: chance of 100%", "class"): float(benefit.sf(1.0)),
        ("benefits: chance of 50%", "class"): float(benefit.sf(0.5)),
        ("cost: mean", "class"): cost.mean(),
        ("cost: sd of the logarithm", "class"): cost.log_sd,
        ("cost: chance of 100% or less", "class"): float(cost.cdf(1.0)),
    }
    for side, one in (("sum", inside), ("outside view", outside)):
        found |= {
            ("benefits: mean", side): float(one.benefit.mean()),
            ("benefits: coefficient of variation", side): float(one.benefit.std() / one.benefit.mean()),
            ("benefits: chance of 100%", side): float((one.benefit >= 1).mean()),
            ("benefits: chance of 50%", side): float((one.benefit >= 0.5).mean()),
            ("cost: mean", side): float(one.cost.mean()),
            ("cost: sd of the logarithm", side): float(np.log(one.cost).std()),
            ("cost: chance of 100% or less", side): float((one.cost <= 1).mean()),
        }
    return found


def measure(worlds: int = 200, each: int = 5_000, seed: int = 2023) -> xr.Dataset:
    """`chance` `(row, answer, end)`, `end` the mean over worlds and 5% and 95%; `whole` `(figure, side)`."""
    import xarray as xr

    whole = class_and_sum()
    figures = list(dict.fromkeys(figure for figure, _ in whole))
    return xr.Dataset(
        {
            "chance": (
                ("row", "answer", "end"),
                np.array([two_levels(row, worlds, each, seed) for row in DRAWN]),
            ),
            "whole": (
                ("figure", "side"),
                [[whole[figure, side] for side in SIDES] for figure in figures],
            ),
        },
        coords={
            "row": list(DRAWN),
            "answer": list(ANSWERS),
            "end": ["mean", "low", "high"],
            "figure": figures,
            "side": list(SIDES),
        },
        attrs={"worlds": worlds, "iterations_per_world": each, "seed": seed},
    )


def check(found: xr.Dataset) -> None:
    """More beliefs never narrow a range by much, and the sum has the class's spread; raises `AssertionError`."""
    width = found["chance"].sel(end="high") - found["chance"].sel(end="low")
    for answer in ("cost", "half", "total_benefit"):
        every, luck = (
            float(width.sel(answer=answer, row=row)) for row in ("every belief", "nothing but luck")
        )
        assert every > luck + 0.02, f"{answer}: beliefs move the chance by no more than luck: {every}, {luck}"
    for figure in ("benefits: coefficient of variation", "cost: sd of the logarithm"):
        row = found["whole"].sel(figure=figure)
        assert abs(float(row.sel(side="sum") / row.sel(side="class")) - 1) < 0.04, figure


def share(value: float) -> str:
    """A chance in per cent, as the former tables have it."""
    return f"{100 * value:.2f}%" if value < 0.01 else f"{100 * value:.1f}%"


def first_table(found: xr.Dataset) -> str:
    """The README's first table: what it was, then what it is."""
    old = before()
    lines = ["| | " + " | ".join(f"{side}, then | now" for side in SIDES) + " |"]
    lines.append("|---" + "|---:" * 2 * len(SIDES) + "|")
    for figure in found["figure"].values:
        cells = []
        for side in SIDES:
            value = float(found["whole"].sel(figure=figure, side=side))
            cells += [
                old["2b", str(figure), side],
                share(value) if "chance" in str(figure) else f"{value:.3f}",
            ]
        lines.append(f"| {figure} | {' | '.join(cells)} |")
    return "\n".join(lines)


def second_table(found: xr.Dataset) -> str:
    """The README's second table: of each row what it was, and what it is."""
    old = before()
    lines = [f"| chance of | | {' | '.join(ANSWERS.values())} |", "|---|---" + "|---:" * len(ANSWERS) + "|"]
    for row in found["row"].values:
        then = [old["2c", str(row), answer] for answer in ANSWERS]
        now = []
        for answer in ANSWERS:
            mean, low, high = found["chance"].sel(row=row, answer=answer).values
            now.append(
                share(mean) if DRAWN[str(row)] == () else f"{share(mean)} ({share(low)}-{share(high)})"
            )
        lines += [f"| {row} | then | {' | '.join(then)} |", f"| | now | {' | '.join(now)} |"]
    return "\n".join(lines)


if __name__ == "__main__":
    results = measure(*(int(one) for one in sys.argv[1:3]))
    check(results)
    print(first_table(results))
    print()
    print(second_table(results))
