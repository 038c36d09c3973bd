"""A library that cannot be loaded is told of in a sentence: what it reads as it is loaded is not ours to check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

OURS = ("engine", "distributions", "experiments", "__main__")


@contextmanager
def loading_told() -> Iterator[None]:
    """Within it a library that fails as it is loaded ends the command: its settings, a limit, a folder before it."""
    try:
        yield
    except Exception as error:
        library = failed_to_load(error)
        if not library:
            raise
        from engine.cli.exits import BAD_INPUT, say

        lines = str(error).split("\n")
        why = f"{type(error).__name__}: {lines[0]}" if lines[0] else type(error).__name__
        say(
            f"{library} cannot be loaded ({why}); it reads the environment, its files of settings and the current "
            "folder: look there, or at the limits of this process"
        )
        raise SystemExit(BAD_INPUT) from None


def failed_to_load(error: Exception) -> str:
    """The library by whose code an error came while modules were loaded; "" where it came otherwise, or by ours."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename
    if isinstance(error, ImportError) and error.name and error.name.partition(".")[0] not in OURS:
        return error.name
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    names = [str(frame.f_globals.get("__name__", "")).partition(".")[0] for frame in frames]
    is_loading = any(
        frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") != "__main__"
        for frame in frames
    )
    others = [name for name in names if name not in OURS and name != "importlib"]
    return others[-1] if is_loading and others and names[-1] not in OURS else ""
