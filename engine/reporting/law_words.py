"""A law as results hold it, `Pert(low=8.0, mode=10.0, high=20.0, shape=4.0)` -> as a file says it: by kind and keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from distributions import LawError, law_class
from engine.reporting.phrasing import plain

MOST = 6  # values of a list that are told
_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")


def law_words(text: str) -> str:
    """`pert: low 8, mode 10, high 20`; `2.5` of a fixed value, the name of a belief; what is no law as it stands.

    A key that has its default is left out, a law within a law stands in brackets, and of a long list are told the
    first values.
    """
    try:
        found = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    return _law(found) if isinstance(found, ast.Call) and isinstance(found.func, ast.Name) else text


def _law(call: ast.Call) -> str:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    keys = {key.arg or "": key.value for key in call.keywords}
    if name == "Constant" and "value" in keys:
        return _value(keys["value"])
    if name == "Shared" and "name" in keys:
        other = _value(keys.get("complement", ast.Constant(False))) == "True"
        return f"{'1 less ' if other else ''}{_value(keys['name'])}"
    kind = _WITHIN.sub("_", name).lower()
    told = [f"{key} {_value(value, nested=True)}" for key, value in _own(kind, keys)]
    return f"{kind}: {', '.join(told)}" if told else kind


def _own(kind: str, keys: dict[str, ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    """The keys that have another value than their default."""
    try:
        declared = getattr(law_class(kind), "__dataclass_fields__", {})
    except LawError:
        declared = {}
    usual = {name: repr(field.default) for name, field in declared.items()}
    for key, value in keys.items():
        if ast.unparse(value) != usual.get(key):
            yield key, value


def _value(value: ast.expr, nested: bool = False) -> str:
    if isinstance(value, ast.Tuple | ast.List):
        rest = len(value.elts) - MOST
        told = ", ".join(_value(one, nested=True) for one in value.elts[:MOST])
        return f"[{told}{f', and {rest:,} more' if rest > 0 else ''}]"
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        law = _law(value)
        return f"({law})" if nested and ":" in law else law
    try:
        number = ast.literal_eval(value)
    except (ValueError, TypeError):
        return ast.unparse(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return str(number)
    shown = f"{number:,.6g}"
    return plain(number, 6) if "e" in shown else shown
