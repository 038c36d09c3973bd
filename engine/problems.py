"""How anything is refused, so that it can be mended: where, what was found, what is accepted, which name is near."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Self

MOST_SHOWN = 20  # problems in one message: a screen full; `problems` holds them all


@dataclass(frozen=True)
class Problem:
    """One fault: its place (a file, or the argument or option that is at fault), what was found there, what is
    accepted; in a file also the line, where it can be had, and the dotted path of the TOML `key`.
    """

    place: str
    found: str
    accepted: str
    hint: str = ""
    key: str = ""
    line: int | None = None

    def within(self, place: str) -> Problem:
        """The same fault, said to be in `place`."""
        return replace(self, place=f"{place}: {self.place}")

    def __str__(self) -> str:
        place = self.place if self.line is None else f"{self.place}:{self.line}"
        where = f"{place}: {self.key}" if self.key else place
        text = f"{where}\n    found:    {self.found}\n    accepted: {self.accepted}"
        return f"{text}\n    hint:     {self.hint}" if self.hint else text


class Refused(ValueError):
    """What a user asked for and cannot have; every error that a user can cause is one, and no bug is.

    Made of a sentence, or of faults, of which `problems` then holds every one, in order.
    """

    def __init__(self, why: str | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(why, str) else tuple(why)
        super().__init__(why if isinstance(why, str) else self.problems)

    @classmethod
    def at(cls, place: str, found: str, accepted: str, hint: str = "", line: int | None = None) -> Self:
        """The error of a single fault."""
        return cls([Problem(place, found, accepted, hint, line=line)])

    def __str__(self) -> str:
        if not self.problems:
            return super().__str__()
        count = len(self.problems)
        heading = "1 problem" if count == 1 else f"{count} problems"
        more = [f"and {count - MOST_SHOWN} more"] if count > MOST_SHOWN else []
        return "\n".join([heading, *map(str, self.problems[:MOST_SHOWN]), *more])


class ProgrammeError(Refused):
    """A programme that cannot be played; `problems` holds every fault that was found, in file order.

    >>> try:
    ...     engine.load("experiments/shared_services/programme.toml", overrides={"funding.0.top_op": 1})
    ... except engine.ProgrammeError as error:
    ...     print(error.problems[0].found)
    the path "funding.0.top_op" (text)
    """


class Findings:
    """Faults as they are met; what follows only from a fault that was told already is not told again."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str, str]] = []
        self._told: list[str] = []

    def add(self, key: str, found: str, accepted: str, hint: str = "", needs: str = "") -> None:
        """Note a fault at the dotted path `key`, unless it follows from one that was told.

        `needs` is the path of what is missing at `key`: it may be missing because it is at fault itself.
        """
        fault = (key, found, accepted, hint)
        follows = any(_related(path, told) for path in (key, needs) if path for told in self._told)
        if fault not in self.found and not follows:
            self.found.append(fault)

    def told(self, keys: Iterable[str]) -> None:
        """Hold back every later fault in these places and in what contains them."""
        self._told.extend(keys)

    @property
    def is_partial(self) -> bool:
        """Whether parts of the file could not be read, so that a missing name may merely be unread."""
        return bool(self._told)


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def shown(value: object) -> str:
    """A value as a user wrote it, with its kind: `"12" (text)`, `-3`, `a table with the keys low, high`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{shortened(value)}" (text)'
    if isinstance(value, dict):
        keys = ", ".join(map(str, value))
        return f"a table with the keys {shortened(keys)}" if value else "an empty table"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, int | float):
        return shortened(number_text(value))
    return f"{shortened(str(value))} (a {type(value).__name__})"


def number(value: object) -> float | None:
    """The number, or nothing if the value is no number or not a finite one."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def number_text(value: float) -> str:
    """A number in digits; integers of more digits than Python prints are described by their size."""
    if isinstance(value, int) and value.bit_length() > 1024:
        return f"a whole number of {value.bit_length()} binary digits"
    return repr(value)


def shortened(text: str, limit: int = 80) -> str:
    """At most `limit` characters on one line, so that a page pasted into a field does not fill the report."""
    text = " ".join(text.split()) if "\n" in text else text
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def listed(names: Sequence[str], conjunction: str = "or") -> str:
    """`a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that offers up to three names that look like `name`; empty where none does.

    A name is also compared without its first part, so that `build` finds `synergy.build`.
    """
    candidates = list(dict.fromkeys(known))
    folded: dict[str, str] = {}
    for candidate in reversed(candidates):
        folded[candidate.partition(".")[2].casefold() or candidate.casefold()] = candidate
        folded[candidate.casefold()] = candidate
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    offers = list(dict.fromkeys(f'"{folded[match]}"' for match in close))
    return f"did you mean {listed(offers)}?" if offers else ""
