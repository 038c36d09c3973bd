"""Plays in which chosen inputs keep their luck and all others draw it afresh, given what the chosen ones are.

The lever of pick-freeze and of Shapley effects. Every input has two draws, its own and a fresh one. A play takes for
each input one or the other; of inputs that a copula ties, in the order in which they were chosen: each is drawn from
its law given those before it (Rosenblatt, Annals of Mathematical Statistics 23, 1952), so that the frozen ones keep
their values and the rest follow the conditional law.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from engine.analysis.measures import over_clusters
from engine.bounds import evaluate, metrics_of
from engine.compiled.draw import draw
from engine.compiled.plan import Draws
from engine.compiled.vectors.reference import by_reference
from engine.dependence.group import Group, correlation_factor
from engine.draws.arrays import uniforms_only
from engine.draws.designs import sobol_directions
from engine.draws.reorder import keep_groups, members_of
from engine.model.model import Model
from engine.plan.sheet import chance_of
from engine.programme.model import Programme
from engine.simulation.limits import RunError, check_known
from engine.simulation.model_player import ModelPlayer
from engine.simulation.player import Floats, Input, Run
from engine.simulation.players import player_of
from engine.simulation.programme_player import ProgrammePlayer

CHUNK = 512  # iterations that are played at a time, all in one order
FRESH = (("*", 1),)
_LEAST, _MOST = 2.0**-53, 1.0 - 2.0**-53


class Chance(NamedTuple):
    """What is drawn independently of all else, but for copulas: its row, its name, and the input that it is of."""

    row: int
    name: str
    of: Input


class Tie(NamedTuple):
    """Inputs that a copula ties: their rows, the correlations of their scores, and degrees of freedom if they are t."""

    rows: NDArray[np.int64]
    scores: Floats
    degrees: float | None


class Bench:
    """A programme or model, made ready to be played with chosen luck.

    A group whose correlations are drawn is tied as they are at base, or, where it is `tied_by_play`, as each play has
    them: right where all of its inputs become known together, after what it hangs on.

    What it plays are measures, one number an iteration, and claims, 1 or 0; all of both if neither is named.

    Raises `RunError` for measures or claims that there are not, and for a design that needs the whole run.
    """

    def __init__(
        self,
        programme: Programme | Model,
        seed: int,
        design: str = "random",
        measures: Sequence[str] | None = None,
        claims: Sequence[str] | None = None,
        *,
        tied_by_play: bool = False,
    ) -> None:
        if design not in ("random", "sobol"):
            raise RunError(f"design = {design!r}: random or sobol is needed here")
        run = Run(CHUNK, seed, "random")
        self.player = player_of(programme, run)
        self.seed, self.design = seed, design
        self.player.prepare()
        entry = self.player.draws.varied.entry
        self.tied_by_play = np.flatnonzero(entry[:, 0] < entry[:, 1]).tolist() if tied_by_play else []
        whole = [name for name in self.player.names if self._is_whole(name)]
        specs = self.player.claims
        if measures is None and claims is None:
            measures, claims = whole, list(specs)
        self.measures, self.claims = tuple(measures or ()), tuple(claims or ())
        check_known("measures", self.measures, whole)
        check_known("claims", self.claims, list(specs))
        of_claims = [name for claim in self.claims for name in metrics_of(specs, claim)]
        self.needed = tuple(dict.fromkeys([*self.measures, *of_claims]))
        fresh = player_of(programme, run._replace(redraw=FRESH))
        self._own, self._fresh = (self._uniform_draws(one.draws) for one in (self.player, fresh))

    def _is_whole(self, name: str) -> bool:
        return not self.player.labels(name).dim or bool(self.player.over_clusters(name))

    @property
    def rows(self) -> int:
        """How many rows are drawn."""
        return int(self.player.draws.streams.size)

    @cached_property
    def chances(self) -> list[Chance]:
        """What is drawn, in the order of the inputs; the multiplier of a t copula is part of what it ties."""
        known = {one.name: one for one in self.player.inputs}
        if isinstance(self.player, ModelPlayer):
            drawn = self.player.model.drawn
            labels = [[one.name] for one in drawn]
        else:
            assert isinstance(self.player, ProgrammePlayer)
            drawn = self.player.planned.sheet.inputs
            strikes: dict[object, list[str]] = {}
            for risk in self.player.programme.risks:
                strikes.setdefault(chance_of(risk), []).append(risk.strikes)
            labels = [strikes.get(one, [one.name]) for one in drawn]
        return [
            Chance(
                row, " or ".join(names), known.get(names[0]) or Input(names[0], row, "chance", "", "", np.nan)
            )
            for row, names in enumerate(labels)
            if drawn[row].purpose != "copula" or row in self.player.draws.mixing[self.tied_by_play, 0]
        ]

    @cached_property
    def ties(self) -> list[Tie]:
        """Which rows hang together."""
        groups = self._groups()
        found = []
        for place, group in enumerate(groups):
            if place in self.tied_by_play:
                continue
            rows = members_of(self.player.draws, place)
            degrees = group.copula.degrees if group.copula.mixture is not None else None
            found.append(Tie(rows, np.asarray(group.normal_correlation), degrees))
        return found

    @property
    def ties_at_base(self) -> list[str]:
        """The beliefs that correlations hang on which every play has as they are at base."""
        groups = [] if self.tied_by_play else self._groups()
        return list(
            dict.fromkeys(name for one in groups for entry in one.varied for name in entry.varied.names)
        )

    def _groups(self) -> Sequence[Group]:
        if isinstance(self.player, ModelPlayer):
            return self.player.model.groups
        assert isinstance(self.player, ProgrammePlayer)
        return self.player.planned.sheet.groups

    def _uniform_draws(self, draws: Draws) -> Draws:
        bare = uniforms_only(keep_groups(draws, []))
        if self.design == "sobol":
            from engine.compiled.designs import SOBOL

            bare = bare._replace(design=SOBOL, directions=sobol_directions(bare.dimension))
        return by_reference(bare)

    def luck(self, chunk: int) -> tuple[Floats, Floats]:
        """`(row, iteration)` Independent uniforms of a chunk: each input's own, and fresh ones."""
        own, fresh = np.empty((self.rows, CHUNK)), np.empty((self.rows, CHUNK))
        draw(self._own, self.seed, chunk * CHUNK, own)
        draw(self._fresh, self.seed, chunk * CHUNK, fresh)
        return own, fresh

    def seat(self) -> Seat:
        """What one thread plays with."""
        return Seat(self)


