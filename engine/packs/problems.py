"""What a pack is refused for."""

from __future__ import annotations

from engine.problems import Refused


class PackError(Refused):
    """A pack that is altered or incomplete, that this engine cannot play, or that cannot be written."""
