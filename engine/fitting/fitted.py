"""One law fitted to data, with what tells how good it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from distributions import Law
from engine.fitting.bootstrap import Bootstrap, PValue
from engine.fitting.doubt import Doubt, Evidence, doubt_of

_UNKNOWN = PValue(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Fit:
    """One law at its maximum of likelihood.

    `ks` and `ad` are the statistics of Kolmogorov-Smirnov and Anderson-Darling; `ks_p` and `ad_p` their
    p-values by parametric bootstrap (value, low, high), NaN where there was none.
    """

    kind: str
    law: Law
    parameters: int  # free ones; bounds that were given do not count
    observations: int
    log_likelihood: float
    ks: float = math.nan
    ad: float = math.nan
    ks_p: PValue = _UNKNOWN
    ad_p: PValue = _UNKNOWN
    replicates: Bootstrap | None = field(default=None, repr=False, compare=False)
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    @cached_property
    def doubt(self) -> Doubt:
        """What the data leave open of the parameters: their joint posterior.

            >>> doubt = engine.fit([1.2, 1.9, 2.3, 1.4, 3.1, 1.7], ["lognormal"], bootstrap=0).best.doubt
            >>> doubt.parameters
            ('log_mean', 'log_sd')
            >>> low, high = doubt.interval("log_sd")

        Raises `FitError` for a law of more than two parameters, one that ends at an observation, and data that do not
        bound a parameter.
        """
        assert self.evidence is not None
        with np.errstate(all="ignore"):  # the search looks where nothing can be computed, and away again
            return doubt_of(self.evidence)

    @property
    def aic(self) -> float:
        """2 k - 2 log L (Akaike, IEEE Transactions on Automatic Control 19, 1974)."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def aicc(self) -> float:
        """AIC with the term that small samples need (Hurvich & Tsai, Biometrika 76, 1989)."""
        k = self.parameters
        return self.aic + 2 * k * (k + 1) / (self.observations - k - 1)

    @property
    def bic(self) -> float:
        """k log n - 2 log L (Schwarz, Annals of Statistics 6, 1978)."""
        return self.parameters * math.log(self.observations) - 2 * self.log_likelihood
