"""What a programme means, once read: names resolved, shares applied, every quantity with its law and base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from distributions import Shared
from engine.dependence.conversions import Measure
from engine.dependence.copula import Copula
from engine.dependence.varied import VariedEntry
from engine.measures import CARBON, CASH_ONLY, COUNTERFACTUAL, MEASURES, SOCIETAL
from engine.programme.activity import Activity as Activity
from engine.programme.claim import Claim as Claim
from engine.programme.discount_rates import OwnRates
from engine.programme.figure import Figure
from engine.programme.holding import Holdable
from engine.programme.lines import BenefitLine as BenefitLine
from engine.programme.lines import CostLine as CostLine
from engine.programme.quantity import UNKNOWN
from engine.programme.quantity import Provenance as Provenance
from engine.programme.quantity import Quantity as Quantity
from engine.programme.reach import only_cluster
from engine.programme.response import Response as Response
from engine.programme.risk import Effect as Effect
from engine.programme.risk import Risk as Risk
from engine.programme.variation import Variable
from engine.programme.walk import NO_QUANTITIES


@dataclass(frozen=True)
class Cluster:
    """Departments that share a service; live when the activity `go_live` finishes."""

    id: str
    name: str
    departments: tuple[str, ...]
    go_live: str


@dataclass(frozen=True)
class Driver:
    """One factor an iteration that multiplies every activity's duration and every line that it names.

    A driver with `years` has a factor for each programme year instead, which multiplies what falls into it;
    `autocorrelation` is the Spearman correlation of neighbouring years, and falls with their distance as that of
    an autoregressive process of the first order.
    """

    name: str
    factor: Quantity
    targets: tuple[str, ...]
    years: tuple[Quantity, ...] = ()
    autocorrelation: float = 0.0

    @cached_property
    def cluster(self) -> str:
        """The cluster of all that it names; "" if it names several."""
        return only_cluster(self.targets)


@dataclass(frozen=True)
class CorrelationGroup:
    """Inputs tied by a copula.

    `target` is the matrix `(input, input)` as written, in `measure`. `scores` are the correlations of the
    normal scores that are played: those behind the target, or the nearest possible ones if it was `repaired`, of which
    `clash` says why. `played` is what the scores come to in the measure. Pairs that are `varied` hang on beliefs; the
    matrices have what they are at base.
    """

    name: str
    inputs: tuple[str, ...]
    target: NDArray[np.float64]
    measure: Measure
    copula: Copula
    scores: NDArray[np.float64]
    played: NDArray[np.float64]
    clash: str = ""
    provenance: Provenance = UNKNOWN
    varied: tuple[VariedEntry, ...] = field(default=(), metadata=NO_QUANTITIES)

    @property
    def repaired(self) -> bool:
        """Whether other correlations are played than those that were asked for."""
        return bool(self.clash)


@dataclass(frozen=True)
class Settlement:
    """Money approved for the months before `until`; `top_up` is the granted share of the excess need."""

    until: float
    approved: Quantity
    top_up: Quantity


@dataclass(frozen=True)
class Floor:
    """The least chance that is told as a number, and why."""

    chance: float
    reason: str


@dataclass(frozen=True)
class Source:
    """A document that a number was taken from."""

    title: str
    url: str | None = None
    date: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Programme(Variable, Holdable):
    """A validated programme, one scenario of it; `activities` are in an order that respects predecessors.

    `changes` says what was done to it since it was read from its file: values that were set, causes switched off.
    `altered` names the quantities whose law or base is another than in the file, by these or by the scenario.
    `discount_factors` are those of the base case; they vary where rates of one's own (`own_rates`) do.
    """

    title: str
    start: str
    horizon: int
    unit: str
    price_base: str
    discounting: str
    discount_factors: tuple[float, ...]
    total_cost: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    activities: tuple[Activity, ...]
    costs: tuple[CostLine, ...]
    benefits: tuple[BenefitLine, ...]
    drivers: tuple[Driver, ...] = ()
    risks: tuple[Risk, ...] = ()
    correlation: tuple[CorrelationGroup, ...] = ()
    funding: tuple[Settlement, ...] = ()
    counterfactual: Quantity | None = None
    beliefs: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    floor: Floor | None = None
    description: str = ""
    scenario: str | None = None
    content_hash: str = ""
    changes: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    own_rates: OwnRates | None = None
    cash_only: bool = False
    told: tuple[Figure, ...] = ()
    option: str | None = None

    @cached_property
    def has(self) -> frozenset[str]:
        """What measures may need that not every programme tells, by the words of `engine.measures.WANTED`."""
        asked = [claim.figure for claim in self.claims if claim.figure is not None] + list(self.told)
        about = {MEASURES[figure.metric].needs for figure in asked if figure.metric in MEASURES}
        classes = {line.benefit_class for line in self.benefits}
        found = {
            COUNTERFACTUAL: self.counterfactual is not None,
            SOCIETAL: SOCIETAL in classes,
            CARBON: CARBON in classes,
            CASH_ONLY: self.cash_only or bool({SOCIETAL, CARBON} & classes) or CASH_ONLY in about,
        }
        return frozenset(word for word, there in found.items() if there)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is told beside every measure, each once: what the file asks for, then what claims are about."""
        claimed = (claim.figure for claim in self.claims if claim.figure is not None)
        every = dict.fromkeys([*self.told, *claimed])
        return tuple(figure for figure in every if figure.name not in MEASURES)

    @property
    def lines(self) -> tuple[CostLine | BenefitLine, ...]:
        """Cost lines, then benefit lines."""
        return (*self.costs, *self.benefits)

    def quantities(self) -> Iterator[tuple[Quantity, str, str]]:
        """Every quantity in the order of the file, with what kind of number it is and its cluster ("" if none).

        A driver or a risk is of a cluster if all that it touches is.
        """
        for activity in self.activities:
            cluster = activity.name.partition(".")[0]
            yield from ((quantity, kind, cluster) for quantity, kind in activity.quantities())
        for cost in self.costs:
            yield cost.amount, "cost", cost.cluster
            yield cost.factor, "cost factor", cost.cluster
            yield from _inflation(cost)
        for line in self.benefits:
            yield line.value, "emissions" if line.benefit_class == CARBON else "benefit", line.cluster
            for name in ("lag", "ramp", "decline", "realisation", "uptake"):
                yield getattr(line, name), name, line.cluster
            for name in ("attribution", "overlap", "optimism_bias"):
                yield getattr(line, name), name.replace("_", " "), line.cluster
            yield from _inflation(line)
        for driver in self.drivers:
            yield from ((factor, "driver", driver.cluster) for factor in driver.years or (driver.factor,))
        for risk in self.risks:
            yield risk.probability, "risk probability", risk.cluster
            yield from ((effect.size, "risk effect", risk.cluster) for effect in risk.effects)
        for settlement in self.funding:
            yield settlement.approved, "funding", ""
            yield settlement.top_up, "funding", ""
        if self.counterfactual is not None:
            yield self.counterfactual, "counterfactual", ""
        yield from ((belief, "belief", "") for belief in self.beliefs)
        if self.own_rates is not None:
            yield from ((rate, "discount rate", "") for rate in self.own_rates.rates)

    def uncertain(self) -> list[Quantity]:
        """The quantities that are drawn, each once, in the order of the file; of those that are a belief, it alone."""
        return list(self._uncertain)

    @cached_property
    def _uncertain(self) -> tuple[Quantity, ...]:
        every = {q.name: q for q, *_ in self.quantities()}.values()
        return tuple(q for q in every if not q.is_certain and not isinstance(q.law, Shared))


def _inflation(line: CostLine | BenefitLine) -> Iterator[tuple[Quantity, str, str]]:
    if line.inflation is not None:
        yield line.inflation, "inflation above the deflator", line.cluster
