"""What nobody knows: how far it moves the whole curve of a claim, and which beliefs move each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.claims import claim_specs
from engine.analysis.probability_box import probability_box
from engine.bounds import joined_by
from engine.programme.model import Programme
from engine.simulation.simulate import simulate
from engine.studies.belief_shares import belief_shares

if TYPE_CHECKING:
    import xarray as xr


def box_of_first_claim(programme: Programme, results: xr.Dataset) -> xr.Dataset | None:
    """The probability box of the first claim about one measure, over as many worlds as its range was played over.

    It is of `engine.probability_box`, with the claim's name as attribute `claim` and the attributes of the run that a
    chart tells. Nothing without beliefs, without such a claim, or of results that were not played over beliefs.
    """
    specs = claim_specs(results)
    claim = next((name for name in specs if not joined_by(specs[name])), "")
    played = str(results.attrs.get("worlds_played") or "")
    if not programme.beliefs or not claim or not played:
        return None
    worlds, each = map(int, played.split(" x "))
    spec = specs[claim]
    measure = str(spec["metric"])
    seed = int(results.attrs["seed"])
    by_world = simulate(programme, worlds * each, seed, worlds=worlds, measures=[measure])
    bounds = [float(spec[side]) for side in ("at_least", "at_most") if spec.get(side) is not None]
    is_exceedance = spec.get("at_least") is not None and len(bounds) == 1
    found = probability_box(by_world, measure, is_exceedance, also=tuple(bounds))
    return found.assign_attrs(claim=claim)


def movers_of_claims(programme: Programme, iterations: int, seed: int) -> xr.Dataset | None:
    """Each belief's share of how far beliefs move the chance of each claim (`engine.belief_shares`)."""
    claims = [claim.name for claim in programme.claims]
    if not programme.beliefs or not claims:
        return None
    return belief_shares(programme, iterations=iterations, seed=seed, measures=[], claims=claims)
