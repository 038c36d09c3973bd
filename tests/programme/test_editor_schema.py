"""The JSON Schema: it knows every law of the folder, says yes to good files and no to bad ones."""

import json
import re
import tomllib
from typing import Any

import pytest

import distributions
from engine.measures import MEASURES, PARTS
from engine.programme import json_schema, starter
from engine.programme.metrics import FIGURES, metrics
from engine.programme.table import PROVENANCE
from tests.programme.small_programme import SMALL, load_text


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


def fits(value: Any, part: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Whether a value fits a schema, for those words of JSON Schema that ours is written in."""
    understood = {"$ref", "anyOf", "type", "enum", "const", "properties", "required", "additionalProperties"}
    understood |= {
        "patternProperties",
        "propertyNames",
        "items",
        "minItems",
        "maxItems",
        "minimum",
        "exclusiveMinimum",
        "maximum",
        "pattern",
    }
    understood |= {"description", "default", "$schema", "$defs"}
    assert part.keys() <= understood, part.keys() - understood
    if "$ref" in part:
        return fits(value, whole["$defs"][part["$ref"].removeprefix("#/$defs/")], whole)
    if "anyOf" in part and not any(fits(value, choice, whole) for choice in part["anyOf"]):
        return False
    if "const" in part and value != part["const"]:
        return False
    if "enum" in part and value not in part["enum"]:
        return False
    if not fits_type(value, part.get("type")):
        return False
    if isinstance(value, int | float) and not part.get("minimum", value) <= value <= part.get(
        "maximum", value
    ):
        return False
    if isinstance(value, int | float) and value <= part.get("exclusiveMinimum", float("-inf")):
        return False
    if isinstance(value, list):
        return part.get("minItems", 0) <= len(value) <= part.get("maxItems", len(value)) and all(
            fits(v, part.get("items", {}), whole) for v in value
        )
    return not isinstance(value, dict) or fits_table(value, part, whole)


def fits_type(value: Any, name: str | None) -> bool:
    if isinstance(value, bool):
        return name in (None, "boolean")
    kinds = {
        "number": int | float,
        "integer": int,
        "string": str,
        "array": list,
        "object": dict,
        "boolean": bool,
    }
    return name is None or isinstance(value, kinds[name])


def fits_table(table: dict[str, Any], part: dict[str, Any], whole: dict[str, Any]) -> bool:
    if not set(part.get("required", ())) <= table.keys():
        return False
    others = next(iter(part.get("patternProperties", {}).values()), part.get("additionalProperties", True))
    for key, value in table.items():
        inner = part.get("properties", {}).get(key, others)
        if inner is False or (isinstance(inner, dict) and not fits(value, inner, whole)):
            return False
    return True


def as_json(text: str) -> Any:
    """The tables of a TOML text as an editor gives them to a schema: dates are text."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


COPULA = """rank = 0.4
measure = "kendall"
copula = "student_t"
degrees = 2.5
repair = true
pinned = [["north.build.duration", "south.wave.duration"]]
weights = { "north.build.duration" = 2 }"""


@pytest.mark.parametrize(
    "text", [SMALL, starter(), SMALL.replace("rank = 0.4", COPULA)], ids=["small", "starter", "copula"]
)
def test_good_files_fit(schema, text):
    assert fits(as_json(text), schema, schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("horizon = 60", 'horizon = "60"'),
        ("horizon = 60", "horizon = 0"),
        ("earliest = 3", "erliest = 3"),
        ("annual = 10", "annual = true"),
        ("annual = 10", 'annual = { kind = "pert", low = 1, mode = 2 }'),
        ("annual = 10", 'annual = { kind = "pert", low = 1, mode = 2, high = 3, hihg = 3 }'),
        ("annual = 10", 'annual = { kind = "prt", low = 1, mode = 2, high = 3 }'),
        ("annual = 10", "annual = { low = 1, high = 3 }"),
        ('class = "cash"', 'class = "cassh"'),
        ('metric = "total_benefit"', 'metric = "total_benfit"'),
        ("green-book-2022", "green-book-1066"),
        ('go_live = "wave"\n', ""),
        ('kind = "pert"\nlow = 10\n', 'kind = "pert"\n'),
        ("rank = 0.4", 'rank = 0.4\nmeasure = "kendal"'),
        ("rank = 0.4", "rank = 0.4\ndegrees = 2"),
        ("rank = 0.4", 'rank = 0.4\npinned = [["a"]]'),
        ("rank = 0.4", "rank = 0.4\nweights = { a = 0 }"),
    ],
)
def test_bad_files_do_not(schema, old, new):
    assert old in SMALL
    assert not fits(as_json(SMALL.replace(old, new, 1)), schema, schema)


