"""How far beliefs and named scenarios move each claim: the further plays behind a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engine.analysis.verdict import with_ranges
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

WORLDS, EACH = (
    200,
    500,
)  # the ends of a range rest on 10 worlds each; more iterations a world sharpen each of them
OF_A_SCENARIO = 10_000
MOST_KEPT = (
    2_000_000  # iterations, each claim's; a grid on which to count them is as long to lay as they are to play
)

Play = Callable[..., "xr.Dataset"]


def ranges(
    programme: Programme,
    results: xr.Dataset,
    scenarios: Mapping[str, Programme] | None = None,
    worlds: int = WORLDS,
    each: int = EACH,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The results of a run that know how far beliefs and scenarios move its claims, for `engine.verdict`.

    Plays `worlds` of `each` iterations where the programme has beliefs (0 worlds: not), and each of `scenarios`, with
    the seed and as many iterations as the run, 10,000 at most; scenarios are paired with it, worlds draw anew.
    """
    seed = int(results.attrs["seed"])
    by_world = None
    if programme.beliefs and programme.claims and worlds:
        keep = "iterations" if worlds * each * len(programme.claims) <= MOST_KEPT else "summary"
        by_world = play(
            programme, worlds * each, seed, keep=keep, worlds=worlds, measures=_claimed(programme)
        )
    iterations = min(int(results.attrs["iterations"]), OF_A_SCENARIO)
    played = {
        name: play(one, iterations, seed, measures=_claimed(one)) for name, one in (scenarios or {}).items()
    }
    return with_ranges(results, by_world, played)


def _claimed(programme: Programme) -> list[str] | None:
    """The measures that claims are about: of others nothing is asked, and to count them would take as long again."""
    return list(dict.fromkeys(claim.metric for claim in programme.claims if claim.metric)) or None
