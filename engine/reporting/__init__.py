"""Dataset to picture: nothing here simulates, so a chart can only show what the results hold.

Every `draw_*` function takes results and gives a `matplotlib.figure.Figure`; `save_figure` writes one as
SVG and PNG. Matplotlib is imported when the first of them is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.reporting.clusters import draw_clusters
    from engine.reporting.elicitation_plot import draw_elicitation
    from engine.reporting.fan import draw_fan
    from engine.reporting.fit_plots import draw_fit
    from engine.reporting.histogram import draw_histogram
    from engine.reporting.save import save_figure
    from engine.reporting.verdict import draw_verdict

__all__ = [
    "draw_clusters",
    "draw_elicitation",
    "draw_fan",
    "draw_fit",
    "draw_histogram",
    "draw_verdict",
    "save_figure",
]

_MODULE = {name: name.removeprefix("draw_") for name in __all__} | {
    "draw_elicitation": "elicitation_plot",
    "draw_fit": "fit_plots",
    "save_figure": "save",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
