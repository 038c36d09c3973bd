"""Laws with uncertain parameters: a quantile interpolated between those of the laws at nodes of the parameters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.quantiles import Tables, apply_quantile
from engine.compiled.vectors.loop import inner_loop

AT_A_NODE = (
    1e-100  # a distance that makes the node's own quantile the answer, and does not overflow in a product
)
ABOVE_ZERO, BELOW_ONE = 2.0**-53, 1.0 - 2.0**-53  # where uniforms are


class Conditionals(NamedTuple):
    """The inputs with such laws, an input after those that are its parameters, and the branches of each.

    row        (input) row of its uniform, replaced by its value
    branch     (input + 1) first of its branches
    chance     (branch) its probability
    chance_row (branch) row that holds it, where it is drawn; else -1
    complement (branch) it is 1 less what is in that row
    parameter  (branch + 1) first of its parameters
    parameter_row (parameter) row of the drawn parameter
    node       (parameter + 1) first of its nodes
    at, weight (node) value of the parameter, barycentric weight
    law        (branch + 1) first of its laws, one for each combination of nodes, the first parameter's fastest
    segments   (law, 2) first segment and number of segments
    """

    row: NDArray[np.int64]
    branch: NDArray[np.int64]
    chance: NDArray[np.float64]
    chance_row: NDArray[np.int64]
    complement: NDArray[np.bool_]
    parameter: NDArray[np.int64]
    parameter_row: NDArray[np.int64]
    node: NDArray[np.int64]
    at: NDArray[np.float64]
    weight: NDArray[np.float64]
    law: NDArray[np.int64]
    segments: NDArray[np.int64]


@inner_loop
def apply_conditional(
    tables: Tables,
    laws: Conditionals,
    one: int,
    sheet: NDArray[np.float64],
    room: NDArray[np.float64],
    piece: NDArray[np.int64],
) -> None:
    """Replace the uniforms of input `one` in `sheet[row, iteration]` by values, its parameters being drawn.

    `room[4, iteration]` and `piece[iteration]` are room to work in.
    """
    row, first, end = sheet[laws.row[one]], laws.branch[one], laws.branch[one + 1]
    if end - first == 1:
        interpolate(tables, laws, first, sheet, parameters_of(laws, first), row, room, piece)
        return
    branches, where = np.empty(row.size, np.int64), np.empty(row.size, np.int64)
    for i in range(row.size):
        branches[i], row[i] = branch_of(laws, first, end - 1, row[i], sheet, i)
    for branch in range(first, end):
        count = 0
        for i in range(row.size):
            where[count] = i
            count += branches[i] == branch
        rows = parameters_of(laws, branch)
        drawn, values, numbers = np.empty((rows.size, count)), np.empty(count), np.arange(rows.size)
        for k in range(count):
            values[k] = row[where[k]]
            for p in numbers:
                drawn[p, k] = sheet[rows[p], where[k]]
        interpolate(tables, laws, branch, drawn, numbers, values, room, piece)
        for k in range(count):
            row[where[k]] = values[k]


@inner_loop
def parameters_of(laws, branch):  # type: ignore[no-untyped-def]
    """The sheet's rows of a branch's parameters."""
    return laws.parameter_row[laws.parameter[branch] : laws.parameter[branch + 1]]


@inner_loop
def branch_of(laws, branch, last, u, sheet, i):  # type: ignore[no-untyped-def]
    """The branch into which a uniform falls, the first being `branch`, and what it has left over."""
    below, chance = 0.0, chance_of(laws, branch, sheet, i)
    while branch < last and not u < below + chance:
        branch, below = branch + 1, below + chance
        chance = chance_of(laws, branch, sheet, i)
    left = (u - below) / chance if chance > 0.0 else 0.5
    return branch, min(max(left, ABOVE_ZERO), BELOW_ONE)


@inner_loop
def chance_of(laws, branch, sheet, i):  # type: ignore[no-untyped-def]
    """The probability of a branch."""
    if laws.chance_row[branch] < 0:
        return laws.chance[branch]
    drawn = sheet[laws.chance_row[branch], i]
    return 1.0 - drawn if laws.complement[branch] else drawn


@inner_loop
def interpolate(
    tables: Tables,
    laws: Conditionals,
    branch: int,
    drawn: NDArray[np.float64],
    rows: NDArray[np.int64],
    row: NDArray[np.float64],
    room: NDArray[np.float64],
    piece: NDArray[np.int64],
) -> None:
    """Replace the uniforms `row[iteration]` by quantiles of a branch, whose parameters are `drawn[rows, iteration]`.

    Law by law, so that each becomes vectors: 5 ns a law and value, where iteration by iteration took 11.
    """
    value, total, share, at = room[0], room[1], room[2], room[3]
    for i in range(row.size):
        value[i] = total[i] = 0.0
    for law in range(laws.law[branch], laws.law[branch + 1]):
        for i in range(row.size):
            at[i], share[i] = row[i], 1.0
        rest = law - laws.law[branch]
        for p in range(rows.size):
            of = laws.parameter[branch] + p
            nodes = laws.node[of + 1] - laws.node[of]
            node = laws.node[of] + rest % nodes
            rest //= nodes
            place, weight, parameter = laws.at[node], laws.weight[node], drawn[rows[p]]
            for i in range(row.size):
                distance = parameter[i] - place
                share[i] *= weight / (distance if distance != 0.0 else AT_A_NODE)
        apply_quantile(tables, laws.segments[law, 0], laws.segments[law, 1], at[: row.size], piece)
        for i in range(row.size):
            value[i] += share[i] * at[i]
            total[i] += share[i]
    for i in range(row.size):
        row[i] = value[i] / total[i]
