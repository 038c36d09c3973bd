"""Will the promise hold? The claim, its verdict and the three figures that are read first."""

from __future__ import annotations

import math
from dataclasses import replace

from engine.reporting import phrasing
from engine.reporting.page.headlines import headlines
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_run
from engine.reporting.page.report import Piece, Section
from engine.reporting.phrasing import interrupted
from engine.reporting.tables.measures import measure_table
from engine.reporting.tables.table import Paragraph, Table, first_rows
from engine.reporting.tables.verdict import claim_table
from engine.reporting.verdicts import WORDING, floored, likely_to_hold

PLACE = 10
MOST = 8  # claims that are told at once
MEASURES = (
    "P10, P50, P80 and P90 are percentiles: P80 is the value with an 80% chance of no more than it. Base is the base "
    "case: every uncertain number at the value that the plan gives it."
)


def section(material: Material) -> Section:
    """Headlines, the sentence that compares plan and play, and a row for each claim."""
    findings = material.findings
    brief: list[Piece] = [headlines(material), Paragraph(_plan_and_play(material))]
    brief += [Paragraph(text) for text in (interrupted(material.attrs), *_ranges(material)) if text]
    detail: list[Piece] = []
    if material.lead:
        table = _without_options(claim_table(findings))
        brief.append(first_rows(table, MOST))
        detail += [table] if len(table.columns[0].cells) > MOST else []
        detail += [of_run("verdict", findings), of_run("scorecard", findings), Paragraph(WORDING, "note")]
    if findings.measures:
        detail += [
            Paragraph("Every measure", "heading"),
            measure_table(findings),
            Paragraph(MEASURES, "note"),
        ]
    return Section("claim", "Will the promise hold?", tuple(brief), tuple(detail))


def _plan_and_play(material: Material) -> str:
    """How many claims the plan meets, and how many are likely to hold."""
    count, runs = len(material.findings.claim_specs), material.iterations
    played = f"{runs:,} times" if runs != 1 else "once"
    if not count:
        return (
            f"The programme states no claim, so there is no promise to test. It was played {played} with all its "
            "uncertainty; what it may cost and bring follows."
        )
    found = material.findings.verdict
    on_paper = int(found["base_case"].sum())
    what = "the claim" if count == 1 else f"{on_paper or 'none'} of {count} claims"
    plan = f"the plan meets {what}" if on_paper or count > 1 else "the plan does not meet the claim"
    return (
        f"On paper, with every uncertain number at its planned value, {plan}. Played {played} with all its "
        f"uncertainty, {likely_to_hold(found)}."
    )


def _ranges(material: Material) -> list[str]:
    """What moves the chance of the first claim: the scenarios at its two ends."""
    if not material.lead:
        return []
    one = material.findings.verdict.sel(claim=material.lead)
    low, high = float(one["scenario_low"]), float(one["scenario_high"])
    if math.isnan(low):
        return []
    ends = [str(one[key].values) or "the scenario shown here" for key in ("lowest", "highest")]
    floor = float(material.findings.verdict.attrs["floor"])
    chances = [_no_finer(share, floor) for share in (low, high)]
    return [
        f"Of the scenarios in the file, “{one['statement'].item()}” is least likely to hold in {ends[0]} "
        f"({chances[0]}) and likeliest in {ends[1]} ({chances[1]})."
    ]


def _without_options(table: Table) -> Table:
    """The table, its notes without what they say of the command line."""
    return replace(table, notes=tuple(note.partition(" The model's own figures")[0] for note in table.notes))


def _no_finer(share: float, floor: float) -> str:
    return floored(share, floor) or phrasing.probability(share)
