"""How a command tells what went wrong: a sentence on standard error and an exit code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

FINDING, BAD_INPUT, INTERRUPTED = 1, 2, 130


@contextmanager
def told_on_stderr() -> Iterator[None]:
    """Turn what a user can mend into a sentence and an exit code."""
    from engine.programme import ProgrammeError

    try:
        yield
    except ProgrammeError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        refuse(f"{error.filename or ''}: {error.strerror or error}")
    except ValueError as error:
        if type(error).__module__.partition(".")[0] not in ("engine", "distributions"):
            raise
        refuse(str(error))


def refuse(text: str) -> NoReturn:
    """Say what is wrong and end with the exit code of bad input."""
    print(f"outturn: {text}", file=sys.stderr)
    raise typer.Exit(BAD_INPUT)
