"""How likely and how heavy is each risk, before and after the responses to risks?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.estimators.moments import mean_and_spread
from engine.analysis.estimators.shares import wilson_interval
from engine.problems import Refused
from engine.programme import load
from engine.programme.model import Programme
from engine.programme.reading.loading import written
from engine.programme.responses import response_names, taking
from engine.simulation.whole_run import simulate_whole
from engine.studies.risk_effects import MOST, plays_needed, with_risk_effects

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int], None]
WHEN = ("before", "after")
KEYS = ("chance", "when_struck", "contribution")
_KEPT = (
    "title", "scenario", "changes", "unit", "price_base", "start", "horizon", "seed", "iterations", "programme_hash",
    "engine_version",
)  # fmt: skip


def risk_map(
    path: str | PathLike[str],
    of: str = "total_cost",
    iterations: int = 10_000,
    seed: int = 2023,
    scenario: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """What each risk of a programme file adds to the measure `of`, with no response to any risk and with all of them.

    Dim `risk` (names; of more than 24 the least are one) and `when` ("before", "after" all responses; "before" alone
    where the file has none), each with _low and _high, the ends of its 95% interval:
      chance        share of iterations in which it strikes, once or more
      when_struck   what it does to the measure on average where it strikes, in its units, above 0 where that is worse;
                    NaN where it never strikes
      contribution  the same over all iterations: what the risk is worth to be rid of; of all risks they add up to what
                    the risks together do (`engine.contingency` by risk)
    `has_response` says which risks have one. Cost of responses is left aside: `engine.worth_of_responses` counts it.

        >>> found = engine.risk_map("experiments/format_reference/examples/every_key.toml", iterations=300)
        >>> found["when"].values.tolist(), bool(found["has_response"].sel(risk="supplier_fails"))
        (['before', 'after'], True)

    Raises `Refused` for a programme without risks, and what `engine.load` and `engine.simulate` raise.
    """
    import xarray as xr

    tables = written(path)[0]
    responses = response_names(tables)
    cases = [("none",), responses] if responses else [("none",)]
    found = []
    for case in cases:
        programme = load(path, scenario, {**taking(case, tables), **(overrides or {})})
        if not any(risk.can_strike for risk in programme.risks):
            raise Refused.at("risks", "no risk that can strike", "one at least: a table [risks.NAME]")
        found.append(_played(programme, of, iterations, seed, progress))
    names = list(dict.fromkeys(name for one, _ in found for name in one))
    rows = [[one.get(name) or _absent(one) for one, _ in found] for name in names]
    table: dict[str, Any] = {
        key: (("risk", "when"), np.array([[case[key] for case in row] for row in rows])) for key in rows[0][0]
    }
    first = found[0][1]
    return xr.Dataset(
        {**table, "has_response": ("risk", np.array([name in responses for name in names]))},
        coords={"risk": np.array(names, object), "when": list(WHEN[: len(found)])},
        attrs={key: first.attrs[key] for key in _KEPT if key in first.attrs}
        | {"of": of}
        | {key: first[of].attrs[key] for key in ("long_name", "units", "cautious")},
    )


def plays(programme: Programme, responses: bool) -> int:
    """How many runs that takes."""
    return (1 + plays_needed(programme)) * (2 if responses else 1)


def _played(
    programme: Programme, of: str, iterations: int, seed: int, progress: Progress | None
) -> tuple[dict[str, dict[str, float]], xr.Dataset]:
    """By risk, its figures; and the run that they are of."""
    results = simulate_whole(programme, iterations, seed, progress=progress, measures=[of, "risks.*.strikes"])
    results = with_risk_effects(programme, results, of, progress)
    struck = results["strikes"].transpose("risk", "iteration").values > 0
    family = [risk.family or risk.name for risk in programme.risks]
    by_name = dict(zip((risk.name for risk in programme.risks), family, strict=True))
    families = np.array([by_name[str(name)] for name in results["risk"].values], object)
    groups = [str(name) for name in results["risk_group"].values]
    sign = -1.0 if results[of].attrs["cautious"] == "low" else 1.0
    found = {}
    for place, name in enumerate(groups):
        own = families == name if name in families else ~np.isin(families, groups)
        effect = sign * results["risk_effect"].transpose("risk_group", "iteration").values[place]
        found[name] = _figures(np.asarray(struck[own].any(axis=0)), effect)
    return found, results


def _figures(struck: NDArray[np.bool_], effect: NDArray[np.float64]) -> dict[str, float]:
    low, high = wilson_interval(np.array(struck.sum(), np.int64), struck.size)
    told = {"chance": float(struck.mean()), "chance_low": float(low), "chance_high": float(high)}
    for key, values in (("when_struck", effect[struck]), ("contribution", effect)):
        mean = mean_and_spread(values)
        told |= {key: mean.mean, f"{key}_low": mean.low, f"{key}_high": mean.high}
    return told


def _absent(found: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a risk that a play does not name: it cannot strike there, or is among the least of very many."""
    unknown = np.nan if len(found) > MOST else 0.0
    return {
        f"{key}{end}": np.nan if key == "when_struck" else unknown
        for key in KEYS
        for end in ("", "_low", "_high")
    }
