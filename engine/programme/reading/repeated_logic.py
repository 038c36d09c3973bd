"""What strikes of risks that may strike several times decide over each other.

Any strike of one counts for every strike of another; of two that may strike every year, in the same year alone, but for
prevention: what prevents does so for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.problems import Findings, listed
from engine.programme.model import Risk
from engine.programme.reading.laws import support

Strikes = Mapping[str, Sequence[Risk]]  # by the risk of the file: one risk of the model for each time


def each_with_its_logic(strikes: Strikes, findings: Findings) -> tuple[Risk, ...]:
    """All strikes, with names of other strikes in place of names of risks; too likely exclusive ones are told."""
    words: dict[str, list[Risk]] = {}
    for each in strikes.values():
        for one in each:
            words.setdefault(one.exclusive or "", []).append(one)
    yearly = {word for word, some in words.items() if word and all(one.year is not None for one in some)}
    found = tuple(_resolved(one, strikes, yearly) for each in strikes.values() for one in each)
    _refuse_overfull(found, findings)
    return found


def _resolved(one: Risk, strikes: Strikes, yearly: set[str]) -> Risk:
    needed = [_met(one, strikes.get(name, ())) for name in one.needs]
    return replace(
        one,
        needs=tuple(group[0] for group in needed if len(group) == 1),
        needs_any=tuple(group for group in needed if len(group) != 1),
        implies=tuple(name for other in one.implies for name in _met(one, strikes.get(other, ()))),
        prevented_by=tuple(other.name for name in one.prevented_by for other in strikes.get(name, ())),
        exclusive=f"{one.exclusive}.{one.year}" if one.exclusive in yearly else one.exclusive,
    )


def _met(one: Risk, others: Sequence[Risk]) -> tuple[str, ...]:
    """The strikes of another risk that count for one strike."""
    by_year = one.year is not None and all(other.year is not None for other in others)
    return tuple(other.name for other in others if not by_year or other.year == one.year)


def _refuse_overfull(strikes: Sequence[Risk], findings: Findings) -> None:
    """Exclusive strikes whose probabilities may add up to more than 1."""
    groups: dict[str, list[Risk]] = {}
    for one in strikes:
        if one.exclusive:
            groups.setdefault(one.exclusive, []).append(one)
    told: set[str] = set()
    for members in groups.values():
        most = sum(support(risk.probability.law)[1] for risk in members)
        names = list(dict.fromkeys(risk.family or risk.name for risk in members))
        if most > 1 + 1e-12 and names[0] not in told:
            told.add(names[0])
            times = "" if len(names) == len(members) else f", {len(members)} strikes"
            whose = f"{listed(names, 'and')}{times}"
            year = members[0].year
            when = f" in {year}" if year is not None and all(one.year == year for one in members) else ""
            found = f"probabilities of up to {most:g} in all of {whose}{when}, of which at most one strikes"
            accepted = "probabilities that add up to at most 1"
            findings.add(f"risks.{names[0]}.exclusive", found, accepted)
