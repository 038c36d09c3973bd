"""What a right file becomes: names, laws, bases, shares, provenance, order, hash."""

import dataclasses
import math
import tomllib

import pytest

from distributions import Beta, Constant, Lognormal, Pert, Triangular, Truncated
from engine.programme import load, scenario_names, starter
from engine.programme.model import Programme, Provenance, Quantity
from engine.programme.names import matching
from tests.programme.small_programme import SMALL, changed, load_text, problems_of


@pytest.fixture
def small(tmp_path) -> Programme:
    return load_text(tmp_path, SMALL)


def quantities(programme: object) -> dict[str, Quantity]:
    """Every quantity of a programme, or of a part of it, by name."""
    found: dict[str, Quantity] = {}
    if isinstance(programme, Quantity):
        return {programme.name: programme}
    if isinstance(programme, tuple | list):
        for item in programme:
            found |= quantities(item)
    elif dataclasses.is_dataclass(programme):
        for field in dataclasses.fields(programme):
            found |= quantities(getattr(programme, field.name))
    return found


def only(programme: Programme, name: str) -> Quantity:
    return quantities(programme)[name]


def test_names_of_all_inputs(small):
    assert set(quantities(small)) == {
        *(
            f"north.{name}"
            for name in ("procure.duration", "procure.earliest", "build.duration", "build.earliest")
        ),
        *(
            f"north.{name}"
            for name in ("integration.amount", "integration.factor", "team.per_month", "team.factor")
        ),
        *(f"north.{name}" for name in ("hosting.per_year", "hosting.factor", "old.per_year", "old.factor")),
        *(f"north.savings.{name}" for name in ("annual", "lag", "ramp", "decline", "realisation", "uptake")),
        *(f"north.savings.{name}" for name in ("attribution", "overlap", "optimism_bias")),
        *(
            "south.wave.duration",
            "south.wave.earliest",
            "south.integration.amount",
            "south.integration.factor",
        ),
        *(f"south.time.{name}" for name in ("total", "lag", "ramp", "decline", "realisation", "uptake")),
        *(f"south.time.{name}" for name in ("attribution", "overlap", "optimism_bias")),
        *(
            "drivers.overrun",
            "risks.supplier.probability",
            "risks.supplier.effects.0",
            "risks.supplier.effects.1",
        ),
        *("funding.0.approved", "funding.0.top_up", "counterfactual.cost"),
    }


def test_the_top(small):
    assert (small.title, small.start, small.horizon, small.unit) == ("Small", "2022-04", 60, "£m")
    assert (small.price_base, small.discounting) == ("nominal", "green-book-2022")
    assert small.total_cost == ("one_off_cost", "legacy_cost")
    assert small.scenario is None
    assert len(small.discount_factors) == 5
    assert small.sources["audit"].date == "2022-11-30"


def test_a_year_that_the_horizon_cuts_off_has_a_factor_too(tmp_path):
    assert len(load_text(tmp_path, changed(("horizon = 60", "horizon = 61"))).discount_factors) == 6


def test_clusters(small):
    north, south = small.clusters
    assert (north.id, north.name, north.departments, north.go_live) == (
        "north",
        "North",
        ("Revenue",),
        "north.build",
    )
    assert (south.id, south.name, south.departments, south.go_live) == ("south", "south", (), "south.wave")


@pytest.mark.parametrize(
    ("name", "law", "base"),
    [
        ("north.procure.duration", Triangular(4, 6, 12), 6.0),
        ("north.build.duration", Pert(10, 12, 30), 12.0),
        ("north.build.earliest", Constant(3), 3.0),
        ("north.procure.earliest", Constant(0), 0.0),
        ("south.wave.duration", Pert(10, 12, 30), 14.0),
        ("north.hosting.factor", Lognormal.from_median(1.5, 0.4), 1.1),
        ("north.old.factor", Constant(1), 1.0),
        ("north.savings.realisation", Beta(2, 3), 1.0),
        ("drivers.overrun", Lognormal.from_median(1.3, 0.3), 1.0),
        ("funding.0.approved", Constant(60), 60.0),
        ("risks.supplier.effects.1", Constant(0.8), 0.8),
    ],
)
def test_laws_and_bases(small, name, law, base):
    assert only(small, name).law == law
    assert only(small, name).base == base


def test_a_base_is_the_mean_where_a_law_has_no_mode(small):
    assert only(small, "north.old.per_year").base == 2.0


def test_a_multiplier_is_1_in_the_base_case_whatever_its_value(tmp_path):
    programme = load_text(
        tmp_path, SMALL, overrides={"drivers.overrun": 1.4, "north.savings.realisation": 0.5}
    )
    assert only(programme, "drivers.overrun").base == 1
    assert only(programme, "north.savings.realisation").base == 1
    given = load_text(tmp_path, SMALL, overrides={"drivers.overrun": {"value": 1.4, "base": 1.4}})
    assert only(given, "drivers.overrun").base == 1.4


