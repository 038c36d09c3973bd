"""Fits as a table for a terminal, what to beware of, and a sentence that says where a fitted law came from."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.reporting.tables.verdict import NARROWEST

if TYPE_CHECKING:
    import xarray as xr

REJECTED = 0.05  # p-value below which a law is said not to fit
FEW = 30  # observations; below, rivals with other tails can seldom be told apart
CLOSE = 2.0  # of the criterion: Burnham & Anderson (2002) find substantial support within 2 of the best
_CRITERIA = ("aic", "aicc", "bic")
_NAMES = {"aic": "AIC", "aicc": "AICc", "bic": "BIC"}
_SHOWN = (10, 50, 80, 90)


def print_fits(fits: xr.Dataset, console: Console) -> None:
    """Print the ranking, how to read it, and which laws were left out and why."""
    if not console.is_terminal:
        console.width = NARROWEST
    attrs = fits.attrs
    censored = f", {attrs['censored']} of them censored" if attrs["censored"] else ""
    console.print(Text(f"Laws fitted to {attrs['title']}", style="bold"))
    console.print(
        Text(
            f"{attrs['observations']:,} observations{censored}; maximum likelihood, {_judged(fits)}",
            style="dim",
        )
    )
    console.print()
    console.print(_ranking(fits))
    console.print()
    console.print(Text(_READING.format(criterion=_NAMES[attrs["criterion"]]), style="dim"))
    for kind, reason in json.loads(attrs["left_out"]).items():
        console.print(Text(f"Left out: {kind} {reason}", style="dim"))


_READING = (
    "Ranked by {criterion}: lower is better among these, which makes none of them good. p: share of samples of\n"
    "the fitted law, fitted again, that lie further from their law than these data (95% interval); below 0.05\n"
    "the law is rejected. Px is cumulative: an x% chance of at most this value, 100 - x% of at least it."
)


def _judged(fits: xr.Dataset) -> str:
    count = fits.attrs["replicates"]
    return (
        f"{count:,} bootstrap replicates, seed {fits.attrs['seed']}"
        if count
        else "no bootstrap, so no p-values"
    )


def _ranking(fits: xr.Dataset) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Law", no_wrap=True)
    for heading in (*_NAMES.values(), "KS", "p", "AD", "p (95% interval)", *(f"P{p}" for p in _SHOWN)):
        table.add_column(heading, justify="right", no_wrap=True)
    for kind in fits["fit"].values:
        one = fits.sel(fit=kind)
        table.add_row(
            str(kind),
            *(f"{float(one[name]):.1f}" for name in _CRITERIA),
            _number(float(one["ks"])),
            _p_text(float(one["ks_p"])),
            _number(float(one["ad"])),
            _p_value(one),
            *(f"{float(one['value'].sel(percentile=p)):.3g}" for p in _SHOWN),
        )
    return table


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _p_text(p: float) -> str:
    """Two decimals, three for a small one: 0.001 of 999 replicates is no 0."""
    return "-" if math.isnan(p) else f"{p:.3f}" if p < 0.095 else f"{p:.2f}"


def _p_value(one: xr.Dataset) -> str:
    value, low, high = (float(one[f"ad_p{end}"]) for end in ("", "_low", "_high"))
    return "-" if math.isnan(value) else f"{_p_text(value)} ({low:.2f}-{high:.2f})"


def cautions(fits: xr.Dataset) -> Iterator[str]:
    """What a user should know before pasting the best law; nothing where there is nothing."""
    attrs, best = fits.attrs, str(fits["fit"].values[0])
    name = _NAMES[attrs["criterion"]]
    score = fits[attrs["criterion"]]
    if attrs["observations"] < FEW:
        close = [
            str(kind) for kind in fits["fit"].values[1:] if float(score.sel(fit=kind) - score[0]) <= CLOSE
        ]
        told = f"; within {CLOSE:g} of the best {name}: {', '.join(close)}" if close else ""
        yield f"{attrs['observations']} observations are few to tell laws apart or their tails{told}"
    for test, statistic in (("Anderson-Darling", "ad"), ("Kolmogorov-Smirnov", "ks")):
        p = float(fits[f"{statistic}_p"][0])
        if p < REJECTED:
            yield f"{best} is the best of these, and rejected all the same: {test} p = {p:.3f}"
    for other in _CRITERIA:
        rival = str(fits["fit"].values[int(fits[other].values.argmin())])
        if rival != best:
            yield f"{_NAMES[other]} prefers {rival} to {best}"
    if attrs["censoring"] == "mixed":
        yield "data censored on both sides or in intervals: no distances and p-values, the ranking alone"
    if fits["fit"].isin(["poisson", "negative_binomial"]).any() and fits.sizes["fit"] > 1:
        yield "whole counts: densities are compared with probabilities as if over unit steps"


def origin(fits: xr.Dataset) -> str:
    """`maximum likelihood on 9 values of column ratio of data.csv; AIC 21.3, Anderson-Darling p 0.50`."""
    attrs, best = fits.attrs, fits.isel(fit=0)
    censored = f" ({attrs['censored']} censored)" if attrs["censored"] else ""
    p = float(best["ad_p"])
    tested = "" if math.isnan(p) else f", Anderson-Darling p {_p_text(p)} by bootstrap"
    return (
        f"maximum likelihood on {attrs['observations']} values{censored} of {attrs['title']}; "
        f"{_NAMES[attrs['criterion']]} {float(best[attrs['criterion']]):.1f}, best of {fits.sizes['fit']}{tested}"
    )
