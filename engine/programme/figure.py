"""One number an iteration that a claim is about, or that a file asks for: a metric, and of what it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A metric of `engine.measures`, of a part of the programme, in some years or at the end of a month.

    `of` is the full name of the part, a settlement by its `until`; `years` are the first and the last programme year,
    by the calendar year in which each begins; `at` is a month such as 2027-03, at whose end it is counted.
    """

    metric: str
    of: str | None = None
    years: tuple[int, int] | None = None
    at: str | None = None
    so_far: bool = False  # counted from the beginning to the end of the last of the years

    @property
    def name(self) -> str:
        """What results call it: `finish_of_synergy.wave_2`, `cash_benefit_in_2027`, `spent_at_2027-03`."""
        name = self.metric if self.of is None else f"{self.metric}_of_{self.of}"
        if self.years is not None:
            name += f"_to_{self.years[1]}" if self.so_far else f"_in_{self.years[1]}"
        return name if self.at is None else f"{name}_at_{self.at}"
