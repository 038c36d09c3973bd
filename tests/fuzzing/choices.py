"""Decisions taken from bytes, so that a fuzzer that changes bytes changes decisions; beyond their end, from chance."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """A run of decisions; the same bytes decide the same."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0
        self.chance = Random(zlib.crc32(data))

    def below(self, count: int) -> int:
        """A whole number from 0 to below `count`."""
        size = 1 if count <= 256 else 2 if count <= 65536 else 4
        piece = self.data[self.place : self.place + size]
        self.place += size
        return int.from_bytes(piece, "little") % count if len(piece) == size else self.chance.randrange(count)

    def one_of(self, some: Sequence[T]) -> T:
        """One of them."""
        return some[self.below(len(some))]

    def holds(self, one_in: int) -> bool:
        """True once in so many times."""
        return self.below(one_in) == 0

    def raw(self, most: int) -> bytes:
        """Some bytes."""
        return bytes(self.below(256) for _ in range(self.below(most + 1)))
