"""Whether a correlation matrix has a negative eigenvalue, and which of its inputs are to blame: by Cholesky factors.

LAPACK's factor of a matrix stops at the first leading minor that is not positive: the inputs up to there cannot be
correlated as they are, while all but the last of them can. It takes a tenth of the time of the eigenvalues.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dpotrf

from engine.dependence.arrays import FloatArray

# An eigenvalue this far below 0 is rounding: exact +-1 and singular matrices are possible.
TOLERANCE = 1e-10
_MOST_WORK = 3e10  # of multiplications, which take some seconds


def first_impossible(matrix: FloatArray) -> int:
    """How many of the first inputs cannot be correlated like this, though all but the last can; 0 if all can."""
    shifted = np.array(matrix, order="F")
    shifted[np.diag_indices_from(shifted)] += TOLERANCE
    _, stopped = dpotrf(shifted, lower=1, overwrite_a=1, clean=0)
    return int(stopped)


def without_bystanders(matrix: FloatArray) -> tuple[int, ...]:
    """Places, in rising order, that clash, of which none can be taken away; all of `matrix` clashes.

    Asked from the last on: the input at which places stop being possible belongs to every clash among them. It goes to
    the front, and what then still has to come before it is asked again, until all that is needed stands in front (the
    search for a smallest unsatisfiable set by its transition constraints). Of so many that this takes long, those that
    are left.
    """
    members, needed, work = np.arange(len(matrix))[::-1], 0, 0.0
    while needed < len(members) and work < _MOST_WORK:
        count = first_impossible(matrix[np.ix_(members, members)])
        work += float(count) ** 3 / 3
        members = np.roll(members[:count], 1)
        needed += 1
    return tuple(sorted(map(int, members)))


def is_least(matrix: FloatArray) -> bool:
    """Whether inputs that clash no longer do without any one of them, where that is quick to know."""
    count = len(matrix)
    return float(count) ** 4 / 3 < _MOST_WORK and not any(
        first_impossible(np.delete(np.delete(matrix, place, 0), place, 1)) for place in range(count)
    )
