"""Mutants are other programmes, one change each; types, texts and what only type checkers read are left alone."""

from __future__ import annotations

import ast

from tests.mutation.mutants import mutants

SOURCE = '''
"""A text with 1 < 2."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 3
Number = int | float


def twice(x: int | None, most: int = 7) -> int | None:
    """Twice x, at most `most`."""
    if x is None or x < 0:
        return None
    return min(2 * x, most) if most > 1 else -x
'''


def test_every_mutant_is_one_change_that_can_run():
    found = list(mutants(SOURCE))
    assert len({one.source for one in found}) == len(found)
    for one in found:
        ast.parse(one.source)
        assert one.source != ast.unparse(ast.parse(SOURCE))
    changes = [(one.before, one.after) for one in found]
    assert {
        ("x is None", "x is not None"), ("x < 0", "x <= 0"), ("x is None or x < 0", "x is None and x < 0"),
        ("2 * x", "2 / x"), ("7", "8"), ("most > 1", "most >= 1"), ("-x", "+x"),
    } <= set(changes)  # fmt: skip
    assert not any("LIMIT" in before or "int" in before.split() for before, _ in changes)


def test_a_mutant_does_otherwise():
    spaces = []
    for one in mutants(SOURCE):
        space: dict[str, object] = {}
        exec(one.source, space)
        spaces.append(space["twice"])
    calls = [(None,), (-1,), (0,), (3,), (4,), (5,), (3, 1), (3, 0), (0, 7), (9, 2)]

    def outcome(twice, call):
        try:
            return twice(*call)
        except Exception as error:
            return type(error).__name__

    space = {}
    exec(SOURCE, space)
    right = [outcome(space["twice"], call) for call in calls]
    alike = [one for one in spaces if [outcome(one, call) for call in calls] == right]
    assert len(alike) <= 1  # most > 1 and most >= 1 need a call with most = 1 and a great x, which is there
