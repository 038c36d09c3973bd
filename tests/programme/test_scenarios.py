"""Scenarios and overrides: what they replace, in which order, and what they are called when they are wrong."""

import json

import numpy as np
import pytest

import engine
from distributions import Constant, Empirical, Pert, Triangular, Uniform
from engine.programme import scenario_names
from tests.programme.small_programme import SMALL, changed, load_text, problems_of

DEFAULT = ("horizon = 60", 'horizon = 60\ndefault_scenario = "late"')


def duration(programme):
    return next(activity.duration for activity in programme.activities if activity.name == "north.build")


def test_a_scenario_puts_its_values_in(tmp_path):
    programme = load_text(tmp_path, SMALL, "late")
    assert programme.scenario == "late"
    assert duration(programme).law == Pert(20, 24, 60)
    assert programme.funding[0].top_up.law == Constant(1)


def test_none_is_the_default_scenario_and_empty_is_none(tmp_path):
    assert load_text(tmp_path, changed(DEFAULT)).scenario == "late"
    bare = load_text(tmp_path, changed(DEFAULT), "")
    assert bare.scenario is None
    assert duration(bare).law == Pert(10, 12, 30)


def test_names_in_file_order(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(SMALL + "[scenarios.early.set]\n", encoding="utf-8")
    assert scenario_names(path) == ("late", "early")


def test_overrides_come_after_the_scenario(tmp_path):
    programme = load_text(tmp_path, SMALL, "late", overrides={"laws.slip.mode": 21, "funding.0.top_up": 0.5})
    assert duration(programme).law == Pert(20, 21, 60)
    assert programme.funding[0].top_up.law == Constant(0.5)


@pytest.mark.parametrize(
    ("path", "value", "part", "law"),
    [
        ("clusters.north.activities.build.duration", 9, "north.build.duration", Constant(9)),
        ("north.build.duration", 9, "north.build.duration", Constant(9)),
        ("north.procure.duration.mode", 5, "north.procure.duration", Triangular(4, 5, 12)),
        ("north.procure.earliest", 1, "north.procure.earliest", Constant(1)),
        ("north.savings.uptake", 0.5, "north.savings.uptake", Constant(0.5)),
        ("south.integration.amount.part", 1, "south.integration.amount", Constant(60)),
        ("drivers.overrun", 1.2, "drivers.overrun", Constant(1.2)),
        ("drivers.overrun.factor", 1.2, "drivers.overrun", Constant(1.2)),
        ("risks.supplier.probability", 1, "risks.supplier.probability", Constant(1)),
        ("risks.supplier.effects.0", 6, "risks.supplier.effects.0", Constant(6)),
        ("risks.supplier.effects.1", 0.5, "risks.supplier.effects.1", Constant(0.5)),
        ("risks.supplier.effects.0.delay", 6, "risks.supplier.effects.0", Constant(6)),
        ("funding.0.approved", 70, "funding.0.approved", Constant(70)),
        ("counterfactual.cost", 100, "counterfactual.cost", Constant(100)),
        ("totals.one_off.value", 180, "north.integration.amount", Constant(60)),
    ],
)
def test_a_path_of_the_file_or_the_name_of_an_input(tmp_path, path, value, part, law):
    from tests.programme.test_reading import quantities

    before = load_text(tmp_path, SMALL)
    after = load_text(tmp_path, SMALL, overrides={path: value})
    assert quantities(after)[part].law == law
    assert quantities(before)[part].law != law


@pytest.mark.parametrize(
    ("value", "law"),
    [
        ("9", Constant(9)),
        ("9.5", Constant(9.5)),
        ("{ kind = 'uniform', low = 1, high = 2 }", Uniform(1, 2)),
        ("slip", Pert(10, 12, 30)),
        ("'slip'", Pert(10, 12, 30)),
        (np.float64(9), Constant(9)),
        (np.int64(9), Constant(9)),
        ({"kind": "uniform", "low": np.float64(1), "high": 2}, Uniform(1, 2)),
        ({"kind": "empirical", "data": np.array([1.0, 2.0])}, Empirical((1, 2))),
        ({"kind": "empirical", "data": (1, 2)}, Empirical((1, 2))),
    ],
)
def test_values_from_a_command_line_and_from_python(tmp_path, value, law):
    assert duration(load_text(tmp_path, SMALL, overrides={"north.build.duration": value})).law == law


def test_text_that_is_no_toml_is_taken_as_it_is(tmp_path):
    assert load_text(tmp_path, SMALL, overrides={"discounting": "none"}).discount_factors == (1.0,) * 5
    assert load_text(tmp_path, SMALL, overrides={"title": "1\nunit = 2"}).title == "1\nunit = 2"


def test_the_same_overrides_give_the_same_hash_however_they_are_written(tmp_path):
    first = load_text(tmp_path, SMALL, overrides={"north.build.duration": 9})
    second = load_text(tmp_path, SMALL, overrides={"clusters.north.activities.build.duration": "9.0"})
    assert first.content_hash == second.content_hash


def test_a_path_that_leads_nowhere_offers_the_nearest(tmp_path):
    for path, offer in {
        "north.biuld.duration": "north.build.duration",
        "laws.slop.mode": "laws.slip.mode",
        "fundin.0.top_up": "funding.0.top_up",
        "drivers.overun": "drivers.overrun",
        "funding.1.top_up": "funding.0.top_up",
        "laws.slop": "laws.slip",
        "clusters.north.costs.hostin": "clusters.north.costs.hosting",
    }.items():
        (problem,) = problems_of(tmp_path, SMALL, overrides={path: 1}).problems
        assert problem.key == path
        assert f'"{offer}"' in problem.hint


def test_a_key_that_is_new_to_its_table_must_be_one_of_its_keys(tmp_path):
    (problem,) = problems_of(tmp_path, SMALL, overrides={"north.build.erliest": 1}).problems
    assert '"north.build.earliest"' in problem.hint
    (problem,) = problems_of(tmp_path, SMALL, overrides={"north.procure.duration.shape": 1}).problems
    assert problem.key == "clusters.north.activities.procure.duration.shape"
    assert problem.hint.startswith("set by the override of north.procure.duration.shape")


def test_a_wrong_value_is_told_where_it_was_written(tmp_path):
    text = changed(('"funding.0.top_up" = 1', '"funding.0.top_up" = 2'))
    (problem,) = problems_of(tmp_path, text, "late").problems
    assert problem.key == "funding.0.top_up"
    assert problem.line == next(n for n, line in enumerate(text.splitlines(), 1) if '"funding.0' in line)
    assert problem.hint == "set by the scenario late; 2% is 0.02"
    (problem,) = problems_of(tmp_path, SMALL, "late", overrides={"funding.0.top_up": 3}).problems
    assert problem.line is None
    assert problem.hint == "set by the override of funding.0.top_up; 3% is 0.03"


def test_an_unknown_scenario_offers_the_nearest(tmp_path):
    (problem,) = problems_of(tmp_path, SMALL, "lat").problems
    assert (problem.key, problem.hint) == ("scenarios", 'did you mean "late"?')
    text = SMALL[: SMALL.index("[scenarios.late]")]
    (problem,) = problems_of(tmp_path, text, "late").problems
    assert "no scenarios" in problem.accepted


def test_paths_of_scenarios_that_are_not_played_are_checked(tmp_path):
    text = SMALL + '[scenarios.early.set]\n"laws.slop" = 3\n'
    for scenario in ("late", "early", ""):
        (problem,) = problems_of(tmp_path, text, scenario).problems
        assert problem.key == "scenarios.early.set.laws.slop"


def test_a_scenario_may_build_on_its_own_replacements(tmp_path):
    text = SMALL + '[scenarios.early.set]\n"north.build.duration" = { kind = "uniform", low = 1, high = 2 }\n'
    text += '"north.build.duration.high" = 3\n'
    assert duration(load_text(tmp_path, text, "early")).law == Uniform(1, 3)
    assert load_text(tmp_path, text, "late").scenario == "late"


def test_a_scenario_may_bring_a_section_that_the_file_has_not(tmp_path):
    text = changed(
        ('[counterfactual]\ncost = { kind = "triangular", low = 90, mode = 130, high = 170 }\n', "")
    )
    programme = load_text(tmp_path, text, overrides={"counterfactual": {"cost": 5}})
    assert programme.counterfactual is not None
    assert programme.counterfactual.base == 5


def test_overrides_leave_a_trace(tmp_path):
    plain = load_text(tmp_path, SMALL)
    assert (plain.changes, plain.altered) == ((), ())
    by_scenario = load_text(tmp_path, SMALL, "late")
    assert by_scenario.changes == ()  # the scenario's name says it
    assert "north.build.duration" in by_scenario.altered
    overridden = load_text(tmp_path, SMALL, overrides={"north.build.duration": 14})
    assert overridden.changes == ("north.build.duration = 14",)
    assert overridden.altered == ("north.build.duration",)


def test_an_overridden_input_stays_in_the_record_of_assumptions_and_is_marked(tmp_path):
    programme = load_text(tmp_path, SMALL, overrides={"north.build.duration": 14})
    results = engine.simulate(programme, 10)
    assert json.loads(results.attrs["changes"]) == ["north.build.duration = 14"]
    entries = {entry["name"]: entry for entry in json.loads(results.attrs["assumptions"])}
    assert entries["north.build.duration"]["changed"] is True
    assert entries["north.build.duration"]["base"] == 14
    assert [name for name, entry in entries.items() if "changed" in entry] == ["north.build.duration"]
