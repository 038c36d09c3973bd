"""How cells look: one visual language for all sheets, readable in grey, and printed on A4."""

from __future__ import annotations

from typing import Any

INK, BLUE, PALE, LINE = "#1D1D1B", "#1D4F91", "#DCE6F2", "#B1B4B6"
FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
INPUT = {"bg_color": "#E8F1FB", "font_color": "#003078", "border": 1, "border_color": LINE}
PLAIN = "#,##0.00####"
MONEY, MONTHS, FACTOR, RATE = "#,##0.00;-#,##0.00;0.00", "0.00", "0.0000", "0.00%"

STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "indent": 1, "align": "left"},
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_size": 12},
    "note": {"font_color": "#505A5F", "italic": True},
    "section": {"bold": True, "font_size": 11, "font_color": BLUE, "top": 1, "top_color": LINE},
    "heading": {
        "bold": True,
        "text_wrap": True,
        "indent": 1,
        "align": "left",
        "bg_color": PALE,
        "bottom": 1,
        "valign": "vcenter",
    },
    "strong": {"bold": True, "text_wrap": True, "indent": 1, "align": "left"},
    "link": {"font_color": BLUE, "underline": 1},
    "money": {"num_format": MONEY},
    "months": {"num_format": MONTHS},
    "factor": {"num_format": FACTOR},
    "share": {"num_format": "0.0%"},
    "rate": {"num_format": RATE},
    "whole": {"num_format": "#,##0"},
    "year": {"num_format": "0"},
    "number": {"num_format": PLAIN},
    "tiny": {"num_format": "0.0E+00"},
    "yes or no": {"num_format": '[=1]"yes";[=0]"no";0', "align": "center", "bold": True},
    "input": INPUT | {"num_format": PLAIN},
    "rate input": INPUT | {"num_format": RATE},
    "factor input": INPUT | {"num_format": FACTOR},
    "total": {"num_format": MONEY, "bold": True, "top": 1},
    "total text": {"bold": True, "top": 1},
}


def style_of(units: str) -> str:
    """The style of numbers in some units."""
    if units == "year":
        return "year"
    if units.startswith("months"):
        return "months"
    return "factor" if units in ("1", "") else "money"
