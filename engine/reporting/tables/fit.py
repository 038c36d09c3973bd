"""Fits as a table, what to beware of, and a sentence that says where a fitted law came from."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console

from engine.reporting.phrasing import percentile_label, plain
from engine.reporting.tables.printing import print_parts
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Table

if TYPE_CHECKING:
    import xarray as xr

REJECTED = 0.05  # p-value below which a law is said not to fit
FEW = 30  # observations; below, rivals with other tails can seldom be told apart
CLOSE = 2.0  # of the criterion: Burnham & Anderson (2002) find substantial support within 2 of the best
_CRITERIA = ("aic", "aicc", "bic")
_NAMES = {"aic": "AIC", "aicc": "AICc", "bic": "BIC"}
_SHOWN = (10, 50, 80, 90)


def print_fits(fits: xr.Dataset, console: Console) -> None:
    """Print what `fit_parts` gives."""
    print_parts(fit_parts(fits), console)


def fit_parts(fits: xr.Dataset) -> list[Part]:
    """The ranking, how to read it, and which laws were left out and why."""
    attrs = fits.attrs
    censored = f", {attrs['censored']} of them censored" if attrs["censored"] else ""
    facts = f"{attrs['observations']:,} observations{censored}; maximum likelihood, {_judged(fits)}"
    left_out = json.loads(attrs["left_out"]).items()
    return [
        Paragraph(f"Laws fitted to {attrs['title']}", "heading"),
        Paragraph(facts, "note"),
        _ranking(fits),
        Paragraph(_READING.format(criterion=_NAMES[attrs["criterion"]]), "note"),
        *(Paragraph(f"Left out: {kind} {reason}", "note") for kind, reason in left_out),
    ]


_READING = (
    "Ranked by {criterion}: lower is better among these, which makes none of them good. p: share of samples of the "
    "fitted law, fitted again, that lie further from their law than these data (95% interval); below 0.05 the law is "
    "rejected. Px is cumulative: an x% chance of at most this value, 100 - x% of at least it. Percentiles are rounded "
    "to three significant digits."
)


def _judged(fits: xr.Dataset) -> str:
    count = fits.attrs["replicates"]
    return (
        f"{count:,} bootstrap replicates, seed {fits.attrs['seed']}"
        if count
        else "no bootstrap, so no p-values"
    )


def _ranking(fits: xr.Dataset) -> Table:
    numbers = (*_NAMES.values(), "KS", "p", "AD", "p (95% interval)", *map(percentile_label, _SHOWN))
    headings: list[tuple[str, Align]] = [("Law", "left"), *((heading, "right") for heading in numbers)]
    return Table.of_rows(headings, (_row(fits.sel(fit=kind)) for kind in fits["fit"].values))


def _row(one: xr.Dataset) -> list[Cell]:
    scores, tests = _CRITERIA, ("ks", "ks_p", "ad")
    values = {name: float(one[name]) for name in (*scores, *tests, "ad_p")}
    percentiles = [float(one["value"].sel(percentile=p)) for p in _SHOWN]
    return [
        Cell(str(one["fit"].values)),
        *(Cell(f"{values[name]:,.1f}", values[name]) for name in scores),
        Cell(_number(values["ks"]), values["ks"]),
        Cell(_p_text(values["ks_p"]), values["ks_p"]),
        Cell(_number(values["ad"]), values["ad"]),
        Cell(_p_value(one), values["ad_p"]),
        *(Cell(plain(value), value) for value in percentiles),
    ]


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
