"""What was drawn, put into an order in which ranks correlate."""

from __future__ import annotations

from engine.dependence.copula import Copula


class ImanConover(Copula):
    """The reordering of Iman & Conover (Communications in Statistics B 11, 1982), whose scores are normal too.

    It keeps the values of every input, reaches its targets within a fraction of a copula's sampling error, and needs
    to know the whole run.
    """

    title = "Iman-Conover reordering"
    article = ""
    reorders = True
