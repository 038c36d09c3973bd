"""Draws pieces of a programme at random: numbers, laws, names of some of its parts."""

from __future__ import annotations

from typing import Any

import numpy as np


class Chance:
    """Draws them, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.has_prices = self.has_carbon = False

    def holds(self, probability: float) -> bool:
        return bool(self.generator.random() < probability)

    def whole(self, low: int, high: int) -> int:
        """Low and high included."""
        return int(self.generator.integers(low, high + 1))

    def one_of(self, some: Any) -> Any:
        return some[self.whole(0, len(some) - 1)]

    def some_of(self, every: list[str]) -> list[str]:
        """At least one."""
        return [x for x in every if self.holds(0.4)] or [self.one_of(every)]

    def quantity(self, low: float, high: float) -> str:
        """Something between the two, certain or not."""
        a, b, c = sorted(self.generator.uniform(low, high, 3).round(3))
        return str(
            self.one_of(
                (
                    f"{b}",
                    f'{{ kind = "uniform", low = {a}, high = {c + 0.001:.3f} }}',
                    f'{{ kind = "pert", low = {a}, mode = {b}, high = {c + 0.001:.3f} }}',
                    f'{{ kind = "discrete", values = [{low}, {b}], probabilities = [0.4, 0.6], base = {b} }}',
                )
            )
        )

    def prices(self) -> str:
        """What a line may say of its prices."""
        growth = f", inflation_above = {self.quantity(-0.03, 0.06)}" if self.holds(0.3) else ""
        if not self.has_prices or self.holds(0.5):
            return growth
        real = f', prices = "real"{growth}'
        return str(self.one_of((', prices = "nominal"', real, f"{real}, price_year = 2022")))

    def factor(self) -> str:
        """Something that multiplies, 1 in the base case unless it says otherwise."""
        law = self.one_of(('"lognormal", median = 1, log_sd = 0.2', '"uniform", low = 0.4, high = 1.3'))
        return f"{{ kind = {law}{self.one_of(('', '', ', base = 0.9'))} }}"


def listed(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
