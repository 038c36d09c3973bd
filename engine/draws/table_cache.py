"""Tables of laws, kept while they fit into a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from distributions import Law
from distributions.base.asked import AskedTooMuch
from engine.draws.tables import Table


class TableCache:
    """The table that `make` makes of a law, made once for equal laws while all tables kept take at most `limit` bytes.

    What was asked for longest ago is dropped first, and made again, to the same bits, when it is asked for. The laws
    themselves are not counted: of many numbers, such as an empirical one, they take less than their tables. What took
    too long once is refused from then on, though part of it may have been worked out.
    """

    def __init__(self, make: Callable[[Law], Table], limit: int) -> None:
        self.make, self.limit, self.held_bytes = make, limit, 0
        self._held: OrderedDict[Law, Table] = OrderedDict()  # asked for longest ago first
        self._refused: dict[Law, AskedTooMuch] = {}
        self._lock = Lock()

    def __call__(self, law: Law) -> Table:
        """The table of `law`; raises what `make` raises."""
        with self._lock:
            table = self._held.get(law)
            if table is not None:
                self._held.move_to_end(law)
                return table
            if law in self._refused:
                raise self._refused[law]
        try:
            table = self.make(law)  # by two threads at once if both ask: neither waits for the other's laws
        except AskedTooMuch as error:
            self._refused[law] = error.with_traceback(None)
            raise
        with self._lock:
            if law not in self._held:
                self._held[law] = table
                self.held_bytes += bytes_of(table)
            while self.held_bytes > self.limit:
                _, dropped = self._held.popitem(last=False)
                self.held_bytes -= bytes_of(dropped)
        return table

    def __len__(self) -> int:
        """How many tables are kept."""
        return len(self._held)

    def cache_clear(self) -> None:
        """Drop every table."""
        with self._lock:
            self._held.clear()
            self._refused.clear()
            self.held_bytes = 0


def bytes_of(table: Table) -> int:
    """The bytes of a table's arrays."""
    return table.bounds.nbytes + table.ladders.nbytes + table.pieces.nbytes
