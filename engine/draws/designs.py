"""The sampling designs by name, what each gives up, and what of them needs the whole run to be known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled import designs as compiled
from engine.compiled.plan import Draws
from engine.dependence.registry import copula_classes
from engine.draws.reorder import give_whole_run, members_of
from engine.problems import Refused, listed

SCHEME = "philox4x32-10"  # the generator under every design, recorded with every run
VERSION = 1  # of the sampling scheme: another number, other draws
MOST_POINTS = 2**32
MOST_SOBOL_INPUTS = 21_201


class Design(NamedTuple):
    """A sampling design: its code in compiled code, and what it gives up against independent iterations."""

    code: int
    gives_up: str


DESIGNS = {
    "random": Design(
        compiled.RANDOM, "nothing: iterations are independent, and a shorter run is the beginning of it"
    ),
    "antithetic": Design(
        compiled.ANTITHETIC,
        "independence of iterations: they come in mirrored pairs, and intervals are those of batches of pairs; of a "
        "summary, or of few iterations, they are as if all were independent, which is wrong",
    ),
    "latin": Design(
        compiled.LATIN,
        "independence of iterations, so that the intervals of one run are too wide (--replicates 25 tells them), and "
        "the beginning: a run of another length is another run",
    ),
    "sobol": Design(
        compiled.SOBOL,
        "independence of iterations, so that the intervals of one run are too wide (--replicates 25 tells them), and "
        "edit stability: an input's dimension is its place in the programme. Best at powers of two",
    ),
}


class DesignError(Refused):
    """A design that is unknown, or that cannot serve this run."""


def gives_up(design: str, draws: Draws) -> str:
    """What a run gives up: its design, and the reordering of some of its groups if there is any."""
    if not draws.reorder.any():
        return DESIGNS[design].gives_up
    reordered = (
        f"the beginning, where groups are reordered ({_reordering()}): a run of another length is another run"
    )
    return reordered if design == "random" else f"{DESIGNS[design].gives_up}; {reordered}"


def _reordering() -> str:
    """The copulas that reorder, by name."""
    return listed([name for name, kind in copula_classes().items() if kind.reorders])


def describe(design: str) -> str:
    """The sampling scheme of a run, as its results record it."""
    return f"{SCHEME} {design} {VERSION}"


def apply_design(draws: Draws, design: str, iterations: int, seed: int, world: int = 1) -> Draws:
    """The draws under a design, for a run of `iterations`, of which `world` at a time share what is drawn by world.

    Raises `DesignError` for an unknown design, more than 2**32 iterations of a latin or sobol one, more than
    21,201 inputs of a sobol one, or no more iterations than a group has inputs that are to be reordered.
    """
    if design not in DESIGNS:
        raise DesignError(f"design = {design!r}: one of {', '.join(DESIGNS)} is needed")
    if design in ("latin", "sobol") and iterations > MOST_POINTS:
        raise DesignError(
            f"design {design} serves at most {MOST_POINTS:,} iterations, not {iterations:,}; use random"
        )
    draws = draws._replace(design=DESIGNS[design].code, iterations=iterations, world=world)
    if design == "sobol":
        draws = draws._replace(directions=sobol_directions(draws.dimension))
    largest = max(
        (len(members_of(draws, g)) for g, reorder in enumerate(draws.reorder) if reorder), default=0
    )
    if iterations <= largest:
        raise DesignError(
            f"iterations = {iterations:,}: reordering a correlation group of {largest} inputs ({_reordering()}) "
            f"needs more iterations than inputs; play at least {largest + 1:,}, or use a copula"
        )
    return give_whole_run(draws, seed, iterations)


def sobol_directions(dimension: NDArray[np.int64]) -> NDArray[np.uint32]:
    """`(input, 32)` direction numbers of Joe & Kuo (2008), as SciPy holds them, bits reversed."""
    dimensions = int(dimension.max(initial=-1)) + 1
    if dimensions > MOST_SOBOL_INPUTS:
        raise DesignError(
            f"design sobol serves at most {MOST_SOBOL_INPUTS:,} inputs, not {dimensions:,} (drawn afresh under a salt "
            "k, an input takes the place k programmes on); use latin"
        )
    from scipy.stats.qmc import Sobol  # takes a second to import, which only this design has to wait for

    forward = np.asarray(Sobol(max(dimensions, 1), scramble=False, bits=32)._sv, np.uint32)[dimension]  # type: ignore[attr-defined]
    bits = np.unpackbits(np.ascontiguousarray(forward.astype(">u4")).view(np.uint8), axis=-1)
    bits = bits.reshape(len(dimension), 32, 32)[..., ::-1]
    return np.packbits(bits, axis=-1).view(">u4")[..., 0].astype(np.uint32)
