"""What the reader makes of every key and every law stays what it was, can be changed by nobody, and is documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import engine
from experiments.format_reference.page import PAGE, WRITERS, written
from tests.programme.as_read import FILES, KEPT, as_read, told
from tests.programme.small_programme import SMALL, load_text


def test_what_is_read_is_what_was_read() -> None:
    """A default, a unit, a base or a name that changes is told by the part of the file that reads otherwise."""
    kept, now = json.loads(KEPT.read_text(encoding="utf-8")), as_read()
    for file in FILES:
        parts = {**kept[file], **now[file]}
        otherwise = [part for part in parts if kept[file].get(part) != now[file].get(part)]
        assert otherwise == [], "meant? then run python -m tests.programme.as_read"


def test_a_number_in_its_ninth_digit_is_seen() -> None:
    assert told([1.0, {"a": (2.5,)}]) != told([1.0 + 1e-9, {"a": (2.5,)}])
    assert told(0.1 + 0.2) == told(0.3)


def test_the_page_is_what_would_be_written() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert written(text) == text, "run python -m experiments.format_reference"
    assert all(f"<!-- {name}: " in text for name in WRITERS)
    assert written(text.replace("| required |", "| 1 |")) == text
    assert "| 1 |" not in text


def dataclasses_in(value: Any) -> Iterator[Any]:
    """All that a programme is made of."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from dataclasses_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from dataclasses_in(one)


def test_nothing_of_a_programme_can_be_changed(tmp_path: Path) -> None:
    """Results say of what programme they are by its hash: one that changed beside it would be another's."""
    rates = "discounting = { rates = [{ from = 0, rate = 0.05 }, { from = 3, rate = 0.03 }] }"
    own = load_text(tmp_path, SMALL.replace('discounting = "green-book-2022"', rates))
    programmes = [own, *(engine.load(file) for file in FILES.values())]
    found = {type(one): one for programme in programmes for one in dataclasses_in(programme)}
    assert len(found) > 25
    for one in found.values():
        if fields(one):
            with pytest.raises(FrozenInstanceError):
                setattr(one, fields(one)[0].name, None)
