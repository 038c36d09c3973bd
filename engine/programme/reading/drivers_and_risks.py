"""Common causes, which hit several parts of a programme at once: drivers and risks, schema -> model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from engine.problems import Findings, listed
from engine.programme.model import Driver, Risk
from engine.programme.quantity import FACTOR, PROBABILITY
from engine.programme.reading.effects import EffectReader
from engine.programme.reading.laws import support
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References
from engine.programme.reading.responses import ResponseReader
from engine.programme.risk_tables import RiskOfFile
from engine.programme.schema import DriverTable


class CauseReader:
    """Reads drivers and risks; faults go to `findings`. `funded` are the cost lines that settlements pay for."""

    def __init__(
        self,
        references: References,
        quantities: QuantityReader,
        findings: Findings,
        years: range,
        funded: Collection[str],
        start: str,
    ) -> None:
        self._references, self._quantities, self._findings = references, quantities, findings
        self._years, self._funded, self._start = years, funded, start

    def driver(self, name: str, table: DriverTable) -> Driver:
        """One driver with the full names of all that it multiplies."""
        key = f"drivers.{name}"
        section = self._quantities.provenance(table, key)
        factor = self._quantities.quantity(table.factor, key, f"{key}.factor", FACTOR, section)
        targets = self._references.items_like(table.multiplies, f"{key}.multiplies")
        stretched = [target for target in targets if target in self._references.activities]
        if stretched and (low := support(factor.law)[0]) < 0:
            accepted = f"at least 0: it multiplies the duration of {listed(stretched, 'and')}"
            self._findings.add(f"{key}.factor", f"values from {low:g}", accepted)
        if table.autocorrelation is None:
            return Driver(name, factor, targets)
        paid = [target for target in targets if target in self._funded]
        if paid:
            found = (
                f"a factor for every year, which multiplies {listed(paid, 'and')}, paid from the settlements"
            )
            accepted = "lines that no settlement pays for: when money runs out is searched with steady rates"
            self._findings.add(f"{key}.multiplies", found, accepted)
        if stretched:
            found = f"a factor for every year, which multiplies the duration of {listed(stretched, 'and')}"
            self._findings.add(
                f"{key}.multiplies", found, "cost and benefit lines, whose money falls into years"
            )
        self._quantities.read.pop(factor.name, None)  # what is drawn, and may correlate, is each year's own
        years = tuple(
            self._quantities.keep(replace(factor, name=f"{factor.name}.{year}")) for year in self._years
        )
        return Driver(name, factor, targets, years, table.autocorrelation)

    def risk(self, name: str, table: RiskOfFile) -> Risk:
        """One risk with its effects."""
        key = f"risks.{name}"
        section = self._quantities.provenance(table, key)
        probability = self._quantities.quantity(
            table.probability, f"{key}.probability", f"{key}.probability", PROBABILITY, section
        )
        effects = EffectReader(self._references, self._quantities, self._findings)
        risk = Risk(name, probability, effects.effects(table, key, section))
        if table.response is None:
            return risk
        responses = ResponseReader(self._references, self._quantities, self._findings, self._start)
        return responses.treated(risk, table.response, section)
