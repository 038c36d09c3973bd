"""What a refusal says, and that it stays whole on its way."""

from __future__ import annotations

import copy
import pickle

import pytest

from engine.elicitation.answer import ElicitationError
from engine.problems import Findings, Problem, ProgrammeError, Refused, listed, nearest

ONE = Problem("plan.toml", '"x" (text)', "a number", "write 3", key="claims.first", line=7)
OTHER = Problem("P10", "8", "more than 9")
TEXT = """\
plan.toml:7: claims.first
    found:    "x" (text)
    accepted: a number
    hint:     write 3"""


def test_a_problem_says_where_what_and_what_instead():
    assert str(ONE) == TEXT
    assert str(OTHER) == "P10\n    found:    8\n    accepted: more than 9"
    assert OTHER.within("experts.csv:2").place == "experts.csv:2: P10"


def test_a_refusal_is_a_sentence_or_every_fault_under_a_heading():
    assert (str(Refused("no such thing")), Refused("no such thing").problems) == ("no such thing", ())
    assert str(Refused([ONE])) == f"1 problem\n{TEXT}"
    both = ProgrammeError(problem for problem in (ONE, OTHER))
    assert str(both) == f"2 problems\n{TEXT}\n{OTHER}"
    assert both.problems == (ONE, OTHER)
    single = ElicitationError.at("a.csv", "nothing", "a heading", line=1)
    assert type(single) is ElicitationError
    assert single.problems == (Problem("a.csv", "nothing", "a heading", line=1),)


@pytest.mark.parametrize("error", [ProgrammeError([ONE, OTHER]), Refused("no such thing")])
def test_a_refusal_comes_whole_from_another_process(error):
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is type(error)
        assert (str(other), other.problems) == (str(error), error.problems)


def test_nearest_offers_what_looks_alike():
    assert nearest("biuld", ["north.build", "north.procure"]) == 'did you mean "north.build"?'
    assert nearest("Slip", ["slip", "skew"]) == 'did you mean "slip"?'
    assert (
        nearest("cost1", ["cost2", "cost3", "cost4", "risk"]) == 'did you mean "cost4", "cost3" or "cost2"?'
    )
    assert nearest("xyz", ["slip", "skew"]) == ""


def test_a_message_obeys_nothing_and_is_never_longer_than_a_screen():
    many = [Problem("plan.toml", "x" * 10**6, "\x1b[2J", listed([f"n{k}" for k in range(10**5)]))] * 1000
    text = str(Refused(many))
    assert text.endswith("and 980 more")
    assert len(text) < 20 * 4 * 2000
    assert "\x1b" not in text
    assert len(str(Refused("y" * 10**6))) < 2000
    assert listed([f"n{k}" for k in range(60)]).endswith("n49 or 10 more")


def test_names_near_are_found_among_very_many():
    known = [f"cluster{k}.build" for k in range(30_000)] + ["synergy.migrate", "cost_line"]
    assert '"synergy.migrate"' in nearest("migrat", known)
    assert '"synergy.migrate"' in nearest("synergy.migrtae", known)
    assert '"cost_line"' in nearest("csot_line", known)
    assert '"cluster12345.build"' in nearest("cluster12345.biuld", known)
    assert nearest("£££", known) == ""


def test_what_follows_from_what_was_told_is_held_back():
    findings = Findings()
    findings.told(["clusters.a.costs", "laws.x"])
    for key in ("clusters.a", "clusters.a.costs", "clusters.a.costs.it.amount", "laws.x.mean"):
        findings.add(key, "f", "a")
    findings.add("clusters.b.costs", "f", "a", needs="laws.x")
    assert findings.found == []
    findings.add("clusters.ab", "f", "a")
    findings.add("clusters.ab", "f", "a")
    assert findings.found == [("clusters.ab", "f", "a", "")]
    assert findings.is_partial
