"""The charts of a run are drawn by a process that gets ready while it is played, and begins before all is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from engine.reporting.copies import Copy, is_copied
from engine.reporting.handed import Handed

if TYPE_CHECKING:
    import xarray as xr

    from engine.reporting.run_charts import RunCharts

MOST = 1 << 26  # bytes of results: what takes longer to hand over is drawn by this process and copies of it


class Drawer:
    """What draws in another process; it is of use where one could be made and holds out."""

    def __init__(self, copy: Copy | None, handed: Handed | None) -> None:
        self._copy, self._handed = copy, handed
        self._is_at_work = False

    def begin(self, results: xr.Dataset) -> None:
        """Have it draw what needs no ranges, of which the results may not know yet."""
        if self._copy is not None and self._handed is not None and results.nbytes <= MOST:
            with suppress(OSError):
                self._handed.put(results)
                self._is_at_work = True

    def go_on(self, attrs: Mapping[Any, Any]) -> None:
        """Have it draw the rest, now that the attributes of the results are these."""
        if self._is_at_work and self._handed is not None:
            self._is_at_work = False
            with suppress(OSError):
                self._handed.put(attrs)
                self._is_at_work = True

    def charts(self) -> RunCharts | None:
        """What it has drawn, once it is done; nothing where it was given nothing, or failed."""
        return next(self._copy.made(), None) if self._copy is not None and self._is_at_work else None


@contextmanager
def drawer(is_wanted: bool) -> Iterator[Drawer]:
    """One that ends with the block."""
    handed, copies = _room() if is_wanted else None, list[Copy]()
    try:
        if handed is not None:
            is_copied(lambda: _drawn(handed), copies)
        yield Drawer(next(iter(copies), None), handed)
    finally:
        for copy in copies:
            copy.end()
        if handed is not None:
            handed.close()


def _room() -> Handed | None:
    """Room for what is handed over; nothing where there is none."""
    try:
        return Handed()
    except OSError:
        return None


def _drawn(handed: Handed) -> Iterator[RunCharts]:
    """What the other process does."""
    import xarray  # noqa: F401 - of which is made what is handed over

    from engine.reporting.run_charts import EarlyFindings, draw_early, draw_run, load_charts

    load_charts()
    findings = EarlyFindings(handed.get())
    files = draw_early(findings, until=handed.is_there)
    findings.become_whole(handed.get())
    yield draw_run(findings, files)
