"""Charts of fits are held to the same rules as all charts."""

import pytest

from tests.reporting.conftest import collisions, words

__all__ = ["collisions", "words"]


@pytest.fixture(autouse=True)
def pipe_of_its_own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of the test runner is given the width of a terminal, which a reader of a pipe has not."""
    monkeypatch.delenv("COLUMNS", raising=False)
