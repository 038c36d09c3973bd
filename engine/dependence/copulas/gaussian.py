"""Inputs tied by their normal scores, and by nothing else."""

from __future__ import annotations

from engine.dependence.copula import Copula


class Gaussian(Copula):
    """Correlated normal scores, played as they are: extremes become independent of each other far out."""

    title = "Gaussian copula"
