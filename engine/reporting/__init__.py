"""What people look at: charts, tables, files. Nothing here plays, so a picture can only show what results hold.

`draw_NAME` is in `charts/NAME.py`, takes results and gives a `matplotlib.figure.Figure`; `save_figure` writes one
as SVG and PNG. Matplotlib is imported when the first of them is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def chart_names() -> tuple[str, ...]:
    """The charts, by the names of their files."""
    folder = import_module(f"{__name__}.charts")
    return tuple(entry.name for entry in iter_modules(folder.__path__))


def __getattr__(name: str) -> Callable[..., Any]:
    if name == "save_figure":
        file = "visuals.save"
    elif name.removeprefix("draw_") in chart_names():
        file = f"charts.{name.removeprefix('draw_')}"
    else:
        raise AttributeError(f"module {__name__!r} has no {name!r}; it draws {', '.join(chart_names())}")
    found: Callable[..., Any] = getattr(import_module(f"{__name__}.{file}"), name)
    return found
