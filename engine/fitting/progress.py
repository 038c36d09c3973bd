"""How far a fit is, told as it goes."""

from __future__ import annotations

from collections.abc import Callable


class Steps:
    """Steps of one law that are left, told as they are done."""

    def __init__(self, left: int, progress: Callable[[int], None] | None) -> None:
        self.left = left
        self._progress = progress

    def done(self, count: int) -> None:
        """So many more are done."""
        self.left -= count
        if self._progress is not None and count:
            self._progress(count)
