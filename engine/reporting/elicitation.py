"""What an elicited law implies, in sentences: read back to the expert, who may then correct it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.reporting.phrasing import percentile_label, probability, quantity

if TYPE_CHECKING:
    import xarray as xr

MOST_STATED = 5
"""Quantiles that are listed one by one; of more, their number and ends, or the greatest miss."""
_AGREED = 0.01  # part of the stated width within which laws say the same
_SEEN = 0.001  # a chance below zero that is worth a word


def heading(elicited: xr.Dataset) -> str:
    """`P10 £8m, P50 £10m, P90 £20m`, or who was pooled and how."""
    if elicited.attrs["method"]:
        chosen = str(elicited["curve"].values[0])
        count = int((elicited["role"] == "expert").sum())
        return f"{chosen} of {count} answer{'' if count == 1 else 's'}"
    known = stated(elicited, 0)
    if len(known) > MOST_STATED:
        (first, least), (last, most) = known[0], known[-1]
        ends = f"{first} {as_stated(least, elicited)} to {last} {as_stated(most, elicited)}"
        return f"{len(known)} quantiles from {ends}"
    return stated_words(elicited, 0)


def stated_words(elicited: xr.Dataset, curve: int) -> str:
    """The quantiles that a curve was made from: `P10 £8m, P50 £10m, P90 £20m`."""
    return ", ".join(f"{label} {as_stated(value, elicited)}" for label, value in stated(elicited, curve))


def stated(elicited: xr.Dataset, curve: int) -> list[tuple[str, float]]:
    """Label and value of each quantile that a curve was made from."""
    row = elicited.isel(curve=curve)
    pairs = zip(row["stated_probability"].values.tolist(), row["stated_value"].values.tolist(), strict=True)
    return [(percentile_label(float(f"{100 * p:.10g}")), x) for p, x in pairs if not math.isnan(p)]


def implications(elicited: xr.Dataset) -> list[str]:
    """What the chosen law says of its tails and its middle, each said so that it reads one way only."""
    law = elicited.isel(curve=0)
    at = {
        int(p): shown(float(x), elicited)
        for p, x in zip(law["percentile"].values, law["quantile"].values, strict=True)
    }
    sentences = [
        f"80% chance of at most {at[80]} (P80), 80% chance of at least {at[20]} (P20).",
        f"1 in 20 chance of more than {at[95]} (P95), 1 in 20 chance of less than {at[5]} (P5).",
        f"1 in 100 chance of more than {at[99]} (P99), 1 in 100 chance of less than {at[1]} (P1).",
        f"As likely above as below {at[50]} (P50); the mean is {shown(float(law['mean']), elicited)}.",
    ]
    return [*sentences, *_misfit(law, elicited), *_ends(law, elicited), *_differences(elicited)]


def _misfit(law: xr.Dataset, elicited: xr.Dataset) -> list[str]:
    """What to do where even the best law does not hold what was stated."""
    if elicited.attrs["method"] or bool(law["exact"]):
        return []
    return [
        f"It does not hold what was stated: it misses by {100 * float(law['error']):.2g}% of the stated width. With a "
        "low and a high bound a cumulative law holds any quantiles."
    ]


def _ends(law: xr.Dataset, elicited: xr.Dataset) -> list[str]:
    """Ends of the law that nobody stated, where a tail comes near one, and values below zero."""
    said = []
    for name, bound, word, tail, inner in (
        ("lowest", "low", "less", 1, 10),
        ("highest", "high", "more", 99, 90),
    ):
        end = float(law[name])
        p, q = (float(law["quantile"].sel(percentile=level)) for level in (tail, inner))
        near = abs(end - p) < abs(p - q)
        if near and not math.isclose(end, elicited.attrs[bound], abs_tol=1e-12):
            said.append(f"never {word} than {shown(end, elicited)}")
    sentences = (
        [f"It is {' and '.join(said)}, which was not stated but follows from the law."] if said else []
    )
    below = float(law["below_zero"])
    if float(elicited["stated_value"].min()) > 0 and below >= _SEEN:
        sentences.append(
            f"{probability(below)} chance of less than zero; if that cannot be, give 0 as the low bound."
        )
    return sentences


def _differences(elicited: xr.Dataset) -> list[str]:
    """How far the laws that hold all that was stated differ, or the two ways to pool."""
    if elicited.attrs["method"]:
        return [_pools(elicited)]
    held = elicited["quantile"].values[elicited["exact"].values]
    width = float(elicited["stated_value"].max() - elicited["stated_value"].min())
    if len(held) < 2 or (held.max(axis=0) - held.min(axis=0)).max() < _AGREED * width:
        return []
    place = int((held.max(axis=0) - held.min(axis=0)).argmax())
    level = percentile_label(float(elicited["percentile"][place]))
    low, high = shown(float(held[:, place].min()), elicited), shown(float(held[:, place].max()), elicited)
    return [
        f"{len(held)} laws hold every stated quantile and differ where nothing was stated, most at {level}: "
        f"from {low} to {high}. If that matters, state one more quantile there."
    ]


def _pools(elicited: xr.Dataset) -> str:
    """The two pools beside each other, from the chosen one's P10 to P90."""
    ranges = {}
    for place in (0, -1):
        row = elicited.isel(curve=place)
        low, high = (shown(float(row["quantile"].sel(percentile=p)), elicited) for p in (10, 90))
        ranges[str(row["curve"].values)] = f"{low} to {high}"
    (chosen, its), (other, others) = ranges.items()
    return (
        f"From P10 to P90: {its} by the {small(chosen)}, {others} by the {small(other)}. "
        "Both have the same mean; the linear pool counts the distance between experts as doubt, the average of "
        "quantiles settles between them."
    )


def small(name: str) -> str:
    """A name inside a sentence."""
    return f"{name[0].lower()}{name[1:]}"


def shown(value: float, elicited: xr.Dataset, unit: str | None = None) -> str:
    """A value with the unit of the quantity, and digits enough where its width is small."""
    known = elicited["stated_value"]
    width = float(known.max() - known.min())
    narrow = width < 1 or float(abs(known).max()) > 100 * width
    decimals = min(max(2 - math.floor(math.log10(width)), 0), 12) if narrow else None
    value = float(f"{value:.12g}")  # 19.9999999999999 is 20, and is written as one
    return quantity(value, elicited.attrs["unit"] if unit is None else unit, decimals)


def as_stated(value: float, elicited: xr.Dataset, unit: str | None = None) -> str:
    """A value with all the digits that it was stated with, up to nine decimals."""
    decimals = len(f"{value:.9f}".rstrip("0").partition(".")[2])
    return quantity(value, elicited.attrs["unit"] if unit is None else unit, decimals)