def test_laws_are_those_of_the_folder(schema):
    for kind in distributions.kinds():
        law = schema["$defs"][f"law_{kind}"]
        tables = law.get("anyOf", [law])
        parameters = distributions.law_class(kind).parameters()
        assert list(tables[0]["properties"]) == ["kind", *parameters]
        assert len(tables) == 1 + len(distributions.law_class(kind).alternatives())


def test_every_key_of_every_law_says_what_it_means(schema):
    for kind in distributions.kinds():
        law = schema["$defs"][f"law_{kind}"]
        described = {p.name: p.description for p in distributions.law_class(kind).parameters().values()}
        for table in law.get("anyOf", [law]):
            found = {
                name: entry["description"] for name, entry in table["properties"].items() if name != "kind"
            }
            assert all(found.values())
        assert {
            name: law.get("anyOf", [law])[0]["properties"][name]["description"] for name in described
        } == described


def test_every_reference_leads_somewhere_and_nothing_is_null(schema):
    text = json.dumps(schema)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        assert reference.removeprefix("#/$defs/") in schema["$defs"]
    assert "null" not in text
    assert "replace" not in text


def described(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every key of every table by its dotted name: `ClaimTable.metric`, `law_gamma.1.mean` of its second table."""
    return {
        f"{name}.{place}.{key}" if "anyOf" in table else f"{name}.{key}": inner
        for name, table in {"": schema, **schema["$defs"]}.items()
        for place, one in enumerate(table.get("anyOf", [table]))
        for key, inner in one.get("properties", {}).items()
    }


def say_too_little(entries: dict[str, dict[str, Any]]) -> list[str]:
    """Those without a description of three words that says more than the name itself does."""
    return [
        name
        for name, entry in entries.items()
        if len(words := re.findall(r"\w+", entry.get("description", "").lower())) < 3
        or set(words) <= {*name.rpartition(".")[2].split("_"), "a", "an", "of", "the"}
    ]


def test_every_key_says_what_it_means(schema):
    entries = {name: entry for name, entry in described(schema).items() if not is_of_a_law(name)}
    assert len(entries) > 100
    assert say_too_little(entries) == []


def is_of_a_law(name: str) -> bool:
    return name.startswith(("law_", "quantity_")) and not name.endswith((".kind", ".base", *PROVENANCE))


def test_every_parameter_of_every_law_says_what_it_means(schema):
    entries = {name: entry for name, entry in described(schema).items() if is_of_a_law(name)}
    assert len(entries) > 150
    assert say_too_little(entries) == []


def test_a_key_that_says_nothing_would_be_seen():
    faulty = {
        "A.lag": {},
        "A.cost_factor": {"description": "the factor of a cost"},
        "A.x": {"description": "x"},
    }
    assert say_too_little(faulty | {"A.ramp": {"description": "time to rise to the full value"}}) == [*faulty]


def test_a_metric_is_told_with_what_it_counts(schema):
    offered = schema["$defs"]["ClaimTable"]["properties"]["metric"]["anyOf"]
    assert {one["const"]: one["description"] for one in offered} == {
        name: (MEASURES | FIGURES)[name].counts for name in metrics()
    }
    entries = {f"measure.{name}": {"description": one.counts} for name, one in (MEASURES | PARTS).items()}
    assert say_too_little(entries) == []


UNITS = {
    "months",
    "tonnes a year",
    "money",
    "money a month",
    "money a year",
    "share",
    "share a year",
    "factor",
    "probability",
}


def test_every_quantity_has_a_unit(schema):
    quantities = {
        name: entry for name, entry in described(schema).items() if entry.get("$ref") == "#/$defs/quantity"
    }
    assert len(quantities) >= 21
    unitless = [
        name
        for name, entry in quantities.items()
        if not (unit := re.search(r" \[(.*)\]$", entry["description"])) or unit[1] not in UNITS
    ]
    assert unitless == []


def test_a_quantity_left_out_is_what_the_schema_says(schema, tmp_path):
    programme = load_text(tmp_path, SMALL)
    read = {q.name: q for q, *_ in programme.quantities()}
    defaults = {
        name: entry["default"]
        for name, entry in described(schema).items()
        if entry.get("$ref") == "#/$defs/quantity" and "default" in entry
    }
    left_out = {
        "ActivityTable.earliest": "south.wave.earliest",
        "CostTable.factor": "north.old.factor",
        "BenefitTable.lag": "south.time.lag",
        "BenefitTable.ramp": "south.time.ramp",
        "BenefitTable.decline": "south.time.decline",
        "BenefitTable.realisation": "south.time.realisation",
        "BenefitTable.uptake": "north.savings.uptake",
        "BenefitTable.attribution": "south.time.attribution",
        "BenefitTable.overlap": "south.time.overlap",
        "BenefitTable.optimism_bias": "south.time.optimism_bias",
    }
    assert {name: read[left_out[name]].base for name in defaults} == defaults
    assert all(read[name].is_certain for name in left_out.values())
