"""What it is for an input to be held at a value, in words."""

from __future__ import annotations

from engine.reporting.phrasing import plain


def held(name: str, value: float) -> str:
    """`at 0.623`; of a risk `if it never strikes`, `if it strikes for certain`."""
    if name.endswith(".strikes") and value in (0.0, 1.0):
        return "if it strikes for certain" if value else "if it never strikes"
    return f"at {plain(value)}"
