"""Accounts of programmes, at their base or as they are in one iteration, and the formulas against numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.flagship import drawn
from engine.plan.plan import make_plan
from engine.programme.model import Programme
from engine.reporting.workbook.base_case.account import Account, account_of
from engine.reporting.workbook.base_case.build import BaseCase, base_case
from engine.simulation.base_programme import base_programme

SEED = 7
CLOSE = 1e-9  # relative; a penny in ten million pounds


def record_of(programme: Programme) -> dict[str, Any]:
    return base_programme(programme, make_plan(programme).plan)


def account(record: Mapping[str, Any]) -> Account:
    found = account_of({"base_programme": json.dumps(record)})
    assert found is not None
    return found


def sheets(one: Account) -> BaseCase:
    return base_case(one, {}, tuple(map(str, one.years)))


def iterations(
    programme: Programme, count: int
) -> Iterator[tuple[BaseCase, Mapping[str, Any], Mapping[str, Any]]]:
    """Sheets of formulas as they are once inputs have the values of an iteration and its risks have struck."""
    values, strikes = drawn(programme, count, SEED)
    record = record_of(programme)
    for place in range(count):
        one = {name: _at(value, place) for name, value in values.items()}
        struck = {name: _at(value, place) for name, value in strikes.items()}
        for name, quantity in record["programme"]["quantities"].items():
            quantity[:] = [one.get(name, quantity[0]), True]
        found = account(record)
        again = Account(
            found.programme, found.planned, found.steady_months, [n for n, s in struck.items() if s]
        )
        yield sheets(again), one, struck


def _at(values: Any, place: int) -> float:
    array = np.asarray(values, float)
    return float(array[place] if array.ndim else array)


def differences(found: BaseCase, measures: Mapping[str, Any], clusters: list[str]) -> list[str]:
    """Measures `(1)`, `(1, cluster)` or `(1, year)` that the formulas miss."""
    outcome = found.outcome
    told: dict[str, tuple[float, float]] = {}
    for name, values in measures.items():
        if values.ndim == 1 and name in outcome.whole:
            told[name] = outcome.whole[name].value, float(values[0])
        elif values.ndim == 2 and name.startswith("yearly"):
            told |= {
                f"{name} {y}": (outcome.by_year[name, y].value, v) for y, v in enumerate(values[0].tolist())
            }
        elif values.ndim == 2:
            every = zip(clusters, values[0].tolist(), strict=True)
            told |= {f"{name} {c}": (outcome.by_cluster[name, c].value, v) for c, v in every}
    assert len(told) > 12
    return [f"{name}: {ours} for {theirs}" for name, (ours, theirs) in told.items() if not same(ours, theirs)]


def same(ours: float, theirs: float) -> bool:
    if not math.isfinite(theirs):  # no payback, no cost to divide by
        return math.isnan(ours)
    return abs(ours - theirs) <= CLOSE * max(1.0, abs(theirs))
