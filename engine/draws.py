"""Named inputs with laws -> the arrays by which compiled code draws them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law, Normal
from engine.compiled.designs import RANDOM
from engine.compiled.plan import Draws, Ragged
from engine.copulas import Mixing, TailOfScore
from engine.tables import join, tabulate

table_of = lru_cache(maxsize=4096)(tabulate)  # equal laws share a table


class Input(NamedTuple):
    """One uncertain quantity: its full name, its law (`None`: the uniform itself), and what it is drawn for."""

    name: str
    law: Law | None
    purpose: str = "value"


class Group(NamedTuple):
    """Inputs tied by a copula, and the correlation matrix `(input, input)` of their normal scores.

    Finite `degrees` of freedom make it a Student t copula, whose one divisor an iteration is an input named
    after the group. `reorder` asks for the reordering of Iman & Conover instead of a copula.
    """

    inputs: tuple[str, ...]
    normal_correlation: NDArray[np.float64]
    degrees: float = math.inf
    name: str = ""
    reorder: bool = False


class StreamCollision(ValueError):
    """Two inputs whose names hash to one stream, which would make them one draw."""


def stream_of(name: str, purpose: str = "value") -> int:
    """The 64-bit stream of an input: a hash of its full name and purpose, never of its position."""
    return int.from_bytes(hashlib.blake2b(f"{name}\0{purpose}".encode(), digest_size=8).digest(), "little")


def mixing_inputs(groups: Iterable[Group]) -> list[Input]:
    """The inputs that t copulas need beside those that they tie: a divisor for each group."""
    return [Input(group.name, None, "copula") for group in groups if math.isfinite(group.degrees)]


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
        stream = stream_of(one.name, one.purpose)
        if stream in streams:
            raise StreamCollision(
                f"{one.name} and {streams[stream]} have the same stream; rename one of them"
            )
        streams[stream] = one.name
    degrees = [group.degrees for group in groups if math.isfinite(group.degrees)]
    of_copulas = [law(nu) for nu in degrees for law in (Mixing, TailOfScore)]
    of_inputs = (one.law for one in inputs if one.law is not None)
    laws = list(dict.fromkeys([Normal(0.0, 1.0), *of_copulas, *of_inputs]))
    tables, places = join(table_of(law) for law in laws)
    place = {law: places[k] for k, law in enumerate(laws)}
    uniform = np.zeros(2, np.int64)
    row = {(one.name, one.purpose): k for k, one in enumerate(inputs)}
    factors = [correlation_factor(group.normal_correlation).ravel() for group in groups]
    return Draws(
        streams=np.array(list(streams), np.uint64),
        laws=np.array([uniform if one.law is None else place[one.law] for one in inputs], np.int64).reshape(
            -1, 2
        ),
        tables=tables,
        normal=places[0],
        design=RANDOM,
        iterations=0,
        directions=np.empty((0, 32), np.uint32),
        given=np.empty((0, 0)),
        given_row=np.full(len(inputs), -1, np.int64),
        groups=ragged([[row[name, "value"] for name in group.inputs] for group in groups]),
        factors=np.concatenate([np.empty(0), *factors]),
        factor_start=np.cumsum([0, *(factor.size for factor in factors)])[:-1].astype(np.int64),
        mixing=np.array(
            [
                [row[group.name, "copula"], *place[Mixing(group.degrees)]]
                if math.isfinite(group.degrees)
                else [-1, 0, 0]
                for group in groups
            ],
            np.int64,
        ).reshape(-1, 3),
        tail=np.array(
            [
                place[TailOfScore(group.degrees)] if math.isfinite(group.degrees) else uniform
                for group in groups
            ],
            np.int64,
        ).reshape(-1, 2),
        reorder=np.array([group.reorder for group in groups], np.bool_),
    )


def correlation_factor(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower-triangular L with L L' = `correlation`, semi-definite matrices and exact +-1 included.

    A pivot below 1e-12 is a column that the earlier ones explain: it stays zero. Rows are of length 1, so
    that every coupled score is standard normal.
    """
    n = len(correlation)
    factor = np.zeros((n, n))
    for k in range(n):
        pivot = correlation[k, k] - factor[k, :k] @ factor[k, :k]
        if pivot > 1e-12:
            factor[k, k] = np.sqrt(pivot)
            factor[k + 1 :, k] = (correlation[k + 1 :, k] - factor[k + 1 :, :k] @ factor[k, :k]) / factor[
                k, k
            ]
    return np.asarray(factor / np.linalg.norm(factor, axis=1, keepdims=True))
