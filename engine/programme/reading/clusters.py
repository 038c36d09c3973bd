"""Clusters with their cost lines and benefit lines: schema -> model."""

from __future__ import annotations

from typing import Any, Literal

from engine.measures import CARBON
from engine.problems import Findings, listed, shown
from engine.programme.cluster_tables import (
    BenefitTable,
    ClusterTable,
    CostTable,
)
from engine.programme.model import BenefitLine, Cluster, CostLine, Quantity
from engine.programme.quantity import FACTOR, GROWTH, MONTHS, PLAIN, SHARE, YEARLY_LOSS, Role
from engine.programme.reading.carbon import CarbonReader
from engine.programme.reading.optimism import uplift
from engine.programme.reading.prices import PriceReader
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References

Timing = Literal["spread", "while", "after_go_live", "until_go_live"]

# How a cost may be written: its key, the categories that go with it, and when it falls.
_TIMING: dict[tuple[str, str], Timing] = {
    ("amount", "one_off"): "spread",
    ("per_month", "one_off"): "while",
    ("per_year", "running"): "after_go_live",
    ("per_year", "legacy"): "until_go_live",
}


class ClusterReader:
    """Reads one cluster; faults go to `findings`."""

    def __init__(
        self,
        id: str,
        references: References,
        quantities: QuantityReader,
        prices: PriceReader,
        carbon: CarbonReader,
        findings: Findings,
    ) -> None:
        self._id = id
        self._key = f"clusters.{id}"
        self._references, self._quantities, self._findings = references, quantities, findings
        self._prices, self._carbon = prices, carbon

    def cluster(self, table: ClusterTable) -> Cluster:
        """The cluster itself."""
        go_live = self._references.activity(table.go_live, self._id, f"{self._key}.go_live")
        return Cluster(self._id, table.name or self._id, tuple(table.departments), go_live)

    def cost(self, item: str, table: CostTable) -> CostLine | None:
        """One cost line; nothing if it is not said how it falls in time."""
        key = f"{self._key}.costs.{item}"
        written = self._only_one_of(table, ("amount", "per_month", "per_year"), key)
        if written is None:
            return None
        timing = _TIMING.get((written, table.category))
        if timing is None:
            fitting = " or ".join(f'"{category}"' for name, category in _TIMING if name == written)
            self._findings.add(
                f"{key}.category", f'"{table.category}" with {written}', f"{fitting} with {written}"
            )
            return None
        if table.funded and written == "per_year":
            accepted = "no funding: settlements pay for activities, not for what runs by go-live"
            self._findings.add(f"{key}.funded", "true with per_year", accepted)
        funded = written == "amount" if table.funded is None else table.funded
        return CostLine(
            name=f"{self._id}.{item}",
            cluster=self._id,
            category=table.category,
            timing=timing,
            amount=self._quantity(table, item, written, key),
            factor=self._quantity(table, item, "factor", key, FACTOR, default=1.0),
            activity=self._activity_of_cost(table, written, key),
            uplift=uplift(table.optimism_bias, f"{key}.optimism_bias", self._findings),
            funded=funded,
            prices=self._prices.factors(table, key, funded and table.activity is not None),
            inflation=self._inflation(table, item, key),
            price_year=self._prices.year_of(table),
        )

    def benefit(self, item: str, table: BenefitTable, go_live: str) -> BenefitLine | None:
        """One benefit line; nothing if it is not said how much it is."""
        key = f"{self._key}.benefits.{item}"
        is_carbon = table.benefit_class == CARBON
        written = self._how_much(table, key)
        if written is None:
            return None
        starts_after = go_live
        if table.starts_after is not None:
            starts_after = self._references.activity(table.starts_after, self._id, f"{key}.starts_after")
        return BenefitLine(
            name=f"{self._id}.{item}",
            cluster=self._id,
            benefit_class=table.benefit_class,
            value=self._quantity(table, item, written, key),
            value_is_total=written == "total",
            starts_after=starts_after,
            lag=self._quantity(table, item, "lag", key, MONTHS, default=0.0),
            ramp=self._quantity(table, item, "ramp", key, MONTHS, default=0.0),
            decline=self._quantity(table, item, "decline", key, YEARLY_LOSS, default=0.0),
            realisation=self._quantity(table, item, "realisation", key, FACTOR, default=1.0),
            uptake=self._quantity(table, item, "uptake", key, FACTOR, default=1.0),
            attribution=self._quantity(table, item, "attribution", key, SHARE, default=1.0),
            overlap=self._quantity(table, item, "overlap", key, SHARE, default=0.0),
            optimism_bias=self._quantity(table, item, "optimism_bias", key, SHARE, default=0.0),
            underlying=table.underlying,
            prices=self._carbon.factors(table, key) if is_carbon else self._prices.factors(table, key),
            inflation=self._inflation(table, item, key),
            price_year=self._prices.year_of(table),
        )

    def _how_much(self, table: BenefitTable, key: str) -> str | None:
        """The one key that says how much a benefit is: tonnes of the class carbon, money of any other."""
        money, found = ("annual", "total"), f'of the class "{table.benefit_class}"'
        if table.benefit_class == CARBON:
            taken = [field for field in money if getattr(table, field) is not None]
            for field in taken:
                accepted = "tonnes a year alone: their worth in money follows from [carbon]"
                self._findings.add(f"{key}.{field}", f"{field} {found}", accepted)
            if table.tonnes is None and not taken:
                self._findings.add(f"{key}.tonnes", f"nothing {found}", "tonnes a year that are not emitted")
            return None if taken or table.tonnes is None else "tonnes"
        if table.tonnes is not None:
            accepted = f'{listed(money)}, which are money; or class = "carbon"'
            self._findings.add(f"{key}.tonnes", f"tonnes {found}", accepted)
            return None
        return self._only_one_of(table, money, key)

    def _inflation(self, table: Any, item: str, key: str) -> Quantity | None:
        if table.inflation_above is None:
            return None
        return self._quantity(table, item, "inflation_above", key, GROWTH)

    def _quantity(
        self, table: Any, item: str, field: str, key: str, role: Role = PLAIN, default: float | None = None
    ) -> Quantity:
        name, value = f"{self._id}.{item}.{field}", getattr(table, field)
        if value is None and default is not None:
            return self._quantities.default(default, name)
        section = self._quantities.provenance(table, key)
        return self._quantities.quantity(value, name, f"{key}.{field}", role, section, self._id)

    def _only_one_of(self, table: Any, fields: tuple[str, ...], key: str) -> str | None:
        """The one of the keys that is written."""
        written = [field for field in fields if getattr(table, field) is not None]
        if len(written) == 1:
            return written[0]
        self._findings.add(
            key, listed(written, "and") or f"none of {listed(fields)}", f"exactly one of {listed(fields)}"
        )
        return None

    def _activity_of_cost(self, table: CostTable, written: str, key: str) -> str | None:
        if written == "per_year":
            if table.activity is not None:
                accepted = "no activity: a cost per year runs by go-live"
                self._findings.add(f"{key}.activity", shown(table.activity), accepted)
            return None
        if table.activity is None:
            self._findings.add(f"{key}.activity", "nothing", f"the activity that the {written} belongs to")
            return None
        return self._references.activity(table.activity, self._id, f"{key}.activity")
