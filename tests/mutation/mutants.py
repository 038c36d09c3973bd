"""One small change to a source file at a time: what a slip of the pen would be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
    ast.USub: ast.UAdd, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed source: where, what was there, what is there now."""

    line: int
    before: str
    after: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source: operators swapped, numbers moved by one, truths turned, conditions always or never met.

    Types, docstrings and texts are left alone, and what runs for type checkers only.
    """
    tree = ast.parse(source)
    for node, change in places(tree):
        line, before = node.lineno, ast.unparse(node)
        undo = change()
        after = ast.unparse(node)
        if after != before:
            yield Mutant(line, before, after, ast.unparse(ast.fix_missing_locations(tree)))
        undo()


def places(tree: ast.AST) -> Iterator[tuple[Any, Any]]:
    """The nodes that can be changed, each with a function that changes it and returns one that puts it back."""
    skipped = {id(inner) for node in ast.walk(tree) for inner in left_alone(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Compare):
            for k, operator in enumerate(node.ops):
                yield node, setting(node.ops, k, SWAPS[type(operator)]())
        elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) or (
            isinstance(node, ast.UnaryOp) and type(node.op) in SWAPS
        ):
            if type(node.op) in SWAPS:
                yield node, putting(node, "op", SWAPS[type(node.op)]())
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, putting(node, "value", not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield node, putting(node, "value", node.value + 1)
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node, putting(node, "test", ast.UnaryOp(ast.Not(), node.test))
        elif isinstance(node, ast.comprehension) and node.ifs:
            yield node.target, putting(node, "ifs", [])
        elif isinstance(node, ast.Return) and node.value is not None:
            yield node, putting(node, "value", ast.Constant(None))


def left_alone(node: ast.AST) -> Iterator[ast.AST]:
    """What is within a node and never runs, or says nothing."""
    parts: list[ast.AST | None] = []
    if isinstance(node, ast.AnnAssign):
        parts = [node.annotation]
    elif isinstance(node, ast.FunctionDef):
        parts = [
            node.returns,
            *(a.annotation for a in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs)),
        ]
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        parts = [node]
    elif (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp | ast.Subscript)
        and "|" in ast.unparse(node)
    ):
        parts = [node.value]  # a name for a type
    for part in parts:
        if part is not None:
            yield from ast.walk(part)


def putting(node: Any, field: str, value: Any) -> Any:
    """A change of a field, which returns what undoes it."""

    def change() -> Any:
        before = getattr(node, field)
        setattr(node, field, value)
        return lambda: setattr(node, field, before)

    return change


def setting(holder: list[Any], place: int, value: Any) -> Any:
    """The same of a place in a list."""

    def change() -> Any:
        before, holder[place] = holder[place], value
        return lambda: holder.__setitem__(place, before)

    return change
