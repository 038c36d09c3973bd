"""Which row of the sheet holds what: the names of a programme as row numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from distributions import Shared
from engine.dependence.group import Group
from engine.dependence.targets import scores_of
from engine.dependence.varied import fixed
from engine.draws.inputs import Input, mixing_inputs, parameter_inputs
from engine.plan.flows import Flows
from engine.plan.prices import drawn_lines
from engine.plan.strike_groups import strike_groups
from engine.programme.activity import Calendar
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import CorrelationGroup, Programme, Quantity, Risk
from engine.programme.reading.laws import support

NEVER = 2.0  # a uniform above every probability


def groups_of(programme: Programme) -> list[Group]:
    """The inputs of a programme that are tied to each other; the years of a driver are one another's neighbours."""
    risks = {risk.strikes: risk.name for risk in programme.risks}
    ends = {belief.name: support(belief.law) for belief in programme.beliefs}
    known = {name: low for name, (low, high) in ends.items() if low == high}
    tied = [with_events(group, risks, known) for group in programme.correlation]
    for driver in programme.drivers:
        places = np.array([place for place, year in enumerate(driver.years) if not year.is_certain])
        if places.size and driver.autocorrelation:
            apart = np.abs(np.subtract.outer(places, places))
            names = tuple(driver.years[place].name for place in places)
            tied.append(Group(names, scores_of(driver.autocorrelation) ** apart, name=driver.name))
    return tied


def with_events(group: CorrelationGroup, risks: Mapping[str, str], known: Mapping[str, float]) -> Group:
    """What is drawn of a group, in which a risk's strikes stand for the uniform that decides over it.

    A risk strikes where its uniform is low. What goes with strikes goes with low uniforms: the sign turns. Of what the
    correlations hang on, the beliefs that are `known` are no longer drawn.
    """
    scores, varied = fixed(group.scores, group.varied, known) if group.varied else (group.scores, ())
    if not any(name in risks for name in group.inputs):
        return Group(group.inputs, scores, group.copula, group.name, varied=varied)
    sign = np.array([-1.0 if name in risks else 1.0 for name in group.inputs])
    return Group(
        tuple(risks.get(name, name) for name in group.inputs),
        scores * np.outer(sign, sign),
        group.copula,
        group.name,
        tuple("strike" if name in risks else "value" for name in group.inputs),
        tuple(entry._replace(sign=float(sign[entry.a] * sign[entry.b])) for entry in varied),
    )


def chance_of(risk: Risk) -> Input:
    """The uniform that decides whether a risk strikes; those that exclude each other share one, under their word."""
    return Input(risk.exclusive, None, "exclusive") if risk.exclusive else Input(risk.name, None, "strike")


def shortened(programme: Programme) -> list[str]:
    """Activities that a risk may save time."""
    saving = {
        target
        for risk in programme.risks
        for effect in risk.effects
        if effect_kinds()[effect.kind].into == "delays" and support(effect.size.law)[0] < 0.0
        for target in effect.targets
    }
    return [activity.name for activity in programme.activities if activity.name in saving]


