"""Work and old systems that the horizon cuts off, and costs of delay that can never fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme
from engine.simulation.player import Run, play_block
from engine.simulation.players import telling_of
from engine.simulation.programme_player import ProgrammePlayer
from engine.studies.lint.slip import Case, Slip

TRIALS, SEED = 1000, 2023  # a chance of 1 in 300 is seen with 96%
_MOST_PLAYED = 2_000_000  # dates: of very many activities fewer trials are played
_TIES = 100  # pairs of correlated inputs, which take as long as a date


def rules(case: Case) -> Iterator[Slip]:
    """All of them; chances are of a short play."""
    programme = case.programme
    if programme.activities:
        ties = sum(len(group.inputs) ** 2 for group in programme.correlation)
        trials = max(min(TRIALS, _MOST_PLAYED // (len(programme.activities) + ties // _TIES)), 20)
        trials = trials if case.planned.sheet.inputs else 1
        # No Dataset is made of them: xarray takes longer to load than a thousand iterations to play.
        bare = ProgrammePlayer(programme, Run(trials, SEED, "random"))
        bare.planned = case.planned
        player, _ = telling_of(bare, ["*.finish"])
        names = [str(name) for name in player.labels("finish").names]
        finish = play_block(player, 0, trials)["finish"]
        base = dict(zip(names, player.base["finish"].tolist(), strict=True))
        late = dict(zip(names, (finish > programme.horizon).mean(axis=1).tolist(), strict=True))
        yield from _past_the_horizon(case, base, late, trials)
    yield from _never_late(case)


def _past_the_horizon(
    case: Case, base: dict[str, float], late: dict[str, float], trials: int
) -> Iterator[Slip]:
    horizon = case.programme.horizon
    for name, month in base.items():
        if month > horizon:
            years = f"; is a horizon of {horizon} meant as years? It is in months" if horizon <= 60 else ""
            found = f"ends in month {month:g} of the base case, after the horizon of {horizon}"
            yield Slip(case.key_of(name), found, f"what follows it is lost{years}")
    some = {name: chance for name, chance in late.items() if chance > 0.0 and base[name] <= horizon}
    if some:
        worst = max(some, key=some.__getitem__)
        others = f" and {len(some) - 1} more" if len(some) > 1 else ""
        found = (
            f"{worst}{others} may end after it, the first in {some[worst]:.1%} of {trials:,} trial iterations"
        )
        told = "work is paid whole all the same; benefits, running and legacy costs end with the horizon"
        yield Slip("horizon", found, told)


def _never_late(case: Case) -> Iterator[Slip]:
    programme = case.programme
    moving = _moving(programme)
    live = {cluster.id: cluster.go_live for cluster in programme.clusters}
    for line in programme.costs:
        if line.timing == "until_go_live" and live[line.cluster] not in moving:
            found = f"a legacy cost of {line.cluster}, whose go-live can never be late"
            meaning = (
                "it is never paid: give an activity before go-live an uncertain duration, a driver or a delay"
            )
            yield Slip(case.key_of(line.name), found, meaning)


def _moving(programme: Programme) -> set[str]:
    """Activities whose finish is uncertain: by themselves, by what precedes them, or by money."""
    delayed = {
        target
        for risk in programme.risks
        for effect in risk.effects
        if effect_kinds()[effect.kind].into != "money"
        for target in effect.targets
    } | {target for driver in programme.drivers for target in driver.targets}
    paid = {line.activity for line in programme.costs if line.funded} if programme.funding else set()
    moving: set[str] = set()
    for activity in programme.activities:  # in an order that respects predecessors
        own = not all(quantity.is_certain for quantity, _ in activity.quantities())
        if (
            own
            or activity.name in delayed | paid
            or np.any([before in moving for before in activity.predecessors])
        ):
            moving.add(activity.name)
    return moving
