"""The tables of a programme file -> `Programme`: names resolved, shares applied, laws built."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from engine.measures import COUNTERFACTUAL
from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import (
    Activity,
    BenefitLine,
    Cluster,
    CostLine,
    Floor,
    Programme,
    Quantity,
    Settlement,
    Source,
)
from engine.programme.months import months_after
from engine.programme.quantity import GRANTED_SHARE, MONEY
from engine.programme.reading.activities import ActivityReader
from engine.programme.reading.calendars import CalendarReader
from engine.programme.reading.carbon import CarbonReader
from engine.programme.reading.claimed_twice import check_claimed_once
from engine.programme.reading.claims import read_claims
from engine.programme.reading.clusters import ClusterReader
from engine.programme.reading.correlation import CorrelationReader
from engine.programme.reading.discounting import read_discounting
from engine.programme.reading.drivers_and_risks import CauseReader
from engine.programme.reading.event_logic import linked
from engine.programme.reading.exposure import ExposureReader
from engine.programme.reading.figures import FigureReader
from engine.programme.reading.links import refuse_early_leads
from engine.programme.reading.precedence import circles, in_order
from engine.programme.reading.prices import PriceReader
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References
from engine.programme.reading.responses import lines_of_responses
from engine.programme.reading.validation import validated
from engine.programme.schema import PROVENANCE, ProgrammeFile

_MONTHS_A_YEAR = 12


def resolved(
    data: dict[str, Any], scenario: str | None, is_varied: bool, findings: Findings, repairs: bool = False
) -> Programme:
    """The programme that the tables describe; it is to be used only if there are no findings.

    `is_varied` says that a scenario or an override has put values into the tables; `repairs` that every
    impossible correlation group is repaired, whether it asks for it or not.
    """
    file = validated(data, findings)
    references = References.of(data, findings)
    quantities = QuantityReader(
        file.laws, file.totals, file.shares, file.sources, findings, file.unit, file.beliefs
    )
    _check_tables(file, data, quantities, findings)
    first_year = int(file.start[:4])
    years = range(first_year, first_year - (-file.horizon // _MONTHS_A_YEAR))
    prices = PriceReader(file.prices, years, bool(file.funding), findings)
    carbon = CarbonReader(file.carbon, prices, years, file.unit, findings)
    clusters, activities, costs, benefits = _clusters(file, references, quantities, prices, carbon, findings)
    check_claimed_once(benefits, findings)
    funded = {line.name for line in costs if line.funded and line.activity and file.funding}
    causes = CauseReader(references, quantities, findings, years, funded, file.start)
    drivers = tuple(causes.driver(name, table) for name, table in file.drivers.items())
    risks = linked(
        {name: causes.risk(name, table) for name, table in file.risks.items()}, file.risks, findings
    )
    exposures = ExposureReader(references, quantities, findings, file.start, file.horizon, funded)
    risks = exposures.occurrences(risks, file.risks)
    settled = {line.activity for line in costs if line.funded and line.activity}
    of_responses, moments = lines_of_responses(risks, settled)
    costs, activities = (*costs, *of_responses), [*activities, *moments]
    funding = _funding(file, quantities, findings)
    counterfactual = _counterfactual(file, quantities)
    discounted = read_discounting(file.discounting, data.get("discounting"), len(years), quantities, findings)
    groups = CorrelationReader(quantities, risks, findings, is_varied, repairs)
    correlation = [groups.group(place, table) for place, table in enumerate(file.correlation)]
    names = data.get("claims") if isinstance(data.get("claims"), dict) else {}
    ordered = _in_order(activities, findings)
    refuse_early_leads(ordered, drivers, findings)
    has = {COUNTERFACTUAL} & set(data) | {line.benefit_class for line in benefits}
    figures = FigureReader(
        {
            "cluster": [cluster.id for cluster in clusters],
            "activity": references.activities,
            "line": references.lines,
            "risk": [*file.risks, *(risk.name for risk in risks if risk.family)],
            "settlement": [table.until for table in file.funding],
        },
        file.start,
        file.horizon,
        file.total_cost,
        has,
        findings,
    )
    claims = read_claims(file.claims, names or {}, figures, quantities, findings)
    told = [figures.figure(table, f"measures.{place}") for place, table in enumerate(file.measures)]
    return Programme(
        title=file.title,
        description=file.description,
        start=file.start,
        horizon=file.horizon,
        unit=file.unit,
        price_base=f"{prices.told(file.price_base)}{carbon.words}",
        discounting=discounted.name,
        discount_factors=discounted.factors,
        own_rates=discounted.own,
        cash_only=file.cash_only,
        total_cost=tuple(dict.fromkeys(file.total_cost)),
        clusters=clusters,
        activities=ordered,
        costs=costs,
        benefits=benefits,
        drivers=drivers,
        risks=risks,
        correlation=tuple(group for group in correlation if group is not None),
        funding=funding,
        counterfactual=counterfactual,
        beliefs=quantities.beliefs,
        claims=claims,
        told=tuple(figure for figure in told if figure is not None),
        sources={name: Source(**table.model_dump()) for name, table in file.sources.items()},
        floor=None if file.floor is None else Floor(**file.floor.model_dump()),
        scenario=scenario,
        content_hash="" if findings.found else content_hash(data),
    )


ASIDE = (
    "scenarios",
    "default_scenario",
    "options",
    "baseline_option",
)  # tables of values that others may take


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256 of the tables that are played, scenarios and options aside, as canonical JSON: order is no matter."""
    played = {key: value for key, value in data.items() if key not in ASIDE}
    text = json.dumps(_canonical(played), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """12 and 12.0 are one number; dates are text."""
    if isinstance(value, dict):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_canonical(inner) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, str | bool) else value.isoformat()


