"""Named inputs with laws -> the arrays by which compiled code draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distributions import Discrete, Law, LawError, Normal, SecondOrder, Shared
from engine.compiled.conditional import Conditionals
from engine.compiled.designs import RANDOM
from engine.compiled.plan import Draws, Ragged
from engine.dependence.group import Group, correlation_factor
from engine.draws.branches import Branch
from engine.draws.inputs import Input, StreamCollision, branches_of, parameter_name, stream_of
from engine.draws.table_cache import TableCache
from engine.draws.tables import Table, TableError, join, tabulate
from engine.draws.varied import plan_varied

table_of = TableCache(tabulate, limit=64 * 2**20)  # bytes; the flagship's tables take 1.4 MB


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """Lists of rows, end to end."""
    return Ragged(ends_of(map(len, lists)), np.array([row for rows in lists for row in rows], np.int64))


def plan_draws(
    inputs: Sequence[Input], groups: Sequence[Group] = (), table: Callable[[Law], Table] = table_of
) -> Draws:
    """The draws of `inputs`, input k into row k of the sheet, by the `table` of each law.

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
    hanging = {k: found for k, one in enumerate(inputs) if (found := branches_of(one))}
    own = [None if k in hanging else law_of(one) for k, one in enumerate(inputs)]
    at_nodes = (law for found in hanging.values() for branch in found for law in branch.law.laws)
    laws = list(
        dict.fromkeys(law for law in [Normal(0.0, 1.0), *of_copulas, *own, *at_nodes] if law is not None)
    )
    whose = dict(zip(reversed(own), reversed([one.name for one in inputs]), strict=True))
    tables, places = join(named_table(law, whose.get(law, ""), table) for law in laws)
    place = {law: places[k] for k, law in enumerate(laws)}
    uniform = np.zeros(2, np.int64)
    row = {(one.name, one.purpose): k for k, one in enumerate(inputs)}
    factors = [correlation_factor(group.normal_correlation).ravel() for group in groups]
    return Draws(
        streams=np.array(list(streams), np.uint64),
        laws=np.array([uniform if law is None else place[law] for law in own], np.int64).reshape(-1, 2),
        tables=tables,
        fixed=np.array([one_value(law) for law in own], np.float64),
        conditionals=plan_conditionals(inputs, hanging, place, row),
        normal=places[0],
        world=1,
        by_world=np.array([one.by_world for one in inputs], np.bool_),
        design=RANDOM,
        iterations=0,
        dimension=np.array([k + one.salt * len(inputs) for k, one in enumerate(inputs)], np.int64),
        directions=np.empty((0, 32), np.uint32),
        given=np.empty((0, 0)),
        given_row=np.full(len(inputs), -1, np.int64),
        groups=ragged([[row[one] for one in members_of(group)] for group in groups]),
        factors=np.concatenate([np.empty(0), *factors]),
        factor_start=np.cumsum([0, *(factor.size for factor in factors)])[:-1].astype(np.int64),
        varied=plan_varied(groups, row),
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


def named_table(law: Law, name: str, table: Callable[[Law], Table] = table_of) -> Table:
    """The table of the law of the input of this name; raises `TableError`, which says it."""
    try:
        return table(law)
    except (TableError, LawError) as error:
        raise TableError(str(error), name) from error


def members_of(group: Group) -> list[tuple[str, str]]:
    """Name and purpose of each input of a group."""
    return list(zip(group.inputs, group.purposes or ("value",) * len(group.inputs), strict=True))


def uniforms_only(draws: Draws) -> Draws:
    """The same draws, coupled where they are, but left as uniforms."""
    return draws._replace(
        laws=np.zeros_like(draws.laws),
        fixed=np.full_like(draws.fixed, np.nan),
        conditionals=plan_conditionals((), {}, {}, {}),
    )


def law_of(one: Input) -> Law | None:
    """The law by which an input plays; of one whose quantiles are not smooth in its parameters, the predictive."""
    return one.law.equivalent if isinstance(one.law, SecondOrder) else one.law


def one_value(law: Law | None) -> float:
    """The one value of an input that is held, as its table has it; NaN of any other."""
    return law.values[0] + 0.0 if isinstance(law, Discrete) and len(law.values) == 1 else np.nan


def plan_conditionals(
    inputs: Sequence[Input],
    hanging: Mapping[int, tuple[Branch, ...]],
    place: Mapping[Law, NDArray[np.int64]],
    row: Mapping[tuple[str, str], int],
) -> Conditionals:
    """The arrays of inputs whose law hangs on others; parameters stand behind what they are parameters of."""
    backwards = sorted(hanging, reverse=True)
    every = [(inputs[k], branch) for k in backwards for branch in hanging[k]]
    chances = [branch.chance for _, branch in every]
    laws = [branch.law for _, branch in every]
    parameters = [
        row[parameter_name(one, name), "value"] for one, branch in every for name in branch.law.names
    ]
    nodes = [each for law in laws for each in law.nodes]
    weights = [each for law in laws for each in law.weights]
    shared = [chance if isinstance(chance, Shared) else None for chance in chances]
    return Conditionals(
        row=np.array(backwards, np.int64),
        branch=ends_of(len(hanging[k]) for k in backwards),
        chance=np.array([0.0 if isinstance(chance, Shared) else chance for chance in chances], np.float64),
        chance_row=np.array([-1 if one is None else row[one.name, "value"] for one in shared], np.int64),
        complement=np.array([one is not None and one.complement for one in shared], np.bool_),
        parameter=ends_of(len(law.nodes) for law in laws),
        parameter_row=np.array(parameters, np.int64),
        node=ends_of(map(len, nodes)),
        at=np.concatenate([np.empty(0), *nodes]),
        weight=np.concatenate([np.empty(0), *weights]),
        law=ends_of(len(law.laws) for law in laws),
        segments=np.array([place[one] for law in laws for one in law.laws], np.int64).reshape(-1, 2),
    )


def ends_of(sizes: Iterable[int]) -> NDArray[np.int64]:
    """Where each of some lists begins that stand end to end, and where the last ends."""
    return np.cumsum([0, *sizes]).astype(np.int64)
