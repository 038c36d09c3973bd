"""Laws within laws: each is asked a bounded number of times, and what would take too long is refused by counting."""

import numpy as np
import pytest

from distributions import (
    Beta,
    Compound,
    Constant,
    DiscreteUniform,
    FromScipy,
    Gamma,
    LawError,
    Lognormal,
    Metalog,
    Mixture,
    Normal,
    Pert,
    Poisson,
    RiskEvent,
    SecondOrder,
    StudentT,
    Truncated,
    Uniform,
)
from distributions.base import asked, inversion
from distributions.base.asked import A_STEP, A_STEP_OF_SCIPY, AskedTooMuch, patiently
from distributions.base.near_quantiles import near_quantiles
from distributions.base.quadrature import integral
from engine import Model, simulate
from engine.draws.arrays import named_table
from engine.draws.branches import branches
from engine.draws.second_order import shares_of, width
from engine.draws.table_cache import TableCache
from engine.draws.tables import TableError, tabulate
from engine.plan.plan import make_plan
from tests.programme.small_programme import changed, load_text, problems_of


def two():
    """A law within a law; made anew, since a law keeps what was worked out of it."""
    return Mixture((Compound(Poisson(2), Lognormal(0, 1)), Normal(5, 2)), (0.5, 0.5))


def three():
    """A law within a law within a law."""
    sums = Compound(Poisson(3), Lognormal(0, 1)), Compound(Poisson(4), Lognormal(0, 1))
    return Truncated(Mixture((two(), *sums, Normal(20, 3)), (0.25, 0.25, 0.25, 0.25)), 0.5, 60)


DEEP = """
[laws.sums]
kind = "compound"
frequency = { kind = "poisson", mean = 2 }
severity = { kind = "lognormal", median = 1, log_sd = 1 }

[laws.two]
kind = "mixture"
laws = ["sums", { kind = "normal", mean = 5, sd = 2 }]
weights = [0.5, 0.5]

[laws.more]
kind = "compound"
frequency = { kind = "poisson", mean = 3 }
severity = { kind = "lognormal", median = 1, log_sd = 1 }

[laws.most]
kind = "compound"
frequency = { kind = "poisson", mean = 4 }
severity = { kind = "lognormal", median = 1, log_sd = 1 }

[laws.three]
kind = "mixture"
laws = ["two", "more", "most", { kind = "normal", mean = 20, sd = 3 }]
weights = [0.25, 0.25, 0.25, 0.25]

[laws.within]
kind = "truncated"
law = "three"
low = 0.5
high = 60
"""


def values_asked(monkeypatch, ask):
    """How many values laws were asked for, each call counted as so many more."""
    monkeypatch.setattr(asked._left, "values", 2.0**50)
    ask()
    found = 2.0**50 - asked._left.values
    monkeypatch.setattr(asked._left, "values", np.inf)
    return found


@pytest.mark.parametrize("around", [lambda law: Truncated(law, -50.0, 50.0), lambda law: RiskEvent(0.9, law)])
def test_each_law_around_another_asks_it_as_often(monkeypatch, around):
    def nested(depth):
        law = Normal(0, 1)
        for _ in range(depth):
            law = around(law)
        return law

    u = np.linspace(0.01, 0.99, 99)
    counts = [values_asked(monkeypatch, lambda d=depth: nested(d).ppf(u)) for depth in (4, 8, 12)]
    assert counts[2] < 10 * counts[0]  # with three times as many laws, not two to the power of eight times


def test_what_takes_too_long_is_refused_by_count_and_what_does_not_is_played():
    with pytest.raises(AskedTooMuch, match="fewer within each other"):
        tabulate(three())
    assert tabulate(two()).error < 1e-10


@pytest.mark.parametrize(
    "many",
    [
        lambda: Mixture(tuple(Lognormal(k / 10, 0.5) for k in range(50)), (1 / 50,) * 50),
        lambda: Mixture(tuple(Normal(k, 1) for k in range(100)), (1 / 100,) * 100),
        lambda: Mixture(tuple(Pert(k, k + 1, k + 5) for k in range(20)), (1 / 20,) * 20),
    ],
)
def test_many_plain_laws_beside_each_other_are_played(many):
    assert tabulate(many()).error < 1e-10


def test_what_takes_longer_counts_for_more(monkeypatch):
    """A value of a gamma takes 8 times as long as one of a normal, of a beta 100 times, of Student's t 150 times."""

    def asked_for(law):
        few, many = (values_asked(monkeypatch, lambda n=n: law.cdf(np.full(n, 0.4))) for n in (100, 1100))
        return round((many - few) / 1000, 1)

    laws = Normal(0, 1), Gamma(2, 3), Beta(2, 3), StudentT(4), FromScipy("gamma", {"a": 2.0}).equivalent
    assert [asked_for(law) for law in laws] == [1, 8, 100, 150, 20]


@pytest.mark.parametrize(
    ("ask", "steps"),
    [
        (lambda: Metalog((10, 2, 1)).cdf(np.full(5, 11.0)), A_STEP_OF_SCIPY),
        (lambda: two().ppf([0.3, 0.6]), A_STEP),
    ],
)
def test_the_steps_of_a_search_are_counted_beside_its_questions(monkeypatch, ask, steps):
    whole = values_asked(monkeypatch, ask)
    for module in (asked, inversion):
        monkeypatch.setattr(module, "A_STEP" if steps == A_STEP else "A_STEP_OF_SCIPY", (0, 0))
    assert whole > values_asked(monkeypatch, ask) + 3 * steps[0]


