"""Named, dated parameter sets of published guidance: discount rates, deflators, carbon values, optimism bias.

The numbers and their sources are in `guidance.toml`; nothing here knows one of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

from engine.programme.discount_rates import Band, Timing, factors_of

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
    for name in deflator_names():
        deflator_index(name)
    for name in carbon_names():
        carbon_values(name, "central")
        carbon_prices(name)
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


def discount_factors(name: str, years: int, timing: Timing = "start") -> tuple[float, ...]:
    """Factor of each programme year 0 .. years - 1 under the rates called `name`; see `factors_of`."""
    bands = [Band(band["from"], band["rate"]) for band in _guidance()["discounting"][name]["rates"]]
    return factors_of(bands, years, timing)


def deflator_names() -> tuple[str, ...]:
    """Names that `prices.deflator` accepts."""
    return tuple(_guidance()["deflators"])


def published_deflators() -> dict[str, Any]:
    """Every set by its name: title, source, and index by year."""
    return dict(_guidance()["deflators"])


def deflator_index(name: str) -> dict[int, float]:
    """The index of a set, by calendar year; only its ratios matter."""
    return {int(year): float(index) for year, index in _guidance()["deflators"][name]["index"].items()}


def carbon_names() -> tuple[str, ...]:
    """Names that `carbon.values` accepts."""
    return tuple(_guidance().get("carbon", {}))


def published_carbon() -> dict[str, Any]:
    """Every set by its name: title, source, the year of its prices, and each series by year."""
    return dict(_guidance().get("carbon", {}))


def carbon_values(name: str, series: str) -> dict[int, float]:
    """Money a tonne of a set's series, by calendar year, in prices of `carbon_prices`."""
    return {int(year): float(value) for year, value in _guidance()["carbon"][name][series].items()}


def carbon_prices(name: str) -> int:
    """The year in whose prices a set is."""
    return int(_guidance()["carbon"][name]["price_year"])


def optimism_bias_categories() -> tuple[str, ...]:
    """Project types that `optimism_bias.category` accepts."""
    return tuple(_guidance()["optimism_bias"]["categories"])


def has_duration_bounds(category: str) -> bool:
    """Whether bounds of the works duration are published for a project type."""
    return "duration" in _guidance()["optimism_bias"]["categories"][category]


def optimism_bias_uplift(category: str, mitigation: float, of_duration: bool = False) -> float:
    """Multiplier of a base cost or works duration: 1 + lower + (upper - lower) x (1 - mitigation).

    Mott MacDonald (2002), whose tables hold the bounds.
    """
    bounds = _guidance()["optimism_bias"]["categories"][category]
    bounds = bounds["duration"] if of_duration else bounds
    return float(1 + bounds["lower"] + (bounds["upper"] - bounds["lower"]) * (1 - mitigation))
