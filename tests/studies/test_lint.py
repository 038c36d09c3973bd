# ruff: noqa: E501  # a table is read in rows
"""What `outturn check` warns of: each slip that can be played, and that a sound file is not accused."""

from __future__ import annotations

import pytest

import engine
from engine.studies.lint import provenance
from engine.studies.lint.lint import lint

SOUND = """
title = "Sound"
start = "2025-04"
horizon = 120
unit = "£m"
price_base = "2025-26 prices"
discounting = "green-book-2022"
[sources.plan]
title = "The plan"
[laws.slip]
kind = "pert"
low = 10
mode = 12
high = 30
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = { law = "slip", source = "plan" }
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 20
source = "plan"
[clusters.site.costs.old]
category = "legacy"
per_year = 2
basis = "assumed"
[clusters.site.benefits.saving]
class = "cash"
annual = 6
basis = "assumed"
[claims.worth]
statement = "Worth its cost"
metric = "npv"
at_least = 0
"""
RISK = """
[risks.ground]
probability = 0.2
basis = "assumed"
[[risks.ground.effects]]
cost = 3
targets = ["site.build"]
"""
DRIVER = """
[drivers.overrun]
factor = { kind = "pert", low = 0.9, mode = 1, high = 1.6, basis = "assumed" }
multiplies = ["site.works"]
"""
UPLIFT = ("amount = 20\nsource", 'amount = 20\noptimism_bias = { category = "standard-buildings" }\nsource')

# what is slipped in: (old, new) pairs or text that is added; then the key that is warned of, and words
PRICES = "[prices]\nbase = 'nominal'\nyear = 2025\ndeflator = { 2025 = 100, 2026 = 102 }\n"
SLIPS = {
    "words and a section that differ": ([('price_base = "2025-26', 'price_base = "real, 2025-26'), PRICES], "price_base", 'beside [prices] base = "nominal"'),
    "a horizon in years": ([("horizon = 120", "horizon = 10")], "clusters.site.activities.build", "meant as years"),
    "a floor under a cost": (["[claims.c]\nstatement = 's'\nmetric = 'total_cost'\nat_least = 5\n"], "claims.c.at_least", "at_most"),
    "a ceiling over a benefit": (["[claims.c]\nstatement = 's'\nmetric = 'total_benefit'\nat_most = 5\n"], "claims.c.at_most", "at_least"),
    "pounds where the unit is millions": ([("amount = 20", "amount = 20000000")], "clusters.site.costs.works.amount", "is it 20 £m?"),
    "a claim in pounds": (["[claims.c]\nstatement = 's'\nmetric = 'total_benefit'\nat_least = 50000000\n"], "claims.c", "is it 50 £m?"),
    "a law that nothing uses": (["[laws.spare]\nkind = 'normal'\nmean = 1\nsd = 1\n"], "laws.spare", "nothing uses it"),
    "a total that nothing uses": (["[totals.users]\nvalue = 5\n"], "totals.users", "nothing uses it"),
    "shares that nothing uses": (["[shares.by_users]\nsite = 1\n"], "shares.by_users", "nothing uses it"),
    "a source that nothing uses": (["[sources.memo]\ntitle = 'Memo'\n"], "sources.memo", "nothing uses it"),
    "a cost that may be a receipt": (
        [("amount = 20", "amount = { kind = 'normal', mean = 20, sd = 8 }")], "clusters.site.costs.works.amount", "receipt",
    ),
    "numbers from nowhere": ([("amount = 20\nsource = \"plan\"", "amount = 20")], "sources", "site.works.amount"),
    "an old system that is never late": ([('{ law = "slip", source = "plan" }', "12")], "clusters.site.costs.old", "never be late"),
    "a present value of undiscounted money": ([("green-book-2022", "none")], "claims.worth.metric", "nothing is discounted"),
    "optimism bias and a driver": ([UPLIFT, DRIVER], "clusters.site.costs.works", "driver overrun"),
    "optimism bias and a risk": ([UPLIFT, RISK], "clusters.site.costs.works", "risk ground"),
    "a risk that the data hold already": (
        [("amount = 20\nsource = \"plan\"", "amount = 20\nbasis = 'derived'"), RISK], "clusters.site.costs.works", "already",
    ),
    "a response that makes a risk likelier": ([RISK, "[risks.ground.response]\ncost = 0\nprobability = 0.5\n"], "risks.ground.response.probability", "are they swapped"),
    "a risk that is closed and strikes": ([RISK.replace("0.2", "0.2\nstatus = 'closed'")], "risks.ground.status", "strikes all the same"),
    "a risk without an owner, where another has one": ([RISK, RISK.replace("ground", "flood").replace("basis", "owner = 'A'\nbasis")], "risks.ground", "1 of 2 risks have no owner"),
    "numbers without an owner, where others have one": ([('basis = "assumed"', 'basis = "assumed"\nowner = "A"')], "sources", "2 of 4 numbers have no owner; whose are they: site.build.duration"),
    "numbers that are not signed off": ([('basis = "assumed"', 'basis = "assumed"\nsigned_off = true'), ("amount = 20", "signed_off = false\namount = 20")], "sources", "2 of 4 numbers are not signed off"),
    "a payback in a year that half its readers take for another": (["[claims.c]\nstatement = 'Pays back by 2030'\nmetric = 'payback_year'\nat_most = 2030\n"], "claims.c", "2030-31, which runs from Apr 2030 to Mar 2031"),
    "one benefit claimed twice": (["[clusters.site.benefits.again]\nclass = 'efficiency'\nannual = 6\nsource = 'plan'\n"], "clusters.site.benefits.again", "as much as site.saving"),
    "a law that is approximate": ([("amount = 20\n", "amount = { kind = 'compound', frequency = { kind = 'poisson', mean = 2 }, severity = { kind = 'lognormal', log_mean = 1, log_sd = 0.8 } }\n")], "clusters.site.costs.works.amount", "to within 0.0"),
    "work that may slip past the horizon": ([("horizon = 120", "horizon = 20")], "horizon", "trial iterations"),
}  # fmt: skip


