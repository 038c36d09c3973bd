"""How a command ends that cannot do what was asked: words on standard error and an exit code, no traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from engine.cli.starting import begin_work
from engine.cli.starting import code_of_interrupt as code_of_interrupt

FINDING, BAD_INPUT = 1, 2
NO_THREAD = "can't start new thread"  # what Python says of it


@contextmanager
def exit_on_refusal() -> Iterator[None]:
    """Turn what a user can mend into words and an exit code: what the engine or a law refuses, and files.

    Any other exception is a fault of ours and keeps its traceback.
    """
    begin_work()
    try:
        with interrupts_unwrapped():
            yield
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        raise typer.Exit(code_of_interrupt()) from None
    except MemoryError:
        refuse("there is not enough memory for this; ask for fewer iterations or close other programmes")
    except OSError as error:
        refuse(why(error))
    except RuntimeError as error:
        if str(error) != NO_THREAD:
            raise
        refuse("no thread may be started: too many processes of this user are at work (ulimit -u)")
    except ValueError as error:
        from distributions import LawError
        from engine.problems import Refused

        if not isinstance(error, Refused | LawError):
            raise
        refuse(str(error))


@contextmanager
def interrupts_unwrapped() -> Iterator[None]:
    """Within it an interruption is one that Python or a library tells of by another error."""
    try:
        yield
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None:
            cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
            if isinstance(cause, KeyboardInterrupt):
                raise cause from None
        raise


@contextmanager
def all_the_same(written: Sequence[Path]) -> Iterator[None]:
    """Within it an interruption or a full disk ends a command that has `written` its files already, which is said."""
    try:
        with interrupts_unwrapped():
            yield
    except (KeyboardInterrupt, OSError) as error:
        if not written:
            raise
        told, code = "Interrupted", code_of_interrupt()
        if isinstance(error, OSError):
            told, code = f"outturn: {why(error)}", BAD_INPUT
        names = ", ".join(path.name for path in written)
        print(f"{told}. Written to {written[0].parent}: {names}", file=sys.stderr)
        raise typer.Exit(code) from None


def why(error: OSError) -> str:
    """What went wrong with which file, as far as the system says."""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)


def refuse(text: str) -> NoReturn:
    """Say what is wrong and end with the exit code of bad input."""
    say(text)
    raise typer.Exit(BAD_INPUT)


def say(text: str) -> None:
    """Say on standard error what is wrong."""
    from engine.problems import for_a_screen

    print("\n".join(map(for_a_screen, f"outturn: {text}".split("\n"))), file=sys.stderr)