def test_a_law_inside_a_law_may_be_a_table_a_name_or_a_number(tmp_path):
    law = {"kind": "truncated", "low": 0, "law": {"kind": "normal", "mean": 5, "sd": 9}}
    quantity = only(
        load_text(tmp_path, SMALL, overrides={"north.build.duration": law}), "north.build.duration"
    )
    assert isinstance(quantity.law, Truncated)
    assert quantity.base == pytest.approx(quantity.law.mean())
    law["law"] = "slip"
    named = only(load_text(tmp_path, SMALL, overrides={"north.build.duration": law}), "north.build.duration")
    assert named.law == Truncated(Pert(10, 12, 30), low=0)
    risk = {"kind": "risk_event", "probability": 0.1, "impact": 4}
    fixed = only(load_text(tmp_path, SMALL, overrides={"north.build.duration": risk}), "north.build.duration")
    assert fixed.law.mean() == pytest.approx(0.4)


def test_a_total_is_split_by_the_shares_of_the_clusters(small):
    assert only(small, "north.integration.amount").law == Constant(30)
    assert only(small, "south.integration.amount").law == Constant(90 * 2 / 3 * 0.5)
    assert only(small, "south.integration.amount").base == 40
    assert only(small, "north.integration.amount").base == 30


def test_parts_of_a_total_add_up_to_it(tmp_path):
    text = changed(("part = 0.5, base = 40", "part = 1"), ("north = 1\n", "north = 0.551\n"))
    programme = load_text(tmp_path, text)
    parts = [line.amount.base for line in programme.costs if line.name.endswith(".integration")]
    assert math.fsum(parts) == pytest.approx(90, rel=1e-15)


def test_a_total_may_be_taken_whole_outside_a_cluster(tmp_path):
    programme = load_text(
        tmp_path, SMALL, overrides={"funding.0.approved": {"total": "one_off", "part": 0.5}}
    )
    assert only(programme, "funding.0.approved").law == Constant(45)


def test_who_answers_for_a_number_is_inherited_field_by_field(tmp_path):
    text = changed(
        (
            'probability = 0.2\nsource = "audit"',
            "probability = { value = 0.2, signed_off = false, date = 2025-01-02 }\n"
            'owner = "board"\nstatus = "open"\nsigned_off = 2024-12-01\neffect = "great"',
        ),
    )
    programme = load_text(tmp_path, text)
    board = Provenance(owner="board", status="open", signed_off="2024-12-01", effect="great")
    assert only(programme, "risks.supplier.effects.1").provenance == board
    own = dataclasses.replace(board, signed_off="no", date="2025-01-02")
    assert only(programme, "risks.supplier.probability").provenance == own


@pytest.mark.parametrize(
    ("name", "provenance"),
    [
        (
            "north.build.duration",
            Provenance("audit", "assumed", "of the activity"),
        ),  # the law's, then the section's
        ("north.build.earliest", Provenance(None, None, "of the activity")),
        ("south.wave.duration", Provenance("audit", "derived")),  # its own, then the law's
        ("north.integration.amount", Provenance("audit", "published")),  # the total's
        ("north.savings.realisation", Provenance(None, "assumed")),  # the line's
        ("risks.supplier.probability", Provenance("audit")),  # the risk's
        ("risks.supplier.effects.0", Provenance("audit")),
        ("north.savings.decline", Provenance()),  # nobody wrote this number
    ],
)
def test_provenance_is_inherited(small, name, provenance):
    assert only(small, name).provenance == provenance


def test_costs_fall_as_they_are_written(small):
    lines = {line.name: line for line in small.costs}
    assert {
        name: (line.category, line.timing, line.activity, line.funded) for name, line in lines.items()
    } == {
        "north.integration": ("one_off", "spread", "north.build", True),
        "north.team": ("one_off", "while", "north.procure", True),
        "north.hosting": ("running", "after_go_live", None, False),
        "north.old": ("legacy", "until_go_live", None, False),
        "south.integration": ("one_off", "spread", "south.wave", True),
    }
    assert lines["north.integration"].uplift == pytest.approx(1 + 0.10 + (2.00 - 0.10) * 0.6)
    assert lines["south.integration"].uplift == 1


def test_benefits(small):
    savings, time = small.benefits
    assert (savings.benefit_class, savings.value_is_total, savings.starts_after) == (
        "cash",
        False,
        "north.build",
    )
    assert (time.benefit_class, time.value_is_total, time.starts_after) == ("efficiency", True, "north.build")
    assert savings.lag.base == 2
    assert savings.ramp.base == 12


