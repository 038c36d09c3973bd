"""Every chart, of a small programme in which each has something to show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matplotlib.figure import Figure

from experiments.gallery import charts

FILE = Path(__file__).parents[2] / "engine" / "programme" / "templates" / "digital.toml"


@cache
def every_chart() -> dict[str, Figure]:
    """Figures by chart and variant, `years:cumulative_cost`; none of them is rendered."""
    return {one.name: one.figure for one in charts(FILE, iterations=1_000, few=400)}