class Seat:
    """The memory of one thread: the uniforms that its plays are given."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.given = np.full((bench.rows, CHUNK), 0.5)
        own = bench.player.under(bench.player.run)
        draws = keep_groups(own.draws, bench.tied_by_play)
        draws = draws._replace(given=self.given, given_row=np.arange(bench.rows))
        if isinstance(own, ModelPlayer):
            own.prepared = by_reference(draws)
        else:
            assert isinstance(own, ProgrammePlayer)
            own.plan = by_reference(own.bare._replace(draws=draws))
        self.player = own
        self.buffer = own.buffer(CHUNK)

    def play(self, luck: Floats, orders: Sequence[Order]) -> Floats:
        """`(output, iteration)` The outputs under `luck[row, iteration]`, ties taken in the order of `orders`."""
        self.given[:] = luck
        for order in orders:
            self.given[order.rows] = order.tied(luck)
        self.player.play(0, CHUNK, self.buffer, 0)
        arrays = self.player.arrays(self.buffer)
        values = {name: self._whole(name, arrays[name]) for name in self.bench.needed}
        found = [values[name] for name in self.bench.measures]
        if self.bench.claims:
            held = evaluate(self.player.claims, _Every(values))
            found += [held[name].astype(np.float64) for name in self.bench.claims]
        return np.array(found)

    def _whole(self, name: str, values: Floats) -> Floats:
        how = self.player.over_clusters(name)
        return over_clusters(how, values) if how else values


class _Every(dict[str, Floats]):
    """Measures by name; those that no claim which is asked for needs are not numbers."""

    def __missing__(self, _: str) -> Floats:
        return np.full(CHUNK, np.nan)


class Order(NamedTuple):
    """The inputs of a tie in the order in which each is drawn given those before it."""

    rows: NDArray[np.int64]
    factor: Floats
    degrees: float | None

    @classmethod
    def of(cls, tie: Tie, place: NDArray[np.int64]) -> Order:
        """By the place of each row."""
        turn = np.argsort(place[tie.rows], kind="stable")
        return cls(tie.rows[turn], correlation_factor(tie.scores[np.ix_(turn, turn)]), tie.degrees)

    def tied(self, luck: Floats) -> Floats:
        """`(row, iteration)` Uniforms that hang together, from independent ones.

        Of a t copula each score is given those before it Student t with a degree more for each of them (Ding, The
        American Statistician 70, 2016, equation 6).
        """
        own = np.clip(luck[self.rows], _LEAST, _MOST)
        if self.degrees is None:
            return np.clip(ndtr(self.factor @ ndtri(own)), _LEAST, _MOST)
        steps, far = np.empty_like(own), np.zeros(own.shape[1])
        for k, uniform in enumerate(own):
            degrees = self.degrees + k
            steps[k] = np.sqrt((self.degrees + far) / degrees) * stdtrit(degrees, uniform)
            far += steps[k] ** 2
        return np.clip(stdtr(self.degrees, self.factor @ steps), _LEAST, _MOST)