def _clusters(
    file: ProgrammeFile,
    references: References,
    quantities: QuantityReader,
    prices: PriceReader,
    carbon: CarbonReader,
    findings: Findings,
) -> tuple[tuple[Cluster, ...], list[Activity], tuple[CostLine, ...], tuple[BenefitLine, ...]]:
    reserved = (*ProgrammeFile.model_fields, *PROVENANCE)
    calendars = CalendarReader(file.calendars, file.start, findings)
    known = calendars.every()
    clusters, activities, costs, benefits = [], [], [], []
    for id, table in file.clusters.items():
        if id in reserved:
            findings.add(f"clusters.{id}", f'the name "{id}"', f"a name other than {listed(reserved)}")
        reader = ClusterReader(id, references, quantities, prices, carbon, findings)
        work = ActivityReader(id, references, quantities, calendars, known, findings)
        cluster = reader.cluster(table)
        clusters.append(cluster)
        activities += [work.activity(item, inner) for item, inner in table.activities.items()]
        costs += [reader.cost(item, inner) for item, inner in table.costs.items()]
        benefits += [reader.benefit(item, inner, cluster.go_live) for item, inner in table.benefits.items()]
    if not clusters:
        findings.add("clusters", "nothing", "at least one table [clusters.NAME] with a go_live activity")
    kept = (
        tuple(line for line in costs if line is not None),
        tuple(line for line in benefits if line is not None),
    )
    return tuple(clusters), activities, *kept


def _in_order(activities: list[Activity], findings: Findings) -> tuple[Activity, ...]:
    by_name = {activity.name: activity for activity in activities}
    after = {activity.name: activity.predecessors for activity in activities}
    for circle in circles(after):
        cluster, _, item = circle[0].partition(".")
        key = f"clusters.{cluster}.activities.{item}.after"
        findings.add(key, f"a circle: {' after '.join(circle)}", "activities that do not wait for each other")
    return tuple(by_name[name] for name in in_order(after))


def _check_tables(
    file: ProgrammeFile, data: dict[str, Any], quantities: QuantityReader, findings: Findings
) -> None:
    """Totals and shares, which nothing else looks into unless a quantity uses them."""
    for name, total in file.totals.items():
        quantities.provenance(total, f"totals.{name}")
    clusters = data.get("clusters") if isinstance(data.get("clusters"), dict) else {}
    for name, share in file.shares.items():
        quantities.provenance(share, f"shares.{name}")
        parts = share.__pydantic_extra__ or {}
        if not 0 < sum(parts.values()) < math.inf:
            findings.add(f"shares.{name}", f"a sum of {sum(parts.values()):g}", "shares with a sum above 0")
        for cluster in parts:
            if cluster not in (clusters or {}):
                accepted = f"the name of a cluster: {listed(list(clusters or {}))}"
                findings.add(
                    f"shares.{name}.{cluster}", shown(cluster), accepted, nearest(cluster, clusters or {})
                )


def _funding(file: ProgrammeFile, quantities: QuantityReader, findings: Findings) -> tuple[Settlement, ...]:
    settlements: list[Settlement] = []
    for place, table in enumerate(file.funding):
        key = f"funding.{place}"
        until = months_after(file.start, table.until)
        previous = settlements[-1].until if settlements else 0
        if until <= previous:
            accepted = (
                "a month after the settlement before"
                if settlements
                else f"a month after the start, {file.start}"
            )
            findings.add(f"{key}.until", shown(table.until), accepted)
        section = quantities.provenance(table, key)
        approved = quantities.quantity(table.approved, f"{key}.approved", f"{key}.approved", MONEY, section)
        top_up = quantities.quantity(table.top_up, f"{key}.top_up", f"{key}.top_up", GRANTED_SHARE, section)
        settlements.append(Settlement(float(until), approved, top_up))
    return tuple(settlements)


def _counterfactual(file: ProgrammeFile, quantities: QuantityReader) -> Quantity | None:
    if file.counterfactual is None:
        return None
    section = quantities.provenance(file.counterfactual, "counterfactual")
    key = "counterfactual.cost"
    return quantities.quantity(file.counterfactual.cost, key, key, section=section)
