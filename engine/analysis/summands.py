"""What a measure is a sum of, in every iteration: its clusters, its lines, what risks make of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.measures import bases_of
from engine.measures import BENEFITS, COSTS, MEASURES

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
LEVELS = ("cluster", "line", "risk")
REST = {
    "cluster": "not by cluster",
    "line": "lines that were not asked for",
    "risk": "without any risk",
}
NEGLIGIBLE = 1e-9  # of the largest value: what is left beside parts that do add up is rounding


class Summands(NamedTuple):
    """One way in which a measure is a sum: names of its parts, `(part, iteration)` values, `(part,)` base cases."""

    level: str
    names: list[str]
    values: Floats
    base: Floats


def terms_of_whole(results: xr.Dataset, name: str) -> dict[str, int]:
    """The measures by cluster that make up the measure `name`, each with its sign; empty where none do."""
    costs = json.loads(results.attrs.get("total_cost") or "null") or list(COSTS)
    benefits = dict.fromkeys(BENEFITS, 1)
    known = {
        **{term: {term: 1} for term in (*COSTS, *BENEFITS)},
        "total_cost": dict.fromkeys(costs, 1),
        "total_benefit": benefits,
        "net_benefit": {**benefits, **dict.fromkeys(COSTS, -1)},
        "cash_net_benefit": {"cash_benefit": 1, **dict.fromkeys(COSTS, -1)},
    }
    return _there(results, known.get(name, {}))


def _there(results: xr.Dataset, terms: dict[str, int]) -> dict[str, int]:
    """The terms without those that a programme need not have and this one has not."""
    return {term: sign for term, sign in terms.items() if term in results or not MEASURES[term].needs}


def yearly_terms(results: xr.Dataset, name: str) -> dict[str, int]:
    """The measures by year of which a budget for `name` is made, each with its sign; empty where none is."""
    benefits = {f"yearly_{term}": 1 for term in BENEFITS}
    known = {
        "total_cost": {"yearly_cost": 1},
        **{term: {f"yearly_{term}": 1} for term in BENEFITS},
        "total_benefit": benefits,
        "net_benefit": {**benefits, "yearly_cost": -1},
        "cash_net_benefit": {"yearly_cash_benefit": 1, "yearly_cost": -1},
    }
    return _there(results, known.get(name, {}))


def summands(results: xr.Dataset, name: str, whole: Floats, base: float) -> list[Summands]:
    """Every way in which results tell the measure `name`, `whole (iteration,)`, as a sum; what is left is a part.

    By cluster; by line, where the run was asked for lines (`measures=[..., "*.cost", "*.benefit"]`); by risk, where a
    study has added what risks make of this measure (`engine.studies.risk_effects`).
    """
    found = [_by_cluster(results, name), _by_line(results, name), _by_risk(results, name)]
    return [_completed(one, whole, base) for one in found if one is not None]


def _by_cluster(results: xr.Dataset, name: str) -> Summands | None:
    terms = terms_of_whole(results, name)
    if not terms or not all(term in results and "cluster" in results[term].dims for term in terms):
        return None
    values = sum(sign * _table(results, term, "cluster") for term, sign in terms.items())
    base = sum(sign * bases_of(results, term) for term, sign in terms.items())
    return Summands("cluster", _labels(results, "cluster"), np.asarray(values), np.asarray(base, np.float64))


def _by_line(results: xr.Dataset, name: str) -> Summands | None:
    terms = terms_of_whole(results, name)
    if not terms or "line_money" not in results or "line_category" not in results.coords:
        return None
    sign = np.array(
        [
            terms.get(f"{category}_{kind}", 0)
            for category, kind in zip(
                results["line_category"].values, results["line_kind"].values, strict=True
            )
        ]
    )
    chosen = np.flatnonzero(sign)
    if not chosen.size:
        return None
    values = _table(results, "line_money", "line")[chosen] * sign[chosen, None]
    names = [_labels(results, "line")[place] for place in chosen]
    return Summands("line", names, values, bases_of(results, "line_money")[chosen] * sign[chosen])


def _by_risk(results: xr.Dataset, name: str) -> Summands | None:
    if "risk_effect" not in results or results["risk_effect"].attrs.get("of") != name:
        return None
    names = _labels(results, "risk_group")
    return Summands("risk", names, _table(results, "risk_effect", "risk_group"), np.zeros(len(names)))


def _completed(found: Summands, whole: Floats, base: float) -> Summands:
    """With what its parts leave of the whole, if it is more than rounding; always so of risks."""
    left = whole - found.values.sum(axis=0)
    if found.level != "risk" and np.abs(left).max() <= NEGLIGIBLE * np.abs(whole).max(initial=1e-300):
        return found
    return Summands(
        found.level,
        [*found.names, REST[found.level]],
        np.concatenate([found.values, left[None]]),
        np.append(found.base, base - found.base.sum()),
    )


def _table(results: xr.Dataset, name: str, dim: str) -> Floats:
    return np.asarray(results[name].transpose(dim, "iteration").values, np.float64)


def _labels(results: xr.Dataset, dim: str) -> list[str]:
    """What people call the parts: clusters by their names."""
    named = f"{dim}_name" if f"{dim}_name" in results.coords else dim
    return [str(label) for label in results[named].values]
