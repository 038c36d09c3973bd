"""What drivers and risks do to each activity and line, as references to inputs."""

from __future__ import annotations

from collections import defaultdict

from engine.programme.effect_kinds import effect_kinds
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.formula import ONE, Formula


class Influences:
    """By the full name of an activity or line: `factors` that multiply it, `delays` added to a duration [months], and
    `yearly` factors of what falls into single years, each with its cause.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.factors: dict[str, list[Formula]] = defaultdict(list)
        self.delays: dict[str, list[Formula]] = defaultdict(list)
        self.yearly: dict[str, list[tuple[str, dict[int, Formula]]]] = defaultdict(list)
        programme, years = inputs.account.programme, inputs.account.years
        for driver in programme.drivers:
            by_year = {year: inputs.of(one) for year, one in zip(years, driver.years, strict=False)}
            for target in driver.targets:
                if driver.years:
                    self.yearly[target].append((f"driver {driver.name}", by_year))
                else:
                    self.factors[target].append(inputs.of(driver.factor))
        work = {activity.name for activity in programme.activities}
        for risk in programme.risks:
            for effect in risk.effects:
                into, strike = effect_kinds()[effect.kind].into, inputs.strikes[risk.name]
                size = inputs.of(effect.size)
                factor = ONE.plus(strike.times(size.minus(1.0)))
                for target in effect.targets if into != "money" else ():
                    if into == "delays":
                        self.delays[target].append(strike.times(size))
                    elif risk.year is not None and target not in work:
                        self.yearly[target].append((f"risk {risk.name}", {risk.year: factor}))
                    else:
                        self.factors[target].append(factor)
