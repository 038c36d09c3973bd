"""Mutants whose file is imported anew, in a copy of a process that has not loaded it."""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.forked import TooLong, forked
from tests.mutation.session import OPTIONS, module_of


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module another source."""

    def __init__(self, file: Path, source: str) -> None:
        self.name, self.file, self.source = module_of(file), file, source

    def find_spec(self, name: str, *_: Any) -> Any:
        """The module by its name."""
        if name != self.name:
            return None
        folder = [str(self.file.parent)] if self.file.name == "__init__.py" else None
        found = importlib.util.spec_from_file_location(name, self.file, submodule_search_locations=folder)
        assert found is not None
        found.loader = self
        return found

    def create_module(self, spec: Any) -> None:
        """As Python does."""

    def exec_module(self, module: Any) -> None:
        """Run the other source."""
        exec(compile(self.source, str(self.file), "exec"), module.__dict__)


class Only:
    """A plugin of pytest that plays tests of some names, in that order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.order = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Leave out all others."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


def anew(
    file: Path, source: str, tests: Sequence[str], only: Sequence[str], seconds: float, compiled: bool
) -> str:
    """What tests say of a file with another source, imported in a copy of this process that has not loaded it.

    Machine code is made anew if `compiled`: that of the unchanged source lies on disk.
    """
    with tempfile.TemporaryDirectory(prefix="outturn-mutant-") as folder:

        def work() -> int:
            sys.meta_path.insert(0, Mutated(file, source))
            if compiled:
                import numba

                numba.config.CACHE_DIR = folder  # type: ignore[attr-defined]
            plugins = [Only(only)] if only else []
            return int(pytest.main([*OPTIONS, "-x", *tests], plugins=plugins))

        try:
            code = forked(work, seconds)
        except TooLong:
            return "too long"
    if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f"pytest plays none of {', '.join(tests)}")
    return "survived" if code == pytest.ExitCode.OK else "killed"
