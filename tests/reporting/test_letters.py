import json
import warnings

import pytest

from engine.reporting import draw_histogram, draw_verdict, phrasing
from engine.reporting.run_charts import unseen_letters
from engine.reporting.visuals import letters
from engine.reporting.visuals.letters import BOX, OURS, drawable, families_for, missing_letters
from engine.reporting.visuals.save import svg_text

KANJI = "東京"


def test_a_letter_that_no_font_has_is_a_box(monkeypatch):
    monkeypatch.setattr(letters, "_system_families", lambda: ())
    assert families_for([KANJI, "abc £"]) == (OURS,)
    assert drawable(f"{KANJI} £ ✓") == f"{BOX}{BOX} £ ✓"


def test_a_font_of_the_system_stands_in(monkeypatch):
    monkeypatch.setattr(letters, "_system_families", lambda: ("No such font", "STIXGeneral", "DejaVu Serif"))
    lacking = (chr(code) for code in range(0x2190, 0x3000) if not letters._has(OURS, chr(code)))
    letter = next(one for one in lacking if letters._has("STIXGeneral", one))
    assert families_for([f"a {letter}"]) == (OURS, "STIXGeneral")
    assert drawable(letter, (OURS, "STIXGeneral")) == letter
    assert drawable(letter) == BOX


def test_nothing_is_searched_where_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(letters, "_system_families", lambda: pytest.fail("fonts were searched"))
    assert families_for(["£1,800m − ✓ é ß Ω"]) == (OURS,)


def test_missing_letters_are_named_once_and_not_warned_of(results, monkeypatch):
    monkeypatch.setattr(letters, "_system_families", lambda: ())
    results.attrs["title"] = f"{KANJI} {KANJI}"
    claim = {"name": "a", "statement": "京都", "metric": "total_cost", "at_most": 900}
    results.attrs["claims"] = json.dumps([claim])  # as escapes
    assert missing_letters(results) == "東京都"
    told = unseen_letters(results)
    assert told.count("東") == 1
    assert told.startswith("No font of this system has 東 京 都")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = svg_text(draw_verdict(results))
    assert KANJI in text  # in the text alternative


def test_nothing_is_told_where_nothing_is_missing(results):
    assert unseen_letters(results) == ""


def test_units_are_text_too(free, words):
    figure = draw_histogram(free([1.0, 2.0], "x", units="kg\u202e$x^2$"), "x")
    assert phrasing.quantity(2.0, r"kg\u202e$x^2$") in words(figure)
    assert "\u202e" not in words(figure)
