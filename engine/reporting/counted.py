"""How many of something, in words."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """`1 number`, `2,500 numbers`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def having(count: int) -> str:
    """`none has`, `1 has`, `2 have`, before what so many of them have."""
    return f"{count:,} have" if count > 1 else "1 has" if count else "none has"
