"""When a risk may strike, and how much of the time for which its probability stands that is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exposure:
    """A risk is exposed from month `begin` to month `end`, and if it names an activity only while that is under way.

    Its probability is that of striking within `full` months: exposed for m of them it strikes with the probability
    1 - (1 - p)^(m / full), as if it lay in wait all the time. With `full` 0 it is that of the activity's whole run,
    however long it is.
    """

    begin: float
    end: float
    full: float
    during: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is exposed in full whatever happens, so that the probability stands as it is."""
        return self.during is None and self.end - self.begin == self.full
