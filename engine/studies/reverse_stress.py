"""What is the least unlikely way in which a claim holds, or fails? All inputs moved together, as little as will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from distributions import Law, SecondOrder
from engine.analysis.claims import claim_outcomes
from engine.analysis.estimators.design_point import Found, design_point
from engine.analysis.estimators.shares import wilson_interval
from engine.compiled.uniforms import fill_uniforms
from engine.draws.inputs import stream_of
from engine.model.model import Model
from engine.problems import Refused, nearest
from engine.programme.model import Programme
from engine.simulation.given import Points
from engine.simulation.player import Run
from engine.simulation.players import player_of
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play
from engine.studies.stress import laws_of

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

SAMPLES = 2_000  # points that search a region


class ClaimError(Refused):
    """A claim that is asked about and cannot be."""


def reverse_stress(
    programme: Programme | Model,
    claim: str,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The least unlikely joint shift of all inputs at which `claim` holds, or fails where it holds at their medians.

    Dimension `input`, the greatest shift first: `value`, its `median` and `base` in the input's own units; `percentile`
    of the value under its law (NaN of a risk, which strikes or not); `score`, how many standard deviations of a normal
    that is; `kind`. Dimension `measure`: `at_point`, `at_medians` and `bound` of what the claim is about. Attributes:
    claim, statement, turns ("holds" or "fails", what happens at the point), beta (its distance), tail = Phi(-beta), the
    chance of the event if its border were a plane there; chance, low, high, as play gives it; reached, 0 where no point
    was found, and the point is then as near as it gets, with `margin` the share of the measure's spread by which the
    worst bound is still missed.

    It is the design point of the first order reliability method; all inputs that are tied move as their copula has it.

        >>> from distributions import Normal
        >>> laws = {"a": Normal(10, 1), "b": Normal(20, 2)}
        >>> claims = {"late": {"metric": "y", "at_least": 37}}
        >>> found = engine.reverse_stress(engine.Model(laws, lambda a, b: a + b, claims=claims), "late")
        >>> found["value"].sel(input=["a", "b"]).round(3).values.tolist()
        [11.4, 25.6]

    Raises `ClaimError` for a claim that there is not.
    """
    points = Points(programme)
    leaves = leaves_of(points.player.claims, claim)
    names = list(dict.fromkeys(leaf["metric"] for leaf in leaves))
    played = play(programme, iterations, seed, measures=names)
    normals = _normals(points.size, seed)
    spread = np.nanstd(np.where(np.isfinite(found := points.measures(normals, names)), found, np.nan), axis=1)
    scale = {name: float(s) or 1.0 for name, s in zip(names, spread, strict=True)}

    def margins(scores: Floats) -> Floats:
        table = dict(zip(names, points.measures(scores, names), strict=True))
        return np.array([_missed(leaf, table[leaf["metric"]]) / scale[leaf["metric"]] for leaf in leaves])

    holds = bool((margins(np.zeros((points.size, 1))) <= 0).all())
    if holds:  # it fails where any of its parts does: the nearest of their points

        def failing(part: int) -> Found:
            return design_point(
                lambda scores: 1e-9 - margins(scores)[part : part + 1], normals, points.switches
            )

        each = [failing(part) for part in range(len(leaves))]
        point = min(each, key=lambda one: (not one.met, float(np.linalg.norm(one.scores))))
    else:
        point = design_point(margins, normals, points.switches)
    outcome = claim_outcomes(played)[claim]
    low, high = wilson_interval(np.array(int(outcome.sum())), outcome.size)
    beta = float(np.linalg.norm(point.scores))
    attrs = {key: v for key, v in played.attrs.items() if key in ("title", "unit", "price_base", "start")}
    attrs |= {
        "claim": claim,
        "statement": str(points.player.claims[claim].get("statement") or claim),
        "turns": "fails" if holds else "holds",
        "reached": int(point.met),
        "beta": beta,
        "tail": float(ndtr(-beta)),
        "margin": point.margin,
        "chance": float(outcome.mean()),
        "low": float(low),
        "high": float(high),
        "iterations": iterations,
        "seed": seed,
    }
    return _dataset(programme, points, point.scores, names, attrs)


def claims_of(played: Programme | Model) -> dict[str, dict[str, Any]]:
    """The claims of a programme or model by name, as data."""
    return player_of(played, Run(1, 0, "random")).claims


def leaves_of(claims: dict[str, dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The bounds that a claim is made of. Raises `ClaimError` for one that there is not."""
    if name not in claims:
        hint = nearest(name, claims) or f"claims are {', '.join(claims) or 'none'}"
        raise ClaimError(f"no claim {name!r}; {hint}")
    claim = claims[name]
    if claim.get("any_of"):
        raise ClaimError(
            f"{name} holds if any of several does; ask about one of {', '.join(claim['any_of'])}"
        )
    if not claim.get("all_of"):
        return [claim]
    return [leaf for part in claim["all_of"] for leaf in leaves_of(claims, part)]


def _missed(leaf: dict[str, Any], values: Floats) -> Floats:
    """By how much a bound is missed; below 0 where it is met with room."""
    sides = [leaf["at_least"] - values] if leaf.get("at_least") is not None else []
    sides += [values - leaf["at_most"]] if leaf.get("at_most") is not None else []
    return np.asarray(np.max(sides, axis=0))


def _normals(size: int, seed: int) -> Floats:
    """`(score, sample)` Standard normals, drawn by keys of their own."""
    found = np.empty((size, SAMPLES))
    for k in range(size):
        stream: Any = np.uint64(stream_of(str(k), "search for a point"))
        fill_uniforms(seed, stream, 0, found[k])
    return np.asarray(ndtri(found))


def _dataset(
    programme: Programme | Model,
    points: Points,
    scores: Floats,
    names: list[str],
    attrs: dict[str, Any],
) -> xr.Dataset:
    import xarray as xr

    both = np.stack([scores, np.zeros_like(scores)], axis=1)
    values, measures = points.values(both), points.measures(both, names)
    laws = laws_of(programme)
    share = np.array(
        [_percentile(laws.get(one.name), v) for one, v in zip(points.inputs, values[:, 0], strict=True)]
    )
    moved = np.abs(ndtri(np.clip(share, 1e-15, 1 - 1e-15)))
    flipped = np.isnan(share) & (values[:, 0] != values[:, 1])
    order = np.argsort(-np.where(np.isnan(share), np.where(flipped, 99.0, -1.0), moved), kind="stable")
    chosen = [points.inputs[k] for k in order]
    return xr.Dataset(
        {
            "value": ("input", values[order, 0]),
            "median": ("input", values[order, 1]),
            "percentile": ("input", 100 * share[order]),
            "score": ("input", ndtri(np.clip(share[order], 1e-15, 1 - 1e-15))),
            "at_point": ("measure", measures[:, 0]),
            "at_medians": ("measure", measures[:, 1]),
        },
        coords={
            "input": [one.name for one in chosen],
            "kind": ("input", [one.kind for one in chosen]),
            "base": ("input", np.array([one.base for one in chosen], float)),
            "measure": names,
            "units": ("measure", [points.player.describe(name)["units"] for name in names]),
            "long_name": ("measure", [points.player.describe(name)["long_name"] for name in names]),
        },
        attrs=attrs,
    )


def _percentile(law: Law | None, value: float) -> float:
    """The middle of the percentiles at which a law has the value; NaN of what has no law of its own."""
    if law is None:
        return float("nan")
    shown: Law = law.equivalent if isinstance(law, SecondOrder) else law
    below = float(shown.cdf(np.nextafter(value, -np.inf)))
    return (below + float(shown.cdf(value))) / 2