def test_a_law_of_three_uncertain_numbers_is_played_given_them():
    """Its predictive law is a mixture of 512, of which a minute was spent to find two quantiles."""
    law = SecondOrder("pert", low=Uniform(0, 1), mode=Uniform(2, 5), high=Uniform(8, 12))
    (branch,) = branches(law)
    assert len(branch.law.laws) == 7**3
    shares = shares_of(branch.law, (0.3, 2.9, 9.1))
    found = float(shares @ [one.ppf(0.8) for one in branch.law.laws])
    assert found == pytest.approx(float(Pert(0.3, 2.9, 9.1).ppf(0.8)), abs=1e-5)
    with pytest.raises(AskedTooMuch):
        tabulate(law.equivalent)


def test_a_law_that_is_smooth_in_none_of_three_numbers_is_given_up():
    law = SecondOrder("triangular", low=Uniform(0, 1), mode=Uniform(2, 5), high=Uniform(8, 12))
    assert branches(law) == ()
    with pytest.raises(AskedTooMuch):
        tabulate(law.equivalent)


def test_the_width_of_a_law_that_takes_too_long_is_that_of_the_law_in_the_middle(monkeypatch):
    law = SecondOrder("normal", mean=Uniform(8, 12), sd=2)
    assert width(law) == pytest.approx(float(np.diff(law.ppf([0.01, 0.99]))[0]), rel=1e-8)
    monkeypatch.setattr("engine.draws.second_order.MOST", 1000)
    assert width(law) == pytest.approx(float(np.diff(Normal(10, 2).ppf([0.01, 0.99]))[0]), rel=1e-12)


@pytest.mark.parametrize(
    "one",
    [
        SecondOrder("normal", mean=Uniform(8, 12), sd=Uniform(1, 2)),
        SecondOrder("lognormal", mean=10.0, sd=Lognormal(1, 0.5)),
        SecondOrder("pert", low=0.0, mode=Uniform(2, 5), high=10.0),
        SecondOrder("poisson", mean=Uniform(2, 9)),
        Normal(3, 2),
    ],
)
def test_quantiles_near_enough_are_near(one):
    u = np.array([0.0, 0.01, 0.3, 0.99, 1.0])
    assert near_quantiles(one, u) == pytest.approx(one.ppf(u), rel=1e-7)


def test_it_is_refused_by_the_name_of_its_input_in_a_formula():
    with pytest.raises(TableError, match="cost: laws within laws take too long"):
        simulate(Model(inputs={"cost": three()}, formula=lambda cost: cost), 10)
    with pytest.raises(TableError, match=r"north\.build: "):
        named_table(three(), "north.build")


def test_what_took_too_long_is_refused_whatever_was_worked_out_of_it():
    made = []

    def make(law):
        made.append(law)
        if len(made) == 1:
            raise AskedTooMuch("too long")
        return tabulate(law)

    table_of = TableCache(make, limit=2**20)
    for _ in range(2):
        with pytest.raises(AskedTooMuch, match="too long"):
            table_of(Normal(1, 2))
    assert (len(made), table_of(Normal(1, 3)).error < 1e-10) == (1, True)
    table_of.cache_clear()
    assert table_of(Normal(1, 2)).error < 1e-10


def test_a_file_tells_the_key_and_a_base_makes_the_mean_unnecessary(tmp_path):
    text = changed(("[laws.skew]", DEEP + "\n[laws.skew]"), ('duration = "slip"', 'duration = "within"'))
    (problem,) = problems_of(tmp_path, text).problems
    assert problem.key == "clusters.north.activities.build.duration.base"
    assert "laws within each other" in problem.found
    based = text.replace('duration = "within"', 'duration = { law = "within", base = 12 }')
    with pytest.raises(TableError, match=r"north\.build\.duration: laws within laws"):
        make_plan(load_text(tmp_path, based))


def test_counts_end_with_what_they_stand_around():
    with pytest.raises(AskedTooMuch), patiently(1000), patiently(1e9):  # of which the outer counts
        Normal(0, 1).ppf(np.zeros(2000))
    assert Normal(0, 1).ppf(np.full(2000, 0.5)).sum() == 0.0
    assert issubclass(AskedTooMuch, LawError)


def test_the_mean_of_hundreds_of_straight_pieces_is_exact():
    whole_law = Compound(Poisson(2), Lognormal(0, 1))
    law = Truncated(whole_law, 0, 40)
    assert len(law.knots()) > 100
    x, reached = np.array(whole_law.equivalent.values), np.array(whole_law.equivalent.probabilities)
    whole = float(whole_law.cdf(40.0))
    inside = x < 40.0
    x, reached = np.append(x[inside], 40.0), np.append(reached[inside], whole)
    exact = float((np.diff(reached) * (x[1:] + x[:-1]) / 2).sum()) / whole  # straight between the points
    assert law.mean() == pytest.approx(exact, rel=1e-12)
    assert integral(law, lambda value: value + 1) == pytest.approx(exact + 1, rel=1e-12)


def test_counts_and_amounts_that_are_very_many_are_refused():
    many = DiscreteUniform(0, 100_000)
    with pytest.raises(AskedTooMuch), patiently():
        Compound(many, many).ppf(0.5)
    assert Compound(DiscreteUniform(0, 5000), Constant(18.0)).ppf(1.0) == 90_000


def test_great_counts_of_an_uncertain_mean_are_counted_before_they_are_parted():
    """48 laws of 44,000 counts each took 14 s to cut into segments, none of which was a question."""
    with pytest.raises(AskedTooMuch), patiently():
        SecondOrder("poisson", mean=Uniform(1e6, 1e6 + 10)).ppf([0.01, 0.99])
    assert Poisson(1.8e6).segments()  # alone it is played
