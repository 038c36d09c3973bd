"""How anything is refused, so that it can be mended: where, what was found, what is accepted, which name is near."""

from __future__ import annotations

import difflib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from numbers import Real
from typing import NamedTuple, Self

from engine.visible import visible

MOST_SHOWN = 20  # problems in one message: a screen full; `problems` holds them all
_MOST_LISTED = 50  # names in a sentence
_LONGEST = 1500  # letters of one line of a message
_FEW = 200  # of so many names each is compared; of more those that share most pairs of letters
_SHORTLIST = 60
_LOOKED_AT = 20_000  # names under the pairs of a name, rarest pairs first: bounds what a question costs
_LONGEST_NAME = 200  # letters: what is longer is compared by its beginning


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
        lines = [where, f"    found:    {self.found}", f"    accepted: {self.accepted}"]
        return "\n".join(map(for_a_screen, [*lines, f"    hint:     {self.hint}"] if self.hint else lines))


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
            return for_a_screen(super().__str__())
        count = len(self.problems)
        heading = "1 problem" if count == 1 else f"{count} problems"
        more = [f"and {count - MOST_SHOWN} more"] if count > MOST_SHOWN else []
        return "\n".join([heading, *map(str, self.problems[:MOST_SHOWN]), *more])


class ResultsError(Refused):
    """What is asked of results that they do not hold, or that what they hold cannot tell.

    >>> programme = engine.load("experiments/shared_services/programme.toml")
    >>> try:
    ...     engine.claims(engine.simulate(programme, iterations=100), confidence=95)
    ... except engine.ResultsError as error:
    ...     print(error)
    confidence = 95: above 0 and below 1, such as 0.95, is needed; 95% is 0.95
    """


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
        self._found: dict[tuple[str, str, str, str], None] = {}
        self._told: set[str] = set()
        self._above_told: set[str] = set()

    @property
    def found(self) -> list[tuple[str, str, str, str]]:
        """Key, found, accepted and hint of each fault, in the order in which they were met."""
        return list(self._found)

    def add(self, key: str, found: str, accepted: str, hint: str = "", needs: str = "") -> None:
        """Note a fault at the dotted path `key`, unless it follows from one that was told.

        `needs` is the path of what is missing at `key`: it may be missing because it is at fault itself.
        """
        if not any(self._follows(path) for path in (key, needs) if path):
            self._found[key, found, accepted, hint] = None

    def told(self, keys: Iterable[str]) -> None:
        """Hold back every later fault in these places and in what contains them."""
        for key in keys:
            self._told.add(key)
            self._above_told.update(_above(key))

    def _follows(self, path: str) -> bool:
        return path in self._above_told or path in self._told or not self._told.isdisjoint(_above(path))

    @property
    def is_partial(self) -> bool:
        """Whether parts of the file could not be read, so that a missing name may merely be unread."""
        return bool(self._told)


def _above(path: str) -> list[str]:
    """The dotted paths of all that contains a place."""
    parts = path.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def for_a_screen(line: str) -> str:
    """A line of a message of bounded length, and nothing in it that a terminal obeys."""
    cut = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}… ({len(line) - _LONGEST:,} letters more)"
    return visible(cut, kept="\n\t")


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
    """`a, b or c`; of very many names the first fifty and a count."""
    if len(names) > _MOST_LISTED:
        return f"{', '.join(names[:_MOST_LISTED])} {conjunction} {len(names) - _MOST_LISTED:,} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that offers up to three names that look like `name`; empty where none does.

    A name is also compared without its first part, so that `build` finds `synergy.build`.
    """
    close = [f'"{one}"' for one in _near_names(name, tuple(known))]
    return f"did you mean {listed(close)}?" if close else ""


class _Index(NamedTuple):
    names: dict[str, str]  # as compared, in small letters -> as written
    pairs: dict[str, list[str]]  # two letters -> the names, as compared, that have them


def _near_names(name: str, known: tuple[str, ...]) -> list[str]:
    """Up to three of the `known` names that look like `name` (Ratcliff and Metzener 1988, at least 0.6), likest first.

    A name is also compared without its first part. What was known is held as an index, so that many slips among many
    names are found in a time that grows with the slips.
    """
    index, folded = _index(known), name.casefold()[:_LONGEST_NAME]
    likely = _likely(folded, index) if index.pairs else list(index.names)
    close = difflib.get_close_matches(folded, likely, n=3, cutoff=0.6)
    return list(dict.fromkeys(index.names[match] for match in close))


@lru_cache(maxsize=8)
def _index(known: tuple[str, ...]) -> _Index:
    names: dict[str, str] = {}
    for name in reversed(dict.fromkeys(known)):
        names[(name.partition(".")[2].casefold() or name.casefold())[:_LONGEST_NAME]] = name
        names[name.casefold()[:_LONGEST_NAME]] = name
    pairs: dict[str, list[str]] = defaultdict(list)
    if len(names) > _FEW:
        for compared in names:
            for pair in _pairs(compared):
                pairs[pair].append(compared)
    return _Index(names, dict(pairs))


def _likely(name: str, index: _Index) -> list[str]:
    """The names that share most with `name`."""
    shared: Counter[str] = Counter()
    having = sorted((index.pairs[pair] for pair in _pairs(name) if pair in index.pairs), key=len)
    left = _LOOKED_AT
    for names in having:
        shared.update(names[:left])
        left -= len(names)
        if left <= 0:
            break
    length = len(name)
    found = sorted(shared, key=lambda one: (-shared[one] / (length + len(one)), one))
    return found[:_SHORTLIST]


def _pairs(name: str) -> set[str]:
    """Neighbouring letters, with a mark of its own for either end."""
    marked = f"\n{name}\n"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
