"""Which row of the sheet holds what: the names of a programme as row numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Constant
from engine.dependence.group import Group
from engine.dependence.targets import scores_of
from engine.draws.inputs import Input, mixing_inputs, parameter_inputs
from engine.programme.model import CostLine, Programme, Quantity, Risk


def quantities(programme: Programme) -> Iterator[Quantity]:
    """Every quantity of a programme, in the order of the file."""
    for activity in programme.activities:
        yield from (activity.duration, activity.earliest)
    for cost in programme.costs:
        yield from (cost.amount, cost.factor)
    for line in programme.benefits:
        yield from (line.value, line.lag, line.ramp, line.decline, line.realisation, line.uptake)
    for driver in programme.drivers:
        yield from driver.years or (driver.factor,)
    for risk in programme.risks:
        yield risk.probability
        yield from (effect.size for effect in risk.effects)
    for settlement in programme.funding:
        yield from (settlement.approved, settlement.top_up)
    if programme.counterfactual is not None:
        yield programme.counterfactual


def groups_of(programme: Programme) -> list[Group]:
    """The inputs of a programme that are tied to each other; the years of a driver are one another's neighbours."""
    tied = [Group(g.inputs, g.scores, g.copula, g.name) for g in programme.correlation]
    for driver in programme.drivers:
        uncertain_years = [q for q in driver.years if not is_certain(q)]
        if uncertain_years and driver.autocorrelation:
            apart = np.abs(np.subtract.outer(*2 * [np.arange(len(uncertain_years))]))
            neighbours = scores_of(driver.autocorrelation)
            tied.append(Group(tuple(q.name for q in uncertain_years), neighbours**apart, name=driver.name))
    return tied


def chance_of(risk: Risk) -> Input:
    """The uniform that decides whether a risk strikes; those that exclude each other share one, under their word."""
    return Input(risk.exclusive, None, "exclusive") if risk.exclusive else Input(risk.name, None, "strike")


def is_certain(quantity: Quantity) -> bool:
    """Whether a quantity has its base value in every iteration."""
    return isinstance(quantity.law, Constant) and quantity.law.value == quantity.base


def uncertain(programme: Programme) -> list[Quantity]:
    """The quantities that are drawn, each once, in the order of the file."""
    return [q for q in {q.name: q for q in quantities(programme)}.values() if not is_certain(q)]


class Flow(NamedTuple):
    """Costs of one cluster and category between the same two times: those of an activity, or of a go-live."""

    cluster: str
    category: str
    activity: str | None
    timing: str | None
    funded: bool
    yearly: tuple[str, ...] = ()  # drivers with a factor for every year


def flow_of(line: CostLine, programme: Programme) -> Flow:
    """The flow of a cost line. Without settlements nothing is funded: there is no money to wait for."""
    timing = None if line.activity else line.timing
    funded = line.funded and line.activity is not None and bool(programme.funding)
    yearly = tuple(d.name for d in programme.drivers if d.years and line.name in d.targets)
    return Flow(line.cluster, line.category, line.activity, timing, funded, yearly)


def flow_of_risk(activity: str, programme: Programme) -> Flow:
    """The flow of what a risk adds to an activity: paid as the activity is paid."""
    paid = any(line.funded and line.activity == activity for line in programme.costs)
    return Flow(activity.partition(".")[0], "one_off", activity, None, paid and bool(programme.funding))


def flows(programme: Programme) -> list[Flow]:
    """All flows, each once, funded ones first."""
    struck = (
        target for risk in programme.risks for e in risk.effects if e.kind == "cost" for target in e.targets
    )
    lines = [flow_of(line, programme) for line in programme.costs]
    every = dict.fromkeys([*lines, *(flow_of_risk(activity, programme) for activity in struck)])
    return sorted(every, key=lambda flow: not flow.funded)


class Sheet:
    """Which row holds what: drawn inputs, then strikes, then what is computed, then constants."""

    def __init__(self, programme: Programme) -> None:
        drawn = uncertain(programme)
        self.inputs = [Input(q.name, q.law) for q in drawn]
        self.inputs += dict.fromkeys(chance_of(risk) for risk in programme.risks)
        self.inputs += mixing_inputs(groups_of(programme))
        self.inputs += parameter_inputs(self.inputs)
        nothing_strikes = [2.0] * (len(self.inputs) - len(drawn))  # a uniform above every probability
        self.base = np.array([*(q.base for q in drawn), *nothing_strikes])
        self._rows: dict[tuple[str, str], int] = {}
        for k, one in enumerate(self.inputs):
            self._rows[one.purpose, one.name] = k
        for risk in programme.risks:
            self._add("strikes", risk.name)
            for effect in risk.effects:
                self._add("effect", effect.size.name)
        for activity in programme.activities:
            self._add("start", activity.name)
            self._add("finish", activity.name)
        for settlement in programme.funding:
            self._add("exhausted", settlement.approved.name)
        count = len(flows(programme))
        for what in (
            "rate",
            "lump",
            "open begin",
            "open end",
        ):  # a flow's row: the first and its place
            for k in range(count):
                self._add(what, str(k))
        years = len(programme.discount_factors)
        for year in range(years + 1):
            self._add("open clock", str(year))
        self.constant_row = len(self._rows)
        self.constants: dict[float, int] = {}
        for year in range(years + 1):  # first, and so side by side
            self.constant(min(12.0 * year, programme.horizon))

    def _add(self, what: str, name: str) -> None:
        self._rows[what, name] = len(self._rows)

    def row(self, what: str, name: str) -> int:
        """Row of something drawn or computed."""
        return self._rows[what, name]

    def constant(self, value: float) -> int:
        """Row of a number that no iteration changes."""
        return self.constant_row + self.constants.setdefault(float(value), len(self.constants))

    def of(self, quantity: Quantity) -> int:
        """Row of a quantity."""
        return self.constant(quantity.base) if is_certain(quantity) else self.row("value", quantity.name)


class Influences:
    """What drivers and risks do to each activity and line, as rows."""

    def __init__(self, programme: Programme, sheet: Sheet) -> None:
        self.factors: dict[str, list[int]] = defaultdict(list)
        self.delays: dict[str, list[int]] = defaultdict(list)
        self.costs: list[tuple[str, int]] = []  # (activity, row of money)
        self.yearly: dict[str, list[int]] = defaultdict(list)
        for driver in programme.drivers:
            for target in driver.targets:
                if driver.years:
                    self.yearly[target] += [sheet.of(factor) for factor in driver.years]
                else:
                    self.factors[target].append(sheet.of(driver.factor))
        for risk in programme.risks:
            for effect in risk.effects:
                row = sheet.row("effect", effect.size.name)
                for target in effect.targets:
                    if effect.kind == "cost":
                        self.costs.append((target, row))
                    else:
                        (self.factors if effect.kind == "factor" else self.delays)[target].append(row)


def rows_of(rows: Iterable[int]) -> NDArray[np.int64]:
    """Rows, or other whole numbers, as an array."""
    return np.array(list(rows), np.int64)
