"""What does each risk do to a measure, in every iteration, so that the risks together do what they do?

Risks are switched off one after the other on the same draws; what that changes is what the risk did. The order
matters where risks meet (two delays of work that waits for both), so it is done in an order and in its reverse, and
the mean is taken: the Shapley value by sampled orders (Castro, Gomez & Tejada, "Polynomial calculation of the Shapley
value based on sampling", 2009), in antithetic pairs (Mitchell et al., "Sampling permutations for Shapley value
estimation", 2022). In any order the steps add up to the play with all risks less the play with none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.estimators.rounding import less_rounding
from engine.analysis.measures import measure
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Group = tuple[str, ...]
Progress = Callable[[int], None]

MOST = 24  # risks that are switched off one by one; of more, those that move the measure least go together


def with_risk_effects(
    programme: Programme, results: xr.Dataset, of: str = "total_cost", progress: Progress | None = None
) -> xr.Dataset:
    """The results with `risk_effect (iteration, risk_group)`: what risks add to the measure `of`, in its units.

    `results` are of a run of the same programme that kept its iterations; coordinate `risk_group` is the name of a
    risk, or says how many go together where there are more than `MOST`. `progress` is told of iterations played.
    Without any risk that can strike the results are as they were.
    """
    import xarray as xr

    groups = _groups(programme, results, of)
    if not groups:
        return results
    effects = _effects(programme, results, of, list(groups.values()), progress)
    attrs = {"of": of, "units": results[of].attrs["units"], "long_name": "What risks add"}
    variable = xr.Variable(("iteration", "risk_group"), effects.T, attrs)
    return results.assign_coords(risk_group=np.array(list(groups), object)).assign(risk_effect=variable)


def plays_needed(programme: Programme) -> int:
    """How many plays of the run's length that takes."""
    able = len(_able(programme))
    count = min(able, MOST + 1)
    return 2 * count - 1 + (able > MOST) if count else 0


def _groups(programme: Programme, results: xr.Dataset, of: str) -> dict[str, Group]:
    """Risks by name, with all the strikes of one that may strike several times; the least of very many together."""
    risks = _able(programme)
    if len(risks) <= MOST:
        return risks
    played = _again(programme, results, ["risks.*.strikes"])["strikes"]
    values = measure(results, of).values
    moved = np.abs((played.values - played.values.mean(axis=0)).T @ (values - values.mean()))
    score = dict(zip(played["risk"].values.tolist(), moved.tolist(), strict=True))
    ranked = sorted(risks, key=lambda name: -sum(score[one] for one in risks[name]))
    greatest = {name: risks[name] for name in risks if name in ranked[:MOST]}
    rest = tuple(one for name in risks if name not in greatest for one in risks[name])
    return {**greatest, f"{len(risks) - MOST} other risks": rest}


def _able(programme: Programme) -> dict[str, Group]:
    """The risks that can strike, by name, each with the names of its strikes."""
    found: dict[str, list[str]] = {}
    for risk in programme.risks:
        if risk.can_strike:
            found.setdefault(risk.family or risk.name, []).append(risk.name)
    return {name: tuple(strikes) for name, strikes in found.items()}


def _effects(
    programme: Programme, results: xr.Dataset, of: str, groups: Sequence[Group], progress: Progress | None
) -> Floats:
    """`(group, iteration)` What each group adds, on average over an order and its reverse."""
    forward = sorted(range(len(groups)), key=lambda place: _key(groups[place]))
    every = measure(results, of).values
    none = _without(programme, results, of, groups, progress)
    effects = np.zeros((len(groups), len(every)))
    for order in (forward, forward[::-1]):
        before = every
        for step, place in enumerate(order):
            gone = [groups[one] for one in order[: step + 1]]
            after = none if len(gone) == len(groups) else _without(programme, results, of, gone, progress)
            effects[place] += (before - after) / 2
            before = after
    return less_rounding(effects, every)


def _key(group: Group) -> bytes:
    """A place in an order that has nothing to do with that of the file."""
    return hashlib.blake2b("\0".join(group).encode(), digest_size=8).digest()


def _without(
    programme: Programme, results: xr.Dataset, of: str, groups: Sequence[Group], progress: Progress | None
) -> Floats:
    calm = programme.without([name for group in groups for name in group])
    values = np.asarray(measure(_again(calm, results, [of]), of).values, np.float64)
    if progress is not None:
        progress(len(values))
    return values


def _again(programme: Programme, results: xr.Dataset, measures: Sequence[str]) -> xr.Dataset:
    """A play on the draws of the results."""
    attrs = results.attrs
    return simulate_whole(
        programme, int(attrs["iterations"]), int(attrs["seed"]), design=attrs["design"], measures=measures
    )
