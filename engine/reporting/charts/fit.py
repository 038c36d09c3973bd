"""QQ and PP plot of one fitted law: where the data leave it, and how far chance alone would take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.problems import ResultsError
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import nice_ticks, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_SIDE = 66.0  # of each square at most, millimetres
_LABEL = 8.0  # left of the tick labels: the axis label
_RIGHT = 5.0
_FOOT = 11.0
_HEAD = 7.0
_STEPS = 6
_TICKS = nice_ticks(_STEPS)
_MANY = 60  # points, beyond which they are drawn smaller

_NOTES = (
    "Band: the middle 95% of each point in samples of the law that were fitted again as the data were. "
    "It is pointwise: one point in twenty may lie outside it. On the line, law and data agree.",
    "QQ (left) shows the tails in the quantity's own units; PP (right) shows the middle.",
)
_NO_BAND = (
    "No band: it needs bootstrap replicates of data that are not censored. On the line, law and data agree."
)


def draw_fit(fits: xr.Dataset, kind: str | None = None) -> Figure:
    """QQ plot (observed against the law's quantiles) and PP plot of the law `kind`, the best if left out.

    Points outside the band have another colour and are counted in the text. Raises `ResultsError` if the fits
    hold no such law.
    """
    kinds = [str(one) for one in fits["fit"].values]
    if kind is not None and kind not in kinds:
        raise ResultsError(f'no fit of kind "{kind}"; there are {", ".join(kinds)}')
    one = fits.sel(fit=kind or kinds[0])
    banded = bool(np.isfinite(one["probability_low"]).all())
    outside = _outside(one) if banded else np.zeros(one.sizes["observation"], bool)
    span = _span(one)
    widest = [
        max(style.text_width(style.with_thousands(tick), style.SMALL) for tick in _TICKS.tick_values(*ends))
        for ends in span
    ]
    lefts = [_LABEL + width + 2 for width in widest]
    side = min(_SIDE, (WIDTH - sum(lefts) - 2 * _RIGHT) / 2)
    with style.styled(fonts_of(fits)):
        page = Page(
            fits.assign_attrs(source=_source(fits)),
            f"{_name(str(one['fit'].values)).capitalize()} law fitted to {fits.attrs['title']}",
            _lead(one, fits, outside, banded),
            _FOOT + side + _HEAD,
            _NOTES if banded else (_NO_BAND, _NOTES[1]),
        )
        for qq, left in ((True, lefts[0]), (False, WIDTH - _RIGHT - side)):
            axes = page.axes(left, left + side, _FOOT, _FOOT + side)
            place = 0 if qq else 1
            _draw(axes, one, qq, span[place], outside)
            # as many ticks as have room side by side, the same along both axes
            steps = int(np.clip(side // (widest[place] + 4), 2, _STEPS))
            for axis in (axes.xaxis, axes.yaxis):
                numbered(axis, steps)
            axes.yaxis.set_label_coords(-lefts[place] / side + 0.08, 0.5)
        return page.finished()


def _span(one: xr.Dataset) -> tuple[tuple[float, float], tuple[float, float]]:
    """From where to where the QQ and the PP plot run, along both axes."""
    values = np.concatenate([one["observed"].values, one["quantile"].values])
    low, high = float(values[np.isfinite(values)].min()), float(values[np.isfinite(values)].max())
    room = 0.05 * (high - low)
    return (low - room, high + room), (-0.05, 1.05)


def _name(kind: str) -> str:
    return kind.replace("_", " ")


def _outside(one: xr.Dataset) -> np.ndarray:
    """Which observations lie outside the band; the same in both plots, since one is the other's image."""
    # 1e-9: where the law ends at an observation, band and point are one
    low, high = one["probability_low"] - 1e-9, one["probability_high"] + 1e-9
    return np.asarray(((one["probability"] < low) | (one["probability"] > high)).values)


def _lead(one: xr.Dataset, fits: xr.Dataset, outside: np.ndarray, banded: bool) -> str:
    place = list(fits["fit"].values).index(one["fit"].values) + 1
    rank = "Best" if place == 1 else f"Number {place}"
    criterion = {"aic": "AIC", "aicc": "AICc", "bic": "BIC"}[fits.attrs["criterion"]]
    text = f"{rank} of {fits.sizes['fit']} by {criterion} ({float(one[fits.attrs['criterion']]):.1f})."
    p, low, high = (float(one[f"ad_p{end}"]) for end in ("", "_low", "_high"))
    if np.isfinite(p):
        verdict = "rejected" if p < 0.05 else "not rejected"
        text += f" Anderson-Darling: p = {p:.3g} ({low:.2g} to {high:.2g}), {verdict} at 5%."
    if banded:
        count = int(outside.sum())
        told = f"{count} of {outside.size} points lie" if count else f"None of {outside.size} points lies"
        text += f" {told} outside the band."
    return text


def _source(fits: xr.Dataset) -> str:
    attrs = fits.attrs
    censored = f" ({attrs['censored']} censored)" if attrs["censored"] else ""
    replicates = f"; {attrs['replicates']:,} replicates, seed {attrs['seed']}" if attrs["replicates"] else ""
    return f"{attrs['title']}; {attrs['observations']:,} observations{censored}{replicates}"


def _draw(axes: Axes, one: xr.Dataset, qq: bool, span: tuple[float, float], outside: np.ndarray) -> None:
    names = ("quantile", "observed") if qq else ("position", "probability")
    x, y = (one[name].values for name in names)
    axes.plot(span, span, color=style.GUIDE, linewidth=0.8, zorder=1)
    ends = ("quantile_low", "quantile_high") if qq else ("probability_low", "probability_high")
    edges = one[ends[0]].values, one[ends[1]].values
    finite = np.isfinite(edges[0]) & np.isfinite(x)
    if finite.any():
        lower, upper = (np.clip(edge[finite], *span) for edge in edges)
        axes.fill_between(x[finite], lower, upper, color=style.BAND, linewidth=0, zorder=0.5)
    size = 14 if x.size <= _MANY else 6
    axes.scatter(x[~outside], y[~outside], size, color=style.CURVE, linewidth=0, zorder=3)
    # rings would run into a thick line where there are many
    fill, edge = ("white", 0.9) if x.size <= _MANY else (style.CLAIM, 0.0)
    axes.scatter(
        x[outside], y[outside], size + 6, facecolor=fill, edgecolor=style.CLAIM, linewidth=edge, zorder=4
    )
    axes.set(xlim=span, ylim=span)
    axes.set_title("QQ plot" if qq else "PP plot", loc="left", fontsize=8, fontweight="bold", pad=5)
    axes.set_xlabel("Quantile of the fitted law" if qq else "Share of the data at or below")
    axes.set_ylabel("Observed value" if qq else "Probability of the fitted law")
