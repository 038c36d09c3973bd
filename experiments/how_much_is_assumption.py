"""How much of the flagship's answer is assumption?

No number of the flagship is a measurement of the programme itself: some are derived from what became of comparable
programmes, the rest are judgements with a reason beside each. An answer that rested on the judgements would be ours and
not the evidence's. So the variance of every measure, and of whether each claim holds, is shared out between what is
assumed and what is derived (Shapley effects by basis, which add up to one under correlation), and the ten assumptions
that weigh most are named, for they are what a reader should dispute first.

Two things this cannot say: a number that is certain in the file has no variance, however unsure its author was; and a
share says how much of the spread comes from numbers of a kind, not whether they are right.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engine
from engine.reporting.influence import part, parts_between
from engine.studies.assumptions import weightiest
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

SHOWN = ("total_benefit", "total_cost", "go_live_delay", "npv")


def measure(iterations: int = 20_000, seed: int = 2023) -> xr.Dataset:
    """What `engine.assumptions` finds, the ten weighed on the net present value."""
    return engine.assumptions(engine.load(PROGRAMME), "npv", None, iterations, seed)


def check(found: xr.Dataset) -> None:
    """Shares add up, and the answer rests on evidence more than on judgement; raises `AssertionError`."""
    assert set(found["player"].values) == {"assumed", "derived"}, "another basis than the file has"
    for name in SHOWN:
        one = found.sel(output=name)
        assert abs(float(one["share"].sum()) - 1) < 1e-9, f"shares of {name} do not add up"
    for name in ("total_benefit", "total_cost", "npv"):
        high = float(found["share_high"].sel(output=name, player="assumed"))
        assert high < 0.5, f"{name} rests on assumption: {high:.0%}"
    top = weightiest(found)
    assert len(top) == 10
    assert all(str(found["basis"].values[place]) == "assumed" for place in top)


def answer(found: xr.Dataset) -> str:
    """A line a measure, then the assumptions that weigh most."""
    lines = []
    for name in SHOWN:
        one = found.sel(output=name, player="assumed")
        ends = [float(one[f"share{end}"]) for end in ("", "_low", "_high")]
        lines.append(
            f"{one['long_name'].item()}: {part(ends[0])} ({parts_between(*ends[1:])}) of the variance is assumed"
        )
    for rank, place in enumerate(weightiest(found), 1):
        lines.append(
            f"{rank:2} {found['input'].values[place]}: {part(float(found['alone'].values[place]))} alone"
        )
    return "\n".join(lines)


def chart(found: xr.Dataset) -> Figure:
    """The map of assumptions."""
    from engine.reporting.charts.assumption_map import draw_assumption_map

    return draw_assumption_map(found)


if __name__ == "__main__":
    measured = measure()
    check(measured)
    print(answer(measured))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(measured), sys.argv[1])
