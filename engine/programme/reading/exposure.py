"""Risks that may strike several times, and only at some time: schema -> one risk of the model for each time."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.problems import Findings, listed, nearest, shown
from engine.programme.exposure import Exposure
from engine.programme.model import Risk
from engine.programme.months import months_after
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References
from engine.programme.reading.repeated_logic import each_with_its_logic
from engine.programme.risk_tables import RiskOfFile

A_YEAR = 12
MOST = 3000  # strikes of one risk: each is an input, and so is each of its sizes


@dataclass(frozen=True)
class ExposureReader:
    """Tells one risk from its repetitions; faults go to `findings`. `funded` are lines that settlements pay for."""

    references: References
    quantities: QuantityReader
    findings: Findings
    start: str
    horizon: int
    funded: Collection[str]

    def occurrences(self, risks: Sequence[Risk], tables: Mapping[str, RiskOfFile]) -> tuple[Risk, ...]:
        """The risks, those that may strike several times as often as they may."""
        strikes = {risk.name: tuple(self._each(risk, tables[risk.name])) for risk in risks}
        return each_with_its_logic(strikes, self.findings)

    def _each(self, risk: Risk, table: RiskOfFile) -> Iterator[Risk]:
        key = f"risks.{risk.name}"
        during = None
        if table.during is not None:
            during = self._activity(table.during, f"{key}.during")
        begin, end = self._window(table, key)
        exposures: list[tuple[int | None, Exposure | None]] = []
        if table.every_year:
            self._check_targets(risk, key, during)
            exposures += self._years(begin, end, during)
        else:
            if during is None and not (begin == 0.0 and end == math.inf):
                accepted = "every_year = true, or during = the activity that it threatens, or no window"
                self.findings.add(key, "a time of exposure of a risk that may strike once whenever", accepted)
            window = 0.0 if end == math.inf else end - begin
            exposures = [(None, Exposure(begin, end, window, during) if during else None)]
        if len(exposures) * table.times > MOST:
            found = f"{table.times} times in each of {len(exposures)} years"
            self.findings.add(f"{key}.times", found, f"at most {MOST:,} strikes in all")
            return
        several = table.times > 1 or table.every_year
        if several:
            for effect in risk.effects:
                self.quantities.read.pop(effect.size.name, None)
        for year, exposure in exposures:
            for time in range(1, table.times + 1):
                labels = [str(year)] if year is not None else []
                labels += [str(time)] if table.times > 1 else []
                one = self._labelled(risk, year, ".".join(labels)) if several else risk
                yield replace(one, exposure=None if exposure and exposure.is_whole else exposure)

    def _labelled(self, risk: Risk, year: int | None, label: str) -> Risk:
        """One of several strikes, whose sizes are drawn on their own."""
        effects = tuple(
            replace(
                effect, size=self.quantities.keep(replace(effect.size, name=f"{effect.size.name}.{label}"))
            )
            for effect in risk.effects
        )
        return replace(risk, name=f"{risk.name}.{label}", effects=effects, family=risk.name, year=year)

    def _years(self, begin: float, end: float, during: str | None) -> Iterator[tuple[int, Exposure]]:
        """The programme years that the window meets."""
        for year in range(-(-self.horizon // A_YEAR)):
            first, last = max(begin, A_YEAR * year), min(end, A_YEAR * (year + 1), self.horizon)
            if last > first:
                yield int(self.start[:4]) + year, Exposure(first, last, A_YEAR, during)

    def _window(self, table: RiskOfFile, key: str) -> tuple[float, float]:
        """Months from the start between which it is exposed."""
        begin, end = 0.0, math.inf
        if table.exposed_from is not None:
            begin = float(months_after(self.start, table.exposed_from))
            if begin < 0.0:
                accepted = f"a month from the start on, {self.start}"
                self.findings.add(f"{key}.exposed_from", shown(table.exposed_from), accepted)
        if table.exposed_until is not None:
            end = float(months_after(self.start, table.exposed_until))
            if end <= max(begin, 0.0):
                accepted = f"a month after {table.exposed_from or self.start}"
                self.findings.add(f"{key}.exposed_until", shown(table.exposed_until), accepted)
        if begin >= self.horizon:
            found = f"month {begin:g}, after the horizon of {self.horizon}"
            self.findings.add(f"{key}.exposed_from", found, "a month before the horizon")
        return max(begin, 0.0), end

    def _activity(self, name: str, key: str) -> str:
        known = self.references.activities
        if name not in known:
            accepted = "the full name of one activity: cluster.name"
            self.findings.add(key, shown(name), accepted, nearest(name, known))
        return name

    def _check_targets(self, risk: Risk, key: str, during: str | None) -> None:
        """In which year it strikes must matter to what it hits."""
        targets = dict.fromkeys(target for effect in risk.effects for target in effect.targets)
        work = [target for target in targets if target in self.references.activities]
        if work and during is None:
            found = f"every_year, and effects on {listed(work, 'and')}, which are not under way every year"
            self.findings.add(key, found, "during = the activity that it threatens")
        paid = [target for target in targets if target in self.funded]
        if paid:
            found = (
                f"a factor for every year, which multiplies {listed(paid, 'and')}, paid from the settlements"
            )
            accepted = "lines that no settlement pays for: when money runs out is searched with steady rates"
            self.findings.add(key, found, accepted)
