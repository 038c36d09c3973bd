"""Responses to risks: schema -> model, and the risk, the cost line and the payment that a response makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import Activity, CostLine, Effect, Provenance, Quantity, Risk
from engine.programme.months import months_after
from engine.programme.quantity import MONEY, PROBABILITY
from engine.programme.reading.effects import EffectReader
from engine.programme.reading.laws import constant
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References
from engine.programme.response import Response
from engine.programme.risk_tables import ResponseTable


@dataclass(frozen=True)
class ResponseReader:
    """Reads responses; faults go to `findings`. What one that is not taken says is checked and then no input."""

    references: References
    quantities: QuantityReader
    findings: Findings
    start: str

    def treated(self, risk: Risk, table: ResponseTable, section: Provenance) -> Risk:
        """The risk with its response, and as that leaves it where it is taken."""
        key = f"risks.{risk.name}.response"
        said = self.quantities.provenance(table, key).inheriting(section)
        cost = self.quantities.quantity(table.cost, f"{key}.cost", f"{key}.cost", MONEY, said)
        probability = effects = None
        if table.probability is not None:
            at = f"{key}.probability"
            probability = self.quantities.quantity(table.probability, at, at, PROBABILITY, said)
        if table.effects is not None:
            reader = EffectReader(self.references, self.quantities, self.findings)
            effects = tuple(reader.of_list(table.effects, key, said))
        response = Response(
            risk=risk.name,
            cost=cost,
            cluster=self._cluster(risk),
            activity=self._activity(table, key),
            month=self._month(table, key),
            probability=probability,
            effects=effects,
            is_taken=table.taken,
        )
        self._check(risk, response, table, key)
        for quantity in response.quantities():
            self.quantities.read.pop(quantity.name, None)
        return self._as_it_leaves(risk, response) if table.taken else replace(risk, response=response)

    def _as_it_leaves(self, risk: Risk, response: Response) -> Risk:
        """The risk with what remains of it, by the names that it has without: so it is played on the same draws."""
        probability, effects = risk.probability, risk.effects
        if response.probability is not None:
            probability = self.quantities.keep(replace(response.probability, name=probability.name))
        if response.effects is not None:
            for effect in effects:
                self.quantities.read.pop(effect.size.name, None)
            effects = tuple(self._renamed(response.effects, effects))
        self.quantities.keep(response.cost)
        return replace(risk, probability=probability, effects=effects, response=response)

    def _renamed(self, remaining: Sequence[Effect], before: Sequence[Effect]) -> Iterator[Effect]:
        for place, effect in enumerate(remaining):
            size = effect.size
            if place < len(before) and before[place].kind == effect.kind:
                size = replace(size, name=before[place].size.name)
            yield replace(effect, size=self.quantities.keep(size))

    def _check(self, risk: Risk, response: Response, table: ResponseTable, key: str) -> None:
        """A response must change something; one that costs must say when."""
        if table.probability is None and table.effects is None:
            accepted = "what remains of the risk: a probability, effects, or both"
            self.findings.add(key, "a response without effect", accepted)
        elif self._is_as_before(risk, response):
            found = "a response without effect: the risk is as likely and does the same as without it"
            self.findings.add(key, found, "a probability or effects that the response changes")
        given = [name for name in ("activity", "paid") if getattr(table, name) is not None]
        is_free = response.cost.is_certain and response.cost.base == 0.0
        if len(given) > 1 or (not given and not is_free):
            accepted = "exactly one of activity and paid: when the cost is paid"
            self.findings.add(key, listed(given, "and") or "neither activity nor paid", accepted)

    def _is_as_before(self, risk: Risk, response: Response) -> bool:
        """Whether what remains is what there was."""

        def laws(quantity: Quantity) -> tuple[object, ...]:
            return quantity.law, quantity.base

        chance = response.probability or risk.probability
        effects = risk.effects if response.effects is None else response.effects
        return laws(chance) == laws(risk.probability) and [
            (e.kind, laws(e.size), e.targets) for e in effects
        ] == [(e.kind, laws(e.size), e.targets) for e in risk.effects]

    def _cluster(self, risk: Risk) -> str:
        """The cluster of the first thing that the risk hits."""
        targets = [target for effect in risk.effects for target in effect.targets]
        return targets[0].partition(".")[0] if targets else ""

    def _activity(self, table: ResponseTable, key: str) -> str | None:
        name, known = table.activity, self.references.activities
        if name is not None and name not in known:
            accepted = "the full name of one activity: cluster.activity"
            self.findings.add(f"{key}.activity", shown(name), accepted, nearest(name, known))
        return name

    def _month(self, table: ResponseTable, key: str) -> int | None:
        if table.paid is None:
            return None
        month = months_after(self.start, table.paid)
        if month < 0:
            self.findings.add(f"{key}.paid", shown(table.paid), f"a month from the start on, {self.start}")
        return month


def lines_of_responses(risks: Sequence[Risk], paid: Collection[str]) -> tuple[list[CostLine], list[Activity]]:
    """What responses that are taken cost, and the moments at which those are paid that have a month of their own.

    `paid` are the activities that settlements pay for.
    """
    lines, moments = [], []
    taken = {r.response.risk: r.response for r in risks if r.response is not None and r.response.is_taken}
    for response in taken.values():
        activity = response.activity
        if activity is None:
            activity = response.line
            month = _fixed(f"{activity}.earliest", float(response.month or 0))
            moments.append(Activity(activity, _fixed(f"{activity}.duration", 0.0), month))
        lines.append(
            CostLine(
                name=response.line,
                cluster=activity.partition(".")[0],
                category="one_off",
                timing="spread",
                amount=response.cost,
                factor=_fixed(f"{response.line}.factor", 1.0),
                activity=activity,
                funded=activity in paid,
            )
        )
    return lines, moments


def _fixed(name: str, value: float) -> Quantity:
    return Quantity(name, constant(value), value, is_written=False)
