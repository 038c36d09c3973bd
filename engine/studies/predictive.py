"""The law by which a value falls, its own parameters drawn with it."""

from __future__ import annotations

from distributions import Law, SecondOrder


def predictive(law: Law) -> Law:
    """The law itself; of one whose parameters are uncertain the mixture over them."""
    played: Law = law.equivalent if isinstance(law, SecondOrder) else law
    return played
