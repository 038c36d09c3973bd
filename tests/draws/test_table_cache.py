"""Tables are kept within their bytes, and one that was dropped comes back to the bit."""

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest

from distributions import Empirical, Law, Normal, Uniform
from engine.draws.arrays import table_of
from engine.draws.table_cache import TableCache, bytes_of
from engine.draws.tables import Table, TableError, tabulate

LAWS = [Normal(float(k), 1.0) for k in range(8)]


class Counted:
    """`tabulate`, and what it was asked for."""

    def __init__(self) -> None:
        self.laws: list[Law] = []

    def __call__(self, law: Law) -> Table:
        self.laws.append(law)
        return tabulate(law)


def room_for(*laws: Law) -> int:
    return sum(bytes_of(tabulate(law)) for law in laws)


def same(one: Table, other: Table) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_equal_laws_share_a_table():
    make = Counted()
    cache = TableCache(make, room_for(*LAWS))
    assert cache(Normal(0.0, 1.0)) is cache(Normal(0.0, 1.0))
    assert cache(Normal(0.0, 1.0)) is not cache(Normal(1.0, 1.0))
    assert make.laws == LAWS[:2]


def test_what_is_kept_fits_and_what_was_asked_for_longest_ago_goes_first():
    make = Counted()
    cache = TableCache(make, room_for(*LAWS[:3]))
    for law in (*LAWS[:3], LAWS[0], LAWS[3]):  # the first is fresher than the second
        cache(law)
        assert cache.held_bytes <= cache.limit
    assert len(cache) == 3
    assert make.laws == LAWS[:4]
    for law in (LAWS[0], LAWS[2], LAWS[3]):
        cache(law)
    assert make.laws == LAWS[:4]
    cache(LAWS[1])
    assert make.laws == [*LAWS[:4], LAWS[1]]


def test_what_was_dropped_is_made_again_with_the_same_bits():
    cache = TableCache(tabulate, room_for(LAWS[0]))
    first = cache(LAWS[0])
    cache(LAWS[1])
    again = cache(LAWS[0])
    assert again is not first
    assert same(again, first)
    assert not same(again, cache(LAWS[1]))


def test_a_table_greater_than_the_bound_is_made_and_not_kept():
    cache = TableCache(tabulate, room_for(Uniform(0.0, 1.0)))
    cache(Uniform(0.0, 1.0))
    great = Empirical(tuple(np.linspace(0.0, 1.0, 500)))
    assert same(cache(great), tabulate(great))
    assert (len(cache), cache.held_bytes) == (0, 0)


def test_threads_do_not_lose_count():
    cache = TableCache(tabulate, room_for(*LAWS[:3]))
    threads = [Thread(target=lambda: [cache(law) for _ in range(20) for law in LAWS]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.held_bytes == sum(map(bytes_of, cache._held.values())) <= cache.limit


def test_clearing_drops_all_and_a_refusal_is_not_kept():
    cache = TableCache(tabulate, room_for(*LAWS))
    cache(LAWS[0])
    cache.cache_clear()
    assert (len(cache), cache.held_bytes) == (0, 0)

    def refuses(law: Law) -> Table:
        raise TableError("not smooth")

    cache.make = refuses
    for _ in range(2):
        with pytest.raises(TableError):
            cache(LAWS[0])
    assert (len(cache), cache.held_bytes) == (0, 0)


def test_the_engine_keeps_tens_of_megabytes_at_most():
    assert isinstance(table_of, TableCache)
    assert table_of.limit == 64 * 2**20
