"""What would a percentile be, and the chance of a claim, if one cause were off? Each is switched off in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from distributions import Constant
from engine.analysis.asked import check_confidence
from engine.analysis.claims import claim_outcomes
from engine.analysis.drivers import about
from engine.analysis.estimators.paired_gap import percentile_gap, share_gap
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.figures import rank_of_missing
from engine.analysis.measures import measure
from engine.analysis.target import target
from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.programme.variation import fitting
from engine.simulation.player import Run
from engine.simulation.players import player_of
from engine.simulation.whole_run import simulate_whole
from engine.studies.players import cause_of
from engine.studies.side_by_side import side_by_side

if TYPE_CHECKING:
    import xarray as xr

    from engine.analysis.target import Target

Play = Callable[..., Any]
Progress = Callable[[int], None]


class GapError(Refused):
    """Causes that cannot be switched off."""


class Cause(NamedTuple):
    """Something that can be switched off."""

    name: str
    kind: str
    cluster: str
    basis: str
    base: float  # of a risk 0: it does not strike


def gaps(
    programme: Programme | Model,
    measure: str | None = None,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    inputs: str | Sequence[str] | None = None,
    percentile: float = 80,
    design: str = "random",
    confidence: float = 0.95,
    play: Play = simulate_whole,
    progress: Progress | None = None,
) -> xr.Dataset:
    """By how much the value with 80% assurance changes, and the chance of every claim, when one cause is off.

    Causes are the inputs, each held at its base value, and the risks, each of which then never strikes; `inputs` are
    names or patterns of some. The percentile is read on the careful side: of a benefit the P20 is the value with 80%
    assurance. Runs are paired: all other inputs keep their draws.

    Dimension `cause` holds `gap`, the value of the whole run less that without the cause, in the measure's units, with
    `_low` and `_high`; `without`, the value without it; `mean_gap` of the mean likewise; dims `(cause, claim)` hold
    `chance_gap` with `_low` and `_high`. Attributes `value`, `mean` and `percentile` are of the whole run, coordinates
    kind, cluster, basis and base of the causes. A gap above 0 of a cost is what the cause adds to it.

    `play` is `engine.simulate` or what takes its arguments; it is called once more than there are causes.

        >>> from distributions import Uniform
        >>> model = engine.Model({"a": Uniform(0, 1), "b": Uniform(0, 3)}, lambda a, b: a + b)
        >>> found = engine.gaps(model, iterations=4000)
        >>> bool(found["gap"].sel(cause="b") > found["gap"].sel(cause="a"))
        True

    Raises `AnalysisError` for an unknown measure, `VariationError` for a pattern that fits no cause.
    """
    check_confidence(confidence)
    if not 0 < percentile < 100:
        raise GapError(f"percentile = {percentile}: a number above 0 and below 100 is needed")
    causes = chosen_causes(programme, inputs)
    whole = play(programme, iterations, seed, design=design)
    aimed = target(whole, measure)
    if aimed.attrs["cautious"] == "low":
        percentile = 100 - percentile
    tell = [name for name in whole.data_vars if name in needed(whole, aimed)]

    def row(cause: Cause) -> dict[str, Any]:
        other = play(without(programme, cause), iterations, seed, design=design, measures=tell)
        return compared(whole, other, aimed, percentile, confidence)

    rows = []
    for found in side_by_side(row, causes):
        rows.append(found)
        if progress is not None:
            progress(1)
    return gap_table(whole, aimed, causes, rows, percentile, confidence)


def needed(whole: xr.Dataset, aimed: Target) -> set[str]:
    """The measures that the gaps are told of."""
    from engine.analysis.claims import claim_specs, metrics

    return {aimed.name, *metrics(claim_specs(whole))}


def chosen_causes(programme: Programme | Model, inputs: str | Sequence[str] | None) -> list[Cause]:
    """What is switched off, in the order of the programme; all that is drawn for a risk is one cause."""
    player = player_of(programme, Run(1, 0, "random"))
    found: dict[str, Cause] = {}
    for one in player.inputs:
        name = cause_of(one.name) if isinstance(programme, Programme) else one.name
        is_risk = name != one.name
        if one.kind == "law parameter":
            continue  # goes with the input whose law it is of
        cause = Cause(
            name, "risk" if is_risk else one.kind, one.cluster, one.basis, 0.0 if is_risk else one.base
        )
        found.setdefault(name, cause)
    asked = [inputs] if isinstance(inputs, str) else inputs
    return [found[name] for name in (found if asked is None else fitting(asked, found, "cause"))]


def without(programme: Programme | Model, cause: Cause) -> Programme | Model:
    """A copy in which the cause is off."""
    if isinstance(programme, Programme):
        if cause.kind == "risk":
            return programme.without(cause.name.removeprefix("risks."))
        return programme.at_base(cause.name)
    # a constant input stays in its place, so that inputs that are correlated with it keep their draws
    return replace(programme, inputs={**programme.inputs, cause.name: Constant(cause.base)})


def compared(
    whole: xr.Dataset, other: xr.Dataset, aimed: Target, percentile: float, confidence: float
) -> dict[str, Any]:
    """What changes without a cause."""
    values = np.asarray(measure(other, aimed.name).values)
    gap = percentile_gap(
        aimed.values, values, percentile, rank_of_missing(aimed.attrs["cautious"]), confidence
    )
    held = claim_outcomes(whole), claim_outcomes(other)
    shares = [share_gap(held[0][name], held[1][name], confidence) for name in held[0]]
    return {
        "gap": [float(gap.value), float(gap.low), float(gap.high)],
        "mean_gap": float(aimed.values.mean() - values.mean()) if not aimed.missing else np.nan,
        "chance_gap": [[float(one.value), float(one.low), float(one.high)] for one in shares],
    }


def gap_table(
    whole: xr.Dataset,
    aimed: Target,
    causes: Sequence[Cause],
    rows: Sequence[dict[str, Any]],
    percentile: float,
    confidence: float,
) -> xr.Dataset:
    """The Dataset of what changes without each cause."""
    import xarray as xr

    claims = list(claim_outcomes(whole))
    gap = np.array([row["gap"] for row in rows], np.float64).reshape(-1, 3).T
    chances = np.array([row["chance_gap"] for row in rows], np.float64).reshape(len(rows), len(claims), 3)
    missing = rank_of_missing(aimed.attrs["cautious"])
    value = float(percentiles(aimed.values, [percentile], confidence, missing).value[0])
    ends = ("", "_low", "_high")
    return xr.Dataset(
        {f"gap{end}": ("cause", part) for end, part in zip(ends, gap, strict=True)}
        | {"without": ("cause", value - gap[0])}
        | {"mean_gap": ("cause", np.array([row["mean_gap"] for row in rows], np.float64))}
        | {f"chance_gap{end}": (("cause", "claim"), chances[..., k]) for k, end in enumerate(ends)},
        coords={
            "cause": np.array([one.name for one in causes], object),
            "claim": np.array(claims, object),
            **{
                key: ("cause", np.array([getattr(one, key) for one in causes], object))
                for key in ("kind", "cluster", "basis")
            },
            "base": ("cause", np.array([one.base for one in causes], np.float64)),
        },
        attrs=about(whole, aimed)
        | {
            "value": value,
            "mean": float(aimed.values.mean()),
            "percentile": percentile,
            "plays": len(causes) + 1,
            "confidence": confidence,
            "meaning": "gap: the percentile of the whole run less that of the run in which the cause is off: an input "
            "at its base value, a risk that never strikes; gaps need not add up",
        },
    )
