"""Where answers are printed: a terminal as wide as it is, a pipe as wide as it is told to be."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def answers() -> Console:
    """Standard output, for tables: of a pipe the width is that of COLUMNS, or `PIPE`; no markup is read in any text."""
    from rich.console import Console

    from engine.reporting.tables.printing import PIPE

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        said = os.environ.get("COLUMNS", "")
        console.width = int(said) if said.isdecimal() and int(said) > 0 else PIPE
    return console


def print_as_written(text: str) -> None:
    """Print text that a user had a part in, its lines and tabs as they are and nothing in it obeyed."""
    from engine.visible import visible

    print(visible(text, kept="\n\t"), end="")


def note(text: str) -> None:
    """The same, a line on standard error."""
    from engine.visible import visible

    print(visible(text, kept="\n\t"), file=sys.stderr)


@contextmanager
def warnings_noted(kind: type[Warning]) -> Iterator[None]:
    """Warnings of a kind are told as notes, each time and whatever Python was told to do with warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", kind)
        before = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, kind):
                note(str(message))
            else:
                before(message, category, *place, **more)

        warnings.showwarning = show
        yield
