"""The page: what stands between its markers, written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from engine.measures import MEASURES, PARTS
from engine.programme import json_schema
from engine.programme.guidance import (
    deflator_index,
    optimism_bias,
    published_carbon,
    published_deflators,
    published_rates,
)
from engine.programme.metrics import FIGURES
from engine.programme.table import PROVENANCE
from experiments.format_reference.examples import EVERY_KEY, LAWS, blocks, shown
from experiments.format_reference.sections import Key, key_of, named_law, sections

PAGE = Path(__file__).parents[2] / "engine" / "programme" / "README.md"
MARKED = re.compile(r"(<!-- (\w+): .*? -->\n).*?(<!-- end -->)", re.DOTALL)
KEY_TABLE = ("key", "takes", "unit", "default", "meaning")


def written(page: str) -> str:
    """The page as it should be: its own words, and what is written between its markers."""
    return MARKED.sub(lambda found: f"{found[1]}{WRITERS[found[2]]()}\n{found[3]}", page)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    escaped = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    lines = [[*head], ["---"] * len([*head]), *escaped]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def cells(key: Key) -> tuple[str, ...]:
    """A row of a table of keys."""
    return (f"`{key.name}`", *key[1:])


def every_section() -> str:
    """Each section with its keys, and blocks of an example that give them."""
    examples, found = blocks(EVERY_KEY.read_text(encoding="utf-8")), []
    for section in sections(json_schema()):
        title = f"`{section.header}`" if section.header else "The top of the file"
        found.append(f"### {title}")
        if section.meaning:
            found.append(f"{section.meaning[0].upper()}{section.meaning[1:]}.")
        if section.keys:
            found.append(table(KEY_TABLE, map(cells, section.keys)))
        if section.is_sourced:
            found.append("And the keys of its [provenance](#provenance).")
        found += [f"```toml\n{text}\n```" for text in shown(section, examples)]
    return "\n\n".join(found)


def provenance_keys() -> str:
    """The keys by which a table says where its numbers come from and who answers for them."""
    properties = json_schema()["$defs"]["reference"]["properties"]
    return table(KEY_TABLE, (cells(key_of(name, properties[name], False)) for name in PROVENANCE))


def quantity_keys() -> str:
    """The keys of the tables by which a quantity is written, beside those of its law and of its provenance."""
    schema = json_schema()
    law, part = (schema["$defs"][name]["properties"] for name in ("reference", "part_of_total"))
    value = {"description": "a fixed value in a table, which can say where it comes from", "type": "number"}
    rows = {"value": value, **named_law(schema)["properties"], "law": law["law"], **part}
    told = {name: entry for name, entry in rows.items() if name not in PROVENANCE}
    return table(KEY_TABLE, (cells(key_of(name, entry, False)) for name, entry in told.items()))


def every_law() -> str:
    """Every kind with its sets of keys."""
    definitions = json_schema()["$defs"]
    rows: list[tuple[str, ...]] = []
    kinds = [name.removeprefix("law_") for name in definitions if name.startswith("law_")]
    for kind in kinds:
        law = definitions[f"law_{kind}"]
        rows.append((f"**`{kind}`**", "", "", " ".join(law["description"].split())))
        told: dict[str, Any] = {}
        for one in law.get("anyOf", [law]):
            new = {name: entry for name, entry in one["properties"].items() if name not in ("kind", *told)}
            rows += [_row(name, entry, one["required"], bool(told)) for name, entry in new.items()]
            told |= new
    return table(("law, key", "takes", "default", "meaning"), rows)


def _row(name: str, entry: dict[str, Any], required: list[str], is_instead: bool) -> tuple[str, ...]:
    key = key_of(name, entry, name in required and not is_instead)
    return f"`{name}`", key.takes, "instead" if is_instead else key.default, key.meaning


def example_of_laws() -> str:
    """Every law as a file writes it."""
    text = LAWS.read_text(encoding="utf-8")
    return f"```toml\n{text[text.index('[laws]') : text.index('[clusters')].strip()}\n```"


def every_measure() -> str:
    """Every measure with what it counts; those of single parts, which are asked for by name, behind."""
    rows = [
        (
            f"`{name}`",
            one.unit.replace("1", "ratio"),
            one.dim or "–",
            "yes" if one.of_claims else "no",
            one.counts,
        )
        for name, one in (MEASURES | PARTS | FIGURES).items()
    ]
    return table(("measure", "unit", "by", "claims", "what it counts"), rows)


def every_discounting() -> str:
    """The sets of discount rates."""
    rows = []
    for name, found in published_rates().items():
        bands = (
            f"{band['rate']:.1%}" + (f" from year {band['from']}" if band["from"] else "")
            for band in found["rates"]
        )
        rows.append((f"`{name}`", found["title"], ", ".join(bands), found.get("source", "–")))
    return table(("discounting", "what it is", "rate a year", "source"), rows)


def every_deflator() -> str:
    """The sets of deflators."""
    rows = []
    for name, found in published_deflators().items():
        years = sorted(deflator_index(name))
        rows.append((f"`{name}`", found["title"], f"{years[0]} to {years[-1]}", found["source"]))
    return table(("deflator", "what it is", "years", "source"), rows)


def every_carbon_set() -> str:
    """The sets of carbon values."""
    rows = []
    for name, found in published_carbon().items():
        years = sorted(map(int, found["central"]))
        ends = (
            f"{found[one][str(year)]:.2f}"
            for one in ("low", "central", "high")
            for year in (years[0], years[-1])
        )
        low, low_last, central, central_last, high, high_last = ends
        several = (f"{low} to {low_last}", f"{central} to {central_last}", f"{high} to {high_last}")
        rows.append((f"`{name}`", found["title"], *several, found["source"]))
    return table(("values", "what they are", "low", "central", "high", "source"), rows)


def every_project_type() -> str:
    """The bounds of optimism bias."""
    bounds = optimism_bias()
    rows = []
    for name, b in bounds["categories"].items():
        both = (b, b.get("duration", {}))
        rows.append(
            (f"`{name}`", *(f"{of[end]:.0%}" if of else "–" for of in both for end in ("lower", "upper")))
        )
    head = ("category", "cost, lower", "cost, upper", "duration, lower", "duration, upper")
    return f"{table(head, rows)}\n\nSource: {bounds['source']}."


WRITERS: dict[str, Callable[[], str]] = {
    "sections": every_section,
    "provenance": provenance_keys,
    "quantities": quantity_keys,
    "laws": every_law,
    "laws_example": example_of_laws,
    "measures": every_measure,
    "discounting": every_discounting,
    "deflators": every_deflator,
    "carbon_values": every_carbon_set,
    "optimism_bias": every_project_type,
}
