"""What a report says, as a value: the order of the questions, the figures of the first screen, what a board is told."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

import engine
from engine.analysis.findings import Findings
from engine.reporting import draw_verdict
from engine.reporting.page.compose import compose, section_files
from engine.reporting.page.material import Material
from engine.reporting.page.report import Headlines, Listing, Pictures, Section
from engine.reporting.page.words import WORDS
from engine.reporting.phrasing import quantity
from engine.reporting.tables.table import Paragraph, Table
from engine.reporting.verdicts import likely_to_hold

ORDER = ["claim", "money", "why", "needed", "against", "who", "sure", "logs", "method"]


def texts(report, audience=None):
    """Every text of a report but for its pictures, a line each."""
    for _, pieces in (report if audience is None else replace(report, audience=audience)).shown():
        for piece in pieces:
            match piece:
                case Paragraph() | Listing():
                    yield piece.text
                case Headlines():
                    yield from (text for one in piece.items for text in one)
                case Table():
                    yield piece.title
                    yield from piece.notes
                    yield from (cell.text for column in piece.columns for cell in column.cells)
                    yield from (column.heading for column in piece.columns)


def test_sections_stand_in_the_order_in_which_a_sceptic_asks(report):
    assert [section.key for section, _ in report().shown()] == ORDER
    places = [module.PLACE for module in section_files()]
    assert places == sorted(set(places))


def test_the_three_figures_of_the_first_screen_are_those_of_the_results(report, played):
    first = report().sections[0].brief[0]
    assert isinstance(first, Headlines)
    verdict, counted, money = first.items
    findings = Findings(played.results)
    lead = findings.verdict.isel(claim=0)
    assert verdict.answer.lower() == str(lead["word"].values)
    assert str(lead["statement"].values) in verdict.detail
    cost = findings.summary.sel(measure="total_cost")
    over = float(cost["value"].sel(percentile=80) - cost["base"])
    digits = re.sub(r"[^\d.]", "", money.answer)
    assert abs(float(digits) - over) <= 0.005 * over  # as far as it is rounded
    assert "80% chance of at most" in money.detail
    assert "P80" in money.detail
    plan = re.match(r"On top of the (£\S+) of the plan", money.detail)
    assert plan is not None
    section = next(one for one in report().sections if one.key == "money")
    assert f"set aside {money.answer} on top of the {plan[1]} of the plan" in section.brief[0].text
    assert re.search(r"even chance of at (least|most) .* \(P50\)", counted.detail)


def test_plan_and_play_are_compared_in_one_phrase(report, played, words):
    likely = likely_to_hold(Findings(played.results).verdict)
    said = next(one.text for one in report().sections[0].brief if isinstance(one, Paragraph))
    assert likely in said
    assert likely in words(draw_verdict(played.results)).replace("\n", " ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("likely", "will hold", "undecided", "unlikely"), "2 of 4 are likely to hold"),
        (("likely", "undecided"), "1 of 2 is likely to hold"),
        (("will not hold", "undecided"), "none of 2 is likely to hold"),
        (("will hold",), "it is likely to hold"),
        (("undecided",), "it is not likely to hold"),
    ],
)
def test_how_many_are_likely_to_hold(given, said):
    assert likely_to_hold(xr.Dataset({"word": ("claim", np.array(given))})) == said


def test_every_sentence_with_a_number_follows_from_the_results(report, played):
    doubled = played.results.copy()
    cost = doubled["total_cost"]
    doubled["total_cost"] = (cost.dims, 2 * cost.values, dict(cost.attrs) | {"base": 2 * cost.attrs["base"]})
    other = compose(Material(Findings(doubled)))
    before, after = (
        next(p.text for p in one.sections[1].brief if isinstance(p, Paragraph))
        for one in (compose(played.material(studies=False)), other)
    )
    numbers = [
        [float(found.replace(",", "")) for found in re.findall(r"£([\d,.]*\d)m", text)]
        for text in (before, after)
    ]
    assert len(numbers[0]) == len(numbers[1]) >= 4
    np.testing.assert_allclose(numbers[1], 2 * np.array(numbers[0]), rtol=0.02)


def test_a_board_is_told_a_part_of_what_an_auditor_reads(report):
    whole, brief = set(texts(report())), list(texts(report("board")))
    assert set(brief) <= whole
    assert len(brief) < len(whole) / 4
    assert not [p for _, pieces in report("board").shown() for p in pieces if isinstance(p, Pictures)]


def test_logs_begin_with_what_nobody_answers_for(report):
    logs = next(section for section in report().sections if section.key == "logs")
    log = next(piece for piece in logs.detail if isinstance(piece, Table))
    heads = [column.heading for column in log.columns]
    assert heads == ["What", "Value or law", "Basis", "Source", "Owner", "Date", "Signed off", "Effect"]
    owners, basis = (
        [cell.text for cell in log.columns[heads.index(name)].cells] for name in ("Owner", "Basis")
    )
    worst = [
        (text != "neither source nor basis", owner != "no owner")
        for text, owner in zip(basis, owners, strict=True)
    ]
    assert worst == sorted(worst)
    assert len(set(worst)) > 1


def test_it_says_what_was_not_played_and_how_to(played):
    told = "\n".join(texts(compose(played.material(studies=False))))
    for verb in ("bridge", "drivers", "needed", "assumptions"):
        assert f"outturn {verb} programme.toml" in told
    reason = Material(Findings(played.results), {}, {"bridge": "too few iterations"})
    assert "Not told: too few iterations." in "\n".join(texts(compose(reason)))


def test_no_abbreviation_stands_unexplained(report, played):
    explained = " ".join([*WORDS, *WORDS.values()])
    from_the_file = played.file.read_text(encoding="utf-8")
    told = " ".join(text for text in texts(report()) if "Fingerprint" not in text)
    short = set(re.findall(r"\b[A-Z]{2,}[a-z]?\b", told)) - {"DIR"}  # the folder of the command
    assert {word for word in short if word not in explained and word not in from_the_file} == set()


def test_the_command_that_makes_it_again_is_there(report):
    listings = [p.text for p in report().sections[-1].brief if isinstance(p, Listing)]
    assert listings == ["outturn report programme.toml --iterations 500 --seed 3 --out DIR"]


def test_a_heading_of_nothing_is_left_out():
    one = Section("k", "K", (), (Paragraph("A", "heading"), Paragraph("B", "heading"), Paragraph("text")))
    assert [p.text for p in one.pieces("audit")] == ["B", "text"]
    assert one.pieces("board") == ()


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_a_summary_gives_a_whole_report(played, keep):
    results = engine.simulate(played.programme, 200, seed=3, keep=keep)
    made = compose(Material(Findings(results)))
    assert [section.key for section, _ in made.shown()] == ORDER
    told = "\n".join(texts(made))
    assert ("these results are a summary" in told) == (keep == "summary")
    value = float(Findings(results).summary.sel(measure="total_cost", percentile=80)["value"])
    assert quantity(value, "£m")[:3] in told
