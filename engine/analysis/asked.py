"""What may be asked of results: percentages and a confidence that there are."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

from engine.problems import ResultsError, number


def check_confidence(confidence: float) -> None:
    """Raise `ResultsError` unless it is above 0 and below 1."""
    found = number(confidence)
    if found is None or not 0 < found < 1:
        meant = f"; {found:g}% is {found / 100:g}" if found is not None and 1 < found < 100 else ""
        raise ResultsError(
            f"confidence = {confidence!r}: above 0 and below 1, such as 0.95, is needed{meant}"
        )


def check_percentages(percentages: Sequence[float], name: str = "percentiles") -> None:
    """Raise `ResultsError` unless each is above 0 and below 100."""
    if isinstance(percentages, str | Real) or not all(
        number(one) is not None and 0 < one < 100 for one in percentages
    ):
        raise ResultsError(
            f"{name} = {percentages!r}: a list of numbers above 0 and below 100, such as [10, 50, 80], is needed"
        )
