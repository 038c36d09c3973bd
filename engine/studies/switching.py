"""What would have to be true? The value of one input at which a claim has a stated chance, all else varying as it does.

The switching value of the Green Book, for a chance and not for a single number: the input is held at a value in every
iteration, on the same draws as ever, and the value is looked for at which the claim holds in 50% or 80% of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from distributions import Constant, Law
from engine.analysis.claims import claim_outcomes
from engine.analysis.estimators.shares import wilson_interval
from engine.model.model import Model
from engine.programme.model import Programme
from engine.programme.variation import STRIKES, fitting
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play
from engine.studies.predictive import predictive
from engine.studies.reverse_stress import claims_of, leaves_of
from engine.studies.side_by_side import side_by_side
from engine.studies.stress import laws_of
from engine.studies.switch import Ends, Switch, SwitchingError, ends_of, switch

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


def switching_values(
    programme: Programme | Model,
    claim: str,
    inputs: str | Iterable[str] | None = None,
    levels: Sequence[float] = (50.0, 80.0),
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate_whole,
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

    def row(name: str) -> tuple[str, Ends, list[tuple[int, int]], list[Switch]]:
        ends = ends_of(laws.get(name))

        def chance(value: float, length: int) -> tuple[int, int]:
            return met(held(programme, name, value), length)

        at_ends = [chance(end, iterations) for end in ends[:2]]
        return name, ends, at_ends, [switch(chance, ends, at_ends, each / 100, iterations) for each in levels]

    rows = sorted(side_by_side(row, names), key=lambda row: -abs(row[2][1][0] - row[2][0][0]))
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


def _chosen(
    programme: Programme | Model, laws: dict[str, Law], asked: str | Iterable[str] | None
) -> list[str]:
    """The inputs that are asked for and vary."""
    if isinstance(programme, Model):
        return fitting(["*"] if asked is None else _listed(asked), laws, "input")
    # those of a family share one probability, so that none of them can be made certain alone
    risks = [risk.strikes for risk in programme.risks if risk.can_strike and risk.family is None]
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
