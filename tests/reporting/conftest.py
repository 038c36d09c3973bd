"""The reporting tests read the same synthetic results as the tests of the analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from tests.analysis.synthetic_results import free_results, synthetic_results


@pytest.fixture(scope="session")
def synthetic() -> Callable[..., xr.Dataset]:
    return synthetic_results


@pytest.fixture(scope="session")
def free() -> Callable[..., xr.Dataset]:
    return free_results


@pytest.fixture
def results() -> xr.Dataset:
    return synthetic_results()


@pytest.fixture(scope="session")
def words() -> Callable[..., str]:
    """Every text that a figure shows, a line each."""

    def read(figure: Figure, drawn: bool = False) -> str:
        return "\n".join(text.get_text() for text in _shown(figure, drawn))

    return read


@pytest.fixture(scope="session")
def collisions() -> Callable[[Figure], list[Any]]:
    """Texts that leave the page, and pairs of texts that cover one another."""

    def find(figure: Figure) -> list[Any]:
        figure.set_dpi(200)  # as saved: fewer pixels round the widths of letters up
        renderer = FigureCanvasAgg(figure).get_renderer()
        page = figure.bbox
        # Text's own extent: that of an annotation would include its pointer
        boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in _shown(figure)]
        found: list[Any] = [
            text
            for text, box in boxes
            if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
        ]
        for index, (text, box) in enumerate(boxes):
            # half a pixel: lines of one paragraph touch
            found += [(text, other) for other, its in boxes[index + 1 :] if box.overlaps(its.padded(-0.5))]
        return found

    return find


def _shown(figure: Figure, drawn: bool = False) -> list[Text]:
    """Texts that are drawn: those with words, but for tick labels beyond the ends of their axis."""
    if not drawn:
        figure.draw_without_rendering()  # tick labels exist once drawn
    beyond = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            for tick in axis.get_major_ticks():
                if not axes.axison or not low - slack <= tick.get_loc() <= high + slack:
                    beyond |= {tick.label1, tick.label2}
    texts = figure.findobj(Text)
    return [text for text in texts if text.get_visible() and text.get_text().strip() and text not in beyond]
