"""A change put into functions that are already loaded, so that nothing is imported again for it."""

from __future__ import annotations

import ast
import gc
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple


class Change(NamedTuple):
    """A function as it is on disk, and as a mutant has it."""

    before: CodeType
    after: CodeType


def changes(file: Path, source: str) -> list[Change] | None:
    """The functions of a file that another source has otherwise; nothing where importing it does something else."""
    text = file.read_text(encoding="utf-8")
    on_disk = compile(text, str(file), "exec")
    before = compile(ast.unparse(ast.parse(text)), str(file), "exec")  # as sources of mutants are written
    after = compile(source, str(file), "exec")
    found: list[Change] = []
    return found if _compare(on_disk, before, after, found) else None


def put_in(found: list[Change]) -> bool:
    """Give every loaded function of these its changed code; false where one cannot have it, or none is loaded."""
    # by its type alone: asked what it is an instance of, a proxy of what is gone answers with an error
    loaded = [one for one in gc.get_objects() if type(one) is FunctionType]
    for change in found:
        inner = {id_of(code) for code in _within(change.before)}
        if any(
            id_of(one.__code__) in inner for one in loaded
        ):  # made by the changed one, when it ran at import
            return False
        changed = [one for one in loaded if id_of(one.__code__) == id_of(change.before)]
        try:
            for function in changed:
                function.__code__ = change.after
        except ValueError:  # another number of variables of the outside
            return False
        if not changed:
            return False
    return True


def id_of(code: CodeType) -> tuple[str, int, str]:
    """By which a function is known among all."""
    return code.co_filename, code.co_firstlineno, code.co_name


def _compare(on_disk: CodeType, before: CodeType, after: CodeType, found: list[Change]) -> bool:
    """Add the functions that differ within the code of a module or a class; false if that itself differs."""
    pairs = list(zip(_inner(on_disk), _inner(before), _inner(after), strict=False))
    if _content(before) != _content(after) or len(pairs) != len(_inner(after)):
        return False
    for disk, one, other in pairs:
        if one == other or _whole(one) == _whole(other):
            continue
        if disk.co_flags & inspect.CO_OPTIMIZED and not disk.co_name.startswith(
            "<"
        ):  # no class, no comprehension
            found.append(Change(disk, other))
        elif not _compare(disk, one, other, found):
            return False
    return True


def _inner(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _within(code: CodeType) -> Iterator[CodeType]:
    for inner in _inner(code):
        yield inner
        yield from _within(inner)


def _content(code: CodeType) -> tuple[object, ...]:
    """What code does, but for the code within it: no line numbers."""
    consts = tuple((type(const), repr(const)) for const in code.co_consts if not isinstance(const, CodeType))
    return code.co_code, consts, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _whole(code: CodeType) -> tuple[object, ...]:
    return _content(code), tuple(map(_whole, _inner(code)))
