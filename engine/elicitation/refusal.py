"""What is wrong with an elicitation, said so that it can be mended: where, found, accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Refusal:
    """One fault: the input at fault, what was found there, what is accepted."""

    where: str
    found: str
    accepted: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}\n    found:    {self.found}\n    accepted: {self.accepted}"
        return f"{text}\n    hint:     {self.hint}" if self.hint else text


class ElicitationError(ValueError):
    """Answers that no law can be made of; `refusals` holds every fault that was found."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        count = len(self.refusals)
        heading = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([heading, *map(str, self.refusals)]))

    def within(self, place: str) -> ElicitationError:
        """The same faults, each said to be in `place`."""
        return ElicitationError(replace(one, where=f"{place}: {one.where}") for one in self.refusals)


def refused(where: str, found: str, accepted: str, hint: str = "") -> ElicitationError:
    """The error of a single fault."""
    return ElicitationError([Refusal(where, found, accepted, hint)])
