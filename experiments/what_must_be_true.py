"""What would have to be true for the claim to hold?

Three questions of the flagship. Which single driver or risk, whatever it came to, would bring the cost within £900m as
often as not? Which would do so for the benefits of £1.8bn? And, all inputs moved together and as little as will do,
what is the least unlikely world in which all four parts of the claim come true?

If a single cause could do it, that cause would be the programme's to manage. If it takes many at once, all at the far
end of what was ever audited, the claim is not a plan that might go wrong but one that must go right in every part.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

import engine
from engine.reporting.phrasing import probability
from engine.reporting.tables.needed import reverse_sentence
from experiments.named_causes import WEIGHT
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

CLAIMS = ("cost", "total_benefit")


def measure(
    iterations: int = 4_000, seed: int = 2023, inputs: Sequence[str] | None = None
) -> dict[str, xr.Dataset]:
    """Switching values of `inputs` (all that vary) for cost and benefits, and the least unlikely way to all of it."""
    # laws that are functions of one belief would be moved beside it, as if they could differ from it
    programme = engine.load(PROGRAMME).held({WEIGHT: None, "beliefs.*_money": None})
    found = {
        claim: engine.switching_values(programme, claim, inputs, iterations=iterations, seed=seed)
        for claim in CLAIMS
    }
    return {**found, "whole": engine.reverse_stress(programme, "whole", iterations=iterations, seed=seed)}


def check(results: dict[str, xr.Dataset]) -> None:
    """No input alone brings the benefits; the joint way is far from the middle; raises `AssertionError`."""
    assert np.isnan(results["total_benefit"]["value"]).all()
    cost = results["cost"]
    assert str(cost["input"].values[0]) == "drivers.cost_growth"
    assert np.isfinite(float(cost["value"].sel(input="drivers.cost_growth", level=50)))
    whole = results["whole"]
    assert whole.attrs["reached"] == 1
    assert whole.attrs["beta"] > 1.3
    assert whole.attrs["tail"] < 0.1
    assert float(whole["percentile"].sel(input="drivers.benefits_realised")) > 75


def answer(results: dict[str, xr.Dataset]) -> str:
    """The answer in words, every number of it from the results."""
    sentences = []
    for claim in CLAIMS:
        found = results[claim]
        reached = [
            str(name) for name in found["input"].values if np.isfinite(found["value"].sel(input=name)[0])
        ]
        best = float(np.max([found["chance_lowest"].values, found["chance_highest"].values]))
        told = f"{', '.join(reached)} alone could" if reached else "no input alone could"
        sentences.append(
            f"{found.attrs['statement']}: {told} bring it to 50%; the most that one can do is {probability(best)}."
        )
    whole = results["whole"]
    return " ".join([*sentences, f"{whole.attrs['statement']}: {reverse_sentence(whole)}"])


def chart(results: dict[str, xr.Dataset]) -> Figure:
    """How far each input alone moves the chance of the cost."""
    from engine.reporting import draw_switching

    figure: Figure = draw_switching(results["cost"])
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(answer(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
