"""Fan charts: benefits less costs so far, costs so far and cash so far, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from engine.analysis import years
from engine.analysis.classes import classes_of
from engine.analysis.findings import Findings, findings_of
from engine.analysis.parts import refusal
from engine.reporting import phrasing
from engine.reporting.classes import summed_classes
from engine.reporting.outlook import too_few
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title
from engine.reporting.visuals.fan import (
    HEIGHT,
    Values,
    base_of,
    draw_bands,
    draw_lines,
    end_labels,
    label_ends,
    label_years,
    make_room,
    ranked,
)
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.programme_years import last_months, months, year_label
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

_BODY = HEIGHT + 24
_AMOUNTS = ("value", "value_low", "value_high", "base", "path", "assured_path")


class _Fan(NamedTuple):
    file: str
    called: str
    counts: str  # what is in it; {} are the classes of benefits


_FANS = {
    years.MEASURE: _Fan(
        "years", "Net benefit", "Net benefit is {} benefits together, less all costs; undiscounted."
    ),
    "cumulative_cost": _Fan(
        "years_cost",
        "Cost",
        "Cost is one-off, running and legacy cost together up to the horizon; undiscounted.",
    ),
    "cumulative_net_cash": _Fan(
        "years_cash",
        "Cash",
        "Cash is benefits of the class cash, less all costs; other benefits count for nothing.",
    ),
}


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture each of net benefit, cost and cash, of a run with yearly flows of them; cash where it is not all."""
    for name, fan in _FANS.items():
        if refusal(findings.results, [name], "year") or not any(shown_values(findings.fan(name), _AMOUNTS)):
            continue
        if name == "cumulative_net_cash" and not _is_apart(findings.results):
            continue
        yield fan.file, partial(draw_years, findings, name)


def _is_apart(results: xr.Dataset) -> bool:
    """Whether there are cash benefits and others beside them: else the fan of cash is that of net benefit or cost."""
    flows = {one: f"yearly_{one}_benefit" for one in ("cash", *classes_of(results.attrs), "efficiency")}
    there = {one for one, name in flows.items() if name in results and bool((results[name] != 0).any())}
    return "cash" in there and len(there) > 1


def draw_years(results: xr.Dataset | Findings, of: str = years.MEASURE) -> Figure:
    """Cumulative net benefit (cash and efficiency benefits less costs, undiscounted) at the end of each year.

    `of` may be "cumulative_cost" or "cumulative_net_cash" too. Bands hold 50%, 80% and 90% of iterations, each year by
    itself; a line for the median, the base case and the paths of the iterations whose final values are nearest to the
    final median and to what is met with a chance of 80%, which a summary does not know.
    Of a last year that the horizon cuts short the chart says how many months it has. Raises `ResultsError` if the
    results have no yearly flows.
    """
    findings = findings_of(results)
    found, attrs, fan = findings.fan(of), findings.results.attrs, _FANS[of]
    scale = scale_of(shown_values(found, _AMOUNTS), found.attrs["units"])
    found = rescaled(found, _AMOUNTS, scale)
    names = [year_label(int(year), attrs) for year in found["year"].values]
    short = last_months(attrs)
    if short:
        names[-1] += f" ({months(short)})"
    with style.styled(fonts_of(findings.results)):
        notes = _notes(found, names[-1] if short else "", fan.counts.format(summed_classes(attrs)))
        second = style.line_height(style.SMALL) if short else 0.0  # of the last year's label
        heading, lead = _heading(found, names, fan.called), _lead(found, names, fan.called)
        page = Page(findings.results, heading, lead, _BODY + second, notes)
        labels = [(end, style.shorten(text, 45, style.SMALL)) for end, text in end_labels(found)]
        right = WIDTH - 8 - max((style.text_width(text, style.SMALL) for _, text in labels), default=0)
        title = axis_title(found.attrs["long_name"], scale.units, attrs, HEIGHT, money=scale.units)
        left = 15 + style.line_height(style.SMALL) * len(title)
        axes = page.axes(left, right, 12 + second, 12 + second + HEIGHT)
        draw_bands(axes, found)
        draw_lines(axes, found)
        left += make_room(axes, right)
        label_years(axes, names, right - left)
        label_ends(axes, labels)
        axes.set_xlabel("Programme year; values at its end")
        axes.set_ylabel("\n".join(title))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=4, borderaxespad=0.2, columnspacing=1.2,
            handlelength=1.8, handletextpad=0.5,
        )  # fmt: skip
        return page.finished()


def _heading(found: xr.Dataset, names: list[str], called: str) -> str:
    cautious = str(found.attrs["cautious"])
    assured = years.ASSURED[cautious]
    sentence = phrasing.assurance(float(ranked(found, assured)[-1]), found.attrs["units"], cautious, assured)
    return f"{called} to the end of {names[-1]}: {sentence}"


def _lead(found: xr.Dataset, names: list[str], called: str) -> str:
    cost = called == "Cost"
    sentences = [(_half if cost else _above_zero)("The median", ranked(found, 50), names)]
    base, missing = base_of(found), int(found["missing"][-1])
    if base is not None:
        sentences.append((_half if cost else _above_zero)("The base case", base, names))
    if missing:
        share = phrasing.probability(missing / found.attrs["iterations"])
        sentences.append(f"{share} of iterations ({missing:,}) give no number and rank below every number.")
    return " ".join(sentences)


def _half(what: str, values: Values, names: list[str]) -> str:
    reached = np.flatnonzero(values >= values[-1] / 2)
    by = names[reached[0]] if len(reached) else names[-1]
    return f"{what} has half of its cost by the end of {by}."


def _above_zero(what: str, values: Values, names: list[str]) -> str:
    below = np.flatnonzero(~(values >= 0))
    if not len(below):
        return f"{what} is never below zero."
    if below[-1] == len(names) - 1:
        return f"{what} is still below zero at the end of {names[-1]}."
    return f"{what} is above zero from the end of {names[below[-1] + 1]} on."


def _notes(found: xr.Dataset, cut: str, counts: str) -> list[str]:
    one = "A summary keeps no single iteration, so no whole path is drawn."
    if "path" in found:
        label = phrasing.percentile_label(years.ASSURED[str(found.attrs["cautious"])])
        one = (
            f"Iterations {found.attrs['typical']:,} and {found.attrs['assured']:,} are whole paths, the ones that end "
            f"nearest to the final median and to the final {label}."
        )
    notes = [
        f"The horizon ends within the last year: {cut}." if cut else "",
        counts,
        "The bands are pointwise: each year's are its own, and percentiles of several years do not add up. "
        + one,
        too_few(found.isel(year=-1), int(found["missing"][-1])),
    ]
    return [note for note in notes if note]
