"""Charts of fits are held to the same rules as all charts."""

from tests.reporting.conftest import collisions, words

__all__ = ["collisions", "words"]
