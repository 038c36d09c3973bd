"""What a line's prices make of its money: the same in every year, another factor for each, or one that is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from engine.programme.model import BenefitLine, CostLine, Programme


def price_factors(line: CostLine | BenefitLine, years: range) -> tuple[float, ...]:
    """`(year)` What brings a line's money to the prices of the programme, growth that is known included."""
    factors = line.prices or (1.0,) * len(years)
    if line.inflation is None or not line.inflation.is_certain:
        return factors
    growth = 1.0 + line.inflation.base
    return tuple(
        factor * growth ** (year - line.price_year) for factor, year in zip(factors, years, strict=True)
    )


def years_of(programme: Programme) -> range:
    """The calendar years in which programme years begin."""
    first = int(programme.start[:4])
    return range(first, first + len(programme.discount_factors))


def price_scale(line: CostLine | BenefitLine, years: range) -> float:
    """The factor, where it is that of every year; 1 elsewhere."""
    factors = price_factors(line, years)
    return factors[0] if len(set(factors)) == 1 else 1.0


def price_names(line: CostLine | BenefitLine, years: range) -> list[str]:
    """Names of the sets of factors for every year that a line has; lines of equal factors share the name."""
    factors = price_factors(line, years)
    names = [f"prices {factors}"] if len(set(factors)) > 1 else []
    return names + ([f"inflation {line.name}"] if is_drawn(line) else [])


def is_drawn(line: CostLine | BenefitLine) -> bool:
    """Whether the growth of a line's prices is another in every iteration."""
    return line.inflation is not None and not line.inflation.is_certain


def drawn_lines(programme: Programme) -> Iterator[CostLine | BenefitLine]:
    """Those lines."""
    yield from (line for line in programme.lines if is_drawn(line))
