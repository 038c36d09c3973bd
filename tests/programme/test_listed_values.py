"""Laws that list single values: each may be played, and a file may not list a million of them a hundred times."""

import gc
import weakref

from engine.programme.reading import listed_values
from engine.programme.reading.laws import is_fixed, support
from tests.programme.small_programme import changed, load_text, problems_of


def counts(means):
    """Cost lines that are counts of these means, to stand before the first of the small programme."""
    lines = (
        f"[clusters.north.costs.count_{k}]\n"
        'category = "one_off"\nactivity = "build"\n'
        f'amount = {{ kind = "poisson", mean = {mean}, base = 1 }}\n'
        for k, mean in enumerate(means)
    )
    return changed(("[clusters.north.benefits", "".join(lines) + "[clusters.north.benefits"))


def test_the_law_that_is_one_too_many_is_told_and_no_more_are_read(tmp_path, monkeypatch):
    programme = load_text(tmp_path, counts([400, 500]))
    laws = {q.law for q, *_ in programme.quantities() if not is_fixed(q.law)}
    most = sum(law.listed() for law in laws)
    assert most > 73 * (400**0.5 + 500**0.5) / 2  # of 73 standard deviations, less what lies below 0
    monkeypatch.setattr(listed_values, "MOST", most)
    load_text(tmp_path, counts([400, 500, 400, 500]))  # equal laws have one table
    refused = counts([400, 500, 2, 3e9])  # the last would be refused by itself
    problems = problems_of(tmp_path, refused).problems
    assert [problem.key for problem in problems] == ["clusters.north.costs.count_2.amount"]
    assert "single values between them, up to here" in problems[0].found
    assert f"{most:,}" in problems[0].accepted


def test_what_a_law_has_worked_out_goes_with_its_programme(tmp_path):
    programme = load_text(tmp_path, counts([400]))
    law = next(q.law for q, *_ in programme.quantities() if ".count_" in q.name)
    support(law)
    left = weakref.ref(law)
    del programme, law
    gc.collect()
    assert left() is None
