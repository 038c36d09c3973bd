"""Is a response to a risk worth what it costs?

The programme is played without any response and with each of them, on the same draws: once with its cost and once
free of charge. What the response saves is the difference without its cost, what it is worth the difference with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Constant
from engine.analysis.contingency import check_assurance
from engine.analysis.estimators.differences import Difference, difference_of_means, difference_of_percentiles
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.measures import measure
from engine.problems import Refused
from engine.programme import load
from engine.programme.model import Programme
from engine.programme.reading.loading import written
from engine.programme.responses import response_names, taking
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Progress = Callable[[int], None]
TOGETHER = "all together"
_KEPT = (
    "title", "scenario", "changes", "unit", "price_base", "start", "horizon", "seed", "iterations", "programme_hash",
    "engine_version", "cluster_names",
)  # fmt: skip


class Case(NamedTuple):
    """What is played beside the programme without any response: some of them, and the same free of charge."""

    name: str
    taken: Programme
    free: Programme


def worth_of_responses(
    path: str | PathLike[str],
    of: str | None = None,
    at: float = 80,
    iterations: int = 10_000,
    seed: int = 2023,
    scenario: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """What each response of a programme file costs, saves and is worth in the measure `of`, and all of them together.

    Left out, that is the net present value, in which benefits count too; where there are none, the total cost.
    Dim `response` (names of risks, and "all together" if there are several). In the measure's units, each with _low
    and _high, the ends of its 95% interval: `saves_mean`, `saves_at`, better than without any response, its cost left
    aside, at the mean and at the percentile of an assurance of `at`% (P80 of a cost, P20 of a benefit); `worth_mean`,
    `worth_at` the same with its cost counted; `cost`, what it costs on average, in money, undiscounted. Also
    `before_probability` and `after_probability` in the base case, `strikes_before`, `strikes_after` (share of
    iterations), `owner` and `status`. `mean` and `value` are of the measure without any response.

    Above 0 is better, whatever the measure: of a cost it is saved, of a benefit gained.

        >>> found = engine.worth_of_responses("experiments/format_reference/examples/every_key.toml", iterations=500)
        >>> found["response"].values.tolist()
        ['supplier_fails', 'records_lost', 'all together']
        >>> bool(found["saves_mean"][0] > found["worth_mean"][0])
        True

    Raises `Refused` where no risk has a response, and what `engine.load` and `engine.simulate` raise.
    """
    import xarray as xr

    check_assurance(at)
    tables = written(path)[0]
    names = response_names(tables)
    if not names:
        raise Refused.at(str(path), "no risk with a response", "a table [risks.NAME.response] at least")

    def loaded(some: tuple[str, ...]) -> Programme:
        return load(path, scenario, {**taking(some or ("none",), tables), **(overrides or {})})

    def played(programme: Programme, *more: str) -> xr.Dataset:
        return simulate_whole(programme, iterations, seed, progress=progress, measures=[str(of), *more])

    strikes = "risks.*.strikes"
    bare = loaded(())
    of = of or ("npv" if bare.benefits else "total_cost")
    before = played(bare, strikes)
    variable = measure(before, of)
    percentage = 100.0 - at if variable.attrs["cautious"] == "low" else float(at)
    rows = []
    for case in _cases(names, loaded):
        after, free = played(case.taken, strikes), played(case.free)
        values = [np.asarray(measure(one, of).values) for one in (before, after, free)]
        _refuse_missing(of, values)
        rows.append(_row(case, variable.attrs["cautious"], percentage, *values) | _risk(case, before, after))
    keys = {key: ("response", np.array([row[key] for row in rows])) for key in rows[0] if key != "name"}
    ranked = percentiles(variable.values, [percentage])
    return xr.Dataset(
        {**keys, "mean": ((), float(variable.values.mean())), "value": ((), float(ranked.value[0]))},
        coords={"response": np.array([row["name"] for row in rows], object)},
        attrs={key: before.attrs[key] for key in _KEPT if key in before.attrs}
        | {"of": of, "at": float(at), "percentage": percentage}
        | {key: variable.attrs[key] for key in ("long_name", "units", "cautious")},
    )


def plays(path: str | PathLike[str]) -> int:
    """How many runs that takes."""
    count = len(response_names(written(path)[0]))
    return 1 + 2 * (count + (count > 1)) if count else 1


def _cases(names: tuple[str, ...], loaded: Callable[[tuple[str, ...]], Programme]) -> list[Case]:
    some = [(name, (name,)) for name in names] + ([(TOGETHER, names)] if len(names) > 1 else [])
    return [Case(name, taken := loaded(which), _free_of_charge(taken)) for name, which in some]


def _free_of_charge(programme: Programme) -> Programme:
    """The programme with the responses that it takes, and none of them costing anything."""
    paid = {r.response.line for r in programme.risks if r.response is not None and r.response.is_taken}
    costs = tuple(
        replace(line, amount=replace(line.amount, law=Constant(0.0), base=0.0)) if line.name in paid else line
        for line in programme.costs
    )
    return replace(programme, costs=costs)


def _row(
    case: Case, cautious: str, percentage: float, before: Floats, after: Floats, free: Floats
) -> dict[str, Any]:
    """What a response saves and is worth, above 0 where that is better."""

    def better(one: Floats) -> tuple[Floats, Floats]:
        return (one, before) if cautious == "low" else (before, one)

    found: dict[str, Difference] = {
        "saves_mean": difference_of_means(*better(free)),
        "saves_at": difference_of_percentiles(*better(free), percentage),
        "worth_mean": difference_of_means(*better(after)),
        "worth_at": difference_of_percentiles(*better(after), percentage),
    }
    ends = {f"{key}{end}": getattr(d, f) for key, d in found.items() for end, f in _ENDS.items()}
    return {"name": case.name, **ends}


_ENDS = {"": "value", "_low": "low", "_high": "high"}


def _risk(case: Case, before: xr.Dataset, after: xr.Dataset) -> dict[str, Any]:
    """How likely the risk is without and with its response, who has to act, and what that costs."""
    taken = {r.response.risk: r for r in case.taken.risks if r.response is not None and r.response.is_taken}
    costs = [risk.response.cost for risk in taken.values() if risk.response is not None]
    told: dict[str, Any] = {"cost": sum(float(cost.law.mean()) for cost in costs)}
    one = next(iter(taken.values())) if len(taken) == 1 and case.name != TOGETHER else None
    names = [str(name) for name in before["risk"].values]
    of_risk = [
        place for place, name in enumerate(names) if one is not None and name.partition(".")[0] == case.name
    ]
    for key, run in (("strikes_before", before), ("strikes_after", after)):
        struck = run["strikes"].values[:, of_risk]
        told[key] = float((struck > 0).any(axis=1).mean()) if of_risk else np.nan
    said = one.response.cost.provenance if one is not None and one.response is not None else None
    told |= {key: (getattr(said, key) or "") if said is not None else "" for key in ("owner", "status")}
    return told


def _refuse_missing(of: str, values: list[Floats]) -> None:
    lost = max(int((~np.isfinite(one)).sum()) for one in values)
    if lost:
        raise Refused.at(
            "of", f"{of}, without a finite value in {lost:,} iterations", "a measure that has one in each"
        )
