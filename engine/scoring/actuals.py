"""What is known of a programme under way: read from TOML, every fault at once, and what it asks of an iteration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.problems import Findings, Problem, Refused, nearest, number, shown
from engine.programme.figure import Figure
from engine.programme.model import Programme
from engine.programme.months import MONTH, months_after
from engine.programme.reading.loading import written

SECTIONS = ("known_at", "activities", "risks", "spent", "clusters_live")
OPEN = "not finished"
FATES = {"struck": True, "closed": False}
MOMENT = 1e-6  # months: what ends with a month has ended in it


class ActualsError(Refused):
    """Facts that cannot be read, or that a programme knows nothing of."""


@dataclass(frozen=True)
class Fact:
    """A figure of the programme and the range in which what happened lies, both ends in it."""

    figure: Figure
    low: float
    high: float
    says: str


@dataclass(frozen=True)
class Actuals:
    """What is known at the end of a month."""

    known_at: str
    facts: tuple[Fact, ...]


def read_actuals(path: str | Path, programme: Programme) -> Actuals:
    """The facts of a TOML file about a programme.

    `known_at` is the month at whose end they are known. `[activities]` says of activities by full name the month in
    which each was finished, or "not finished"; `[risks]` of risks "struck", or "closed" of those that did not and no
    longer can; `[spent]` the `amount` spent by then, in the programme's unit, `within` a share of it, as spending is
    known; `clusters_live` how many are. What is left out is not known.

        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> file = Path(mkdtemp(), "actuals.toml")
        >>> _ = file.write_text('known_at = "2023-05"\\nclusters_live = 0')
        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> [fact.says for fact in engine.read_actuals(file, programme).facts]
        ['0 clusters live']

    Raises `ActualsError`, which lists every fault with its line, and `ProgrammeError` for a file that is no TOML.
    """
    data, lines = written(path)
    findings = Findings()
    for key in data:
        if key not in SECTIONS:
            findings.add(key, f'a key "{key}"', ", ".join(SECTIONS), nearest(key, SECTIONS))
    facts: list[Fact] = []
    known_at = data.get("known_at")
    horizon = programme.horizon
    if not isinstance(known_at, str) or not MONTH.fullmatch(known_at):
        findings.add("known_at", _found(data, "known_at"), 'a month in quotes, "2023-05"')
    elif not 0 <= months_after(programme.start, known_at) < horizon:
        accepted = f"a month from {programme.start} on, before the horizon of {horizon} months"
        findings.add("known_at", shown(known_at), accepted)
    else:
        end = months_after(programme.start, known_at) + 1
        facts += _finished(_table(data, "activities", findings), programme, end, findings)
        facts += _fates(_table(data, "risks", findings), programme, findings)
        facts += _money(data, programme, known_at, findings)
    if not facts and not findings.found:
        findings.add(
            "activities",
            "no fact",
            "something that is known: [activities], [risks], [spent] or clusters_live",
        )
    if findings.found:
        raise ActualsError(
            [
                Problem(str(path), found, accepted, hint, key, lines.line(key))
                for key, found, accepted, hint in findings.found
            ]
        )
    return Actuals(str(known_at), tuple(facts))


def _table(data: Mapping[str, Any], name: str, findings: Findings) -> Mapping[str, Any]:
    table = data.get(name, {})
    if isinstance(table, dict):
        return table
    findings.add(name, shown(table), f"a table [{name}]")
    return {}


def _finished(table: Mapping[str, Any], programme: Programme, end: int, findings: Findings) -> Iterable[Fact]:
    names = [activity.name for activity in programme.activities]
    for name, said in table.items():
        key = f"activities.{name}"
        if name not in names:
            findings.add(key, shown(name), "the full name of an activity", nearest(name, names))
        elif said == OPEN:
            yield Fact(Figure("finish", name), end + MOMENT, float("inf"), f"{name} not finished")
        elif not isinstance(said, str) or not MONTH.fullmatch(said):
            findings.add(key, shown(said), f'the month in which it was finished, "2023-02", or "{OPEN}"')
        elif not 0 <= (month := months_after(programme.start, said)) < end:
            findings.add(key, shown(said), f"a month from {programme.start} to that at whose end it is known")
        else:
            yield Fact(
                Figure("finish", name), month + MOMENT, month + 1 + MOMENT, f"{name} finished in {said}"
            )


def _fates(table: Mapping[str, Any], programme: Programme, findings: Findings) -> Iterable[Fact]:
    names = [risk.name for risk in programme.risks]
    for name, said in table.items():
        if name not in names:
            findings.add(f"risks.{name}", shown(name), "the name of a risk", nearest(name, names))
        elif said not in FATES:
            findings.add(f"risks.{name}", shown(said), '"struck", or "closed": did not and no longer can')
        else:
            low, high = (0.5, float("inf")) if FATES[said] else (0.0, 0.5)
            yield Fact(Figure("strikes", name), low, high, f"{name} {said}")


def _money(data: Mapping[str, Any], programme: Programme, at: str, findings: Findings) -> Iterable[Fact]:
    live = data.get("clusters_live")
    if live is not None:
        if isinstance(live, bool) or not isinstance(live, int) or not 0 <= live <= len(programme.clusters):
            findings.add("clusters_live", shown(live), f"a whole number from 0 to {len(programme.clusters)}")
        else:
            yield Fact(Figure("clusters_live", at=at), live - 0.5, live + 0.5, f"{live} clusters live")
    if "spent" not in data:
        return
    table = _table(data, "spent", findings)
    amount, within = number(table.get("amount")), number(table.get("within"))
    for name in table:
        if name not in ("amount", "within"):
            findings.add(
                f"spent.{name}", f'a key "{name}"', "amount, within", nearest(name, ("amount", "within"))
            )
    if amount is None or amount < 0:
        findings.add("spent.amount", _found(table, "amount"), f"money in {programme.unit}, 0 or more")
    if within is None or not 0 < within < 1:
        findings.add("spent.within", _found(table, "within"), "the share to which it is known, such as 0.05")
    if amount is not None and within is not None:
        says = f"spent {amount:g} ({programme.unit}), within {within:.0%}"
        yield Fact(Figure("spent", at=at), amount * (1 - within), amount * (1 + within), says)


def _found(table: Mapping[str, Any], key: str) -> str:
    return shown(table[key]) if key in table else "nothing"