def warned(tmp_path, text):
    file = tmp_path / "programme.toml"
    file.write_text(text)
    return [(one.slip, one.line) for one in lint(engine.load(file), file)]


def test_a_sound_file_is_not_accused(tmp_path):
    assert warned(tmp_path, SOUND) == []
    assert warned(tmp_path, SOUND + RISK + DRIVER) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_where_it_stands(tmp_path, slip):
    changes, key, words = SLIPS[slip]
    text = SOUND
    for change in changes:
        if isinstance(change, str):
            text += change
        else:
            assert change[0] in text
            text = text.replace(*change)
    found = [(one, line) for one, line in warned(tmp_path, text) if one.key == key]
    assert found, f"nothing said of {key}"
    assert any(words in str(one) for one, _ in found)
    line = found[0][1]
    if line is not None and not key.endswith(("sources", "horizon")):
        assert key.rpartition(".")[2] in text.splitlines()[line - 1] or "[" in text.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("beside", "key"),
    [
        ("annual = 6", "clusters.site.benefits.saving.realisation"),
        ("annual = 6", "clusters.site.benefits.saving.uptake"),
        ("amount = 20", "clusters.site.costs.works.factor"),
        ('[drivers.x]\nmultiplies = ["site.works"]', "drivers.x.factor"),
        ('[[funding]]\nuntil = "2026-04"\napproved = 9', "funding.0.top_up"),
    ],
)
def test_a_certain_number_is_told_where_the_base_case_has_another(tmp_path, beside, key):
    value = 0 if key.endswith("top_up") else 0.8
    field = key.rpartition(".")[2]
    sound = SOUND if beside in SOUND else f"{SOUND}{beside}\n"
    plain = sound.replace(beside, f"{beside}\n{field} = {value}")
    (slip, line) = next(one for one in warned(tmp_path, plain) if one[0].key == key)
    assert f"{value} in every iteration and 1 in the base case" in slip.found
    assert f"{{ value = {value}, base = {value} }}" in slip.meaning
    assert line == plain.splitlines().index(f"{field} = {value}") + 1
    for meant in (value, 1):  # either is said, and nothing is warned of
        said = plain.replace(
            f"{field} = {value}", f"{field} = {{ value = {value}, base = {meant}, basis = 'assumed' }}"
        )
        assert not [one for one in warned(tmp_path, said) if one[0].key == key]


def test_a_risk_that_is_sure_to_strike_is_told_once(tmp_path):
    sure = SOUND + RISK.replace("probability = 0.2", "probability = 1\ntimes = 3")
    found = [one for one, _ in warned(tmp_path, sure) if one.key == "risks.ground.probability"]
    assert len(found) == 1
    assert "in every iteration and never in the base case" in found[0].found
    chained = SOUND + RISK + RISK.replace("ground", "flood").replace("= 0.2", '= 1\nneeds = ["ground"]')
    assert not [one for one, _ in warned(tmp_path, chained) if "probability" in one.key]


def test_texts_are_walked_once_for_all_names():
    """Of 2,000 laws that nothing used each walked the whole file again: a minute."""
    walked = []

    class Table(dict):
        def items(self):
            walked.append(self)
            return super().items()

    texts = provenance._texts({"laws": {f"l{k}": Table(law="l0") for k in range(50)}})
    found = [name for name in ("l0", "l1") if provenance._is_used(texts, "laws", None, name)]
    assert (found, len(walked)) == (["l0"], 50)
