"""Method, limits, versions, and the command that makes all of it again."""

from __future__ import annotations

import json

from engine.reporting.page.material import Material
from engine.reporting.page.report import Listing, Piece, Section
from engine.reporting.page.words import WORDS
from engine.reporting.phrasing import changes
from engine.reporting.tables.table import Paragraph, Row, Table
from engine.version import engine_version

PLACE = 90
HEADING = "Method, limits and how to reproduce it"
METHOD = (
    "The programme is played many times from start to horizon. In each iteration every uncertain number is drawn from "
    "its own law, risks strike or do not, activities follow one another, money is spent and benefits come in. A chance "
    "is the share of iterations in which something holds. Draws are a pure function of seed, name and iteration, so "
    "that the same command gives the same figures on any number of processors."
)
LIMITS = (
    "The figures hold if the file does: its laws, its links between numbers and the risks that it lists. What nobody "
    "wrote down is not played. Results from now on can make the file wrong; play it again then.",
    "A percentile of one part cannot be added to that of another, unless this report says that it can.",
    "A chance is given no finer than the evidence behind the file can carry.",
)


def section(material: Material) -> Section:
    """How it was made, what it cannot say, and how to make it again."""
    brief: list[Piece] = [Paragraph("To make this report again:"), Listing(material.command)]
    detail: list[Piece] = [Paragraph("Method", "heading"), Paragraph(METHOD)]
    detail += [Paragraph("Limits", "heading"), *map(Paragraph, LIMITS)]
    detail += [Paragraph("What was played", "heading"), _played(material)]
    words: list[Row] = [(word, meaning) for word, meaning in WORDS.items()]
    detail += [Paragraph("Words", "heading")]
    detail += [
        Table.of_rows([("Word", "left"), ("What it means here", "left")], words, "Words used in this report")
    ]
    return Section("method", HEADING, tuple(brief), tuple(detail))


def _played(material: Material) -> Table:
    """Versions, hash, seed, and what was changed."""
    attrs = material.attrs
    own = engine_version()
    engine = str(attrs.get("engine_version", "unknown"))
    studied = sorted(
        {int(one.attrs["iterations"]) for one in material.studies.values() if "iterations" in one.attrs}
    )
    facts = {
        "Programme": str(attrs.get("title", "")),
        "Fingerprint of the programme (SHA-256)": str(attrs.get("programme_hash", "")),
        "Iterations": f"{material.iterations:,}",
        "Iterations of the studies": ", ".join(f"{count:,}" for count in studied) or "none were played",
        "Seed": str(attrs.get("seed", "")),
        "Sampling design": str(attrs.get("design", "")),
        "Worlds": str(attrs.get("worlds_played", "")) or "none",
        "Scenarios played": ", ".join(json.loads(attrs.get("over_scenarios") or "{}")) or "none",
        "Changed": "; ".join(changes(attrs)) or "nothing",
        "Draws and tables": f"{attrs.get('draws', '')}; {attrs.get('tables', '')}",
        "Played by": f"outturn {engine}"
        + ("" if engine == own else f" (this report is written by outturn {own})"),
        "Processor": str(attrs.get("processor", "")),
    }
    rows: list[Row] = list(facts.items())
    return Table.of_rows([("What", "left"), ("Value", "left")], rows, "What was played")
