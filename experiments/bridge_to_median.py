"""Where do the £1.8bn go between the claim and the middle of what is played?

The base case is the claim, to the pound. Every cause of the programme file is then let vary: dates, ramp-up, the
drivers (which hold what savings are realised at), each risk, funding. What a cause takes depends on what varies
already, so it is averaged over the orders in which causes can join, and the steps add up to the whole way.

Two readings are asked for: by kind of cause, and by cluster. If the loss were one cluster's, it would be a matter of
that programme; if it were a matter of dates, of management; what it is stands in the answer.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engine
from engine.reporting.differences import signed
from engine.reporting.phrasing import quantity
from engine.reporting.tables.bridge import by_size
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


def measure(iterations: int = 5_000, seed: int = 2023) -> dict[str, xr.Dataset]:
    """The bridges of the total benefit, by kind of cause and by cluster."""
    programme = engine.load(PROGRAMME)
    return {
        "kind": engine.bridge(programme, iterations=iterations, seed=seed, by="kind"),
        "cluster": engine.bridge(programme, iterations=iterations, seed=seed, by="cluster"),
    }


def check(results: dict[str, xr.Dataset]) -> None:
    """Steps add up, both ways to the same; what benefits do not hang on takes nothing; raises `AssertionError`."""
    for found in results.values():
        gap = found["step"].sum("cause") - (found["value"] - found.attrs["base"])
        assert float(abs(gap).max()) < 0.01  # a penny of £m, and less
        assert found.attrs["base"] > 1799.99
    kind, cluster = results["kind"], results["cluster"]
    assert (kind["value"] == cluster["value"]).all()
    step = kind["step"].sel(end="p50")
    assert float(step.sel(cause="Drivers")) < float(step.sel(cause="Durations and late starts")) < 0
    assert (kind["step"].sel(cause="Costs") == 0).all()


def answer(results: dict[str, xr.Dataset]) -> str:
    """The answer in words, every number of it from the results."""
    sentences = []
    for by, found in results.items():
        units, step = found.attrs["units"], found["step"].sel(end="p50")
        first = [f"{name} {signed(float(step.sel(cause=name)), units)}" for name in by_size(found)[:4]]
        sentences.append(f"by {by}: {', '.join(first)}")
    kind = results["kind"]
    base, middle = (quantity(v, kind.attrs["units"]) for v in (kind.attrs["base"], float(kind["value"][0])))
    return f"From {base} in the base case to {middle} at the median, {'; '.join(sentences)}."


def chart(results: dict[str, xr.Dataset]) -> Figure:
    """The bridge by kind of cause."""
    from engine.reporting import draw_bridge

    figure: Figure = draw_bridge(results["kind"])
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(answer(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
