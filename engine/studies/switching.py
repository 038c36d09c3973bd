"""What would have to be true? The value of one input at which a claim has a stated chance, all else varying as it does.

The switching value of the Green Book, for a chance and not for a single number: the input is held at a value in every
iteration, on the same draws as ever, and the value is looked for at which the claim holds in 50% or 80% of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from distributions import Constant, Law
from engine.analysis.claims import claim_outcomes
from engine.analysis.estimators.shares import wilson_interval
from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.programme.variation import STRIKES, fitting
from engine.simulation.simulate import simulate
from engine.studies.asked import Play
from engine.studies.reverse_stress import claims_of, leaves_of
from engine.studies.stress import laws_of, predictive

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Chance = Callable[[float, int], tuple[int, int]]
"""A value and a length of run -> in how many iterations the claim holds, and of how many."""

WIDEST = 3.0902  # scores of P0.1 and P99.9, between which a value is looked for
SHORT, LEAST = 8, 1_000  # the search plays every so manieth iteration, and at least so many
STEPS = 12


class SwitchingError(Refused):
    """A switching value that cannot be looked for."""


class Ends(NamedTuple):
    """From where to where, and how a share of the way becomes a value."""

    low: float
    high: float
    at: Callable[[float], float]


class Switch(NamedTuple):
    """Where a claim has its chance, with the interval; NaN where nothing in the range reaches it."""

    value: float
    low: float
    high: float


def switching_values(
    programme: Programme | Model,
    claim: str,
    inputs: str | Iterable[str] | None = None,
    levels: Sequence[float] = (50.0, 80.0),
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate,
) -> xr.Dataset:
    """The value of each input, alone, at which `claim` has each of the chances `levels` (percent).

    Dimension `input`, the widest swing first: `lowest`, `highest`, the ends of the search, which are P0.1 and P99.9 of
    its law (of whether a risk strikes 0 and 1); `chance_lowest`, `chance_highest`, each with `_low` and `_high`, the
    chance of the claim with the input held there, which is how far it gets; `base`, `kind`. Dimensions `(input,
    level)`: `value`, `low`, `high`, the switching value with the interval that the run's sampling error leaves, NaN
    where no value within the ends reaches the level; `percentile` of the value under the input's law; `better`, the
    chance under its law of a value on the good side of it. Attributes: claim, statement, chance, chance_low and
    chance_high as it is.

    `inputs` are names or patterns: all that vary if left out, whether each risk strikes among them. What is certain
    has no range and is passed over. Raises `ClaimError`, `VariationError`, and `SwitchingError` for levels outside
    0 to 100.

        >>> from distributions import Uniform
        >>> claims = {"most": {"metric": "y", "at_most": 1.0}}
        >>> model = engine.Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, lambda a, b: a + b, claims=claims)
        >>> found = engine.switching_values(model, "most", iterations=4000)
        >>> round(float(found["value"].sel(input="a", level=80)), 1)
        0.2
    """
    import xarray as xr

    if any(not 0 < level < 100 for level in levels):
        raise SwitchingError(f"levels = {tuple(levels)}: percentages above 0 and below 100 are needed")
    specs = claims_of(programme)
    metrics = list(dict.fromkeys(leaf["metric"] for leaf in leaves_of(specs, claim)))
    laws = laws_of(programme)
    names = _chosen(programme, laws, inputs)

    def met(played: Programme | Model, length: int) -> tuple[int, int]:
        results = play(played, length, seed, measures=metrics)
        outcome = claim_outcomes(results)[claim]
        return int(outcome.sum()), outcome.size

    now = met(programme, iterations)
    rows = []
    for name in names:
        ends = _ends(laws.get(name))

        def chance(value: float, length: int, name: str = name) -> tuple[int, int]:
            return met(held(programme, name, value), length)

        at_ends = [chance(end, iterations) for end in ends[:2]]
        found = [switch(chance, ends, at_ends, level / 100, iterations) for level in levels]
        rows.append((name, ends, at_ends, found))
    rows.sort(key=lambda row: -abs(row[2][1][0] - row[2][0][0]))
    kinds = _kinds(programme)
    shares = [[laws_share(laws.get(name), one.value) for one in found] for name, _, _, found in rows]
    rising = [at[1][0] >= at[0][0] for _, _, at, _ in rows]
    two = ("input", "level")
    return xr.Dataset(
        {
            "value": (two, _table([[one.value for one in row[3]] for row in rows], len(levels))),
            "low": (two, _table([[one.low for one in row[3]] for row in rows], len(levels))),
            "high": (two, _table([[one.high for one in row[3]] for row in rows], len(levels))),
            "percentile": (two, 100 * _table(shares, len(levels))),
            "better": (
                two,
                _table(
                    [[1 - s if up else s for s in row] for row, up in zip(shares, rising, strict=True)],
                    len(levels),
                ),
            ),
            "lowest": ("input", np.array([row[1].low for row in rows], float)),
            "highest": ("input", np.array([row[1].high for row in rows], float)),
            **_of_ends("chance_lowest", [row[2][0] for row in rows]),
            **_of_ends("chance_highest", [row[2][1] for row in rows]),
        },
        coords={
            "input": [row[0] for row in rows],
            "level": list(levels),
            "base": ("input", np.array([kinds[row[0]][1] for row in rows], float)),
            "kind": ("input", [kinds[row[0]][0] for row in rows]),
        },
        attrs={
            "title": str(getattr(programme, "title", "")),
            "claim": claim,
            "statement": str(specs[claim].get("statement") or claim),
            "iterations": iterations,
            "seed": seed,
            **_shares("chance", now),
        },
    )


def switching_curve(
    programme: Programme | Model,
    claim: str,
    pair: tuple[str, str],
    level: float = 50.0,
    points: int = 9,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate,
) -> xr.Dataset:
    """For values of the first of two inputs, the value of the second at which `claim` has the chance `level`.

    Dimension `point`: `first`, at even steps of its law's scores from P0.1 to P99.9; `second`, `low`, `high`, NaN where
    no value of its own range reaches the level; `best`, the chance at the better end of that range.
    """
    import xarray as xr

    laws = laws_of(programme)
    for name in pair:
        fitting([name], laws, "input")
        if isinstance(laws[name], Constant):
            raise SwitchingError(f"{name} is certain and has no range; name two inputs that vary")
    metrics = list(dict.fromkeys(leaf["metric"] for leaf in leaves_of(claims_of(programme), claim)))
    first, second = (_ends(laws[name]) for name in pair)
    values = [first.at(share) for share in np.linspace(0, 1, points)]
    rows, best = [], []
    for value in values:
        fixed = programme.held({pair[0]: value})

        def chance(other: float, length: int, fixed: Programme | Model = fixed) -> tuple[int, int]:
            results = play(fixed.held({pair[1]: other}), length, seed, measures=metrics)
            outcome = claim_outcomes(results)[claim]
            return int(outcome.sum()), outcome.size

        at_ends = [chance(end, iterations) for end in second[:2]]
        rows.append(switch(chance, second, at_ends, level / 100, iterations))
        best.append(max(count / size for count, size in at_ends))
    return xr.Dataset(
        {
            "first": ("point", np.array(values)),
            "second": ("point", np.array([row.value for row in rows])),
            "low": ("point", np.array([row.low for row in rows])),
            "high": ("point", np.array([row.high for row in rows])),
            "best": ("point", np.array(best)),
        },
        attrs={
            "claim": claim,
            "first": pair[0],
            "second": pair[1],
            "level": level,
            "iterations": iterations,
            "seed": seed,
        },
    )


def switch(
    chance: Chance, ends: Ends, at_ends: Sequence[tuple[int, int]], level: float, iterations: int
) -> Switch:
    """Where between the ends a chance is `level`: by bisection on a short run, then by secants on the whole one."""
    shares = [count / size for count, size in at_ends]
    if not min(shares) <= level <= max(shares) or shares[0] == shares[1]:
        return Switch(np.nan, np.nan, np.nan)
    short = min(iterations, max(iterations // SHORT, LEAST))
    sign = 1.0 if shares[1] > shares[0] else -1.0

    def gap(share: float, length: int) -> float:
        count, size = chance(ends.at(share), length)
        return sign * (count / size - level)

    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle, short) < 0 else (low, middle)
    at, width = (low + high) / 2, 0.04
    # the slope over a few percent of the way, on the whole run: sampling error of the short one is smoothed out
    below, above = max(at - width, 0.0), min(at + width, 1.0)
    gaps = [gap(below, iterations), gap(above, iterations)]
    slope = (gaps[1] - gaps[0]) / (above - below)
    if slope <= 0:
        return Switch(ends.at(at), ends.low, ends.high)
    for _ in range(2):
        at = min(max(at - gap(at, iterations) / slope, 0.0), 1.0)
    half = _half(level, iterations) / slope
    sides = sorted(ends.at(min(max(at + way, 0.0), 1.0)) for way in (-half, half))
    return Switch(ends.at(at), sides[0], sides[1])


def _half(level: float, iterations: int) -> float:
    low, high = wilson_interval(np.array(round(level * iterations)), iterations)
    return float(high - low) / 2


def held(programme: Programme | Model, name: str, value: float) -> Programme | Model:
    """With one input at a value; a risk strikes for certain at 1."""
    strikes = {} if isinstance(programme, Model) else {risk.strikes: risk.name for risk in programme.risks}
    if name in strikes and value:
        certain = STRIKES.format(strikes[name]).removesuffix(".strikes") + ".probability"
        return programme.with_laws({certain: Constant(1.0)})
    return programme.held({name: value})


def laws_share(law: Law | None, value: float) -> float:
    """The share of a law at or below a value; NaN of what has no law, or no value."""
    return float(predictive(law).cdf(value)) if law is not None and np.isfinite(value) else float("nan")


def _ends(law: Law | None) -> Ends:
    """The range of a law by its scores; of whether a risk strikes, 0 to 1."""
    if law is None:
        return Ends(0.0, 1.0, lambda share: float(share >= 0.5))
    shown = predictive(law)

    def at(share: float) -> float:
        return float(shown.ppf(ndtr(WIDEST * (2 * share - 1))))

    return Ends(at(0.0), at(1.0), at)


def _chosen(
    programme: Programme | Model, laws: dict[str, Law], asked: str | Iterable[str] | None
) -> list[str]:
    """The inputs that are asked for and vary."""
    if isinstance(programme, Model):
        return fitting(["*"] if asked is None else _listed(asked), laws, "input")
    risks = [risk.strikes for risk in programme.risks if risk.can_strike]
    varying = [q.name for q in programme.uncertain() if not isinstance(q.law, Constant)]
    if asked is None:
        return [*varying, *risks]
    names = fitting(_listed(asked), [*laws, *(risk.strikes for risk in programme.risks)], "input")
    found = [name for name in names if name in (*varying, *risks)]
    if not found:
        raise SwitchingError(
            f"{', '.join(names)}: nothing of it varies; outturn stress takes a range for what is certain"
        )
    return found


def _listed(asked: str | Iterable[str]) -> list[str]:
    return [asked] if isinstance(asked, str) else list(asked)


def _kinds(programme: Programme | Model) -> dict[str, tuple[str, float]]:
    """Kind and base of each input."""
    if isinstance(programme, Model):
        return {name: ("input", float(law.ppf(0.5))) for name, law in programme.inputs.items()}
    found = {quantity.name: (kind, quantity.base) for quantity, kind, _ in programme.quantities()}
    return found | {risk.strikes: ("risk strikes", 0.0) for risk in programme.risks}


def _table(rows: list[list[float]], columns: int) -> Floats:
    return np.array(rows, float).reshape(len(rows), columns)


def _of_ends(name: str, counts: list[tuple[int, int]]) -> dict[str, tuple[str, Floats]]:
    told = [_shares(name, one) for one in counts]
    keys = (name, f"{name}_low", f"{name}_high")
    return {key: ("input", np.array([one[key] for one in told], float)) for key in keys}


def _shares(name: str, counted: tuple[int, int]) -> dict[str, float]:
    count, size = counted
    low, high = wilson_interval(np.array(count), size)
    return {name: count / size, f"{name}_low": float(low), f"{name}_high": float(high)}
