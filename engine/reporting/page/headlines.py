"""The three figures of the first screen: whether it holds, what can be counted on, and what to set aside."""

from __future__ import annotations

import math

from engine.reporting import phrasing
from engine.reporting.page.material import BENEFIT, COST, Material
from engine.reporting.page.report import Headline, Headlines
from engine.reporting.page.set_aside import set_aside
from engine.reporting.tables.measures import MeasureRow
from engine.reporting.verdicts import given_model, over


def headlines(material: Material) -> Headlines:
    """The verdict on the first claim, the value of its measure with 80% assurance, and the cost with 80%."""
    found = [_verdict(material) if material.lead else None]
    counted = material.row(material.measure) or material.row(BENEFIT)
    cost = material.row(COST)
    found.append(_counted_on(material, counted) if counted is not None else None)
    if cost is not None and (counted is None or cost.name != counted.name):
        found.append(_set_aside(material, cost))
    elif (net := material.row("npv")) is not None:
        found.append(_even("What is it worth?", net))
    return Headlines(tuple(one for one in found if one is not None))


def _verdict(material: Material) -> Headline:
    """The word, and behind it the chance with its ranges."""
    found = material.findings.verdict
    one, floor = found.sel(claim=material.lead), float(found.attrs["floor"])
    ranges = [
        f"{over(float(one[f'{of}_low']), float(one[f'{of}_high']), floor)} over {words}"
        for of, words in (("belief", "our beliefs"), ("scenario", "the scenarios of the file"))
        if not math.isnan(float(one[f"{of}_low"]))
    ]
    detail = f"{one['statement'].item()}: chance {given_model(one, floor)} given the model"
    return Headline(
        "Will it hold?", phrasing.capitalised(str(one["word"].item())), "; ".join([detail, *ranges]) + "."
    )


def _counted_on(material: Material, row: MeasureRow) -> Headline:
    """What the measure of the claim is sure to reach or keep within, against what is claimed."""
    cautious = str(row.found["cautious"])
    percentage = phrasing.assured_percentile(cautious)
    value = row.value(percentage)
    if not math.isfinite(value):
        return Headline(
            "What can be counted on?", row.exact(value), f"{row.long_name}: {row.assured().text}."
        )
    side = "at least" if cautious == "low" else "at most"
    limit = phrasing.bounded(row.percentile(percentage), row.units, cautious == "low")
    detail = f"{row.long_name}: 80% chance of {limit} (P{percentage:g})"
    claimed = _claimed(material, row)
    parts = [detail, *([f"the claim says {claimed}"] if claimed else [])]
    parts.append(f"the plan says {row.exact(row.base)}" if math.isfinite(row.base) else "")
    parts.append(f"there is an even chance of {side} {row.percentile(50)} (P50)")
    return Headline(
        "What can be counted on?", phrasing.capitalised(limit), "; ".join(filter(None, parts)) + "."
    )


def _claimed(material: Material, row: MeasureRow) -> str:
    """The bound of the first claim, if it is about this measure."""
    if not material.lead or material.findings.claim_specs[material.lead].get("metric") != row.name:
        return ""
    one = material.findings.claims.sel(claim=material.lead)
    return phrasing.bound(row.units, float(one["at_least"]), float(one["at_most"]), start=row.start)


def _set_aside(material: Material, row: MeasureRow) -> Headline:
    """What the section on it says: the money on top of the plan, and the cost that is then kept within with 80%."""
    aside = set_aside(material)
    sure = f"80% chance of at most {row.percentile(80)} (P80)"
    even = f"there is an even chance of at most {row.percentile(50)} (P50)."
    if aside is None:
        return Headline("How much money is needed?", row.percentile(80), f"{row.long_name}: {sure}; {even}")
    if aside.over <= 0:
        return Headline(
            "How much money to set aside?",
            "Nothing",
            f"{row.long_name}: {sure}; the plan has {aside.plan}; {even}",
        )
    return Headline(
        "How much money to set aside?",
        aside.told,
        f"On top of the {aside.plan} of the plan. {row.long_name}: {sure}; {even}",
    )


def _even(question: str, row: MeasureRow) -> Headline:
    return Headline(question, row.percentile(50), f"{row.long_name}: an even chance of at least this (P50).")
