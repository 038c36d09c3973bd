"""What is still to come, given what has happened: the iterations that agree with the facts, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.programme.model import Programme
from engine.scoring.actuals import Actuals, ActualsError
from engine.simulation.limits import check_run
from engine.simulation.whole_run import simulate_whole
from engine.studies.joined import one_after_the_other
from engine.studies.replicate import seed_of

if TYPE_CHECKING:
    import xarray as xr

    from engine.studies.asked import Play

BATCH = 50_000  # iterations that are played at a time
FEWEST = 200  # that have to agree: fewer say too little of what remains


def update(
    programme: Programme,
    actuals: Actuals,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    most: int = 2_000_000,
    progress: Callable[[int], None] | None = None,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """Results of the programme given what is known of it: so many iterations in which all of `actuals` happened.

    Iterations are played in batches, each of a seed of its own (the first that of the run), and those are kept in which
    every fact holds, until there are `iterations` of them or `most` were played. What is kept is an independent sample
    of the conditional law, beliefs and all that hangs together included: weights are 1 or 0, so that the effective
    sample size is their number, and `engine.claims`, `engine.summarise` and others tell their errors as of any run.
    Attributes say `known_at`, `facts`, how many were `played`, and by fact what share of iterations agree with it alone
    (`agreement`). A fact that the programme thought unlikely costs iterations; one that it excludes says that the
    programme is wrong.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> from engine.scoring.actuals import Actuals, Fact
        >>> from engine.programme.figure import Figure
        >>> spent = Fact(Figure("spent", at="2023-05"), 0.0, 1e6, "something spent")
        >>> engine.update(programme, Actuals("2023-05", (spent,)), 500).sizes["iteration"]
        500

    Raises `ActualsError` where fewer than 200 of `most` iterations agree, with the fact that fewest agree with.
    """
    check_run(iterations, seed, None)
    asked = replace(
        programme, told=tuple(dict.fromkeys([*programme.told, *(f.figure for f in actuals.facts)]))
    )
    agree = np.zeros(len(actuals.facts), np.int64)
    kept: list[xr.Dataset] = []
    played = found = 0
    while found < iterations and played < most:
        size = min(BATCH, most - played)
        results = play(asked, size, seed_of(seed, len(kept)))
        holds = [_holds(results[fact.figure.name].values, fact.low, fact.high) for fact in actuals.facts]
        agree += [int(one.sum()) for one in holds]
        some = np.flatnonzero(np.logical_and.reduce(holds))[: iterations - found]
        kept.append(results.isel(iteration=some))
        played, found = played + size, found + some.size
        if progress is not None:
            progress(some.size)
    if found < min(FEWEST, iterations):
        raise ActualsError(_collapse(actuals, agree, found, played))
    whole = one_after_the_other(kept)
    told = {fact.figure.name for fact in actuals.facts} - {figure.name for figure in programme.figures}
    return whole.drop_vars(told).assign_attrs(_known(kept[0].attrs, actuals, agree, found, played))


def _known(
    attrs: dict[str, Any], actuals: Actuals, agree: np.ndarray, found: int, played: int
) -> dict[str, Any]:
    """What the results say of themselves."""
    changes = json.loads(attrs.get("changes") or "[]") + [
        f"known at {actuals.known_at}: {fact.says}" for fact in actuals.facts
    ]
    return {
        **attrs,
        "iterations": found,
        "independent": 1,
        "changes": json.dumps(changes, ensure_ascii=False),
        "known_at": actuals.known_at,
        "facts": json.dumps([fact.says for fact in actuals.facts], ensure_ascii=False),
        "agreement": json.dumps([round(int(count) / played, 9) for count in agree]),
        "played": played,
    }


def _holds(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return (values >= low) & (values <= high)


def _collapse(actuals: Actuals, agree: np.ndarray, found: int, played: int) -> str:
    """Why too few agree, and with what."""
    rarest = int(np.argmin(agree))
    fact = actuals.facts[rarest]
    share = f"{agree[rarest]:,} of {played:,} iterations agree with it alone"
    return (
        f"{found:,} of {played:,} iterations agree with all facts, and at least {FEWEST} are needed. "
        f"The rarest: {fact.says}; {share}. "
        + (
            "The programme as written excludes it: its laws are wrong, or the fact is."
            if not agree[rarest]
            else "Play more (--most), know it less exactly, or leave it out."
        )
    )
