"""Results -> the verdict: heading, claims and measures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console

from engine.analysis.findings import Findings, findings_of
from engine.programme.programme_years import misread
from engine.reporting.phrasing import changes, interrupted
from engine.reporting.tables.measures import interval_table, measure_table
from engine.reporting.tables.printing import print_parts
from engine.reporting.tables.table import Cell, Paragraph, Part, Table
from engine.reporting.tables.tails import tail_table
from engine.reporting.verdicts import WORDING, floor_note, given_model, over

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "Intervals are the sampling error of this run, not the doubt about its assumptions, and numbers are rounded to "
    "the digits that it lets one trust. Px is cumulative: an x% chance of at most this value. The last column is read "
    "on the careful side: at least for a benefit (its P20), at most for a cost or a delay (its P80)."
)


def print_verdict(results: xr.Dataset | Findings, console: Console, intervals: bool = False) -> None:
    """Print what the run says of every claim and every measure, with `intervals` that of every percentile too."""
    print_parts(verdict(results, intervals), console)


def verdict(results: xr.Dataset | Findings, intervals: bool = False) -> list[Part]:
    """The whole answer: heading, claims, measures, and how to read them."""
    findings = findings_of(results)
    parts: list[Part] = heading(findings)
    if findings.claim_specs:
        parts.append(claim_table(findings, exact=intervals))
    parts.append(measure_table(findings))
    if intervals:
        parts += [interval_table(findings), *tail_table(findings)]
    reading = f"{WORDING} {READING}" if findings.claim_specs else READING
    return [*parts, Paragraph(reading, "note")]


def heading(findings: Findings) -> list[Part]:
    """What was played, how it was changed since it was written, and how."""
    attrs = findings.results.attrs
    scenario = f", scenario {attrs['scenario']}" if attrs.get("scenario") else ""
    option = f", option {attrs['option']}" if attrs.get("option") else ""
    parts: list[Part] = [Paragraph(f"{attrs['title']}{option}{scenario}", "heading")]
    changed = changes(attrs)
    if changed:
        parts.append(Paragraph(f"Changed: {'; '.join(changed)}"))
    facts = f"{attrs['iterations']:,} iterations, seed {attrs['seed']}"
    if attrs.get("price_base"):
        facts += f"; {attrs['unit']}, {attrs['price_base']}"
    parts.append(Paragraph(facts, "note"))
    responses = json.loads(attrs.get("responses") or "{}")
    if responses:
        taken = [name for name, is_taken in responses.items() if is_taken]
        told = (
            f"{', '.join(taken)} ({len(taken)} of {len(responses)})" if taken else f"none of {len(responses)}"
        )
        parts.append(Paragraph(f"Responses taken: {told}", "note"))
    if interrupted(attrs):
        parts.append(Paragraph(interrupted(attrs)))
    if not attrs.get("independent", 1):
        parts.append(Paragraph(f"design {attrs['design']} gives up {attrs['design_gives_up']}", "note"))
    return parts


def claim_table(findings: Findings, exact: bool = False) -> Table:
    """A row a claim; `exact` tells the model's own chances too where the evidence cannot carry them."""
    found = findings.verdict
    floor = 0.0 if exact else float(found.attrs["floor"])
    headings = ["Claim", "Verdict", "Chance given model", "Base case"]
    has_beliefs, has_scenarios = (
        not bool(found[key].isnull().all()) for key in ("belief_low", "scenario_low")
    )
    rows: list[list[Cell | str]] = []
    for name in found["claim"].values:
        claim = found.sel(claim=name)
        row: list[Cell | str] = [
            str(claim["statement"].values),
            str(claim["word"].values),
            Cell(given_model(claim, floor), float(claim["probability"])),
            "met" if bool(claim["base_case"]) else "not met",
        ]
        beliefs = (float(claim["belief_low"]), float(claim["belief_high"]))
        row += [over(*beliefs, floor)] if has_beliefs else []
        scenarios = (float(claim["scenario_low"]), float(claim["scenario_high"]))
        row += [over(*scenarios, floor)] if has_scenarios else []
        rows.append(row)
    headings += ["Over beliefs"] if has_beliefs else []
    headings += ["Over scenarios"] if has_scenarios else []
    notes = [] if exact else [floor_note(found)]
    notes += years_meant(findings)
    return Table.of_rows([(h, "left") for h in headings], rows, "Claims", [note for note in notes if note])


def years_meant(findings: Findings) -> list[str]:
    """A sentence for each claim whose statement has a bare year, where programme years begin in another month."""
    start = str(findings.results.attrs.get("start", ""))
    told = []
    for claim in findings.claim_specs.values():
        statement = str(claim.get("statement", ""))
        asked = misread(statement, claim.get("metric"), (claim.get("at_least"), claim.get("at_most")), start)
        told += [f"{statement}: the programme year {asked}."] if asked else []
    return told
