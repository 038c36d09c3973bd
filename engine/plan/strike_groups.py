"""Strikes of one risk of which any is enough for another to strike."""

from __future__ import annotations

from collections import defaultdict

from engine.programme.model import Programme

Group = tuple[str, ...]


def implying_groups(programme: Programme) -> dict[str, list[Group]]:
    """By risk the strikes that imply it, those of one risk together."""
    by_family: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for risk in programme.risks:
        for implied in risk.implies:
            by_family[implied][risk.family or risk.name].append(risk.name)
    found = {name: [tuple(group) for group in families.values()] for name, families in by_family.items()}
    return defaultdict(list, found)


def strike_groups(programme: Programme) -> list[Group]:
    """All of them, each once, but those of a single strike."""
    implying = implying_groups(programme)
    every = [group for risk in programme.risks for group in (*risk.needs_any, *implying[risk.name])]
    return [group for group in dict.fromkeys(every) if len(group) != 1]
