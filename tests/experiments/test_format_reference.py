"""The reference of the file format says what the schema says, by examples that hold every key and can be played."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import engine
from engine.measures import MEASURES, PARTS
from engine.programme import json_schema
from engine.programme.metrics import FIGURES
from engine.programme.table import PROVENANCE
from experiments.format_reference.examples import EVERY_KEY, FOLDER, LAWS, blocks, shown
from experiments.format_reference.page import PAGE
from experiments.format_reference.sections import Section, sections

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(json_schema())
UNITS = {
    "",
    "months",
    "money",
    "money a month",
    "money a year",
    "tonnes a year",
    "share",
    "share a year",
    "factor",
    "probability",
}
UNITS |= {"correlation", "number", "the measure's"}


def test_every_table_of_the_schema_is_a_section_or_within_one() -> None:
    told = {key.name for section in SECTIONS for key in section.keys} | set(PROVENANCE)
    definitions = json_schema()["$defs"]
    tables = [name for name in definitions if name.endswith("Table")]
    assert len(tables) > 15
    for name in tables:
        missing = {
            key
            for key, entry in definitions[name]["properties"].items()
            if not any(one in (key, f"optimism_bias.{key}", f"pairs.{key}") for one in told)
            and not any(section.path and key in section.path for section in SECTIONS)
        }
        assert missing == set(), name
    assert {key.unit for section in SECTIONS for key in section.keys} <= UNITS


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.header or "top")
def test_an_example_of_a_section_holds_every_key_of_it(section: Section) -> None:
    examples = shown(section, blocks(EVERY_KEY.read_text(encoding="utf-8")))
    text = "\n".join(examples)
    needed = [key.name.rpartition(".")[2] for key in section.keys if key.name != "CLUSTER"]
    assert [name for name in needed if not re.search(rf"\b{name}( =|\])", text)] == []
    assert all(f"```toml\n{example}\n```" in TEXT for example in examples)
    assert f"\n### `{section.header}`\n" in TEXT or section.path == ()


def test_the_keys_of_provenance_are_told_once_with_an_example() -> None:
    for key in PROVENANCE:
        assert TEXT.count(f"\n| `{key}` | ") == {"note": 3, "date": 2}.get(key, 1), key
    build = next(one for one in blocks(EVERY_KEY.read_text(encoding="utf-8")) if set(PROVENANCE) <= one.keys)
    assert f"```toml\n{build.text}\n```" in TEXT


def test_a_key_without_an_example_would_be_seen() -> None:
    claims = next(section for section in SECTIONS if section.path == ("claims", "NAME"))
    without = EVERY_KEY.read_text(encoding="utf-8").replace('all_of = ["benefits", "cost"]', "at_most = 3")
    assert not any("all_of" in example for example in shown(claims, blocks(without)))


def tables_in(value: Any) -> Iterator[dict[str, Any]]:
    """The value, if it is a table, and all tables in it."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from tables_in(inner)


def test_the_examples_hold_every_key_of_every_law_and_of_a_quantity() -> None:
    laws = list(tables_in(tomllib.loads(LAWS.read_text(encoding="utf-8"))["laws"]))
    given = {(law["kind"], key) for law in laws if "kind" in law for key in law}
    definitions = json_schema()["$defs"]
    wanted = {
        (name.removeprefix("law_"), key)
        for name, law in definitions.items()
        if name.startswith("law_")
        for one in law.get("anyOf", [law])
        for key in one["properties"]
    }
    assert len(wanted) > 100
    assert wanted - given == set()
    clusters = list(tables_in(tomllib.loads(EVERY_KEY.read_text(encoding="utf-8"))["clusters"]))
    for form in ("reference", "part_of_total"):
        own = definitions[form]["properties"].keys()
        mark = definitions[form]["required"][0]
        used = {key for one in clusters if isinstance(one.get(mark), str) for key in one}
        assert set(definitions[form]["required"]) < used <= own
    assert {"kind", "value", "law", "total", "share", "part", "base"} <= {
        key for one in clusters for key in one
    }


def test_every_measure_is_told_with_what_it_counts() -> None:
    for name, one in (MEASURES | PARTS | FIGURES).items():
        assert re.search(rf"^\| `{name}` \|.*\| {re.escape(one.counts)} \|$", TEXT, re.MULTILINE)


def test_links_within_the_page_lead_somewhere() -> None:
    titles = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= titles


def test_every_example_loads_and_plays() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {EVERY_KEY.name, LAWS.name}
    programme = engine.load(EVERY_KEY)
    assert programme.scenario == "topped_up"
    results = engine.simulate(programme, iterations=400, seed=1)
    for name in ("total_benefit", "total_cost", "npv", "go_live_delay"):
        assert np.isfinite(results[name]).all(), name
        assert float(results[name].std()) > 0, name
    engine.load(EVERY_KEY, scenario="")


def test_every_law_of_the_examples_is_drawn() -> None:
    results = engine.simulate(engine.load(LAWS), iterations=400, seed=1, measures=["work.*"])
    money = results["line_money"]
    spread = dict(zip(money["line"].values.tolist(), money.std("iteration").values.tolist(), strict=True))
    named = tomllib.loads(LAWS.read_text(encoding="utf-8"))["laws"]
    assert spread.keys() == {f"work.{name}" for name in named}
    assert [name for name, sd in spread.items() if sd <= 1e-9] == ["work.constant"]
