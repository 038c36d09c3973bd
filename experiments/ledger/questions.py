"""What is asked of the future: of which measure, how it is told, and when it can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import engine
from engine.programme.model import Programme
from engine.programme.months import date_name, months_after
from experiments.ledger.departments import staying
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

YEAR_ENDS = ("2024-03", "2025-03", "2026-03", "2028-03", "2030-03")
JOINED_BY = ("2026-03", "2028-03", "2030-03")
LEGACY_TO = (2025, 2027, 2029)  # programme years, by the calendar year in which each begins
LIVE = (
    "a cluster is live when the last department of its plan's go-live uses the new service for pay and ledger"
)
SPENT = (
    "one-off cost, and the running and legacy cost that it replaces, as accounts and audit reports give them"
)
LET = "the month in which the contract for the cluster's software or integration is signed"
JOIN = "departments of the five clusters whose staff are paid by their cluster's new service"
KEPT = "what departments paid to keep the old systems alive beyond the planned go-lives, from April 2022 on"


@dataclass(frozen=True)
class Question:
    """What is asked: the name of its measure in results, in words, what counts, and the month in which it is settled.

    `figure` is its table in the programme file's list `measures`; one without is derived from others.
    """

    measure: str
    words: str
    counts: str
    settled: str
    figure: dict[str, Any] = field(default_factory=dict)


def questions(programme: Programme) -> list[Question]:
    """All of them, for the clusters and procurements that the programme has."""
    return [*_by_month(), *_of_parts(programme), *_derived()]


def _by_month() -> list[Question]:
    asked = []
    for month in YEAR_ENDS:
        words = f"How many of the five clusters are live at the end of {date_name(0, month)}?"
        figure = {"metric": "clusters_live", "at": month}
        asked.append(Question(f"clusters_live_at_{month}", words, LIVE, month, figure))
    for month in YEAR_ENDS:
        words = f"How much has been spent by the end of {date_name(0, month)}?"
        asked.append(Question(f"spent_at_{month}", words, SPENT, month, {"metric": "spent", "at": month}))
    return asked


def _of_parts(programme: Programme) -> list[Question]:
    asked = []
    for cluster in programme.clusters:
        name, figure = f"go_live_month_of_{cluster.id}", {"metric": "go_live_month", "of": cluster.id}
        asked.append(Question(name, f"When does {cluster.name} go live?", LIVE, "when it does", figure))
    names = {cluster.id: cluster.name for cluster in programme.clusters}
    for activity in programme.activities:
        cluster_id, _, part = activity.name.partition(".")
        if part == "procurement":
            words, figure = (
                f"When is the contract of {names[cluster_id]} let?",
                {"metric": "finish", "of": activity.name},
            )
            asked.append(Question(f"finish_of_{activity.name}", words, LET, "when it is", figure))
    return asked


def _derived() -> list[Question]:
    asked = []
    for month in JOINED_BY:
        words = f"How many departments have joined by the end of {date_name(0, month)}?"
        asked.append(Question(joined_name(month), words, JOIN, month))
    for year in LEGACY_TO:
        words = f"What has keeping old systems alive cost by Mar {year + 1}?"
        asked.append(Question(legacy_name(year), words, KEPT, f"{year + 1}-03"))
    return asked


def joined_name(month: str) -> str:
    """The measure of departments that have joined."""
    return f"departments_joined_at_{month}"


def legacy_name(year: int) -> str:
    """The measure of legacy cost up to the end of a programme year."""
    return f"legacy_cost_to_{year}"


def legacy_lines(programme: Programme) -> list[str]:
    """The lines that cost only while a go-live is late."""
    return [line.name for line in programme.costs if line.category == "legacy"]


def figures(programme: Programme) -> list[dict[str, Any]]:
    """The list `measures` that the answers to all questions are made of."""
    told = [question.figure for question in questions(programme) if question.figure]
    told += [{"metric": "go_live_month", "of": cluster.id} for cluster in programme.clusters]
    told += [
        {"metric": "line_money", "of": line, "to": year}
        for year in LEGACY_TO
        for line in legacy_lines(programme)
    ]
    return list({str(one): one for one in told}.values())


def played(iterations: int, seed: int) -> xr.Dataset:
    """The programme's results with a measure `(iteration)` for every question."""
    plain = engine.load(PROGRAMME)
    programme = engine.load(PROGRAMME, overrides={"measures": figures(plain)})
    results = engine.simulate(programme, iterations, seed)
    for year in LEGACY_TO:
        parts = [results[f"line_money_of_{line}_to_{year}"] for line in legacy_lines(plain)]
        whole = sum(part.values for part in parts)
        told = {"long_name": f"Legacy cost to March {year + 1}", "units": parts[0].attrs["units"]}
        results[legacy_name(year)] = ("iteration", whole, told | {"cautious": "high", "base": 0.0})
    stay = staying(plain, iterations, seed)
    for month in JOINED_BY:
        at = months_after(plain.start, month) + 1
        live = {cluster: results[f"go_live_month_of_{cluster}"].values <= at for cluster in stay}
        there = sum(np.where(live[cluster], stay[cluster], 0) for cluster in stay)
        told = {"long_name": f"Departments joined by {month}", "units": "1", "cautious": "low"}
        results[joined_name(month)] = ("iteration", there, told)
    return results.assign_attrs(changes="[]")  # more is told, and nothing is played otherwise
