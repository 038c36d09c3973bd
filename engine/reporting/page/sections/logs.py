"""The logs that the AQuA Book asks for: assumptions, data and decisions, what nobody answers for first."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.counted import counted
from engine.reporting.influence import part
from engine.reporting.law_words import law_words
from engine.reporting.page.logbook import Entry, entries, responses, sources
from engine.reporting.page.material import Material
from engine.reporting.page.report import Piece, Section
from engine.reporting.phrasing import changes, plain
from engine.reporting.tables.table import Align, Cell, Paragraph, Row, Table

if TYPE_CHECKING:
    import xarray as xr

PLACE = 80
HEADING = "Assumptions, data and decisions"
AQUA = (
    "The Aqua Book is the Treasury's guidance on producing quality analysis for government. It asks for a log of "
    "assumptions, of data and of decisions."
)
ORDER = (
    "First the numbers with neither source nor basis, then those without an owner. Effect: what the file says that it "
    "does to the answer; in brackets the share of the spread of {words} that knowing it alone would remove. A dash "
    "stands where the file says nothing."
)
NO_LOG = "These results hold no log of assumptions."
DASH = "–"


def section(material: Material) -> Section:
    """What the logs lack in a sentence, then each whole."""
    log = entries(material)
    brief: list[Piece] = [Paragraph(_facts(log) if log else NO_LOG)]
    detail: list[Piece] = [Paragraph(AQUA, "note")]
    if log:
        detail += [Paragraph("Assumption log", "heading"), _assumptions(log, material)]
    detail += [Paragraph("Data log", "heading"), _data(log, material)]
    detail += [Paragraph("Decision log", "heading"), _decisions(material)]
    return Section("logs", HEADING, tuple(brief), tuple(detail))


def _facts(log: list[Entry]) -> str:
    """How many numbers there are, on what basis, and what they lack."""
    bases = [
        (basis, sum(one.said["basis"] == basis for one in log))
        for basis in ("published", "derived", "assumed")
    ]
    told = ", ".join(f"{count:,} {basis}" for basis, count in bases if count)
    unsourced, unowned = (sum(getattr(one, key) for one in log) for key in ("is_unsourced", "is_unowned"))
    unsigned = sum(not one.is_signed for one in log)
    return (
        f"The answer rests on {counted(len(log), 'number')}{f': {told}' if told else ''}. Neither source nor basis: "
        f"{unsourced or 'none'}; no owner: {unowned or 'none'}; not signed off: {unsigned or 'none'}."
    )


def _assumptions(log: list[Entry], material: Material) -> Table:
    """A row a number."""
    shares = _shares(material.study("drivers"))
    known = sources(material)
    rows: list[Row] = [
        (
            one.name,
            Cell(_value(one), one.base if math.isfinite(one.base) else None),
            _basis(one),
            _source(one.said["source"], known),
            one.said["owner"] or "no owner",
            one.said["date"] or DASH,
            _signed(one),
            _effect(one, shares),
        )
        for one in log
    ]
    headings: list[tuple[str, Align]] = [
        (text, "left")
        for text in ("What", "Value or law", "Basis", "Source", "Owner", "Date", "Signed off", "Effect")
    ]
    drivers = material.study("drivers")
    words = str(drivers.attrs["long_name"]) if drivers is not None else "the first measure"
    return Table.of_rows(headings, rows, "Assumption log", [ORDER.format(words=words)])


def _value(one: Entry) -> str:
    """The base value, and the law where it is uncertain."""
    base = f"{one.base:,.6g}" if math.isfinite(one.base) else ""
    base = plain(one.base) if "e" in base else base  # written out
    law = "" if one.said["law"].startswith("Constant(") else law_words(one.said["law"])
    changed = "changed since it was read" if one.is_changed else ""
    return "; ".join(filter(None, (base, law, changed))) or DASH


def _basis(one: Entry) -> str:
    note = one.said["note"]
    basis = one.said["basis"] or ("neither source nor basis" if one.is_unsourced else DASH)
    return f"{basis}: {note}" if note else basis


def _source(key: str, known: dict[str, dict[str, object]]) -> Cell | str:
    """Its title and address, if the file gives them."""
    if not key:
        return "no source"
    source = known.get(key, {})
    return Cell(key, link=str(source.get("url") or ""))


def _signed(one: Entry) -> str:
    said = one.said["signed_off"]
    return {"yes": "yes", "no": "no", "": "no"}.get(said, said)


def _effect(one: Entry, shares: dict[str, float]) -> str:
    share = shares.get(one.name)
    measured = f"({part(share)})" if share is not None and math.isfinite(share) else ""
    return " ".join(filter(None, (one.said["effect"], measured))) or DASH


def _shares(found: xr.Dataset | None) -> dict[str, float]:
    """The share of the variance that each input alone accounts for."""
    if found is None or "first_order" not in found:
        return {}
    return dict(
        zip(map(str, found["input"].values), np.asarray(found["first_order"].values, float), strict=True)
    )


def _data(log: list[Entry], material: Material) -> Piece:
    """A row a source: what it is, where it is found, when it was made, and how many numbers rest on it."""
    known = sources(material)
    if not known:
        return Paragraph("The file names no sources.")
    count = {key: sum(one.said["source"] == key for one in log) for key in known}
    rows: list[Row] = [
        (
            key,
            Cell(str(source.get("title") or DASH), link=str(source.get("url") or "")),
            str(source.get("date") or DASH),
            Cell(f"{count[key]:,}", count[key]),
            str(source.get("note") or DASH),
        )
        for key, source in sorted(known.items(), key=lambda pair: (bool(pair[1].get("url")), -count[pair[0]]))
    ]
    headings: list[tuple[str, Align]] = [
        ("Source", "left"), ("What it is", "left"), ("Date", "left"), ("Numbers that rest on it", "right"),
        ("Note", "left"),
    ]  # fmt: skip
    return Table.of_rows(headings, rows, "Data log", ["Sources without an address come first."])


def _decisions(material: Material) -> Table:
    """What whoever built and played the model chose."""
    attrs = material.attrs
    have = responses(material)
    taken = ", ".join(name for name, is_taken in have.items() if is_taken) or "none"
    counts = ", ".join(json.loads(attrs.get("total_cost") or "[]")).replace("_", " ")
    chosen = {
        "Scenario": attrs.get("scenario") or "none: the file as it is",
        "Option": attrs.get("option") or "none: the file as it is",
        "Changes since the file was read": "; ".join(changes(attrs)) or "none",
        "Responses to risks": f"{taken}, of {len(have)}" if have else "the file has none",
        "What total cost counts": counts,
        "Unit and price base": f"{attrs.get('unit', '')}, {attrs.get('price_base', '')}",
        "Discounting": attrs.get("discounting", ""),
        "Start and horizon": f"{attrs.get('start', '')}, {attrs.get('horizon', '')} months",
        "Redrawn inputs": attrs.get("redraw", "") or "none",
    }
    rows: list[Row] = [(what, str(value) or DASH) for what, value in chosen.items()]
    return Table.of_rows([("Decision", "left"), ("What was decided", "left")], rows, "Decision log")
