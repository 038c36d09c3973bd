"""Named, dated parameter sets of published guidance: discount rates and optimism-bias bounds.

The numbers and their sources are in `guidance.toml`; nothing here knows one of them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

_other: ContextVar[str | None] = ContextVar("guidance", default=None)


def guidance_text() -> str:
    """The text of `guidance.toml`."""
    return files(__package__).joinpath("guidance.toml").read_text("utf-8")


@contextmanager
def guidance_in_force(text: str) -> Iterator[None]:
    """Programmes that are read within take the parameter sets of `text` and not those of this engine."""
    token = _other.set(text)
    try:
        yield
    finally:
        _other.reset(token)


def _guidance() -> dict[str, Any]:
    return _read(_other.get())


@cache
def _read(text: str | None) -> dict[str, Any]:
    return tomllib.loads(guidance_text() if text is None else text)


def check_guidance() -> None:
    """Work out every set once, which fails, in whatever way, where the sets in force are none."""
    for name in discounting_names():
        discount_factors(name, 1)
    for category in optimism_bias_categories():
        optimism_bias_uplift(category, 0.0)


def discounting_names() -> tuple[str, ...]:
    """Names that `discounting` accepts."""
    return tuple(_guidance()["discounting"])


def published_rates() -> dict[str, Any]:
    """Every set by its name: title, source, and rates in bands of years."""
    return dict(_guidance()["discounting"])


def optimism_bias() -> dict[str, Any]:
    """Lower and upper bound of the uplift by project type, with their source."""
    return dict(_guidance()["optimism_bias"])


def discount_factors(name: str, years: int) -> tuple[float, ...]:
    """Factor of each programme year 0 .. years - 1 under the rates called `name`.

    1 / (1 + r)^t with year 0 undiscounted; where rates step, each year is discounted at the rate of its own
    band, compounding: 1 / ((1 + r1)^n1 (1 + r2)^n2 ...) (Green Book, annex on discounting).
    """
    bands = _guidance()["discounting"][name]["rates"]
    starts = [max(band["from"], 1) for band in bands]
    ends = [*starts[1:], math.inf]
    factors = []
    for year in range(years):
        spans = [max(min(year + 1, end) - start, 0) for start, end in zip(starts, ends, strict=True)]
        growth = (float((1 + band["rate"]) ** span) for band, span in zip(bands, spans, strict=True))
        factors.append(1 / math.prod(growth))
    return tuple(factors)


def optimism_bias_categories() -> tuple[str, ...]:
    """Project types that `optimism_bias.category` accepts."""
    return tuple(_guidance()["optimism_bias"]["categories"])


def optimism_bias_uplift(category: str, mitigation: float) -> float:
    """Multiplier of a base cost: 1 + lower + (upper - lower) x (1 - mitigation) (Mott MacDonald 2002)."""
    bounds = _guidance()["optimism_bias"]["categories"][category]
    return float(1 + bounds["lower"] + (bounds["upper"] - bounds["lower"]) * (1 - mitigation))
