"""Valid programmes as a Hypothesis strategy: the random programmes, each decision drawn, of any law there is."""

from __future__ import annotations

import tempfile
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

import engine
from distributions import Constant, Law, Scaled, Shifted, kinds, law_class
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme
from engine.programme.quantity import Quantity
from tests.fuzzing.documents import inline
from tests.fuzzing.grammar import law_table
from tests.simulation.chance import Chance
from tests.simulation.random_programmes import random_programme


class DrawnChance(Chance):
    """Takes its decisions from Hypothesis, which makes them simpler where something fails."""

    def __init__(self, draw: st.DrawFn) -> None:
        super().__init__(draw(st.integers(0, 2**32 - 1)))
        self.draw = draw

    def holds(self, probability: float) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 * (1 - probability)

    def whole(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def quantity(self, low: float, high: float) -> str:
        """As ever, or by the example of any law, brought into the range."""
        if not self.holds(0.3):
            return super().quantity(low, high)
        law, first, width = self.one_of(bounded_laws())
        factor = float(np.round((high - low) / width, 6))
        moved = {
            "kind": "shifted",
            "law": {"kind": "scaled", "law": law, "factor": factor},
            "shift": low - first * factor,
        }
        return inline({"kind": "truncated", "law": moved, "low": low, "high": high, "base": (low + high) / 2})


@cache
def bounded_laws() -> list[tuple[dict[str, Any], float, float]]:
    """An example of every law without atoms, as a table, with where it begins and how wide it is."""
    found = []
    for kind in kinds():
        law = law_class(kind).EXAMPLES[0]
        values = law.ppf(np.linspace(0.02, 0.98, 50))
        if kind not in NOT_MOVED and (np.diff(values) > 0).all():
            first, last = float(values[0]), float(values[-1])
            found.append((law_table(law), first, last - first))
    return found


NOT_MOVED = (
    "from_scipy",
    "risk_event",
    "bernoulli",
    "compound",
)  # of one value with a chance above none, or slow


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The text of a programme."""
    return random_programme(0, DrawnChance(draw))


def loaded(text: str) -> Programme:
    """The programme of a text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programme.toml"
        file.write_text(text, encoding="utf-8")
        return engine.load(file)


KNOWN = {
    "Programme": {"funding", "counterfactual", "correlation", "drivers", "risks", "claims", "content_hash"},
    "Activity": {"after"},
    "CostLine": {"activity", "uplift", "funded"},
    "BenefitLine": set(),
    "Driver": {"years", "autocorrelation"},
    "Risk": {"exclusive", "implies", "prevented_by", "needs", "can_strike"},
    "Effect": set(),
}  # fields with a default of which what is claimed below was thought through


def plain(value: Any) -> Any:
    """A programme, or part of it, with every feature at its default that is not `KNOWN`: what is added later."""
    if isinstance(value, tuple):
        return tuple(plain(inner) for inner in value)
    known = KNOWN.get(type(value).__name__)
    if known is None:
        return value
    defaults = {f.name: f.default for f in fields(value) if f.default is not MISSING and f.name not in known}
    kept = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in defaults}
    return replace(value, **kept, **defaults)


def moved(quantity: Quantity, by: float) -> Quantity:
    """The same quantity with so much more in every iteration, and its base as it was."""
    law = (
        Constant(quantity.law.value + by) if isinstance(quantity.law, Constant) else Shifted(quantity.law, by)
    )
    return replace(quantity, law=law)


def times(quantity: Quantity, factor: float) -> Quantity:
    """The same quantity with so many times as much, its base too."""
    law: Law = (
        Constant(quantity.law.value * factor)
        if isinstance(quantity.law, Constant)
        else Scaled(quantity.law, factor)
    )
    return replace(quantity, law=law, base=quantity.base * factor)


def with_threats_alone(programme: Programme) -> Programme:
    """Without what may turn a delay into a gain: settlements, factors by the year, effects that help, costs that end.

    A settlement's money lasts longer for one activity when another waits. A year's factor may be good where the year
    before had a bad one. Running cost ends later the earlier it begins, so the claim counts one-off and legacy cost.
    """
    programme = plain(programme)
    lines = {line.name for line in programme.benefits}
    risks = tuple(
        replace(risk, effects=tuple(effect for effect in risk.effects if harms(effect, lines)))
        for risk in programme.risks
    )
    return replace(
        programme,
        risks=risks,
        funding=(),
        drivers=tuple(driver for driver in programme.drivers if not driver.years),
        total_cost=("one_off_cost", "legacy_cost"),
    )


def harms(effect: Any, benefits: set[str]) -> bool:
    """Whether an effect can only do harm: months or money from nought up, a factor below 1 of benefits alone."""
    low, high = effect.size.law.ppf(np.array([1e-12, 1 - 1e-12]))
    kind = effect_kinds()[effect.kind]
    if kind.into == "factors":
        return bool(high <= 1 and set(effect.targets) <= benefits) or bool(
            low >= 1 and not set(effect.targets) & benefits
        )
    return bool(low >= 0)


def scaled(programme: Programme, factor: float) -> Programme:
    """The same programme in another unit of money."""
    programme = plain(programme)
    money = {name for name, kind in effect_kinds().items() if kind.into == "money"}
    return replace(
        programme,
        costs=tuple(replace(line, amount=times(line.amount, factor)) for line in programme.costs),
        benefits=tuple(replace(line, value=times(line.value, factor)) for line in programme.benefits),
        risks=tuple(
            replace(risk, effects=tuple(
                replace(one, size=times(one.size, factor)) if one.kind in money else one for one in risk.effects
            )) for risk in programme.risks
        ),
        funding=tuple(replace(one, approved=times(one.approved, factor)) for one in programme.funding),
        counterfactual=programme.counterfactual and times(programme.counterfactual, factor),
        claims=(),
    )  # fmt: skip
