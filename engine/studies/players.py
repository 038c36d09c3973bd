"""Who shares out an effect: inputs one by one, or together by what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.problems import Refused, nearest
from engine.programme.variation import fitting
from engine.simulation.bench import Bench, Chance
from engine.simulation.player import Input

NOT_SAID = "not said"
OF_ALL = "several clusters"
BY = ("input", "cause", "cluster", "kind", "basis", "source")

By = str | Mapping[str, Sequence[str]]
Players = dict[str, list[Chance]]


class PlayerError(Refused):
    """Groups of inputs that are unknown, or that share an input."""


def players_of(bench: Bench, by: By) -> Players:
    """The players by name, each with what it draws; every input is of one.

    `by` is "input"; "cause", which takes all that is drawn for one risk together; "cluster", "kind", "basis" or
    "source", as `engine.draw` says them; several of these joined by a comma; or names with the patterns of their
    inputs, the rest being a player "all else". Raises `PlayerError`.
    """
    return players_among(bench.chances, by)


def players_among(chances: Sequence[Chance], by: By) -> Players:
    """As `players_of`, of some of what is drawn."""
    if isinstance(by, str):
        return _by_words(chances, by)
    known = {one.name: one for one in chances}
    found: Players = {}
    taken: dict[str, str] = {}
    for name, patterns in by.items():
        asked = [patterns] if isinstance(patterns, str) else list(patterns)
        members = fitting(asked, known, "input")
        for member in members:
            if member in taken:
                raise PlayerError(
                    f"{member} is of {taken[member]!r} and of {name!r}; each input is of one group"
                )
            taken[member] = name
        found[name] = [known[member] for member in members]
    rest = [one for one in chances if one.name not in taken]
    return found | ({"all else": rest} if rest else {})


def _by_words(chances: Sequence[Chance], by: str) -> Players:
    words = [word.strip() for word in by.split(",")]
    for word in words:
        if word not in BY:
            hint = nearest(word, BY)
            raise PlayerError(
                f"by = {word!r}: one of {', '.join(BY)} is needed" + (f"; {hint}" if hint else "")
            )
    found: Players = {}
    for one in chances:
        found.setdefault(", ".join(_word(one, word) for word in words), []).append(one)
    return found


def _word(one: Chance, word: str) -> str:
    if word == "input":
        return one.name
    if word == "cause":
        return cause_of(one.name)
    said = str(getattr(one.of, word))
    return said or (OF_ALL if word == "cluster" else NOT_SAID)


def cause_of(name: str) -> str:
    """The risk that an input is of (`risks.flood.strikes`: `risks.flood`); else the input itself."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "risks" and len(parts) > 2 else name


def tied_players(bench: Bench, players: Players) -> list[tuple[str, str]]:
    """Pairs of players that are not independent of each other, since a copula ties inputs of both.

    Inputs that are no player's (the luck beside beliefs) tie nobody.
    """
    owner = {one.row: name for name, members in players.items() for one in members}
    found: dict[tuple[str, str], None] = {}
    for tie in bench.ties:
        for i, j in zip(*np.nonzero(np.triu(np.abs(tie.scores) > 1e-12, 1)), strict=True):
            one, other = owner.get(int(tie.rows[i])), owner.get(int(tie.rows[j]))
            if one is not None and other is not None and one != other:
                found[one, other] = None
    return list(found)


def coordinates(players: Players) -> dict[str, tuple[str, np.ndarray]]:
    """What is said of players of one input: kind, cluster, basis, source; of several where they agree, else ""."""

    def agreed(members: Sequence[Chance], key: str) -> str:
        said = {str(getattr(one.of, key)) for one in members}
        return said.pop() if len(said) == 1 else ""

    keys = [key for key in ("kind", "cluster", "basis", "source") if key in Input._fields]
    return {
        key: ("player", np.array([agreed(members, key) for members in players.values()], object))
        for key in keys
    }
