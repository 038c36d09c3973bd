"""Parts of a report -> a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from engine.reporting.tables.layout import laid_out
from engine.reporting.tables.table import Part

PIPE = 118  # columns; a pipe has no width of its own
_STYLES = {"heading": "bold", "plain": "", "note": "dim"}


def print_parts(parts: Sequence[Part], console: Console) -> None:
    """Print paragraphs and tables as wide as the console is; Rich gives colour and leaves the lines alone."""
    for line in laid_out(parts, console.width if console.width > 0 else PIPE):
        console.print(Text(line.text, style=_STYLES[line.style]), soft_wrap=True)
