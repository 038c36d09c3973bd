"""The sheet of inputs: every number of the base case that may be changed, with what it is and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.programme.model import Quantity
from engine.reporting.workbook.base_case.account import Account
from engine.reporting.workbook.formula import Formula, formula
from engine.reporting.workbook.grid import Grid

NAME = "Base inputs"
COUNTED = {
    "one_off_cost": "One-off cost",
    "running_cost": "Running cost",
    "legacy_cost": "Legacy extension cost",
}


class Inputs:
    """The sheet, and what refers to its cells: `horizon`, `planned` by cluster, `steady` by benefit given as a total,
    `uplifts` by activity or line, `strikes` by risk, `counted` by the measures that `total_cost` may list.
    """

    def __init__(self, account: Account, log: Mapping[str, Mapping[str, Any]]) -> None:
        self.account = account
        self.grid = Grid(NAME, widths=(52, 14, 24, 14, 60), frozen=(4, 1))
        self._written: dict[str, Formula] = {}
        self.grid.add(["Base case: inputs"], "title")
        self.grid.add(
            [
                "Change a number in a blue cell, and dates, money and measures of the sheets called Base… follow. "
                "Times are months from the start of the programme. Simulated figures on other sheets stay."
            ],
            "note",
        )
        self.grid.add()
        self.grid.add(["Input", "Value", "What it is", "Basis", "Source and note"], "heading")
        self._section("Programme")
        programme = account.programme
        self.horizon = self._input("horizon", float(programme.horizon), "months that count")
        self.counted = {
            name: self._input(f"total_cost: {words}", float(name in programme.total_cost), "1 counted, 0 not")
            for name, words in COUNTED.items()
        }
        self._quantities(log)
        self._fixed()

    def of(self, quantity: Quantity) -> Formula:
        """What refers to a quantity; of one that the file leaves out, the number itself."""
        return self._written.get(quantity.name) or formula(quantity.base)

    def _section(self, title: str) -> None:
        self.grid.add([title], "section")

    def _input(self, name: str, value: float, what: str, basis: str = "", source: str = "") -> Formula:
        return self.grid.add([name, value, what, basis, source], "text", c1="input")[1]

    def _quantities(self, log: Mapping[str, Mapping[str, Any]]) -> None:
        """Each quantity that the file gives, once, as the file has them."""
        section = None
        for quantity, kind, cluster in self.account.programme.quantities():
            if not quantity.is_written or quantity.name in self._written or kind == "risk probability":
                continue
            if section != (title := _section_of(kind, cluster)):
                section = title
                self._section(title)
            said = log.get(quantity.name, {})
            source = "; ".join(str(said[key]) for key in ("source", "note") if said.get(key))
            basis = str(said.get("basis", ""))
            self._written[quantity.name] = self._input(quantity.name, quantity.base, kind, basis, source)

    def _fixed(self) -> None:
        programme = self.account.programme
        self._section("Strikes of risks: 0 in the base case, 1 to see what one does")
        struck = self.account.strikes
        self.strikes = {
            risk.name: self._input(risk.name, float(risk.name in struck), "0 or 1")
            for risk in programme.risks
        }
        self._section("Fixed once by the plan: what stays when dates move")
        names = {cluster.id: cluster.name for cluster in programme.clusters}
        self.planned = {
            one: self._input(f"Planned go-live of {names.get(one, one)}", month, "month from the start")
            for one, month in self.account.planned.items()
        }
        self.steady = {
            one: self._input(f"Steady months in the total of {one}", months, "months at the full rate")
            for one, months in self.account.steady_months.items()
        }
        lines = [(a.name, a.uplift) for a in programme.activities] + [
            (c.name, c.uplift) for c in programme.costs
        ]
        self.uplifts = {
            name: self._input(f"Optimism bias of {name}", uplift, "factor")
            for name, uplift in lines
            if uplift != 1.0
        }


def _section_of(kind: str, cluster: str) -> str:
    place = cluster or "the whole programme"
    if kind in ("driver", "funding", "counterfactual", "belief", "discount rate", "risk effect"):
        return {"risk effect": "Effects of risks", "funding": "Settlements"}.get(
            kind, f"{kind.capitalize()}s"
        )
    if kind in ("duration", "earliest start", "lag", "latest useful date"):
        return f"Activities of {place}"
    return f"Costs of {place}" if kind in ("cost", "cost factor") else f"Costs and benefits of {place}"
