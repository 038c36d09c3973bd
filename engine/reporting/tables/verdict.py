"""Results -> the verdict as tables for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.analysis.findings import Findings, findings_of
from engine.analysis.measures import iterations_of
from engine.reporting.phrasing import assured_percentile, bound, chance, interrupted, probability, quantity

if TYPE_CHECKING:
    import xarray as xr

SHOWN = (10, 50, 80, 90)
NARROWEST = 118  # columns; a pipe has no width of its own


def print_verdict(results: xr.Dataset | Findings, console: Console) -> None:
    """Print what the run says of every claim and every measure."""
    if not console.is_terminal:
        console.width = NARROWEST
    console.print(verdict(results))


def verdict(results: xr.Dataset | Findings) -> RenderableType:
    """The whole answer: heading, claims, measures, and how to read them."""
    findings = findings_of(results)
    attrs = findings.results.attrs
    scenario = f", scenario {attrs['scenario']}" if attrs["scenario"] else ""
    heading = Text(f"{attrs['title']}{scenario}", style="bold")
    facts = f"{attrs['iterations']:,} iterations, seed {attrs['seed']}"
    if attrs.get("price_base"):
        facts += f"; {attrs['unit']}, {attrs['price_base']}"
    parts: list[RenderableType] = [heading, Text(facts, style="dim")]
    if interrupted(attrs):
        parts.append(Text(interrupted(attrs), style="bold"))
    if not attrs.get("independent", 1):
        parts.append(Text(f"design {attrs['design']} gives up {attrs['design_gives_up']}", style="dim"))
    if findings.claim_specs:
        parts += [Text(), claim_table(findings)]
    return Group(*parts, Text(), measure_table(findings), Padding(Text(READING, style="dim"), (1, 0, 0, 0)))


READING = (
    "Intervals are the sampling error of this run, not the doubt about its assumptions. Px is cumulative:\n"
    "an x% chance of at most this value. The last column is read on the careful side: at least for a\n"
    "benefit (its P20), at most for a cost or a delay (its P80)."
)


def claim_table(findings: Findings) -> Table:
    """A row a claim."""
    table = Table(title="Claims", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in ("Claim", "Chance (95% interval)", "Base case"):
        table.add_column(heading, justify="left", overflow="fold")
    found = findings.claims
    for name in found["claim"].values:
        claim = found.sel(claim=name)
        table.add_row(
            str(claim["statement"].values),
            chance(float(claim["probability"]), float(claim["low"]), float(claim["high"])),
            "met" if bool(claim["base_case"]) else "not met",
        )
    return table


def measure_table(findings: Findings) -> Table:
    """A row a measure."""
    table = Table(title="Measures", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("Measure", overflow="fold")
    for heading in ("Base", "Mean", *(f"P{p}" for p in SHOWN)):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("80% chance of", no_wrap=True)
    summary = findings.summary
    for name in summary["measure"].values:
        measure = summary.sel(measure=name)
        units = str(measure["units"].values)
        values = [float(measure["base"]), float(measure["mean"])]
        values += [float(measure["value"].sel(percentile=p)) for p in SHOWN]
        table.add_row(
            str(measure["long_name"].values),
            *(quantity(value, units) for value in values),
            assured_bound(measure, iterations_of(findings.results)),
        )
    return table


def assured_bound(measure: xr.Dataset, iterations: int) -> str:
    """`at least £291m`, on the careful side of the measure; where iterations gave no value, how many."""
    units, cautious = str(measure["units"].values), str(measure["cautious"].values)
    value = float(measure["value"].sel(percentile=assured_percentile(cautious)))
    missing = int(measure["missing"])
    never = f"never in {probability(missing / iterations)}" if missing else ""
    if not math.isfinite(value):
        return never
    sure = bound(units, at_least=value) if cautious == "low" else bound(units, at_most=value)
    return f"{sure}; {never}" if never else sure
