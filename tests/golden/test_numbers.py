"""The flagship's and the templates' numbers are those that were written down, or the changelog says why not."""

from __future__ import annotations

import pytest

from tests.golden.played import CHANGELOG, changes, figures, in_changelog, kept, programmes

MEANT = (
    "Numbers changed. If that is meant, say what and why in the changelog of engine/README.md and run\n"
    '    python -m tests.golden "that sentence"'
)
KEPT = kept()
PLAYED = dict(programmes())


@pytest.mark.parametrize("name", PLAYED)
def test_numbers_are_as_they_were(name):
    now, errors = figures(PLAYED[name])
    found = changes(name, KEPT["programmes"].get(name, {}), now, errors)
    assert not found, "\n".join([MEANT, *map(str, found)])


def test_nothing_is_kept_of_what_is_no_more():
    assert set(KEPT["programmes"]) == set(PLAYED)


def test_the_changelog_says_why_they_are_what_they_are():
    assert in_changelog(KEPT["because"], CHANGELOG.read_text(encoding="utf-8"))
    assert not in_changelog("nobody ever wrote this", CHANGELOG.read_text(encoding="utf-8"))
    assert not in_changelog("", "## Changelog\n")


def test_a_change_is_told_with_old_new_and_standard_errors():
    """The negative control: a mean moved by two of its standard errors, a base case, a measure that is no more."""
    name = "template digital"
    now, errors = figures(PLAYED[name], 500)
    before = {part: dict(values) for part, values in now.items()}
    before["npv"]["mean"] -= 2 * errors["npv.mean"]
    before["npv"]["base"] += 1e-6
    before["gone"] = {"mean": 1.0}
    told = [str(change) for change in changes(name, before, now, errors)]
    assert told[0].startswith("template digital: npv.base: ")
    assert told[0].endswith("which has no sampling error")
    old, new = (f"{part['npv']['mean']:.10g}" for part in (before, now))
    assert told[1] == f"template digital: npv.mean: {old} -> {new}, 2 standard errors"
    assert told[2:] == ["template digital: gone.mean: 1.0 -> None"]
    assert not changes(name, now, now, errors)