def test_common_causes_name_all_that_they_hit(small):
    assert small.drivers[0].targets == ("north.integration", "south.integration", "north.build")
    delay, factor = small.risks[0].effects
    assert (delay.kind, delay.targets) == ("delay", ("north.build", "south.wave"))
    assert (factor.kind, factor.targets) == ("factor", ("north.savings",))


def test_settlements_and_claims(small):
    (settlement,) = small.funding
    assert settlement.until == 36
    assert settlement.top_up.base == 1
    assert [
        (claim.name, claim.metric, claim.at_least, claim.at_most, claim.all_of) for claim in small.claims
    ] == [
        ("much", "total_benefit", 50, None, ()),
        ("cheap", "total_cost", None, 90, ()),
        ("both", None, None, None, ("much", "cheap")),
    ]


def test_activities_stand_behind_their_predecessors_and_else_in_file_order(tmp_path):
    text = changed(
        (
            "[clusters.north.activities.procure]\n",
            '[clusters.north.activities.procure]\nafter = ["south.first"]\n',
        ),
        (
            "[clusters.south.costs.integration]",
            "[clusters.south.activities.first]\nduration = 1\n[clusters.south.costs.integration]",
        ),
        (
            "[clusters.north.costs.integration]",
            "[clusters.north.activities.free]\nduration = 1\n[clusters.north.costs.integration]",
        ),
    )
    names = [activity.name for activity in load_text(tmp_path, text).activities]
    assert names == ["north.free", "south.first", "north.procure", "north.build", "south.wave"]


def test_the_order_of_tables_and_the_spelling_of_numbers_do_not_change_the_hash(tmp_path, small):
    head, *tables = SMALL.split("\n\n")
    lists = [table for table in tables if table.startswith("[[")]  # the order of these means something
    text = "\n\n".join([head, *reversed([table for table in tables if table not in lists]), *lists])
    assert tomllib.loads(text) == tomllib.loads(SMALL)
    shuffled = load_text(
        tmp_path, text.replace("annual = 10", "annual = 10.0").replace("60\nunit", "60 # months\nunit")
    )
    assert shuffled.content_hash == small.content_hash
    assert text.index("[claims.much]") < text.index("[totals.one_off]")


@pytest.mark.parametrize(
    "change",
    [("annual = 10", "annual = 11"), ('title = "Small"', 'title = "Large"'), ("rank = 0.4", "rank = 0.5")],
)
def test_another_programme_has_another_hash(tmp_path, small, change):
    assert load_text(tmp_path, changed(change)).content_hash != small.content_hash


def test_a_scenario_that_is_not_played_does_not_change_the_hash(tmp_path, small):
    assert load_text(tmp_path, changed(('"funding.0.top_up" = 1', ""))).content_hash == small.content_hash
    assert load_text(tmp_path, SMALL, "late").content_hash != small.content_hash


def test_the_starter_can_be_loaded_in_every_scenario(tmp_path):
    path = tmp_path / "starter.toml"
    path.write_text(starter(), encoding="utf-8")
    assert scenario_names(path) == ("slow",)
    base, slow = load(path, ""), load(path, "slow")
    assert base.content_hash != slow.content_hash
    assert sum(line.amount.base for line in base.costs if line.category == "one_off") == pytest.approx(90)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.build", ["north.build", "south.build"]),
        ("north.*", ["north.build", "north.rebuild", "north.build.duration"]),
        ("*build", ["north.build", "south.build", "north.rebuild"]),
        ("north.build", ["north.build"]),
        ("north", []),
        ("*", ["north.build", "south.build", "north.rebuild", "north.build.duration"]),
        ("n?rth.build", []),
        ("[n]orth.build", []),
    ],
)
def test_a_star_stands_for_anything_and_nothing_else_does(pattern, names):
    assert matching(pattern, ["north.build", "south.build", "north.rebuild", "north.build.duration"]) == names


@pytest.mark.parametrize(
    ("said", "taken"), [("1", True), ("40", True), ("0", False), ("-3", False), ("true", False)]
)
def test_observations_are_one_at_least(tmp_path, said, taken):
    text = changed(("per_month = 0.5", f"per_month = {{ value = 0.5, observations = {said} }}"))
    if taken:
        load_text(tmp_path, text)
        return
    (problem,) = problems_of(tmp_path, text).problems
    assert problem.key == "clusters.north.costs.team.per_month.observations"


def test_a_size_that_no_programme_has_is_told_by_the_base_or_by_the_law(tmp_path):
    (alone,) = problems_of(tmp_path, changed(("per_month = 0.5", "per_month = 1e16"))).problems
    assert alone.found == "1e+16"
    law = '{ kind = "uniform", low = 1, high = 1e17, base = 2 }'
    (spread,) = problems_of(tmp_path, changed(("per_month = 0.5", f"per_month = {law}"))).problems
    assert (spread.found[:13], spread.found[-10:]) == ("values of up ", "the base 2")
