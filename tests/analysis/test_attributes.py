"""Attributes that somebody altered are refused by name before anything is worked out; those of a run are not."""

from __future__ import annotations

import json

import numpy as np
import pytest

import engine
from engine.analysis.attribute_shapes import SHAPES
from engine.analysis.attributes import ALWAYS, COUNTS, OF_PROGRAMME, TEXTS, wrong_attributes
from engine.analysis.whole import DamagedResults
from engine.programme import starter


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    file = tmp_path_factory.mktemp("attributes") / "p.toml"
    file.write_text(starter(), encoding="utf-8")
    programme = engine.load(file)
    return {keep: engine.simulate(programme, 200, keep=keep, threads=1) for keep in ("iterations", "summary")}


def without(results, name):
    found = results.copy()
    found.attrs = {key: value for key, value in results.attrs.items() if key != name}
    return found


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_what_a_run_writes_is_right(runs, keep):
    assert wrong_attributes(runs[keep]) == []
    stated = json.loads(runs[keep].attrs["claims"])
    assert engine.claims(runs[keep]).sizes["claim"] == len(stated) > 1


@pytest.mark.parametrize("keep", ["iterations", "summary"])
@pytest.mark.parametrize(
    "name", ["title", "iterations", "claims", "programme_hash", "engine_version", "draws"]
)
def test_a_lost_attribute_is_named(runs, keep, name):
    assert wrong_attributes(without(runs[keep], name)) == [f"attribute {name} is lost"]
    with pytest.raises(DamagedResults, match=f"attribute {name} is lost.*play the run again"):
        engine.claims(without(runs[keep], name))


ALTERED = {
    "title": (3, "is no text: 3"),
    "seed": ("a", "is no whole number from 0 up: 'a'"),
    "iterations": (True, "is no whole number"),
    "claims": ('[{"name": 1}]', "is damaged at 0.name: Input should be a valid string; found 1"),
    "assumptions": ("{", "is damaged: Invalid JSON"),
    "changes": ("[1]", "is damaged at 0: Input should be a valid string; found 1"),
    "sources": ("[]", "is damaged: Input should be an object"),
    "benefit_classes": ('"cash"', "is damaged: Input should be a valid array; found 'cash'"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_attribute_of_another_kind_is_named_with_what_was_found(runs, name):
    value, said = ALTERED[name]
    with pytest.raises(DamagedResults) as caught:
        engine.summarise(runs["iterations"].assign_attrs({name: value}))
    assert f"attribute {name} {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at_least", "12"),
        ("at_most", float("-inf")),
        ("metric", 5),
        ("statement", True),
        ("all_of", "benefits"),
    ],
)
def test_a_claim_that_no_run_writes_is_told(runs, key, value):
    results = runs["iterations"]
    claims = json.loads(results.attrs["claims"])
    claims[0][key] = value
    with pytest.raises(DamagedResults, match=rf"attribute claims is damaged at 0\.{key}: "):
        engine.claims(results.assign_attrs(claims=json.dumps(claims)))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("units", 3, "is no text"), ("cautious", "both", "is not 'low'"), ("base", "x", "is no number"),
        ("missing", -1, "is no whole number"),
    ],
)  # fmt: skip
def test_attributes_of_variables_are_held_to_their_kinds(runs, key, value, said):
    results = runs["iterations"].copy()
    results["npv"] = results["npv"].assign_attrs({key: value})
    with pytest.raises(DamagedResults, match=f"npv: attribute {key} {said}"):
        engine.summarise(results)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("npv", "base", np.nan), ("npv", "base", [1.0, 2.0]), ("npv", "base", [1.0, [2.0]]),
        ("npv", "cautious", "high"), ("npv", "units", None),
        ("payback_year", "base", [[2030.0]]), ("cash_benefit", "over_clusters", "max"),
        ("cash_benefit", "over_clusters", None),
    ],
)  # fmt: skip
def test_a_known_measure_is_what_it_is_of_every_programme(runs, name, key, value):
    results = runs["iterations"].copy()
    attrs = {**results[name].attrs, key: value}
    results[name].attrs = {one: said for one, said in attrs.items() if said is not None}
    with pytest.raises(DamagedResults, match=f"{name}: attribute {key} "):
        engine.summarise(results)


def test_values_that_are_read_as_others_are_refused(runs):
    results = runs["iterations"].copy()
    results["npv"].encoding["scale_factor"] = 2.0
    with pytest.raises(DamagedResults, match="npv: attribute scale_factor stands there"):
        engine.summarise(results)


DEEP = "[" * 1000 + "]" * 1000
WRONG = (
    float("nan"), float("inf"), 3.5, -1, "", np.array([1.0, 2.0]), ["a", "b"], b"\xff", "null", "{", "[1]", '{"a": 1}',
    '{"a": [1, 2]}', '{"a": {"b": null}}', '{"a": {"b": NaN}}', DEEP, "9" * 100_000,
)  # fmt: skip
NO_TEXT = tuple(one for one in WRONG if not isinstance(one, str))
MAY_BE = {
    ("floor", ""),
    *(("sources", f'{{"a": {{"b": {one}}}}}') for one in ("null", "NaN")),
}  # b is not looked at


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_every_attribute_of_every_wrong_kind_is_refused_and_nothing_else_is_said(runs, keep):
    results = runs[keep]
    known = [name for name in results.attrs if name in (*TEXTS, *COUNTS, *SHAPES)]
    assert len(known) > 25
    passed = {
        (name, str(value)[:20])
        for name in known
        for value in (NO_TEXT if name in TEXTS else WRONG)
        if not wrong_attributes(results.assign_attrs({name: value}))
    }
    assert passed == MAY_BE


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_whatever_a_run_of_a_programme_writes_may_not_be_lost(runs, keep):
    for name in (*ALWAYS, *OF_PROGRAMME):
        assert wrong_attributes(without(runs[keep], name)) == [f"attribute {name} is lost"]


@pytest.mark.parametrize("name", ["whole", "mean", "frequency", "measure", "claim_holds"])
def test_a_summary_that_lost_a_variable_says_which(runs, name):
    with pytest.raises(DamagedResults, match=f"{name} is lost"):
        engine.summarise(runs["summary"].drop_vars(name))


@pytest.mark.parametrize("value", [np.inf, -1e300])
def test_a_value_that_no_run_gives_is_refused(runs, value):
    results = runs["iterations"].copy()
    values = results["npv"].values.copy()
    values[7] = value
    results["npv"] = results["npv"].copy(data=values)
    with pytest.raises(DamagedResults, match=r"npv has a value beyond 1e\+150"):
        engine.summarise(results)


def test_a_summary_whose_claims_are_not_those_it_counted_is_refused(runs):
    claims = json.loads(runs["summary"].attrs["claims"])
    with pytest.raises(DamagedResults, match=r"the claims that are counted, .*, are not those that are told"):
        engine.claims(runs["summary"].assign_attrs(claims=json.dumps(claims[1:])))


def test_a_summary_whose_claims_hold_oftener_than_it_was_played_is_refused(runs):
    most = int(runs["summary"]["claim_holds"].max())
    assert most > 1
    with pytest.raises(DamagedResults, match=f"claims hold in [0-9]+ to {most} of {most - 1} iterations"):
        engine.claims(runs["summary"].assign_attrs(iterations=most - 1))
