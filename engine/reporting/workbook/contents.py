"""The first sheet: what was asked and what came out, how it was played, what every sheet and word means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.analysis.findings import Findings
from engine.measures import MEASURES, PARTS
from engine.reporting import phrasing
from engine.reporting.classes import sums_said
from engine.reporting.phrasing import changes, interrupted
from engine.reporting.verdicts import given_model
from engine.reporting.workbook.formula import Formula
from engine.reporting.workbook.grid import Grid

NAME = "Contents"
NO_LINES = (
    "No single lines, and no risks as they struck: these results hold sums. A workbook made from the programme's file "
    "holds them: outturn export FILE --to report.xlsx"
)
SHEETS = {
    "Claims": "each claim: verdict, chance with its interval, ranges over beliefs and scenarios",
    "Measures": "what the whole programme costs and brings: base case, mean, percentiles with their intervals",
    "Years": "the same by programme year",
    "Clusters": "the same by cluster",
    "Lines": "the same by cost line and benefit line",
    "Risks": "how likely each risk is, what it does, who owns it",
    "Assumptions": "every number of the programme: owner, status, source, basis, sign-off",
    "Charts": "S-curves, fan of net benefit, what drives it, bridge from base case to median",
    "Chart numbers": "the numbers that the charts show",
    "Base inputs": "live: change a blue cell, and the base case follows",
    "Base calendars": "live: months in which work rests",
    "Base dates": "live: when each activity starts and finishes",
    "Base settlements": "live: need, grant, and the month in which money runs out",
    "Base yearly factors": "live: prices, drivers and risks by year",
    "Base costs": "live: cost lines by year",
    "Base benefits": "live: benefit lines by year",
    "Base years": "live: programme years and discounting",
    "Base measures": "live: measures by cluster, by year and of the whole",
    "Base check": "live: the formulas against the engine's own base case, and the claims judged by them",
    "Dictionary": "what each measure counts and what columns mean",
}
TERMS = {
    "Base case": "the one play in which every number has its base value and no risk strikes: the plan as stated",
    "Iteration": "one play of the whole programme with drawn durations, amounts, shares and risks",
    "P10, P50, P80, …": "cumulative percentiles: P80 is a value that 80% of iterations do not exceed",
    "80% chance of at least": "the P20 of a benefit: 80% of iterations reach it",
    "95% from, to": "interval of the figure before it: the sampling error of the run, not doubt about its assumptions",
    "Chance in the model": "the share of iterations in which a claim holds, however small",
    "Chance, as evidence carries it": "the same, no finer than the evidence behind the model can tell",
    "Over beliefs, over scenarios": "lowest and highest chance over what we do not know, and over the file's scenarios",
    "Careful side": "low: a careful reader looks at low values (benefits); high: at high ones (costs, delays)",
}


def contents_sheet(findings: Findings, names: Sequence[str], agree: Formula | None, command: str) -> Grid:
    """The first sheet, which refers to sheets by `names`; `agree` says whether formulas and engine are the same."""
    attrs = findings.results.attrs
    grid = Grid(NAME, widths=(58, 18, 26, 26, 24))
    grid.add([str(attrs.get("title", ""))], "title")
    grid.add([_facts(attrs)], "note")
    for sentence in [f"Changed since it was read: {one}" for one in changes(attrs)] + [interrupted(attrs)]:
        if sentence:
            grid.add([sentence], "strong")
    grid.add()
    _answers(findings, grid)
    _money(findings, grid)
    if agree is not None:
        grid.add(
            ["Formulas of the base case and the engine say the same to the penny", agree],
            "text",
            c1="yes or no",
        )
        grid.add()
    grid.add(["Sheets"], "section")
    for name in names:
        row = grid.next
        grid.add([None, SHEETS.get(name, "")], "note")
        grid.put(row, 0, f"internal:{name}", "link")
    if "Base costs" in names and "Lines" not in names:
        grid.add([NO_LINES], "note")
    grid.add()
    grid.add(
        [f"Engine {attrs.get('engine_version', '')}; programme {str(attrs.get('programme_hash', ''))[:12]}"],
        "note",
    )
    if command:
        grid.add([f"Made by: {command}"], "note")
    return grid


def _facts(attrs: dict[str, Any]) -> str:
    told = [f"{int(attrs.get('iterations', 0)):,} iterations, seed {attrs.get('seed', '')}"]
    told += [f"scenario {attrs['scenario']}"] if attrs.get("scenario") else []
    told += [f"option {attrs['option']}"] if attrs.get("option") else []
    told += [f"{attrs['unit']}, {attrs.get('price_base', '')}"] if attrs.get("unit") else []
    return "; ".join(told)


def _answers(findings: Findings, grid: Grid) -> None:
    """Each claim with its verdict, in a line."""
    found = findings.verdict
    if not found.sizes["claim"]:
        return
    floor = float(found.attrs["floor"])
    grid.add(["Does it hold?", "Verdict", "Chance given the model", "In the base case"], "heading")
    for name in found["claim"].values:
        claim = found.sel(claim=name)
        base = "met" if bool(claim["base_case"]) else "not met"
        words = [str(claim["statement"].values), str(claim["word"].values), given_model(claim, floor), base]
        grid.add(words, "text", c1="strong")
    grid.add()


def _money(findings: Findings, grid: Grid) -> None:
    """What the whole costs and brings: base case, median, what is 80% sure."""
    summary, attrs = findings.summary, findings.results.attrs
    start = str(attrs.get("start", ""))
    asked = [
        m for m in ("total_benefit", "total_cost", "npv", "go_live_delay") if m in summary["measure"].values
    ]
    if not asked:
        asked = summary["measure"].values[:4].tolist()
    grid.add(["In short", "Base case", "Half of iterations below", "80% chance of"], "heading")
    for name in asked:
        one = summary.sel(measure=name)
        units, cautious = str(one["units"].values), str(one["cautious"].values)
        level = phrasing.assured_percentile(cautious)
        sure = phrasing.quantity(float(one["value"].sel(percentile=level)), units, start=start)
        middle = phrasing.quantity(float(one["value"].sel(percentile=50)), units, start=start)
        base = phrasing.quantity(float(one["base"]), units, start=start)
        grid.add(
            [str(one["long_name"].values), base, middle, phrasing.bounded(sure, units, cautious == "low")],
            "text",
        )
    said = sums_said(attrs, {name: str(summary.sel(measure=name)["long_name"].values) for name in asked})
    if said:
        grid.add([said], "note")
    grid.add()


def dictionary_sheet() -> Grid:
    """What words, columns and measures mean."""
    grid = Grid("Dictionary", widths=(40, 30, 100), frozen=(0, 1))
    grid.add(["Dictionary"], "title")
    grid.add()
    grid.add(["Word", None, "Meaning"], "heading")
    for word, meaning in TERMS.items():
        grid.add([word, None, meaning], "text")
    grid.add()
    grid.add(["Measure", "Name in results", "What it counts"], "heading")
    for name, measure in {**MEASURES, **PARTS}.items():
        grid.add([measure.long_name, name, measure.counts], "text")
    return grid
