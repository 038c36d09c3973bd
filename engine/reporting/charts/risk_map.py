"""The heat map of risks, drawn from what they do in simulation: how likely, how heavy, before and after responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.units import is_money, scale_for
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

_LEFT, _RIGHT = 12.0, 104.0  # millimetres, of the map; the list of risks is at its right
_HIGH = 88.0
_FOOT, _HEAD = 14.0, 6.0
_NAMED = 12  # risks with a number; the others are dots
_ROW = 7.0
_AMOUNTS = ("when_struck", "contribution")
_HEAT = (0.03, 0.1, 0.3)  # contribution as a share of all, from which on the ground is darker
_NEAR, _DOT, _FAR = (
    4.6,
    2.6,
    5.0,
)  # millimetres between numbers, from one to a dot, and from its own with a line


def draw_risk_map(found: xr.Dataset) -> Figure:
    """What `engine.risk_map` found: chance across, what a risk adds where it strikes up, darker ground the dearer.

    A dark dot is a risk without any response, a white one with all of them, an arrow between them. The twelve risks
    that contribute most are numbered and listed with their contribution. The ground is shaded from 3%, 10% and 30% of
    what all risks contribute.
    """
    scale = scale_of(shown_values(found, _AMOUNTS), str(found.attrs["units"]))
    found = rescaled(found, _AMOUNTS, scale).assign_attrs(units=scale.units)
    order = _order(found)
    with style.styled(fonts_of(found)):
        listed = order[:_NAMED]
        body = max(_FOOT + _HIGH + _HEAD, _ROW * (len(listed) + 1) + 4)
        page = Page(found, _heading(found, order), _lead(found), body, _notes(found, order))
        money = scale.units if is_money(scale.units) else None
        title = axis_title(_effect(found), scale.units, found.attrs, _HIGH - 6, money)
        left = _LEFT + style.line_height(style.SMALL) * len(title)
        axes = page.axes(left, _RIGHT, _FOOT, body - _HEAD)
        _draw_ground(axes, found)
        _draw_risks(axes, found, order, (_RIGHT - left, body - _FOOT - _HEAD))
        axes.set_xlabel("Chance that it strikes, %")
        axes.set_ylabel("\n".join(title))
        numbered(axes.xaxis, 6, _RIGHT - left)
        numbered(axes.yaxis, 6)
        _list_risks(page, found, listed, body)
        return page.finished()


def _effect(found: xr.Dataset) -> str:
    verb = "takes from" if found.attrs["cautious"] == "low" else "adds to"
    name = str(found.attrs["long_name"])
    return f"What it {verb} {name[:1].lower()}{name[1:]} where it strikes"


def _order(found: xr.Dataset) -> list[int]:
    """Places of the risks, the greatest contribution before responses first."""
    size = np.nan_to_num(np.abs(found["contribution"].sel(when="before").values))
    return [int(place) for place in np.argsort(-size, kind="stable")]


def _points(found: xr.Dataset, when: str) -> tuple[Floats, Floats]:
    """Chance in percent and effect of every risk; one that never strikes adds nothing."""
    one = found.sel(when=when)
    return 100 * one["chance"].values, np.nan_to_num(one["when_struck"].values)


def _draw_ground(axes: Axes, found: xr.Dataset) -> None:
    """Limits that hold every dot, and the ground shaded by contribution."""
    points = [_points(found, when) for when in found["when"].values]
    across = float(max(np.nanmax(x, initial=0.0) for x, _ in points))
    up = [float(end) for _, y in points for end in (np.nanmin(y, initial=0.0), np.nanmax(y, initial=0.0))]
    low, high = min(up), max(up)
    room = 0.12 * (high - low) or 1.0
    axes.set_xlim(0, min(1.15 * across, 104) or 1.0)
    axes.set_ylim(low - (room if low < 0 else 0), high + room)
    whole = float(np.nansum(np.abs(found["contribution"].sel(when="before").values)))
    if whole > 0:
        x, y = (np.linspace(*span, 120) for span in (axes.get_xlim(), axes.get_ylim()))
        heat = np.abs(np.outer(y, x / 100)) / whole
        axes.contourf(
            x, y, heat, levels=[*_HEAT, max(float(heat.max()), 1.0) + 1], colors=[style.PALE, style.BAND, style.BARS],
            zorder=0.2,
        )  # fmt: skip
    axes.axhline(0, color=style.GUIDE, linewidth=0.8, zorder=0.5)


def _draw_risks(axes: Axes, found: xr.Dataset, order: list[int], size: tuple[float, float]) -> None:
    x, y = _points(found, "before")
    per_x = size[0] / (axes.get_xlim()[1] - axes.get_xlim()[0])
    per_y = size[1] / (axes.get_ylim()[1] - axes.get_ylim()[0])
    if "after" in found["when"].values:
        _draw_after(axes, found, x, y)
    axes.plot(x, y, "o", color=style.CURVE, markersize=5, markeredgecolor="white", markeredgewidth=0.6, zorder=4,
              linestyle="", clip_on=False)  # fmt: skip
    dots = [(float(a) * per_x, float(b) * per_y) for a, b in zip(x, y, strict=True)]
    taken: list[tuple[float, float]] = []
    for number, place in enumerate(order[:_NAMED], 1):
        at = dots[place]
        spot = next(
            (one for one in _spots(at) if _is_free(one, taken, _NEAR) and _is_free(one, dots, _DOT)), None
        )
        if spot is not None:
            taken.append(spot)
            if np.hypot(spot[0] - at[0], spot[1] - at[1]) > _FAR:
                ends = [(at[0] / per_x, spot[0] / per_x), (at[1] / per_y, spot[1] / per_y)]
                axes.plot(*ends, color=style.MUTED, linewidth=0.5, zorder=2.5)
            axes.annotate(
                str(number), (spot[0] / per_x, spot[1] / per_y), fontsize=style.SMALL, fontweight="bold",
                horizontalalignment="center", verticalalignment="center", zorder=6, annotation_clip=False,
            )  # fmt: skip


def _is_free(spot: tuple[float, float], taken: list[tuple[float, float]], near: float) -> bool:
    return all(np.hypot(spot[0] - a, spot[1] - b) >= near for a, b in taken)


def _spots(at: tuple[float, float]) -> list[tuple[float, float]]:
    """Places for a number about a dot, in millimetres, the nearest first; above rather than below."""
    turns = np.radians([45, 90, 135, 0, 180, 60, 120, 20, 160])
    return [
        (at[0] + far * float(np.cos(turn)), at[1] + far * float(np.sin(turn)))
        for far in (3.2, 6.0, 9.0, 12.5) for turn in turns if at[0] + far * float(np.cos(turn)) > 1.5
    ]  # fmt: skip


def _draw_after(axes: Axes, found: xr.Dataset, x: Floats, y: Floats) -> None:
    after = _points(found, "after")
    for place in np.flatnonzero(found["has_response"].values):
        end = float(after[0][place]), float(after[1][place])
        axes.annotate(
            "", end, (float(x[place]), float(y[place])), zorder=3,
            arrowprops={"arrowstyle": "->", "color": style.INK, "linewidth": 0.9, "shrinkA": 3, "shrinkB": 3},
        )  # fmt: skip
        axes.plot([end[0]], [end[1]], "o", color="white", markeredgecolor=style.INK, markersize=5, zorder=3.5,
                  markeredgewidth=1.0, clip_on=False)  # fmt: skip


def _list_risks(page: Page, found: xr.Dataset, listed: list[int], body: float) -> None:
    """Number, name and contribution of the risks that contribute most, beside the map."""
    axes = page.axes(_RIGHT + 6, WIDTH - MARGIN, 0, body)
    axes.set_axis_off()
    width = WIDTH - MARGIN - _RIGHT - 6
    axes.set(xlim=(0, width), ylim=(0, body))
    axes.text(0, body - 3, "Contribution" + (", then after responses" if "after" in found["when"].values else ""),
              fontsize=style.TINY, color=style.MUTED, verticalalignment="center")  # fmt: skip
    for number, place in enumerate(listed, 1):
        top = body - 3 - _ROW * number
        name = str(found["risk"].values[place]).replace("_", " ")
        axes.text(
            0, top + 1.4, f"{number}", fontsize=style.SMALL, fontweight="bold", verticalalignment="center"
        )
        axes.text(5, top + 1.4, style.shorten(name, width - 5, style.SMALL), fontsize=style.SMALL,
                  verticalalignment="center")  # fmt: skip
        axes.text(5, top - 1.6, style.shorten(_amounts(found, place), width - 5, style.TINY), fontsize=style.TINY,
                  color=style.MUTED, verticalalignment="center")  # fmt: skip


def _amounts(found: xr.Dataset, place: int) -> str:
    one, units = found.isel(risk=place), str(found.attrs["units"])
    before, *after = (float(one["contribution"].sel(when=when)) for when in found["when"].values)
    scale = scale_for(units, *found["contribution"].values.ravel().tolist())
    text = phrasing.quantity(before, units, None, scale)
    if after and bool(one["has_response"]):
        text += f", then {phrasing.quantity(after[0], units, None, scale)}"
    return f"{text}; strikes in {phrasing.probability(float(one['chance'].sel(when='before')))}"


def _heading(found: xr.Dataset, order: list[int]) -> str:
    first = found.isel(risk=order[0])
    units, value = str(found.attrs["units"]), float(first["contribution"].sel(when="before"))
    name = str(first["risk"].item()).replace("_", " ")
    return f"Risks by what they do: “{name}” contributes most, {phrasing.quantity(value, units)} on average"


def _lead(found: xr.Dataset) -> str:
    units = str(found.attrs["units"])
    sums = [float(found["contribution"].sel(when=when).sum()) for when in found["when"].values]
    text = f"Together risks contribute {phrasing.quantity(sums[0], units)} on average"
    if len(sums) == 1:
        return f"{text}. No risk has a response."
    return f"{text}, {phrasing.quantity(sums[1], units)} where every response is taken (what those cost left aside)."


def _notes(found: xr.Dataset, order: list[int]) -> list[str]:
    notes = [
        "Contribution: mean of what the measure is with the risk less what it is without, over all iterations, shared "
        "out fairly where risks meet. Ground: darker from 3%, 10% and 30% of what all contribute."
    ]
    if "after" in found["when"].values:
        notes.append("Dark dots: without any response. White dots: with every response.")
    if len(order) > _NAMED:
        notes.append(f"The {len(order) - _NAMED} risks that contribute least are dots without a number.")
    return notes
