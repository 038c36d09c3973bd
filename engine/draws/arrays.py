"""Named inputs with laws -> the arrays by which compiled code draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distributions import Law, Normal, SecondOrder
from engine.compiled.conditional import Conditionals
from engine.compiled.designs import RANDOM
from engine.compiled.plan import Draws, Ragged
from engine.dependence.group import Group, correlation_factor
from engine.draws.inputs import Input, StreamCollision, stream_of
from engine.draws.second_order import Conditional, conditional
from engine.draws.table_cache import TableCache
from engine.draws.tables import join, tabulate

table_of = TableCache(tabulate, limit=64 * 2**20)  # bytes; the flagship's tables take 1.4 MB


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """Lists of rows, end to end."""
    start = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return Ragged(start, np.array([row for rows in lists for row in rows], np.int64))


def plan_draws(inputs: Sequence[Input], groups: Sequence[Group] = ()) -> Draws:
    """The draws of `inputs`, input k into row k of the sheet.

    Raises `StreamCollision` for two names with one hash, `TableError` for a law that has no smooth quantiles.
    """
    streams: dict[int, str] = {}
    for one in inputs:
        stream = stream_of(one.name, one.purpose, one.salt)
        if stream in streams:
            raise StreamCollision(
                f"{one.name} and {streams[stream]} have the same stream; rename one of them"
            )
        streams[stream] = one.name
    mixtures = [group.copula.mixture for group in groups]
    of_copulas = [law for mixture in mixtures if mixture is not None for law in mixture]
    conditionals = {k: found for k, one in enumerate(inputs) if (found := conditional_of(one)) is not None}
    own = [None if k in conditionals else law_of(one) for k, one in enumerate(inputs)]
    at_nodes = (law for found in conditionals.values() for law in found.laws)
    laws = list(
        dict.fromkeys(law for law in [Normal(0.0, 1.0), *of_copulas, *own, *at_nodes] if law is not None)
    )
    tables, places = join(table_of(law) for law in laws)
    place = {law: places[k] for k, law in enumerate(laws)}
    uniform = np.zeros(2, np.int64)
    row = {(one.name, one.purpose): k for k, one in enumerate(inputs)}
    factors = [correlation_factor(group.normal_correlation).ravel() for group in groups]
    return Draws(
        streams=np.array(list(streams), np.uint64),
        laws=np.array([uniform if law is None else place[law] for law in own], np.int64).reshape(-1, 2),
        tables=tables,
        conditionals=plan_conditionals(inputs, conditionals, place, row),
        normal=places[0],
        design=RANDOM,
        iterations=0,
        dimension=np.array([k + one.salt * len(inputs) for k, one in enumerate(inputs)], np.int64),
        directions=np.empty((0, 32), np.uint32),
        given=np.empty((0, 0)),
        given_row=np.full(len(inputs), -1, np.int64),
        groups=ragged([[row[name, "value"] for name in group.inputs] for group in groups]),
        factors=np.concatenate([np.empty(0), *factors]),
        factor_start=np.cumsum([0, *(factor.size for factor in factors)])[:-1].astype(np.int64),
        mixing=np.array(
            [
                [-1, 0, 0] if mixture is None else [row[group.name, "copula"], *place[mixture.multiplier]]
                for group, mixture in zip(groups, mixtures, strict=True)
            ],
            np.int64,
        ).reshape(-1, 3),
        tail=np.array(
            [uniform if mixture is None else place[mixture.tail] for mixture in mixtures], np.int64
        ).reshape(-1, 2),
        reorder=np.array([group.copula.reorders for group in groups], np.bool_),
    )


def uniforms_only(draws: Draws) -> Draws:
    """The same draws, coupled where they are, but left as uniforms."""
    return draws._replace(laws=np.zeros_like(draws.laws), conditionals=plan_conditionals((), {}, {}, {}))


def law_of(one: Input) -> Law | None:
    """The law by which an input plays; of one whose quantiles are not smooth in its parameters, the predictive."""
    return one.law.equivalent if isinstance(one.law, SecondOrder) else one.law


def conditional_of(one: Input) -> Conditional | None:
    """The law of an input given its parameters, where they are drawn."""
    return conditional(one.law) if isinstance(one.law, SecondOrder) else None


def plan_conditionals(
    inputs: Sequence[Input],
    conditionals: Mapping[int, Conditional],
    place: Mapping[Law, NDArray[np.int64]],
    row: Mapping[tuple[str, str], int],
) -> Conditionals:
    """The arrays of inputs whose law hangs on others; parameters stand behind what they are parameters of."""
    backwards = {k: conditionals[k] for k in sorted(conditionals, reverse=True)}
    parameters = [
        row[f"{inputs[k].name}.{name}", "value"]
        for k in backwards
        if isinstance(law := inputs[k].law, SecondOrder)
        for name in law.names
    ]
    nodes = [each for found in backwards.values() for each in found.nodes]
    weights = [each for found in backwards.values() for each in found.weights]
    laws = [law for found in backwards.values() for law in found.laws]
    return Conditionals(
        row=np.array(list(backwards), np.int64),
        parameter=np.cumsum([0, *(len(found.nodes) for found in backwards.values())]).astype(np.int64),
        parameter_row=np.array(parameters, np.int64),
        node=np.cumsum([0, *map(len, nodes)]).astype(np.int64),
        at=np.concatenate([np.empty(0), *nodes]),
        weight=np.concatenate([np.empty(0), *weights]),
        law=np.cumsum([0, *(len(found.laws) for found in backwards.values())]).astype(np.int64),
        segments=np.array([place[law] for law in laws], np.int64).reshape(-1, 2),
    )
