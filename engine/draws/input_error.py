"""A law that cannot be drawn, and whose it is."""

from __future__ import annotations

from engine.problems import Refused


class InputError(Refused):
    """A law of which draws cannot be made: `why`, and the full name of the `input` that has it, where it is known."""

    def __init__(self, why: str, name: str = "") -> None:
        self.why, self.input = why, name
        super().__init__(f"{name}: {why}" if name else why)
