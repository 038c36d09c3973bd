"""What do the laws look like?

`python -m experiments.laws` draws a picture of each law of the folder into `distributions/pictures` and writes the
list of them between the markers of `distributions/README.md`. The test of this file compares the list with the laws
as they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import MISSING
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import distributions
from distributions import Law
from distributions.base.parameters import Parameter, parameters_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOLDER = Path(distributions.__file__).parent
README = FOLDER / "README.md"
PICTURES = FOLDER / "pictures"
BLOCK = re.compile(r"(<!-- laws: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
_LONG = re.compile(r"(\d\.\d\d)\d+")
WIDTH, HEIGHT = 52.0, 22.0  # millimetres
MARKS = (0.1, 0.5, 0.9)
NAMES = ("P10", "P50", "P90")
MOST_SIZE = 12_000  # bytes of a picture

# The example that is drawn where the first of a law says little.
SHOWN = {"binomial": 1, "compound": 4, "cumulative": 1, "from_scipy": 1, "poisson": 1}


class Sight(NamedTuple):
    """What is drawn of a law: a density over values, probabilities of single values, the marked percentiles."""

    x: np.ndarray[Any, np.dtype[np.float64]]
    density: np.ndarray[Any, np.dtype[np.float64]]
    values: np.ndarray[Any, np.dtype[np.float64]]
    masses: np.ndarray[Any, np.dtype[np.float64]]
    marks: np.ndarray[Any, np.dtype[np.float64]]


def shown(kind: str) -> Law:
    """The example of a law that is drawn."""
    law: Law = distributions.law_class(kind).EXAMPLES[SHOWN.get(kind, 0)]
    return law


def measure(kind: str) -> Sight:
    """A law's density and probabilities from its P0.5 to its P98, or wholly where that is not much wider."""
    law = shown(kind)
    low, high = law.ppf([0.005, 0.98])
    room = 0.3 * (high - low) or 1.0
    ends = np.clip(law.ppf([0.0, 1.0]), low - room, high + room)
    jumps = law.jumps()
    near = (jumps.values >= ends[0]) & (jumps.values <= ends[1])
    margin = 0.03 * (ends[1] - ends[0]) or 1.0
    bends = [float(side(np.zeros(1))[0]) for s in law.segments() for side in (s.near, s.far)]
    beside = [bend + step * margin * 1e-6 for bend in bends for step in (-1, 1)] if len(bends) < 40 else []
    x = np.unique([*np.linspace(ends[0] - margin, ends[1] + margin, 90), *beside])
    x = x[(x >= ends[0] - margin) & (x <= ends[1] + margin)]
    return Sight(x, law.density(x), jumps.values[near], jumps.masses[near], law.ppf(MARKS))


def chart(kind: str) -> Figure:
    """A small picture: the density as an area, single values as bars, P10, P50 and P90 as dashed lines."""
    from matplotlib.figure import Figure

    from engine.reporting.visuals.style import MM, MUTED, TINY, styled, with_thousands

    sight = measure(kind)
    with styled():
        figure = Figure(figsize=(WIDTH * MM, HEIGHT * MM))
        draw(figure.add_axes((0.02, 0.2, 0.96, 0.76)), sight)
        marks = zip(NAMES, sight.marks.tolist(), strict=True)
        text = "   ".join(f"{name} {with_thousands(float(f'{value:.3g}'))}" for name, value in marks)
        figure.text(0.5, 0.05, text, size=TINY, color=MUTED, ha="center")
        figure.set_label(f"{shown(kind)}\n{text}")
    return figure


def picture(kind: str) -> str:
    """The chart as SVG, its coordinates to a hundredth of a point."""
    from engine.reporting.visuals.save import svg_text

    return _LONG.sub(r"\1", svg_text(chart(kind)))


def draw(axes: Axes, sight: Sight) -> None:
    """The density and the single values, each as high as fits: a density is not a probability."""
    from engine.reporting.visuals.style import BAND, CLAIM, CURVE, STEEL

    positive = sight.density[(sight.density > 0) & np.isfinite(sight.density)]
    if positive.size:
        highest = min(float(positive.max()), 3 * float(np.quantile(positive, 0.9)))  # a pole is cut
        height = np.minimum(sight.density / highest, 1.2)
        outline = np.concatenate([[0.0], height, [0.0]]), np.concatenate([sight.x[:1], sight.x, sight.x[-1:]])
        axes.fill(outline[1], outline[0], facecolor=BAND, edgecolor=CURVE, linewidth=0.9)
    if sight.values.size:
        width = 2.0 if sight.values.size < 30 else 1.0
        axes.vlines(
            sight.values, 0, sight.masses / sight.masses.max(), color=STEEL, linewidth=width, zorder=3
        )
    for mark in np.unique(sight.marks):
        axes.axvline(mark, color=CLAIM, linewidth=0.6, linestyle=(0, (3, 1.5)))
    axes.set_xlim(sight.x[0], sight.x[-1])
    axes.set_ylim(-0.02, 1.1)
    axes.set_axis_off()
    axes.axhline(0, color=CURVE, linewidth=0.6)


def meaning(parameter: Parameter) -> str:
    """`low`: least value, in the values' unit (4 if not given)."""
    default = parameter.default
    given = "" if default in (MISSING, None, ()) else f" ({default:g} if not given)"
    optional = " (if wanted)" if default in (None, ()) else ""
    return f"`{parameter.name}`{optional}: {parameter.description}{given}"


def row(kind: str) -> str:
    """One law: its picture, what it is, what it takes."""
    law = distributions.law_class(kind)
    what = (sys.modules[law.__module__].__doc__ or "").split("\n\n")[0].strip()
    exactly = " ".join((law.__doc__ or "").split("\n\n")[0].split())
    name = f"**{law.__name__}** `{kind}`<br>{what} {exactly}<br>*Values:* {law.SUPPORT}"
    takes = [meaning(parameter) for parameter in law.parameters().values()]
    others: dict[Callable[..., Law], tuple[str, ...]] = {}
    for (
        keys,
        constructor,
    ) in law.alternatives().items():  # of sets that differ in what is optional, the largest
        others[constructor] = max(others.get(constructor, ()), keys, key=len)
    for constructor, keys in others.items():
        described = parameters_of(constructor)
        takes.append("or " + "; ".join(meaning(described[key]) for key in keys))
    picture = f"![{shown(kind)}](pictures/{kind}.svg)"
    return f"| {picture} | {name} | {'<br>'.join(takes)} |".replace("\n", " ")


def readme() -> str:
    """The page with the list of all laws between its markers."""
    rows = ["| picture | law | parameters |", "|---|---|---|", *map(row, distributions.kinds())]
    block = "\\1" + "\n".join(rows).replace("\\", "\\\\") + "\n\\2"
    return BLOCK.sub(block, README.read_text(encoding="utf-8"))


def check() -> None:
    """The page lists the laws as they are, each with a picture; raises `AssertionError`."""
    assert readme() == README.read_text(encoding="utf-8"), "run python -m experiments.laws"
    drawn = sorted(path.stem for path in PICTURES.glob("*.svg"))
    assert drawn == list(distributions.kinds()), "run python -m experiments.laws"


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for each in distributions.kinds():
        (PICTURES / f"{each}.svg").write_text(picture(each), encoding="utf-8")
    README.write_text(readme(), encoding="utf-8")
