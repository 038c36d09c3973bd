"""The flows of money of a programme: costs of one cluster and category between the same two times."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from engine.plan.prices import price_names, years_of
from engine.plan.yearly_effects import yearly_effects
from engine.programme.activity import Calendar
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import CostLine, Programme


class Flow(NamedTuple):
    """Costs of one cluster and category between the same two times: those of an activity, or of a go-live."""

    cluster: str
    category: str
    activity: str | None
    timing: str | None
    funded: bool
    by_work: Calendar = Calendar()  # months of rest, if settlements pay for it as the work is done
    yearly: tuple[str, ...] = ()  # drivers, effects of risks and prices, with a factor for every year


class Flows:
    """All flows, each once, and which of them a line or what a risk adds stands in.

    Funded ones come first, of these last those that are spent by work done. Without settlements nothing is funded:
    there is no money to wait for.
    """

    def __init__(self, programme: Programme) -> None:
        self._has_funding = bool(programme.funding)
        self._paid = {line.activity for line in programme.costs if line.funded}
        self._rests = {a.name: a.rests for a in programme.activities} if programme.funding else {}
        self._yearly: dict[str, list[str]] = defaultdict(list)
        for driver in programme.drivers:
            for target in driver.targets if driver.years else ():
                self._yearly[target].append(driver.name)
        for effect in yearly_effects(programme):
            for target in effect.targets:
                self._yearly[target].append(effect.name)
        years = years_of(programme)
        for line in programme.costs:
            self._yearly[line.name] += price_names(line, years)
        struck = (
            target
            for risk in programme.risks
            for effect in risk.effects
            if effect_kinds()[effect.kind].into == "money"
            for target in effect.targets
        )
        lines = [self._flow_of(line) for line in programme.costs]
        every = dict.fromkeys([*lines, *(self._flow_of_risk(activity) for activity in struck)])
        self.every = sorted(every, key=lambda flow: (not flow.funded, flow.by_work != Calendar()))
        self._place = {flow: place for place, flow in enumerate(self.every)}

    def of(self, line: CostLine) -> int:
        """The place of a cost line's flow."""
        return self._place[self._flow_of(line)]

    def of_risk(self, activity: str) -> int:
        """The place of the flow of what a risk adds to an activity: paid as the activity is paid."""
        return self._place[self._flow_of_risk(activity)]

    def is_paid(self, activity: str) -> bool:
        """Whether settlements pay for an activity, which waits when their money has run out."""
        return self._has_funding and activity in self._paid

    def _flow_of(self, line: CostLine) -> Flow:
        timing = None if line.activity else line.timing
        funded = line.funded and line.activity is not None and self._has_funding
        by_work = self._by_work(line.activity) if funded and line.timing == "spread" else Calendar()
        yearly = tuple(self._yearly.get(line.name, ()))
        return Flow(line.cluster, line.category, line.activity, timing, funded, by_work, yearly)

    def _flow_of_risk(self, activity: str) -> Flow:
        by_work = self._by_work(activity) if self.is_paid(activity) else Calendar()
        return Flow(activity.partition(".")[0], "one_off", activity, None, self.is_paid(activity), by_work)

    def _by_work(self, activity: str | None) -> Calendar:
        """Months in which nothing is spent on an activity that settlements pay for: those in which it rests."""
        return self._rests.get(activity or "", Calendar())
