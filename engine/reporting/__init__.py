"""What people look at: charts, tables, files. Nothing here plays, so a picture can only show what results hold.

`draw_NAME` is in `charts/NAME.py`, takes results and gives a `matplotlib.figure.Figure`; `save_figure` writes one
as SVG, PNG and PDF. Matplotlib is imported when the first of them is asked for.

A chart is one file in `charts` and nothing else is edited to add one. If it is drawn of every run, its function
`of_run(findings)` yields file names and functions that draw, none where the run has nothing for it to show.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from engine.reporting.quiet import without_chatter


def chart_names() -> tuple[str, ...]:
    """The charts, by the names of their files."""
    folder = import_module(f"{__name__}.charts")
    return tuple(entry.name for entry in iter_modules(folder.__path__))


def chart(name: str) -> ModuleType:
    """The file of a chart."""
    with without_chatter():
        return import_module(f"{__name__}.charts.{name}")


def __getattr__(name: str) -> Callable[..., Any]:
    if name == "save_figure":
        with without_chatter():
            module = import_module(f"{__name__}.visuals.save")
    elif name.removeprefix("draw_") in chart_names():
        module = chart(name.removeprefix("draw_"))
    else:
        raise AttributeError(f"module {__name__!r} has no {name!r}; it draws {', '.join(chart_names())}")
    found: Callable[..., Any] = getattr(module, name)
    return found
