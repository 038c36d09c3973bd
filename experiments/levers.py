"""What would each of four levers add: a mandate, being on time, standards, funding?

The National Audit Office and the Committee of Public Accounts asked for four things. Each is pulled here as far as it
goes, alone and then together with the others, on the draws of the default scenario, so that a difference comes of the
lever and not of luck:

- *mandate*: no department stays out of its cluster or leaves it;
- *on time*: no build slips, the market is no cause of delay, no procurement is challenged, no programme begins again,
  skills and standards are there;
- *standards*: data standards are there when they are needed, and systems are linked, in time;
- *funding*: every pound that is needed is granted when it is needed.

A lever at its end is more than any policy can do; what is left missing with all four is what none of them is for: how
far the savings themselves are realised.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engine
from engine.programme.model import Programme
from engine.reporting.differences import signed
from engine.reporting.phrasing import probability, quantity
from engine.studies.compare import compare
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

DEFAULT, TOGETHER = "default", "all four"
LATE = (
    "*.slippage.duration",
    "drivers.market_delay",
    "risks.standards_late.strikes",
    "risks.links_late.strikes",
    "drivers.digital_skills",
    "risks.*_challenge.strikes",
    "risks.*_restart.strikes",
)
STANDARDS = ("risks.standards_late.strikes", "risks.links_late.strikes", "risks.links_never.strikes")
MEASURES = ("total_benefit", "cash_benefit", "total_cost", "npv", "go_live_delay")


def pulled(*levers: str) -> Programme:
    """The programme with some of the levers pulled."""
    scenario = "funding-closed" if "funding" in levers else None
    held: dict[str, float | None] = {}
    if "mandate" in levers:
        held |= dict.fromkeys(("risks.*_departure.strikes", "risks.*_leaver.strikes"), 0)
    if "standards" in levers:
        held |= dict.fromkeys(STANDARDS, 0)
    if "on time" in levers:
        held |= dict.fromkeys(LATE)
    return engine.load(PROGRAMME, scenario=scenario).held(held)


LEVERS = ("mandate", "on time", "standards", "funding")


def measure(iterations: int = 10_000, seed: int = 2023) -> xr.Dataset:
    """What `engine.compare` finds of the default, each lever, and all of them."""
    runs = {
        DEFAULT: engine.load(PROGRAMME),
        **{lever: pulled(lever) for lever in LEVERS},
        TOGETHER: pulled(*LEVERS),
    }
    return compare(dict(runs), iterations, seed, measures=MEASURES)


def check(results: xr.Dataset) -> None:
    """No lever lowers the benefit, all four bring more than each; the claim stays unlikely; raises `AssertionError`."""
    gain = results["difference"].sel(measure="total_benefit")
    assert (results["low"].sel(measure="total_benefit") >= 0).all()
    assert float(gain.sel(other=TOGETHER)) > float(gain.drop_sel(other=TOGETHER).max())
    assert (results["paired"] == 1).all()
    assert float(results["probability"].sel(run=TOGETHER, claim="whole")) < 0.1
    late = results["difference"].sel(measure="go_live_delay")
    assert float(late.sel(other="on time")) < float(late.sel(other="mandate"))


def answer(results: xr.Dataset) -> str:
    """The answer in words, every number of it from the results."""
    gain = results["difference"].sel(measure="total_benefit")
    units = str(results["units"].sel(measure="total_benefit").values)
    each = sorted(LEVERS, key=lambda lever: -float(gain.sel(other=lever)))
    told = ", ".join(f"{lever} {signed(float(gain.sel(other=lever)), units)}" for lever in each)
    mean = results["mean"].sel(measure="total_benefit")
    alone = sum(float(gain.sel(other=lever)) for lever in LEVERS)
    together = float(gain.sel(other=TOGETHER))
    claimed = results["statement"].sel(claim="total_benefit").item()
    share = results["probability"].sel(run=TOGETHER, claim="total_benefit")
    return (
        f"Of benefits that come to {quantity(float(mean.sel(run=DEFAULT)), units)} on average each lever would add: "
        f"{told}. All four together {signed(together, units)}, where each alone sums to {signed(alone, units)}: "
        f"{quantity(float(mean.sel(run=TOGETHER)), units)}. The claim ({claimed}) is then met with a chance of "
        f"{probability(float(share))}."
    )


def chart(results: xr.Dataset) -> Figure:
    """S-curves of the benefit under each lever, and the differences."""
    from engine.reporting import draw_comparison

    figure: Figure = draw_comparison(results, "total_benefit")
    return figure


if __name__ == "__main__":
    found = measure()
    check(found)
    print(answer(found))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(found), sys.argv[1])
