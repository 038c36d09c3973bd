"""Single parts of a programme that a run can tell of: dates, strikes, lines; and which of them are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from engine.measures import PARTS
from engine.plan.plan import Planned
from engine.programme.model import Programme
from engine.programme.names import matching
from engine.simulation.limits import check_known


class Part(NamedTuple):
    """One of them: the measure that it belongs to, its label there, and where its numbers are."""

    measure: str
    label: str
    place: int  # row of the sheet; of a line its number
    kind: str = ""  # "cost" or "benefit" of a line
    cluster: str = ""
    category: str = ""  # of a cost line; of a benefit line its class


def parts_of(programme: Programme, planned: Planned) -> dict[str, Part]:
    """By full name: `ACTIVITY.start`, `.finish`, `.critical`, `risks.NAME.strikes`, `LINE.cost`, `LINE.benefit`."""
    return dict(_parts(programme, planned))


def _parts(programme: Programme, planned: Planned) -> Iterator[tuple[str, Part]]:
    for activity in programme.activities:
        for end in ("start", "finish"):
            yield f"{activity.name}.{end}", Part(end, activity.name, planned.sheet.row(end, activity.name))
        drives = planned.sheet.row("start drives", activity.name)
        yield f"{activity.name}.critical", Part("critical", activity.name, drives)
    for risk in programme.risks:
        yield risk.strikes, Part("strikes", risk.name, planned.sheet.row("strikes", risk.name))
    costs = len(planned.lines) - len(programme.benefits)
    category: dict[str, str] = {line.name: line.category for line in programme.costs}
    classes = [line.benefit_class for line in programme.benefits]
    for place, name in enumerate(planned.lines):
        kind = "cost" if place < costs else "benefit"
        told = category.get(name, "one_off") if place < costs else classes[place - costs]
        yield f"{name}.{kind}", Part("line_money", name, place, kind, name.partition(".")[0], told)


def with_shared_labels(asked: dict[str, list[Part]], every: Iterable[Part]) -> dict[str, list[Part]]:
    """The parts that are asked for, by their measure; measures of one dim are told of by the same labels."""
    dims = [PARTS[measure].dim for measure in asked]
    shared = {measure for measure in asked if dims.count(PARTS[measure].dim) > 1}
    wanted = {(PARTS[m].dim, part.label) for m in shared for part in asked[m]}
    found = {measure: [] if measure in shared else parts for measure, parts in asked.items()}
    for part in every:
        if part.measure in shared and (PARTS[part.measure].dim, part.label) in wanted:
            found[part.measure].append(part)
    return found


def asked_for(
    asked: Sequence[str], measures: Sequence[str], parts: dict[str, Part]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The measures and the parts that names or patterns ask for, each in the order of the results.

    Raises `RunError` for what fits neither.
    """
    known = {name: matching(name, [*measures, *parts]) for name in asked}
    check_known("measures", [name for name, found in known.items() if not found], [*measures, *parts])
    wanted = {name for found in known.values() for name in found}
    return tuple(n for n in measures if n in wanted), tuple(n for n in parts if n in wanted)
