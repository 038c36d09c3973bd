"""What the reader makes of the files that hold every key and every law, part by part: for a change that is meant.

python -m tests.programme.as_read
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import engine
from distributions import Law, SecondOrder
from engine.programme.model import Programme
from experiments.format_reference.examples import EVERY_KEY, LAWS

KEPT = Path(__file__).with_name("as_read.json")
FILES = {"every key": EVERY_KEY, "every law": LAWS}


def told(value: Any) -> Any:
    """A part of a programme as text and lists; numbers to 10 digits, which every processor gives alike."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, SecondOrder):
        return [value.kind, *((name, told(one)) for name, one in sorted(value.arguments().items()))]
    if isinstance(value, Law):
        return [type(value).__name__, *((name, told(one)) for name, one in value.arguments().items())]
    if is_dataclass(value):
        return [(one.name, told(getattr(value, one.name))) for one in fields(value)]
    if isinstance(value, dict):
        return [(str(key), told(one)) for key, one in value.items()]
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return repr(value)


def parts(programme: Programme) -> Iterator[tuple[str, Any]]:
    """Each part of a programme by its name, or its place where it has none."""
    for field in fields(programme):
        value = getattr(programme, field.name)
        if isinstance(value, tuple):
            for place, one in enumerate(value):
                name = getattr(one, "name", None) or getattr(one, "id", None) or place
                yield f"{field.name}.{name}", one
        elif field.name != "content_hash":
            yield field.name, value


def as_read() -> dict[str, dict[str, str]]:
    """By file and part, the beginning of the digest of what was made of it."""
    found: dict[str, dict[str, str]] = {}
    for name, file in FILES.items():
        found[name] = {}
        for part, value in parts(engine.load(file)):
            found[name][part] = sha256(json.dumps(told(value)).encode()).hexdigest()[:12]
    return found


if __name__ == "__main__":
    KEPT.write_text(json.dumps(as_read(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