class Sheet:
    """Which row holds what: drawn inputs, then strikes, then what is computed, then constants.

    `inputs` are what is drawn, `groups` those that hang together, `base` the value of each in the base case, `flows`
    the flows of money. A programme has one sheet, which is made with its plan and kept beside it.
    """

    def __init__(self, programme: Programme) -> None:
        drawn = programme.uncertain()
        self.flows = Flows(programme)
        beliefs = {belief.name for belief in programme.beliefs}
        # beliefs first, for correlations of others may hang on them
        self.groups = sorted(groups_of(programme), key=lambda group: group.inputs[0] not in beliefs)
        self.inputs = [Input(q.name, q.law, by_world=q.name in beliefs) for q in drawn]
        self.inputs += dict.fromkeys(chance_of(risk) for risk in programme.risks)
        self.inputs += mixing_inputs(self.groups, beliefs)
        self.inputs += parameter_inputs(self.inputs)
        self.base = np.array([*(q.base for q in drawn), *[NEVER] * (len(self.inputs) - len(drawn))])
        self._rows: dict[tuple[str, str], int] = {}
        self.rows = 0
        for one in self.inputs:
            self._add(one.purpose, one.name)
        for risk in programme.risks:
            self._add("strikes", risk.name)
            for effect in risk.effects:
                self._add("effect", effect.size.name)
        for activity in programme.activities:
            self._add("start", activity.name)
            self._add("finish", activity.name)
        for activity in programme.activities:
            if activity.latest is not None:
                self._add("useful", activity.name)
        for activity in programme.activities:  # in the same order, so that all are as far apart
            self._add("start drives", activity.name)
            self._add("finish drives", activity.name)
        if any(figure.metric == "unfunded" for figure in programme.figures):
            for settlement in programme.funding:
                self._add("unfunded", settlement.approved.name)
        for name in shortened(programme):
            self._add("floored", name)
        for risk in programme.risks:
            if risk.exposure is not None:
                self._add("exposed", risk.name)
        for group in strike_groups(programme):
            self._add("any strike", " ".join(group))
        for settlement in programme.funding:
            self._add("exhausted", settlement.approved.name)
        for what in ("rate", "instant", "funded begin", "funded end"):
            self._add(what, "flows", len(self.flows.every))
        years = len(programme.discount_factors)
        self._add("funded months", "years", years + 1)
        rests = {flow.by_work for flow in self.flows.every} - {Calendar()}
        calendars = len({a.rests for a in programme.activities} - {Calendar()}) if rests else 0
        for what in ("work begin", "work end"):
            self._add(what, "flows", len(self.flows.every) if rests else 0)
        self._add("work months", "years", calendars * (years + 1))
        self._add("lost", "calendars", calendars)
        self._add("ahead", "settlement", 1 if rests else 0)
        for line in drawn_lines(programme):
            self._add("inflation", line.name, years)
        if programme.own_rates is not None and not programme.own_rates.are_certain:
            self._add("discount", "years", years)
        self.constant_row = self.rows
        self.constants: list[float] = []
        self._places: dict[float, int] = {}
        for year in range(years + 1):  # first, and so side by side
            self.constant(min(12.0 * year, programme.horizon))

    def _add(self, what: str, name: str, count: int = 1) -> None:
        self._rows[what, name] = self.rows
        self.rows += count

    def row(self, what: str, name: str) -> int:
        """Row of something drawn or computed; of several, the first."""
        return self._rows[what, name]

    def rows_by_name(self, what: str) -> dict[str, int]:
        """The rows of one kind by the name of what they belong to."""
        return {name: row for (kind, name), row in self._rows.items() if kind == what}

    def constant(self, value: float) -> int:
        """Row of a number that no iteration changes."""
        if value not in self._places:
            self._places[float(value)] = self.slot()
        return self._places[value]

    def slot(self) -> int:
        """Row of a number that no iteration changes and that is not known yet."""
        self.constants.append(math.nan)
        return self.constant_row + len(self.constants) - 1

    def side_by_side(self, values: Iterable[float]) -> int:
        """First of the rows of numbers that no iteration changes."""
        first = self.constant_row + len(self.constants)
        self.constants += values
        return first

    def filled(self) -> NDArray[np.float64]:
        """The constants in the order of their rows; NaN where one is not known yet."""
        found = np.array(self.constants, float)
        for value, row in self._places.items():
            found[row - self.constant_row] = value
        return found

    def of(self, quantity: Quantity) -> int:
        """Row of a quantity: its own, or that of the belief that it is."""
        if isinstance(quantity.law, Shared):
            return self.row("value", quantity.law.name)
        return self.constant(quantity.base) if quantity.is_certain else self.row("value", quantity.name)


def rows_of(rows: Iterable[int]) -> NDArray[np.int64]:
    """Rows, or other whole numbers, as an array."""
    return np.array(list(rows), np.int64)
