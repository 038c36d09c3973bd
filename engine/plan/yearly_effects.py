"""Factors of risks that may strike every year: one for each year, as of a driver with years."""

from __future__ import annotations

from typing import NamedTuple

from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme


class YearlyEffect(NamedTuple):
    """What one effect of a risk multiplies lines by, each strike what falls into its own year."""

    name: str
    targets: tuple[str, ...]
    sizes: dict[int, str]  # by year, the name of the effect's size


def yearly_effects(programme: Programme) -> list[YearlyEffect]:
    """All of them, each kind of strike of a year on its own."""
    lines = {line.name for line in programme.costs} | {line.name for line in programme.benefits}
    found: dict[str, YearlyEffect] = {}
    for risk in programme.risks:
        if risk.year is None:
            continue
        _, _, again = risk.name.removeprefix(f"{risk.family}.").partition(".")
        for place, effect in enumerate(risk.effects):
            targets = tuple(target for target in effect.targets if target in lines)
            if effect_kinds()[effect.kind].into == "factors" and targets:
                name = f"risks.{risk.family}.{place}.{again}"
                known = found.setdefault(name, YearlyEffect(name, targets, {}))
                known.sizes[risk.year] = effect.size.name
    return list(found.values())
