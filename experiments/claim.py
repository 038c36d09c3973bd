"""Will the claim of March 2023 for the UK Shared Services Strategy hold?

The Cabinet Office said: about £1.8bn of benefits over fifteen years, £500m of it cash and £1.3bn
efficiencies, for about £900m, when departments that replace their systems alone would pay more than £1.7bn.

The programme is played as it could be known on 31 May 2023. Its base case is the claim itself, to the last
digit; what the laws add is in `shared_services/README.md`, with the argument for each. The scenario
without a name is the one defended there.

Two answers must not be confused. Whether the claim holds is one; whether the strategy is better than the
alternative is another, and it hangs on a number, £1.7bn, whose build-up nobody has published.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

CLAIMED = {"total_benefit": 1800.0, "cash_benefit": 500.0, "efficiency_benefit": 1300.0, "total_cost": 900.0}
NEEDED_TO_2025 = (382.0, 403.0)  # £m to 2024-25, as clusters told the NAO


def measure(iterations: int = 10_000, seed: int = 2023, scenario: str | None = None) -> xr.Dataset:
    """Every iteration of the programme, as `engine.simulate` returns it."""
    return engine.simulate(engine.load(PROGRAMME, scenario), iterations, seed)


def check(results: xr.Dataset) -> None:
    """The base case is the claim, and the parts agree with the whole; raises `AssertionError`."""
    base = engine.summarise(results)["base"]
    for name, value in CLAIMED.items():
        found = float(base.sel(measure=name))
        assert abs(found - value) <= 1e-9 * value, f"base case: {name} = {found}, claimed {value}"
    for name in ("running_cost", "legacy_cost", "go_live_delay"):
        assert float(base.sel(measure=name)) == 0, f"base case: {name} is not 0"
    low, high = NEEDED_TO_2025
    needed = float(np.asarray(results["yearly_cost"].attrs["base"])[:3].sum())
    assert low < needed < high, f"base case: £{needed}m to 2024-25, clusters said {low} to {high}"
    chance = engine.claims(results)["probability"]
    parts = chance.sel(claim=["total_benefit", "cash_benefit", "efficiency_benefit", "cost"])
    assert float(chance.sel(claim="whole")) <= float(parts.min())


def chart(results: xr.Dataset) -> Figure:
    """The verdict: each claim with the chance that it holds."""
    from engine.reporting import draw_verdict

    figure: Figure = draw_verdict(results)
    return figure


def answer(results: xr.Dataset) -> str:
    """One line a claim, then the middle and the careful side of each measure that a claim is about."""
    claims, summary = engine.claims(results), engine.summarise(results)
    lines = [
        f"{statement:55} {float(p):6.1%}  ({float(low):.1%} to {float(high):.1%})"
        for statement, p, low, high in zip(
            claims["statement"].values,
            claims["probability"].values,
            claims["low"].values,
            claims["high"].values,
            strict=True,
        )
    ]
    for name in (*CLAIMED, "npv", "saving_against_counterfactual", "go_live_delay"):
        row = summary.sel(measure=name)
        twenty, fifty, eighty = (float(row["value"].sel(percentile=p)) for p in (20, 50, 80))
        lines.append(
            f"{row['long_name'].item():55} base {float(row['base']):6.0f}  mean {float(row['mean']):6.0f}  "
            f"P20 {twenty:6.0f}  P50 {fifty:6.0f}  P80 {eighty:6.0f}  {row['units'].item()}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    played = measure()
    check(played)
    print(answer(played))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(played), sys.argv[1])
