"""Whatever stands at whatever place of a file: it is read or refused, and no place is mended over and over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest

from engine.problems import Findings
from engine.programme.reading import validation
from engine.programme.reading.validation import keys_of, validated
from engine.programme.schema import ProgrammeFile

ODD = ["text", 7, -0.5, True, [], {}, [7], ["text"], {"x": 1}, [{"x": 1}], datetime.date(2023, 4, 1), 10**400]
ROUNDS = 20


def places(kind: Any, holder: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place that the schema knows, with one name in each table of names and one entry in each list."""
    kind = validation._plain(kind)
    keys = keys_of(kind)
    if keys is not None:
        for name, field in keys.items():
            yield (*holder, name)
            yield from places(field.annotation, (*holder, name))
    elif get_origin(kind) in (dict, list):
        part = "a" if get_origin(kind) is dict else 0
        yield (*holder, part)
        yield from places(get_args(kind)[-1], (*holder, part))


def holding(place: tuple[str | int, ...], value: Any) -> Any:
    """A file with nothing but a value at a place."""
    for part in reversed(place):
        value = {part: value} if isinstance(part, str) else [value]
    return value


EVERY = sorted(set(places(ProgrammeFile)), key=str)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_whatever_stands_anywhere_is_mended_in_a_few_rounds(odd, monkeypatch):
    assert len(EVERY) > 150
    rounds = []
    mend = validation._mend
    monkeypatch.setattr(validation, "_mend", lambda *given: rounds.append(0) or mend(*given))
    for place in EVERY:
        rounds.clear()
        findings = Findings()
        validated(holding(place, odd), findings)
        assert len(rounds) < ROUNDS, place
        for key, *_ in findings.found:
            assert "[" not in key, key  # a key as the file has it, and no name of a type


def test_a_fault_at_a_place_that_the_file_has_not_ends_as_well(monkeypatch):
    place = validation._place

    def elsewhere(fault: Any) -> tuple[str | int, ...]:
        return place(fault) if fault["type"] == "missing" else (*place(fault), "nowhere")

    monkeypatch.setattr(validation, "_place", elsewhere)
    file = validated({"title": 3, "horizon": 12, "start": "2023-04", "unit": "£m"}, Findings())
    assert file.horizon == 12


@pytest.mark.parametrize("written", ["beta", True, [1.0], datetime.date(2023, 4, 1)])
def test_a_belief_that_is_no_law_is_refused_in_one_line(written):
    findings = Findings()
    validated({"beliefs": {"share": written}}, findings)
    told = [found for found in findings.found if found[0].startswith("beliefs")]
    assert [(key, accepted) for key, _, accepted, _ in told] == [("beliefs.share", told[0][2])]
    assert told[0][2].startswith("a law, such as { kind =")
