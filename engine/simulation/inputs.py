"""The inputs of a programme, as `engine.draw` lists them: the row of each on the sheet, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from distributions import Shared, drawn_for, shared_names
from engine.draws.inputs import parameter_name
from engine.plan.plan import Planned
from engine.programme.model import Programme
from engine.simulation.player import Input


def inputs_of(programme: Programme, planned: Planned) -> Iterator[Input]:
    """Uncertain quantities, which risks strike, and the parameters of laws that are drawn themselves."""
    sheet = planned.sheet
    drawn = {one.name: one for one in sheet.inputs if one.purpose == "value"}
    for quantity, kind, cluster in {one[0].name: one for one in programme.quantities()}.values():
        if isinstance(quantity.law, Shared):
            continue  # the belief is the input
        said = quantity.provenance.source or "", quantity.provenance.basis or ""
        if quantity.name in drawn:
            row = sheet.row("value", quantity.name)
            yield Input(quantity.name, row, kind, cluster, repr(quantity.law), quantity.base, *said)
            yield from parameters(quantity.name, drawn, planned, cluster, said)
    for risk in programme.risks:
        said = risk.probability.provenance.source or "", risk.probability.provenance.basis or ""
        law = f"Bernoulli(probability={risk.probability.base!r})"
        yield Input(
            risk.strikes, sheet.row("strikes", risk.name), "risk strikes", risk.cluster, law, 0.0, *said
        )


def parameters(
    name: str, drawn: dict[str, Any], planned: Planned, cluster: str, said: tuple[str, str]
) -> Iterator[Input]:
    """The parameters of a law that are drawn, and theirs."""
    one = drawn[name]
    for own, inner in drawn_for(one.law).items():
        full = parameter_name(one, own)
        if full in drawn and own not in shared_names(one.law):
            row = planned.sheet.row("value", full)
            yield Input(full, row, "law parameter", cluster, repr(inner), float(inner.ppf(0.5)), *said)
            yield from parameters(full, drawn, planned, cluster, said)
