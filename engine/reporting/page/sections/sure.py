"""How sure this is: precision of the run, how it came to rest, what the horizon cuts, and what is not known."""

from __future__ import annotations

import math

import numpy as np

from engine.analysis.convergence import came_to_rest
from engine.analysis.measures import measure
from engine.reporting import phrasing
from engine.reporting.page.logbook import entries
from engine.reporting.page.material import COST, Material
from engine.reporting.page.pictures import other_of_run
from engine.reporting.page.report import Piece, Section
from engine.reporting.tables.assumptions import assumption_parts, basis_table
from engine.reporting.tables.convergence import convergence_table
from engine.reporting.tables.measures import interval_table
from engine.reporting.tables.table import Paragraph
from engine.reporting.tables.tails import tail_table

PLACE = 70
HEADING = "How sure this is"
SHOWN = ("verdict", "scorecard", "budget", "years", "clusters")  # by other sections
CUT = ("work_after_horizon", "legacy_after_horizon")
TOP = 10
SAMPLING = (
    "These intervals tell how far another run of the same length could differ. They do not tell whether the "
    "assumptions are right: no number of iterations does."
)


def section(material: Material) -> Section:
    """Sampling error, convergence, the horizon, and how much of the answer is assumption."""
    brief = [
        Paragraph(text) for text in (_precision(material), _horizon(material), _assumed(material)) if text
    ]
    detail: list[Piece] = [Paragraph("Precision of this run", "heading"), interval_table(material.findings)]
    detail.append(Paragraph(SAMPLING, "note"))
    names = [name for name in (material.measure, COST) if material.row(name) is not None]
    if not material.is_summary and names:
        found = came_to_rest(material.findings.results, list(dict.fromkeys(names)), material.lead)
        detail += [Paragraph("How it came to rest", "heading"), convergence_table(found)]
    detail += _not_known(material)
    tails = tail_table(material.findings)
    detail += [Paragraph("When it is bad", "heading"), *tails] if tails else []
    others = other_of_run(SHOWN, material.findings)
    detail += [Paragraph("The whole range of each measure", "heading"), *others] if others else []
    return Section("sure", HEADING, tuple(brief), tuple(detail))


def _precision(material: Material) -> str:
    """How far the P80 of the cost may be out, and the design."""
    attrs = material.attrs
    text = f"The programme was played {material.iterations:,} times (seed {attrs['seed']}, design {attrs['design']})."
    row = material.row(COST) or material.row(material.measure)
    if row is not None:
        ends = [row.value(80, end) for end in ("value_low", "value_high")]
        if all(map(math.isfinite, ends)):
            text += (
                f" With 95% confidence the P80 of {_quoted(row.long_name)} lies within {row.interval(*ends).text}: "
                "that is the error of playing no longer, and not the doubt about assumptions."
            )
        else:
            text += f" That is too few to give the P80 of {_quoted(row.long_name)} an interval."
    if not attrs.get("independent", 1):
        text += f" The design {attrs['design']} gives up {attrs['design_gives_up']}."
    return text


def _quoted(name: str) -> str:
    return f"“{name}”"


def _horizon(material: Material) -> str:
    """What falls after the last month that is counted."""
    months = material.attrs.get("horizon")
    if not months:
        return ""
    text = f"Benefits and running costs are counted for {months} months; what slips past that is not in them."
    told = [found for name in CUT if (found := _cut(material, name))]
    return " ".join([text, *told])


def _cut(material: Material, name: str) -> str:
    """`Work after the horizon occurs in 3% of iterations, £12m on average.`; "" where it never does."""
    row = material.row(name)
    if row is None or material.is_summary:
        return ""
    values = np.asarray(measure(material.findings.results, name).values)
    count = int((values != 0).sum())
    often = phrasing.share(count, values.size)
    return f"{row.long_name} occurs in {often} of iterations and is {row.mean()} on average over all of them."


def _assumed(material: Material) -> str:
    """How much of the spread of the first measure rests on numbers that are assumed."""
    found = material.study("assumptions")
    if found is None:
        log = entries(material)
        assumed = sum(one.said["basis"] == "assumed" for one in log)
        return f"Of {len(log):,} numbers, {assumed:,} are assumed." if log else ""
    one = found.sel(output=found.attrs["output"])
    players = {str(name): float(one["share"].sel(player=name)) for name in found["player"].values}
    if float(one["variance"]) == 0 or not math.isfinite(players.get("assumed", math.nan)):
        return ""
    return (
        f"Numbers that somebody assumed account for {players['assumed']:.0%} of the spread of "
        f"{_quoted(str(one['long_name'].item()))}. What the file leaves out altogether is in no figure of this report."
    )


def _not_known(material: Material) -> list[Piece]:
    """Shares by basis, and the assumptions that weigh most."""
    found = material.study("assumptions")
    heading = Paragraph("What is not known", "heading")
    if found is None:
        return [heading, Paragraph(material.without("assumptions"))]
    alone = np.where(found["basis"].values == "assumed", found["alone"].values, -np.inf)
    top = [int(place) for place in np.argsort(-alone, kind="stable")[:TOP] if alone[place] > 0]
    parts = assumption_parts(found, top) if top else [basis_table(found)]
    return [heading, *parts]
