"""The correlation doctor: what each group asks for, the nearest that is possible, and what draws achieve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.dependence.conversions import Measure
from engine.dependence.registry import name_of
from engine.programme.model import CorrelationGroup, Programme
from engine.simulation.draw import draw
from engine.simulation.limits import RunError, check_run

if TYPE_CHECKING:
    import xarray as xr

FloatArray = NDArray[np.float64]

BATCHES = 20  # of iterations, whose differences tell the sampling error to within a sixth of itself
FEWEST = 10 * BATCHES
TIED = 0.01  # share of iterations with one and the same value from which on ties are worth a word


def diagnose(programme: Programme, iterations: int = 20_000, seed: int = 2023) -> dict[str, xr.Dataset]:
    """By name of the group, a Dataset with dims `(input, other_input)`.

    All are correlations in the group's measure: `target` as written, `repaired` as played (the target itself
    if that is possible), `achieved` by the values drawn in `iterations`, with its standard `error`. The
    attributes say `measure`, `copula`, its `copula_heading` in words, `degrees` (0 if the copula has none), why
    the target is impossible (`clash`, empty if it is not), how often pairs of risks strike together (`strikes`,
    JSON) and which inputs repeat values (`tied`): equal values share a rank, so that what their ranks achieve falls
    short of the copula.
    Beliefs that correlations hang on (`hangs_on`) are at their base.
    Read an impossible programme with `engine.load(file, repairs=True)`.

        >>> found = engine.diagnose(engine.load("experiments/shared_services/programme.toml"), iterations=1000)
        >>> for name, group in found.items():
        ...     assert abs(group["achieved"] - group["repaired"]).max() < 0.2

    Raises `RunError` for fewer iterations than 200 or more than memory holds, and for a negative seed.
    """
    check_run(iterations, seed, None)
    if iterations < FEWEST:
        raise RunError(f"iterations = {iterations}: at least {FEWEST} are needed to tell the sampling error")
    hanging = {
        name for group in programme.correlation for entry in group.varied for name in entry.varied.names
    }
    values = drawn(programme.at_base(hanging) if hanging else programme, iterations, seed)
    about = {
        "title": programme.title,
        "scenario": programme.scenario or "",
        "changes": json.dumps(programme.changes, ensure_ascii=False),
        "programme_hash": programme.content_hash,
    }
    found = {group.name: diagnosis(group, values, seed) for group in programme.correlation}
    return {name: group.assign_attrs(about) for name, group in found.items()}


def drawn(programme: Programme, iterations: int, seed: int) -> dict[str, FloatArray]:
    """The values `(iteration)` of every correlated input, as a run of the programme draws them."""
    names = [name for group in programme.correlation for name in group.inputs]
    if not names:
        return {}
    values = draw(programme, iterations, seed, inputs=names)["value"]
    return {name: values.sel(input=name).values for name in names}


def diagnosis(group: CorrelationGroup, values: dict[str, FloatArray], seed: int) -> xr.Dataset:
    """The Dataset of one group, given the values `(iteration)` of its inputs."""
    import xarray as xr

    sample = np.array([values[name] for name in group.inputs])
    iterations = sample.shape[1]
    batches = [correlations(batch, group.measure) for batch in np.array_split(sample, BATCHES, axis=1)]
    dims = ("input", "other_input")
    return xr.Dataset(
        {
            "target": (dims, group.target),
            "repaired": (dims, group.played),
            "achieved": (dims, correlations(sample, group.measure)),
            "error": (dims, np.std(batches, axis=0, ddof=1) / np.sqrt(BATCHES)),
        },
        coords={dim: list(group.inputs) for dim in dims},
        attrs={
            "group": group.name,
            "measure": group.measure,
            "copula": name_of(group.copula),
            "copula_heading": group.copula.heading,
            "degrees": group.copula.degrees or 0.0,
            "clash": group.clash,
            "hangs_on": list(dict.fromkeys(name for entry in group.varied for name in entry.varied.names)),
            "strikes": json.dumps([*pairs_of_strikes(group, values)]),
            "tied": [name for name in group.inputs if most_frequent(values[name]) > TIED * iterations],
            "iterations": iterations,
            "seed": seed,
        },
    )


def pairs_of_strikes(group: CorrelationGroup, values: dict[str, FloatArray]) -> Iterator[dict[str, Any]]:
    """Each pair of risks in a group: how often either and both strike, and what correlation of strikes that is.

    `least` and `greatest` are those that risks so likely can have at all (Hoeffding 1940; Frechet 1951).
    """
    for a, b in combinations([name for name in group.inputs if name.endswith(".strikes")], 2):
        one, other = values[a] > 0, values[b] > 0
        p, q, both = float(one.mean()), float(other.mean()), float((one & other).mean())
        scale = float(np.sqrt(p * (1 - p) * q * (1 - q)))
        if scale > 0:
            ends = (max(0.0, p + q - 1), min(p, q))
            found, least, greatest = ((share - p * q) / scale for share in (both, *ends))
            yield {
                "a": a, "b": b, "chance_a": p, "chance_b": q, "both": both,
                "correlation": found, "least": least, "greatest": greatest,
            }  # fmt: skip


def correlations(values: FloatArray, measure: Measure) -> FloatArray:
    """The matrix `(input, input)` of `values[input, iteration]`; not a number for an input that never varies."""
    from scipy.stats import kendalltau, rankdata

    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "pearson":
            return np.asarray(np.corrcoef(values))
        if measure != "kendall":
            ranks = rankdata(values, axis=1)
            scores = ranks if measure == "spearman" else ndtri(ranks / (values.shape[1] + 1))
            return np.asarray(np.corrcoef(scores))
        found = np.eye(len(values))
        for i, j in combinations(range(len(values)), 2):
            found[i, j] = found[j, i] = kendalltau(values[i], values[j]).statistic
        return found


def most_frequent(values: FloatArray) -> int:
    """How often the most frequent value occurs."""
    return int(np.unique(values, return_counts=True)[1].max())
