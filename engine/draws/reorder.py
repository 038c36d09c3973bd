"""What only a whole run can give: strata that survive a copula, and the reordering of Iman & Conover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.compiled import designs as compiled
from engine.compiled.draw import draw
from engine.compiled.plan import Draws
from engine.compiled.uniforms import fill_uniforms
from engine.compiled.vectors.reference import by_reference
from engine.dependence.group import correlation_factor
from engine.draws.arrays import ragged, uniforms_only

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

BLOCK = 4096  # iterations drawn at a time


def needs_whole_run(draws: Draws) -> list[int]:
    """The groups whose uniforms hang on the whole run: those to be reordered, and of a latin design all.

    But for those that are drawn by world: a world has one draw, whose stratum is among the worlds; and for those
    whose correlations are drawn, whose strata the copula blurs.
    """
    return [
        g
        for g, reorder in enumerate(draws.reorder)
        if reorder
        or (
            draws.design == compiled.LATIN
            and not draws.by_world[members_of(draws, g)[0]]
            and draws.varied.entry[g, 0] == draws.varied.entry[g, 1]
        )
    ]


def inputs_held(draws: Draws, is_latin: bool) -> int:
    """How many inputs have their uniforms held over the whole run."""
    sizes = np.diff(draws.groups.start)
    return int(sizes.sum() if is_latin else sizes[draws.reorder].sum())


def give_whole_run(draws: Draws, seed: int, iterations: int) -> Draws:
    """The draws with the uniforms of such groups worked out and given: `(coupled input, iteration)` doubles.

    Of a latin design ranks after the copula become strata: of n iterations one falls into each n-th again, and
    rank correlations are those of the copula.
    """
    chosen = needs_whole_run(draws)
    if not chosen:
        return draws
    members = [members_of(draws, g) for g in chosen]
    rows = np.concatenate(members)
    given = uniforms_of(
        keep_groups(draws, [g for g in chosen if not draws.reorder[g]]), seed, iterations, rows
    )
    at = 0
    for g, group in zip(chosen, members, strict=True):
        part = given[at : at + len(group)]
        if draws.reorder[g]:
            reorder(part, factor_of(draws, g))
        else:
            stratify(part, seed, draws.streams[group])
        at += len(group)
    place = np.full(len(draws.streams), -1, np.int64)
    place[rows] = np.arange(rows.size)
    others = [g for g in range(len(draws.reorder)) if g not in chosen]
    return keep_groups(draws, others)._replace(given=given, given_row=place)


def uniforms_of(draws: Draws, seed: int, iterations: int, rows: IntArray) -> FloatArray:
    """`(row, iteration)` The uniforms of some inputs over a whole run."""
    reference, streams = by_reference(uniforms_only(draws)), len(draws.streams)
    uniforms = np.empty((rows.size, iterations))
    for first in range(0, iterations, BLOCK):
        stop = min(first + BLOCK, iterations)
        sheet = np.empty((streams, stop - first))
        draw(reference, seed, first, sheet)
        uniforms[:, first:stop] = sheet[rows]
    return uniforms


def stratify(uniforms: FloatArray, seed: int, streams: NDArray[np.uint64]) -> None:
    """Put each of `uniforms[input, iteration]`, in place, at random into the stratum of its rank."""
    iterations = uniforms.shape[1]
    for row, stream in zip(uniforms, streams, strict=True):
        ranks = ranks_of(row)
        fill_uniforms(seed, stream, 0, row)
        row[:] = np.minimum((ranks + row) / iterations, compiled.BELOW_ONE)


def reorder(uniforms: FloatArray, factor: FloatArray) -> None:
    """Put each row of independent `uniforms[input, iteration]`, in place, into an order in which scores correlate.

    Iman & Conover, "A distribution-free approach to inducing rank correlation among input variables",
    Communications in Statistics B 11 (1982): van der Waerden scores, made exactly uncorrelated, times `factor`.
    Of hardly more iterations than inputs they may be dependent, which a pseudo-inverse survives.
    """
    iterations = uniforms.shape[1]
    scores = np.empty_like(uniforms)
    for score, row in zip(scores, uniforms, strict=True):
        score[:] = special.ndtri((ranks_of(row) + 1.0) / (iterations + 1))
    found = correlation_factor(np.atleast_2d(np.corrcoef(scores)))
    scores = (factor @ np.linalg.pinv(found)) @ scores
    for score, row in zip(scores, uniforms, strict=True):
        row[:] = np.sort(row)[ranks_of(score)]


def ranks_of(values: FloatArray) -> IntArray:
    """Rank of each value, from 0."""
    ranks = np.empty(values.size, np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size)
    return ranks


def members_of(draws: Draws, group: int) -> IntArray:
    """Input rows of a group."""
    return draws.groups.rows[draws.groups.start[group] : draws.groups.start[group + 1]]


def factor_of(draws: Draws, group: int) -> FloatArray:
    """Lower-triangular factor `(input, input)` of a group."""
    size, at = len(members_of(draws, group)), draws.factor_start[group]
    return draws.factors[at : at + size * size].reshape(size, size)


def keep_groups(draws: Draws, groups: Sequence[int]) -> Draws:
    """The draws with these of their groups alone; the inputs of the others are independent."""
    factors = [factor_of(draws, g).ravel() for g in groups]
    return draws._replace(
        groups=ragged([members_of(draws, g).tolist() for g in groups]),
        factors=np.concatenate([np.empty(0), *factors]),
        factor_start=np.cumsum([0, *(factor.size for factor in factors)])[:-1].astype(np.int64),
        varied=draws.varied._replace(entry=draws.varied.entry[list(groups)]),
        mixing=draws.mixing[list(groups)],
        tail=draws.tail[list(groups)],
        reorder=draws.reorder[list(groups)],
    )
